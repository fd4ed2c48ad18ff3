"""Where words stand in an alliance: in which answer, agreement or slip, and from which version to which."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from functools import cache

from alliance_tui.domain.alliance import SIDES, Agreement, Alliance, AnswerState, Partners, Pulse, Side, Slip, Version
from alliance_tui.domain.changes import Compared, with_open
from alliance_tui.domain.questions import Question, by_id
from alliance_tui.domain.session import Session
from alliance_tui.text.finding import Place, Wanted


class Kind(StrEnum):
    """The kinds of text that words are found in, in the order in which they are shown of one agreement or question."""

    AGREEMENT = "agreement"
    REASON = "reason"
    PROPOSAL = "proposal"
    SLIP = "slip"
    REPAIR = "repair"
    PULSE = "pulse"
    QUESTION = "question"
    ANSWER = "answer"


@dataclass(frozen=True)
class Found:
    """A text in which all the words stand, as it was worded when they were last there."""

    kind: Kind
    text: str
    places: tuple[Place, ...]
    first: int
    """The number of the first version with the words there, or of the open session; of a slip, the version in force."""
    last: int
    side: Side | None = None
    """Whose answer, proposal or pulse it is."""
    question: Question | None = None
    """The question that it answers, or that the agreement was distilled from; None if no bank has that any more."""
    agreement: Agreement | None = None
    slip: Slip | None = None
    pulse: Pulse | None = None
    version: int = 0
    """The number of the last signed version with the words there; 0 if only the open session has them."""

    @property
    def at(self) -> str:
        """The id of the agreement, or else of the question, where it stands."""
        about = self.agreement or self.question
        return about.id if about else ""


@dataclass(frozen=True)
class FoundIn:
    """What was found in one alliance: agreements with their slips first, then questions with their answers."""

    name: str
    """The alliance's folder."""
    partners: Partners
    signed: dict[int, datetime]
    """When each version was signed."""
    found: tuple[Found, ...]

    def first(self, number: int) -> FoundIn:
        """Return the first so many of them."""
        return replace(self, found=self.found[:number])


@dataclass
class Searched:
    """How much was searched so far."""

    alliances: int = 0
    versions: int = 0
    sessions: int = 0
    """How many of them are open."""
    slips: int = 0
    of: int = 0
    """How many alliances there are to search."""
    unreadable: dict[str, str] = field(default_factory=dict)
    """What is wrong with those that can't be read, by their names."""


Key = tuple[Kind, str, Side | None]
"""A kind of text, the id of the agreement or question, and the side whose it is."""
Places = Callable[[str], tuple[Place, ...]]
"""Returns where the words stand in a text."""


def find_words(alliance: Alliance, session: Session | None, wanted: Wanted) -> FoundIn:
    """Find words in all versions, in the slips and pulses, and in the open session with the answers that it keeps.

    `session` is what may be seen of it: words that are covered are not there.
    """
    versions = with_open(alliance, session)
    questions = by_id(version.bank for version in reversed(versions))
    places: Places = cache(wanted.places)  # most texts are in several versions
    found = [*_in_versions(versions, questions, places), *_in_notes(alliance, questions, places)]
    agreements = dict.fromkeys(kept.id for version in reversed(versions) for kept in version.agreements)
    order = {id_: place for place, id_ in enumerate([*agreements, *questions])}
    kinds = [*Kind]

    def place(each: Found) -> tuple[bool, int, int, bool]:
        kind = Kind.SLIP if each.slip else each.kind  # a repair stays with its slip
        return each.agreement is None, order.get(each.at, len(order)), kinds.index(kind), each.side is Side.RIGHT

    signed = {version.number: version.signed for version in alliance.versions}
    return FoundIn(alliance.name, alliance.partners, signed, tuple(sorted(found, key=place)))


def _in_versions(versions: Iterable[Compared], questions: Mapping[str, Question], places: Places) -> Iterable[Found]:
    """Return what is found in versions, each text as the last of them words it."""
    found: dict[Key, Found] = {}
    for version in versions:
        for key, text, agreement in _texts(version):
            if there := places(text):
                kind, id_, side = key
                question = questions.get(agreement.question if agreement else id_)
                before = found.get(key)
                first = before.first if before else version.number
                last_signed = version.number if isinstance(version, Version) else before.version if before else 0
                found[key] = Found(
                    kind, text, there, first, version.number, side, question, agreement, version=last_signed
                )
    return found.values()


def _in_notes(alliance: Alliance, questions: Mapping[str, Question], places: Places) -> Iterator[Found]:
    """Yield what is found in slips, their repairs and pulses."""
    notes: list[Slip | Pulse] = [*alliance.slips, *alliance.pulses]
    for note in notes:
        about = alliance.agreement(note.agreement)
        question = questions.get(about.question) if about else None
        number = max((each.number for each in alliance.versions if each.signed <= note.at), default=0)
        if isinstance(note, Pulse):
            if there := places(note.words):
                yield Found(Kind.PULSE, note.words, there, number, number, note.side, question, about, pulse=note)
            continue
        for kind, text in ((Kind.SLIP, note.what), (Kind.REPAIR, note.repaired)):
            if there := places(text):
                yield Found(kind, text, there, number, number, None, question, about, slip=note)


def _texts(version: Compared) -> Iterator[tuple[Key, str, Agreement | None]]:
    """Yield the texts of a version or session, each with the agreement that it belongs to."""
    for kept in version.agreements:
        yield (Kind.AGREEMENT, kept.id, None), kept.text, kept
        yield (Kind.REASON, kept.id, None), kept.reason, kept
        for side, proposal in kept.proposals.items():
            yield (Kind.PROPOSAL, kept.id, side), f"{proposal.text}\n{proposal.reason}", kept
    turns = {turn.question for turn in version.all_turns}
    for question in version.bank:
        sides = [side for side in SIDES if (question.id, side) in version.answers]
        if sides or question.id in turns:
            yield (Kind.QUESTION, question.id, None), question.text, None
        for side in sides:
            answer = version.answers[question.id, side]
            if answer.state is AnswerState.TEXT:
                for text in answer.texts:
                    yield (Kind.ANSWER, question.id, side), text.text, None
