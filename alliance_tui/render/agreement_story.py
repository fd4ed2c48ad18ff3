"""Agreements over time in words and signs, for all surfaces: the cells of the table, what is told of each, JSON."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from alliance_tui.domain.agreement_story import Cell, Event, Fate, Stories, Story
from alliance_tui.domain.alliance import SIDES, Agreement, Alliance, Holder, Side, Slip, Verdict, Version
from alliance_tui.domain.changes import Compared
from alliance_tui.domain.countdown import Clock
from alliance_tui.domain.questions import by_id
from alliance_tui.render.agreements import pending
from alliance_tui.render.change_marks import Column, Mark, Piece, pieces
from alliance_tui.render.json_records import Record, agreement_record, column_record, pulse_record, slip_record
from alliance_tui.render.people import KEPT, MARKS, NEW, NO_VERDICT, RETIRED, REWORDED, SLIP, VERDICT_SIGNS, named
from alliance_tui.render.phrases import amendment_reason, holder_name, join_parts, on, pulse_words, repair
from alliance_tui.render.times import MONTHS, month
from alliance_tui.text.characters import one_line
from alliance_tui.text.diff import TextKind, compare_text


class Tone(StrEnum):
    """What colours a stretch of the table; each surface has its own colours for these."""

    PLAIN = ""
    MUTED = "muted"
    LEFT = "left"
    RIGHT = "right"
    BOTH = "both"
    COME = "come"
    GONE = "gone"
    PUT_IN = "put-in"
    TAKEN_OUT = "taken-out"
    MOVED_HERE = "moved-here"
    MOVED_AWAY = "moved-away"


Stretch = tuple[str, Tone]
"""A stretch of text with its tone."""

GLYPHS: dict[Fate, Stretch] = {
    Fate.ABSENT: ("·", Tone.MUTED),
    Fate.NEW: (NEW, Tone.COME),
    Fate.KEPT: (KEPT, Tone.MUTED),
    Fate.REWORDED: (REWORDED, Tone.BOTH),
    Fate.RETIRED: (RETIRED, Tone.GONE),
    Fate.REOPENED: (NEW, Tone.COME),
    Fate.PROPOSED: ("?", Tone.BOTH),
}
WORDS = {Fate.REOPENED: "back", Fate.ABSENT: "", Fate.KEPT: ""}
"""What stands beside a glyph if no verdict does, unless that is the fate's own name."""
MOST_SLIPS = 3
"""The most lines for the slips of one cell."""
OPEN = "open session"


def fate_word(fate: Fate) -> str:
    """Return what stands beside a glyph in a cell."""
    return WORDS.get(fate, fate)


def sign(side: Side, verdict: Verdict | None) -> list[Stretch]:
    """Return a partner's verdict as glyphs, two cells wide."""
    if verdict is None:
        return [(f"{NO_VERDICT} ", Tone.MUTED)]
    mark = MARKS[Holder(side)]
    if verdict is Verdict.SLIPPED:
        return [(mark, Tone(side)), (VERDICT_SIGNS[verdict], Tone.GONE)]
    return [(f"{mark}{VERDICT_SIGNS[verdict]}".ljust(2), Tone(side))]


def cell_lines(
    stories: Stories, story: Story, column: int, clock: Clock, in_words: bool = False
) -> list[list[Stretch]]:
    """Return the lines of a cell of the table: what became of the agreement and the verdicts, its slips, its pulse.

    `in_words`: with the verdict that both give in words, too.
    """
    cell = story.cells[column]
    glyph, tone = GLYPHS[cell.fate]
    first: list[Stretch] = [(glyph, tone)]
    if cell.verdicts or is_due(stories, story, column):
        left, right = (sign(side, cell.verdicts.get(side)) for side in SIDES)
        first += [(" ", Tone.PLAIN), *left, (" ", Tone.PLAIN), *right]
        shared = cell.agreement.shared_verdict if cell.agreement else None
        first += [(f" {shared}", Tone.MUTED)] if shared and in_words else []
    elif word := fate_word(cell.fate):
        first.append((f" {word}", tone))
    slips = [slip_day(slip, clock) for slip in cell.slips]
    if len(slips) > MOST_SLIPS:
        slips = [*slips[: MOST_SLIPS - 2], f"{SLIP} {len(slips) - MOST_SLIPS + 1} more", slips[-1]]
    return [first, *([(words, Tone.GONE)] for words in slips), *([_pulse(cell)] if cell.pulses else [])]


def _pulse(cell: Cell) -> list[Stretch]:
    """Return what each partner said last between this version and the next."""
    left, right = (sign(side, cell.pulse.get(side)) for side in SIDES)
    return [("pulse ", Tone.MUTED), *left, (" ", Tone.PLAIN), *right]


