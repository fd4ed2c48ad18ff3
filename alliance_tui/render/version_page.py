"""The content of a written version, the same in HTML, Markdown, plain text and on a terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from alliance_tui.domain.alliance import SIDES, Agreement, Alliance, Answer, Answers, Holder, Partners, Turn, Version
from alliance_tui.domain.changes import Compared
from alliance_tui.domain.countdown import Clock
from alliance_tui.domain.questions import SECTIONS, Question, Section
from alliance_tui.render.agreements import of_words, pending, said_yes, why_changed
from alliance_tui.render.json_records import asked, before_next
from alliance_tui.render.phrases import WITHOUT_WORDS, holder, join_parts, repair, unwritten, verdicts
from alliance_tui.render.times import long_day
from alliance_tui.text.characters import clean, one_line
from alliance_tui.text.diff import same_words


@dataclass(frozen=True)
class ShownAnswer:
    """One side's answer: its `words`, or in `instead` why there are none."""

    name: str
    words: str
    instead: str
    on_screen: str
    """The words, or what stands on a screen in their place."""
    since: int
    """The version that it dates from; 0 for this one."""
    kept: bool
    """True if it was said again for this version, in the words of that one."""
    expected: bool
    """True if the side was asked, or answered without being asked."""

    @property
    def note(self) -> str:
        """Where it is from: "from version 1" if nobody went to it, "kept from version 1" if it was said again."""
        return f"{'kept ' if self.kept else ''}from version {self.since}" if self.since else ""

    @property
    def short_note(self) -> str:
        return self.note.replace("version ", "v")


@dataclass(frozen=True)
class ShownQuestion:
    """One question with both answers, the left side's first; `asker` is "" if both asked it."""

    question: str
    wording: str
    asker: str
    said: tuple[ShownAnswer, ...]


@dataclass(frozen=True)
class ShownSection:
    """One section's heading and its questions."""

    section: Section
    heading: str
    asked: tuple[ShownQuestion, ...]


@dataclass(frozen=True)
class ShownAgreement:
    """One agreement; `beside` has the verdicts on it, the reason for a change, and what keeps it from standing."""

    text: str
    holder: Holder
    holder_name: str
    beside: str

    @property
    def note(self) -> str:
        """Its holder, verdicts and reason."""
        return join_parts(self.holder_name, self.beside)


@dataclass(frozen=True)
class ShownSlip:
    """A slip: the day, the agreement, what happened and how it was repaired."""

    day: str
    agreement: str
    what: str
    repair: str


@dataclass(frozen=True)
class VersionPage:
    """A version as it is written out. All texts are cleaned; names and agreements are on one line."""

    partners: Partners
    partnership: str
    number: int
    of: int
    signed: str
    """The day the second of the two signed; "" for what is not signed yet."""
    signatures: tuple[tuple[str, str], ...]
    place: str
    review: str
    agreed: tuple[ShownAgreement, ...]
    said_yes: str
    """That both said yes to all of `agreed`."""
    proposed: tuple[ShownAgreement, ...]
    """Those that wait for a yes: only an open session has any."""
    slips: tuple[ShownSlip, ...]
    parts: tuple[ShownSection, ...]
    credit: str
    hash: str

    @property
    def title(self) -> str:
        return str(self.partners)

    @property
    def state(self) -> str:
        """The version's number, or that it is not signed yet."""
        if not self.signed:
            return "Not signed yet"
        return f"Version {self.number}" if self.of <= self.number else f"Version {self.number} of {self.of}"


def version_page(
    alliance: Alliance, version: Version, clock: Clock, day: Callable[[date], str] = long_day
) -> VersionPage:
    """Return a signed version, or an open session as the version it would become; `day` formats a day."""

    def on(moment: datetime) -> str:
        return day(clock.in_zone(alliance.zone).local(moment).date())

    signed = any(known is version for known in alliance.versions)
    names = Partners(one_line(version.partners.left), one_line(version.partners.right))
    signatures = [version.signatures[side] for side in SIDES if side in version.signatures] if signed else []
    before = alliance.version(version.number - 1)
    agreed = [kept for kept in version.agreements if not kept.waiting]
    proposed = [kept for kept in version.agreements if kept.waiting]
    worded = {slip.agreement: alliance.agreement(slip.agreement) for slip in alliance.slips}
    return VersionPage(
        partners=names,
        partnership=one_line(alliance.partnership),
        number=version.number,
        of=len(alliance.versions),
        signed=on(version.signed) if signed else "",
        signatures=tuple((one_line(given.name), on(given.at)) for given in signatures),
        place=one_line(version.place),
        review=day(version.review) if version.review else "",
        agreed=tuple(_agreement(kept, names, before) for kept in agreed),
        said_yes=said_yes(agreed, names),
        proposed=tuple(_agreement(kept, names, before) for kept in proposed),
        slips=tuple(
            ShownSlip(on(slip.at), one_line(kept.text) if kept else "", clean(slip.what), repair(slip))
            for slip in before_next(alliance, version, alliance.slips)
            for kept in [worded[slip.agreement]]
        ),
        parts=tuple(parts(version, version.all_turns, before)),
        credit=one_line("; ".join(version.bank.credits)),
        hash=version.hash if signed else "",
    )


def _agreement(kept: Agreement, names: Partners, before: Version | None) -> ShownAgreement:
    beside = join_parts(of_words(kept, before) + verdicts(kept, names), why_changed(kept), pending(kept, names))
    return ShownAgreement(one_line(kept.text), kept.holder, holder(kept, names), beside)


def parts(version: Compared, turns: Iterable[Turn], before: Version | None = None) -> Iterator[ShownSection]:
    """Yield the sections of a version or open session with the questions that were asked in `turns` or answered.

    `before`: the version before this one, with which it is told what was said again.
    """
    last = before.answers if before else {}
    found = asked(version, turns)
    for section in SECTIONS:
        if here := tuple(_asked(version, last, *each) for each in found if each[0].section is section):
            yield ShownSection(section, one_line(version.bank.heading(section)), here)


def _asked(version: Compared, last: Answers, question: Question, turn: Turn | None) -> ShownQuestion:
    said = []
    for side in SIDES:
        answer = version.answers.get((question.id, side))
        instead = unwritten(answer)
        words = "" if instead or answer is None else clean(answer.text)
        on_screen = WITHOUT_WORDS.get(answer.state, words) if answer else f"({instead})"
        former = last.get((question.id, side))
        kept = answer is not None and answer.since == version.number and _says_the_same(answer, former)
        since = former.since if former and kept else answer.since if answer and answer.since < version.number else 0
        expected = answer is not None or (turn is not None and side in turn.answerers)
        said.append(ShownAnswer(one_line(version.partners[side]), words, instead, on_screen, since, kept, expected))
    asker = one_line(version.partners[turn.asker]) if turn and turn.asker else ""
    return ShownQuestion(question.id, one_line(question.text), asker, tuple(said))


def _says_the_same(answer: Answer, former: Answer | None) -> bool:
    return former is not None and answer.state is former.state and same_words(former.text, answer.text)
