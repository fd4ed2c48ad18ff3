"""The alliance: two partners, what they said, what they agreed, and the versions they signed."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import NamedTuple

from alliance_tui.domain.questions import QuestionBank
from alliance_tui.domain.terms import SIDES as SIDES
from alliance_tui.domain.terms import AnswerState as AnswerState
from alliance_tui.domain.terms import Holder as Holder
from alliance_tui.domain.terms import Partners as Partners
from alliance_tui.domain.terms import Pulsed as Pulsed
from alliance_tui.domain.terms import Side as Side
from alliance_tui.domain.terms import Verdict as Verdict


class Rival(NamedTuple):
    """A text that was written into a field at the same time as another one; both are kept."""

    edit: str
    text: str

    @property
    def author(self) -> str:
        return author_of(self.edit)


class Seal(NamedTuple):
    """What is stored of an encrypted answer: age's ciphertext, and the salted hash of what is in it."""

    ciphertext: str
    hash: str
    shared: str = ""
    """The recipient of the other partner's key, if it is encrypted to that, too."""


@dataclass(frozen=True)
class Answer:
    """What one partner says to one question; `since` is the version it was said for.

    `rivals` are texts written at the same time as this one, until the partners choose one of them, or all.
    """

    state: AnswerState
    text: str = ""
    since: int = 1
    rivals: tuple[Rival, ...] = ()
    edit: str = ""
    """The edit that the text is from."""
    covered: bool = False
    """True if only its author may see it."""
    seal: Seal | None = None
    """What stands for the words of an answer that this program can't open."""

    @property
    def texts(self) -> tuple[Rival, ...]:
        """All texts in the field, each with its edit."""
        return (Rival(self.edit, self.text), *self.rivals)

    def on_screen(self, author: str) -> Answer:
        """Return the answer as a screen shows it: its own text first, the other screens' texts as rivals."""
        texts = self.texts
        mine = next((text for text in texts if text.author == author), texts[0])
        others = tuple(text for text in texts if text is not mine)
        return replace(self, text=mine.text, edit=mine.edit, rivals=others)


def edit_id(author: str, number: str) -> str:
    """Return the id of an edit, which is writing into one field without a break on one screen, the `author`."""
    return f"{author}:{number}"


def author_of(edit: str) -> str:
    """Return the id of the screen that made an edit."""
    return edit.partition(":")[0]


AnswerKey = tuple[str, Side]
"""A question's id and the side that answers."""
Answers = dict[AnswerKey, Answer]


@dataclass(frozen=True)
class Proposal:
    """Another wording of an agreement, which replaces it once the other partner says yes; without words, its end."""

    text: str
    holder: Holder = Holder.BOTH
    reason: str = ""
    edit: str = ""
    given: bool = False
    """False while its author still writes it."""


@dataclass(frozen=True)
class Agreement:
    """One line both stand behind; `question` is the one it was distilled from."""

    id: str
    text: str
    question: str
    holder: Holder = Holder.BOTH
    since: int = 1
    verdicts: dict[Side, Verdict] = field(default_factory=dict)
    reason: str = ""
    """Why it was amended in the session it was last reworded in."""
    edit: str = ""
    """The edit that the wording is from."""
    waiting: tuple[Side, ...] = ()
    """The partners who have not said yes yet; it stands when there are none."""
    proposals: dict[Side, Proposal] = field(default_factory=dict)
    talked: bool = False
    """True if the partners have talked about their different verdicts, until one of them gives another."""

    @property
    def yes(self) -> tuple[Side, ...]:
        """The partners who have said yes."""
        return tuple(side for side in SIDES if side not in self.waiting)

    @property
    def stands(self) -> bool:
        """True if both partners have said yes, and nobody proposes anything else."""
        return not (self.waiting or self.proposals)

    @property
    def shared_verdict(self) -> Verdict | None:
        """What both partners say of it, if they say the same."""
        left, right = map(self.verdicts.get, SIDES)
        return left if left is right else None

    @property
    def outgrown(self) -> bool:
        """True if both partners say so; the next signature then retires it."""
        return self.shared_verdict is Verdict.OUTGROWN

    @property
    def disputed(self) -> bool:
        """True if the partners gave different verdicts."""
        return len(self.verdicts) == len(SIDES) and self.shared_verdict is None

    @property
    def unsettled(self) -> bool:
        """True if the verdicts differ and the partners have not talked about it."""
        return self.disputed and not self.talked

    def next_verdict(self, side: Side) -> Verdict | None:
        """Return the verdict that follows a partner's present one: none, living, slipped, outgrown, none again."""
        cycle: list[Verdict | None] = [None, *Verdict, None]
        return cycle[cycle.index(self.verdicts.get(side)) + 1]