def is_due(stories: Stories, story: Story, column: int) -> bool:
    """Return True for the open session's cell of an agreement that both are to judge in it."""
    last = column == len(stories.columns) - 1 and not isinstance(stories.columns[column], Version)
    return last and stories.lacks_verdict(story)


def slip_day(slip: Slip, clock: Clock) -> str:
    """Return a slip's day as a cell has it: "↯ 26 May", "↯ 26 May ’25" if that is not this year."""
    when, now = clock.local(slip.at), clock.local(clock.now())
    year = f" ’{when.year % 100:02}" if when.year != now.year else ""
    return f"{SLIP} {when.day} {MONTHS[when.month - 1][:3]}{year}"


def title(column: Compared, clock: Clock) -> str:
    """Return a column's title: "v2 Jun 2025", "open"."""
    if not isinstance(column, Version):
        return "open"
    return f"v{column.number} {month(clock.local(column.signed))}"


def owner(story: Story, stories: Stories) -> tuple[str, str]:
    """Return the marks and the name of whoever keeps an agreement: "◆●", "both"."""
    return MARKS[story.agreement.holder], holder_name(story.agreement.holder, stories.partners)


def legend(stories: Stories) -> list[list[Stretch]]:
    """Return what each glyph means: those of the fates that occur, then those of verdicts and slips."""
    used = {cell.fate for story in stories.stories for cell in story.cells}
    shown = [fate for fate in (Fate.NEW, Fate.KEPT, Fate.REWORDED, Fate.RETIRED, Fate.PROPOSED) if fate in used]
    marks = [(MARKS[Holder(side)], Tone(side)) for side in SIDES]
    entries: list[list[Stretch]] = [[GLYPHS[fate], (f" {fate}", Tone.MUTED)] for fate in shown]
    if any(isinstance(column, Version) for column in stories.columns):  # before, nothing is judged
        entries += [
            [marks[0], (" ", Tone.PLAIN), marks[1], (" living", Tone.MUTED)],
            [(VERDICT_SIGNS[Verdict.SLIPPED], Tone.GONE), (" slipped", Tone.MUTED)],
            [(VERDICT_SIGNS[Verdict.OUTGROWN], Tone.BOTH), (" outgrown", Tone.MUTED)],
            [(f"{NO_VERDICT} no verdict", Tone.MUTED)],
            [(SLIP, Tone.GONE), (" slip", Tone.MUTED)],
        ]
    return entries


# The story of one


@dataclass(frozen=True)
class StoryLine:
    """A line of what is told of an agreement."""

    when: str
    """The version and its day, or a slip's day; "" if the line goes on with the one before."""
    words: tuple[Piece, ...] = ()
    verdicts: dict[Side, Verdict] = field(default_factory=dict)
    """What each partner said, in the place of words."""
    slip: bool = False
    aside: bool = False
    """True for what is said about it: why, how it was repaired."""


def story_lines(
    stories: Stories, story: Story, clock: Clock, day: Callable[[datetime, Clock], str] = on, last: int = 0
) -> Iterator[StoryLine]:
    """Yield what is told of an agreement, in the order of time; `day` says when a moment is.

    `last`: how many of the last events; 0 for all.
    """
    for event in story.events[-last:]:
        if isinstance(note := event.note, Slip):
            yield from _of_slip(note, day(note.at, clock))
        elif note:
            said = (Piece(pulse_words(note, stories.partners)),)
            yield StoryLine(day(note.at, clock), said, slip=note.verdict is Verdict.SLIPPED)
        else:
            column = stories.columns[event.column]
            signed = day(column.signed, clock) if isinstance(column, Version) else ""
            yield from _of_version(column, story, event, f"v{column.number} · {signed}" if signed else OPEN)
    if is_due(stories, story, len(stories.columns) - 1) and not story.cells[-1].verdicts:
        told = story.events[-1].column == len(stories.columns) - 1
        yield StoryLine("" if told else OPEN, (Piece("no verdict yet"),), aside=True)


def what_follows(agreement: Agreement) -> str:
    """Return what follows in an open session from the verdicts on an agreement; "" if nothing does."""
    if agreement.outgrown:
        return "retired when you sign"
    return "talk about it" if agreement.unsettled else "talked about" if agreement.disputed else ""


def _of_slip(slip: Slip, day: str) -> Iterator[StoryLine]:
    yield StoryLine(f"{SLIP} {day}", (Piece(one_line(slip.what)),), slip=True)
    yield StoryLine("", (Piece(repair(slip)),), aside=True)


