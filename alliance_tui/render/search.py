"""What a search has found, as rows: whose it is, the line with the words, and from when to when they were there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from alliance_tui.domain.alliance import Holder
from alliance_tui.domain.countdown import Clock
from alliance_tui.domain.finding import Found, FoundIn, Kind, Searched
from alliance_tui.render.json_records import Record, iso
from alliance_tui.render.people import MARKS, SLIP
from alliance_tui.render.phrases import count, holder_name, join_parts, on
from alliance_tui.render.times import month
from alliance_tui.text.caret import snapped
from alliance_tui.text.characters import clean, one_line
from alliance_tui.text.finding import Place, Wanted

ROOM = 144
"""The most characters of a line that are shown: two rows of prose."""
BEFORE = 48
"""As many of them at most stand before the first of the words."""


class FoundRow(NamedTuple):
    """One text with the words, on one line each."""

    holder: Holder | None
    """Whose it is; None for a slip and for a question."""
    mark: str
    """That person's mark, or a slip's; "" for a question."""
    where: str
    """Like "Grace · What can you count on from each other?"."""
    when: str
    """When the words were first and last there: "v1 Sep 2024 – v3 Dec 2025"."""
    line: str
    """The line that they stand in, cut to `ROOM`."""
    places: tuple[Place, ...]
    """Where they stand in it."""


def rows(among: FoundIn, wanted: Wanted, clock: Clock) -> Iterator[FoundRow]:
    """Yield what was found in one alliance."""
    return (row(found, among, wanted, clock) for found in among.found)


def row(found: Found, among: FoundIn, wanted: Wanted, clock: Clock) -> FoundRow:
    """Return what was found in a text as a row."""
    line, holder = excerpt(found.text, wanted), _holder(found)
    mark = SLIP if found.slip else MARKS[holder] if holder else ""
    return FoundRow(holder, mark, _where(found, among), _when(found, among, clock), line, wanted.marks(line))


def excerpt(text: str, wanted: Wanted) -> str:
    """Return the line of a text that has most of the words, cut to `ROOM` around the first of them."""
    lines = [one_line(line).expandtabs(1) for line in clean(text).split("\n")]
    line = max(lines, key=lambda each: len(wanted.marks(each)))
    if not (marks := wanted.marks(line)):  # a phrase that goes on in the next line
        line = one_line(text).expandtabs(1)
        marks = wanted.marks(line)
    start, end = 0, len(line)
    if marks and marks[0][0] > BEFORE and end > ROOM:
        start = min(marks[0][0] - BEFORE, end - ROOM)
        start = snapped(line, line.find(" ", start, marks[0][0]) + 1 or start)
    if end - start > ROOM:
        end = start + ROOM
        end = snapped(line, max(line.rfind(" ", start, end), marks[0][1] if marks else 0))
    return f"{'… ' * (start > 0)}{line[start:end]}{' …' * (end < len(line))}"


def _holder(found: Found) -> Holder | None:
    if found.side:
        return Holder(found.side)
    return found.agreement.holder if found.agreement and not found.slip else None


def _where(found: Found, among: FoundIn) -> str:
    """Return what the text is: whose answer to which question, or which agreement it is about."""
    asked = one_line(found.question.text) if found.question else ""
    if found.kind is Kind.ANSWER and found.side:
        return join_parts(one_line(among.partners[found.side]), asked)
    if found.kind is Kind.QUESTION:
        return join_parts("question", found.question.section.label if found.question else "")
    agreed = one_line(found.agreement.text) if found.agreement else ""
    if found.kind is Kind.AGREEMENT and found.agreement:
        return join_parts(holder_name(found.agreement.holder, among.partners), "agreement")
    name = one_line(among.partners[found.side]) if found.side else ""
    special = {Kind.REASON: "why", Kind.PROPOSAL: f"{name} proposes instead", Kind.PULSE: f"{name}’s pulse"}
    what = special.get(found.kind, found.kind.value)
    return join_parts(what, agreed)


def _when(found: Found, among: FoundIn, clock: Clock) -> str:
    """Return from when to when the words were there; of a slip or pulse, its day."""
    if noted := found.slip or found.pulse:
        return on(noted.at, clock)
    ends = dict.fromkeys((found.first, found.last))
    return " – ".join(_version(number, among, clock) for number in ends)


def _version(number: int, among: FoundIn, clock: Clock) -> str:
    """Return a version with the month it was signed in: "v1 Sep 2024"; the open session as such."""
    if number not in among.signed:
        return "open session"
    return f"v{number} {month(clock.local(among.signed[number]))}"


# What was searched


def searched(so_far: Searched) -> str:
    """Return how much was searched: "3 alliances, 7 versions, 2 slips"."""
    parts = [count(so_far.alliances, "alliance"), count(so_far.versions, "version")]
    parts += [count(so_far.sessions, "open session")] if so_far.sessions else []
    return ", ".join([*parts, count(so_far.slips, "slip")])


def nothing_found(wanted: Wanted, so_far: Searched) -> str:
    """Return that the words are nowhere, and where they were looked for."""
    return f"Nothing found for “{one_line(wanted.words)}” in {searched(so_far)}."


def summary(found: Sequence[FoundIn], so_far: Searched) -> str:
    """Return how much was found, and in how much: "4 found in 2 of 3 alliances"."""
    texts = sum(len(each.found) for each in found)
    where = f" in {len(found)} of {count(so_far.alliances, 'alliance')}" if so_far.of > 1 else ""
    return f"{texts} found{where}"


# `alliance search --json`


def found_record(among: FoundIn) -> Record:
    """Return what was found in an alliance for `--json`; `places` are those of the words in `text`, in characters."""
    return {"name": among.name, **among.partners._asdict(), "found": [_record(found, among) for found in among.found]}


def _record(found: Found, among: FoundIn) -> Record:
    about = found.agreement
    return {
        "kind": found.kind,
        "question": found.question.id if found.question else None,
        "side": found.side,
        "agreement": about.id if about else None,
        "slip": found.slip.id if found.slip else None,
        "at": iso(noted.at) if (noted := found.slip or found.pulse) else None,
        "text": found.text,
        "places": [[*place] for place in found.places],
        **{end: _end(number, among) for end, number in (("first", found.first), ("last", found.last))},
    }


def _end(number: int, among: FoundIn) -> Record:
    """Return a version, or the open session, whose version is null."""
    signed = among.signed.get(number)
    return {"version": number if signed else None, "signed": iso(signed)}


def searched_record(so_far: Searched) -> Record:
    return {each: getattr(so_far, each) for each in ("alliances", "versions", "sessions", "slips")}
