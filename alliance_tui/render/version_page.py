"""What every written form of a version says, whatever it is written in: HTML, Markdown or plain text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from alliance_tui.domain.alliance import SIDES, Agreement, Alliance, Answer, Partners, Side, Slip, Version
from alliance_tui.domain.countdown import Clock
from alliance_tui.domain.questions import SECTIONS, Question
from alliance_tui.render.phrases import because, holder, repair, unwritten, verdicts
from alliance_tui.render.records import known_at, questions
from alliance_tui.render.times import long_day
from alliance_tui.text.characters import clean, one_line


@dataclass(frozen=True)
class Said:
    """What one side said: its `words`, or in `instead` why there are none; `note`: the version it dates from."""

    name: str
    words: str
    instead: str = ""
    note: str = ""


@dataclass(frozen=True)
class Asked:
    """One question with what each of the two said, left first; `asker` is "" when both asked it."""

    wording: str
    asker: str
    said: tuple[Said, ...]


@dataclass(frozen=True)
class Part:
    """One section's heading and its questions."""

    heading: str
    asked: tuple[Asked, ...]


@dataclass(frozen=True)
class Agreed:
    """One agreement; `holder` is who does it, `beside` what the two say of it and why they amended it."""

    text: str
    holder: str
    beside: str


@dataclass(frozen=True)
class Slipped:
    """A slip: the day, the agreement, what happened and how it was repaired."""

    day: str
    agreement: str
    what: str
    repair: str


@dataclass(frozen=True)
class VersionPage:
    """A version as it is taken along. All texts are cleaned; names and agreements are on one line."""

    partners: Partners
    partnership: str
    number: int
    of: int
    signed: str
    """The day the second of the two signed; "" for what is not signed yet."""
    signatures: tuple[tuple[str, str], ...]
    place: str
    review: str
    agreed: tuple[Agreed, ...]
    slips: tuple[Slipped, ...]
    parts: tuple[Part, ...]
    credit: str
    hash: str

    @property
    def title(self) -> str:
        """The two names."""
        return str(self.partners)

    @property
    def state(self) -> str:
        """Which version, or that it is none yet."""
        if not self.signed:
            return "Not signed yet"
        return f"Version {self.number}" if self.of <= self.number else f"Version {self.number} of {self.of}"


def version_page(alliance: Alliance, version: Version, clock: Clock) -> VersionPage:
    """A signed version of an alliance, or an open session as the version it would become."""

    def on(moment: datetime) -> str:
        """The day of a moment where the clock hangs."""
        return long_day(clock.local(moment).date())

    signed = any(known is version for known in alliance.versions)
    names = Partners(one_line(version.partners.left), one_line(version.partners.right))
    signatures = [version.signatures[side] for side in SIDES if side in version.signatures] if signed else []
    return VersionPage(
        names,
        one_line(alliance.partnership),
        version.number,
        len(alliance.versions),
        on(version.signed) if signed else "",
        tuple((one_line(given.name), on(given.at)) for given in signatures),
        one_line(version.place),
        long_day(version.review) if version.review else "",
        tuple(_agreed(agreement, names) for agreement in version.agreements),
        tuple(_slipped(alliance, slip, on(slip.at)) for slip in known_at(alliance, version)),
        tuple(_parts(version, names)),
        one_line("; ".join(version.bank.credits)),
        version.hash if signed else "",
    )


def _agreed(agreement: Agreement, names: Partners) -> Agreed:
    beside = " · ".join(filter(None, (verdicts(agreement, names), because(agreement))))
    return Agreed(one_line(agreement.text), holder(agreement, names), beside)


def _slipped(alliance: Alliance, slip: Slip, day: str) -> Slipped:
    agreement = alliance.agreement(slip.agreement)
    return Slipped(day, one_line(agreement.text) if agreement else "", clean(slip.what), repair(slip))


def _parts(version: Version, names: Partners) -> Iterator[Part]:
    asked = [*questions(version)]
    for section in SECTIONS:
        if here := tuple(_asked(version, names, question) for question in asked if question.section is section):
            yield Part(one_line(version.bank.heading(section)), here)


def _asked(version: Version, names: Partners, question: Question) -> Asked:
    turn = next((turn for turn in version.turns if turn.question == question.id), None)
    asker = names[turn.asker] if turn and turn.asker else ""
    said = tuple(_said(version, names[side], version.answers.get((question.id, side))) for side in SIDES)
    return Asked(one_line(question.text), asker, said)


def _said(version: Version, name: str, answer: Answer | None) -> Said:
    instead = unwritten(answer)
    words = "" if instead or answer is None else clean(answer.text)
    earlier = answer is not None and answer.since < version.number
    return Said(name, words, instead, f"from version {answer.since}" if answer and earlier else "")


def whose_side(agreed: Agreed, names: Partners) -> Side | None:
    """The side that holds to an agreement; None for both."""
    return next((side for side in SIDES if names[side] == agreed.holder), None)