def _of_version(column: Compared, story: Story, event: Event, when: str) -> Iterator[StoryLine]:
    """Yield what a version did to the agreement: the verdicts, then its words, who keeps it, why, what waits."""
    cell = story.cells[event.column]
    new, before = cell.agreement, event.before
    lines = [StoryLine("", verdicts=new.verdicts)] if new and new.verdicts else []
    lines += _words(story, cell, event)
    if new:
        if before and before.holder is not new.holder:
            was, now = (holder_name(each.holder, column.partners) for each in (before, new))
            lines.append(StoryLine("", (Piece(f"from {was} to {now}"),), aside=True))
        notes = filter(None, (amendment_reason(new), pending(new, column.partners)))
        lines += [StoryLine("", (Piece(note),), aside=True) for note in notes]
        if not isinstance(column, Version) and (follows := what_follows(new)):
            lines.append(StoryLine("", (Piece(follows),), aside=True))
    for number, line in enumerate(lines):
        yield StoryLine("" if number else when, line.words, line.verdicts, line.slip, line.aside)


def _words(story: Story, cell: Cell, event: Event) -> Iterator[StoryLine]:
    """Yield the words that came, unless they are still those; or what changed: a text that is mostly new, whole."""
    new, before = cell.agreement, event.before
    if cell.fate is Fate.RETIRED and new:
        return  # of an open session: what follows from the verdicts says it
    if cell.fate in (Fate.NEW, Fate.REOPENED, Fate.RETIRED) or not (new and before):
        said = {Fate.NEW: "agreed", Fate.REOPENED: "agreed again"}.get(cell.fate, cell.fate)
        as_now = new is None or new.text in (story.agreement.text, before and before.text)
        yield StoryLine("", (Piece(said if as_now or not new else f"{said}: {one_line(new.text)}"),))
        return
    change = compare_text(one_line(before.text), one_line(new.text))
    if change.kind is TextKind.REWRITTEN:
        yield StoryLine("", (Piece("before: "), Piece(one_line(before.text), Mark.GONE)))
        yield StoryLine("", (Piece("now: "), Piece(one_line(new.text), Mark.COME)))
    elif change.kind is not TextKind.KEPT:
        yield StoryLine("", tuple(pieces(change.spans, Column.BOTH)))


def verdict_words(verdicts: dict[Side, Verdict], stories: Stories) -> list[Stretch]:
    """Return the verdicts in words, each after its partner's mark: "◆ Ada living  ● Grace has not said"."""
    said: list[Stretch] = []
    for side in SIDES if verdicts else ():
        words = str(verdicts[side]) if side in verdicts else "has not said"
        said += [("  ", Tone.PLAIN)] if said else []
        said += [(one_line(named(side, stories.partners)), Tone(side)), (f" {words}", Tone.PLAIN)]
    return said


def summary_line(stories: Stories) -> str:
    """Return how many agreements there are: "6 in force · 1 new in the open session · 2 retired · 1 slipped"."""
    signed = [at for at, column in enumerate(stories.columns) if isinstance(column, Version)]
    kept = [story for story in stories.stories if signed and story.cells[signed[-1]].in_force]
    new = [story for story in stories.stories if story.in_force and story not in kept]
    gone, slipped = len(stories.stories) - len(kept) - len(new), sum(story.slipped for story in stories.stories)
    return join_parts(
        f"{len(kept)} in force",
        f"{len(new)} new in the open session" if new else "",
        f"{gone} retired" if gone else "",
        f"{slipped} slipped" if slipped else "",
    )


# For programs


def agreements_record(alliance: Alliance, stories: Stories) -> Record:
    """Return the agreements over time for `--json`: a cell for every version, with the agreement as that has it."""
    questions = by_id(column.bank for column in reversed(stories.columns))
    return {
        "name": alliance.name,
        **alliance.partners._asdict(),
        "columns": [column_record(column) for column in stories.columns],
        "agreements": [
            {
                "agreement": story.id,
                "text": story.agreement.text,
                "question": story.agreement.question,
                "section": asked.section if (asked := questions.get(story.agreement.question)) else None,
                "holder": story.agreement.holder,
                "in_force": story.in_force,
                "cells": [
                    {
                        "became": cell.fate,
                        "agreement": agreement_record(cell.agreement, column) if cell.agreement else None,
                        "slips": [slip_record(slip) for slip in cell.slips],
                        "pulses": [pulse_record(pulse) for pulse in cell.pulses],
                    }
                    for cell, column in zip(story.cells, stories.columns, strict=True)
                ],
            }
            for story in stories.stories
        ],
    }