class Slip(NamedTuple):
    """A dated note that an agreement slipped, and how it was repaired: `repaired` is added to, never rewritten."""

    id: str
    agreement: str
    at: datetime
    what: str
    repaired: str = ""

    def with_repair(self, how: str) -> Slip:
        """Return the slip with a repair added below earlier ones."""
        return self._replace(repaired="\n".join(filter(None, (self.repaired, how))))


class Pulse(NamedTuple):
    """What one partner says of an agreement between two sessions: that it is living, or slipped; nobody edits it."""

    agreement: str
    side: Side
    at: datetime
    verdict: Verdict
    words: str = ""


class Turn(NamedTuple):
    """One question put to a partner by its asker; a question both picked has no single asker."""

    question: str
    asker: Side | None

    @property
    def answerers(self) -> tuple[Side, ...]:
        """The sides whose answer completes the turn."""
        return SIDES if self.asker is None else (self.asker.other,)


def closing_turns(bank: QuestionBank) -> tuple[Turn, ...]:
    """Return the turns that always come last: both partners are asked, or the one whom a question is for."""
    return tuple(Turn(question.id, question.only.other if question.only else None) for question in bank.closing)


class Signature(NamedTuple):
    """A partner's name as signed, and when."""

    name: str
    at: datetime


@dataclass(frozen=True)
class Version:
    """A signed version, never edited. It has its questions' wording and the hash of the version before."""

    number: int
    session: str
    partners: Partners
    bank: QuestionBank
    turns: tuple[Turn, ...]
    answers: Answers
    agreements: tuple[Agreement, ...]
    signatures: dict[Side, Signature]
    review: date | None = None
    place: str = ""
    previous: str = ""
    hash: str = ""

    @property
    def all_turns(self) -> tuple[Turn, ...]:
        """The chosen questions, then Closing's."""
        return (*self.turns, *closing_turns(self.bank))

    @property
    def signed(self) -> datetime:
        """The moment of the second signature."""
        return max(signature.at for signature in self.signatures.values())


@dataclass(frozen=True)
class Alliance:
    """The living document of two partners. `name` is its folder in the store."""

    id: str
    name: str
    partners: Partners
    partnership: str
    created: datetime
    versions: tuple[Version, ...] = ()
    slips: tuple[Slip, ...] = ()
    """In the order they were written down."""
    pulses: tuple[Pulse, ...] = ()
    last_read: dict[Side, int] = field(default_factory=dict)
    """The number of the version that each partner read last."""
    newer: bool = False
    """A newer release wrote it: it can be read, and nothing is written to it."""
    zone: str = ""
    """The zone of its hours, "Europe/Berlin"; "" for the machine's own."""

    @property
    def latest(self) -> Version | None:
        """The version in force."""
        return self.versions[-1] if self.versions else None

    def version(self, number: int) -> Version | None:
        """Return the version with this number, counted from 1; None if there is none."""
        return next((version for version in self.versions if version.number == number), None)

    def agreement(self, id_: str) -> Agreement | None:
        """Return the newest wording of an agreement, in force or not; None if no version has it."""
        signed = (agreement for version in reversed(self.versions) for agreement in version.agreements)
        return next((agreement for agreement in signed if agreement.id == id_), None)

    @property
    def unrepaired(self) -> tuple[Slip, ...]:
        """The slips of which nobody has written how they were repaired."""
        return tuple(slip for slip in self.slips if not slip.repaired)

    @property
    def lapsed(self) -> tuple[Agreement, ...]:
        """Agreements that slipped once and are not in force any more, in the order of their first slip."""
        in_force = {agreement.id for agreement in self.latest.agreements} if self.latest else set()
        slipped = dict.fromkeys(slip.agreement for slip in self.slips if slip.agreement not in in_force)
        return tuple(agreement for id_ in slipped if (agreement := self.agreement(id_)))

    def slips_since(self, version: Version | None) -> tuple[Slip, ...]:
        """Return the slips since a version was signed, which the next session reviews."""
        return tuple(slip for slip in self.slips if version is None or slip.at >= version.signed)

    @property
    def pulsed(self) -> Pulsed | None:
        """The days of the partners' last pulses; None if no agreement is in force, so that there is none to give."""
        if self.latest is None or not self.latest.agreements:
            return None
        given = ([pulse.at for pulse in self.pulses if pulse.side is side] for side in SIDES)
        return Pulsed(*(max(moments).date() if moments else None for moments in given))

    def pulses_since(self, version: Version | None) -> tuple[Pulse, ...]:
        """Return the pulses since a version was signed."""
        return tuple(pulse for pulse in self.pulses if version is None or pulse.at >= version.signed)
