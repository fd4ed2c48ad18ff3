"""A changed text as spans: stretches that stay, are added, are removed or move."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from enum import StrEnum
from itertools import zip_longest
from typing import NamedTuple

from alliance_tui.text.alignment import gaps, merge_matches
from alliance_tui.text.matching import Marks
from alliance_tui.text.words import Prose


class Op(StrEnum):
    """What became of a stretch of text."""

    EQUAL = "equal"
    INSERT = "insert"
    DELETE = "delete"
    MOVE = "move"


class Span(NamedTuple):
    """A stretch of text. EQUAL sides have the same keys in their texts (`words.py`); the other kinds have one side.

    A swap is a DELETE, then an INSERT. A MOVE comes twice: with `old` where it was, with `new` where it is.
    """

    op: Op
    old: str
    new: str


def spans_of(marks: Marks) -> tuple[Span, ...]:
    """Return the marks as stretches of text, in order, ready to be shown."""
    return _tidy([*_spans(marks)])


def before_after(old: str, new: str) -> tuple[Span, ...]:
    """Return both texts whole, the old one as gone and the new one as come."""
    return without_empty(Span(Op.DELETE, old, ""), Span(Op.INSERT, "", new))


def without_empty(*spans: Span) -> tuple[Span, ...]:
    """Return the spans that hold something."""
    return tuple(span for span in spans if span.old or span.new)


def _spans(marks: Marks) -> Iterator[Span]:
    """Yield the stretches, each swap with the white space after it.

        old    We talk on Sundays.      kept  (0, 0, 3) (4, 4, 1)
        new    We talk on Mondays.
        spans  EQUAL "We talk on ", DELETE "Sundays", INSERT "Mondays", EQUAL "."

    Both texts are walked through at once, from one stretch that stays to the next.
    """
    old, new = marks.old, marks.new
    stays = merge_matches(sorted(marks.kept))
    for changed, stay in zip_longest(gaps(stays, len(old.words), len(new.words)), stays):
        olds, news = _pieces(old, marks.old_units, changed[0]), _pieces(new, marks.new_units, changed[1])
        unit_before = marks.old_units.get(changed[0].start - 1, 0)
        if news and news[0][0] == unit_before > 0 and (not olds or olds[0][0] < 0):
            yield _arrival(*news.pop(0))  # it belongs to the sentence before, not behind what moved away
        yield from _interleaved(olds, news)
        if stay:
            yield Span(Op.EQUAL, old.piece(stay.old_places), new.piece(stay.new_places))


def _pieces(prose: Prose, units: dict[int, int], changed: range) -> list[tuple[int, str]]:
    """Return the units of a stretch that does not stay, each with its text."""
    pieces, start = [], changed.start
    for end in range(changed.start + 1, changed.stop + 1):
        if end == changed.stop or units[end] != units[start]:
            pieces.append((units[start], prose.piece(range(start, end))))
            start = end
    return pieces


def _interleaved(olds: list[tuple[int, str]], news: list[tuple[int, str]]) -> Iterator[Span]:
    """Yield the old and new pieces between two stretches that stay, those of a unit together.

    old   unit 1, move -1, unit 2
    new   unit 1, unit 2, move -3      1 DELETE, 1 INSERT, -1 MOVE, 2 DELETE, 2 INSERT, -3 MOVE
    """
    coming = deque(news)
    waiting = {unit for unit, _ in news if unit > 0}
    for unit, text in olds:
        while unit in waiting and coming[0][0] != unit:
            yield _arrival(*coming.popleft())
        yield Span(Op.MOVE if unit < 0 else Op.DELETE, text, "")
        if unit >= 0 and coming and coming[0][0] == unit:
            waiting.discard(unit)
            yield _arrival(*coming.popleft())
    for piece in coming:
        yield _arrival(*piece)


def _arrival(unit: int, text: str) -> Span:
    """Return the span of a piece that is new here."""
    return Span(Op.MOVE if unit < 0 else Op.INSERT, "", text)


def _tidy(spans: list[Span]) -> tuple[Span, ...]:
    """Return the spans with the white space after a swap left out of its marks.

    DELETE "Sundays "  INSERT "Mondays "  EQUAL "at ten"  ->  DELETE "Sundays"  INSERT "Mondays"  EQUAL " at ten"
    """
    for end in range(3, len(spans) + 1):
        gone, come, stays = spans[end - 3 : end]
        if gone.op is not Op.DELETE or come.op is not Op.INSERT or stays.op is not Op.EQUAL:
            continue
        old, new = gone.old.rstrip(), come.new.rstrip()
        if (gap := gone.old[len(old) :]) and (new_gap := come.new[len(new) :]):
            equal = Span(Op.EQUAL, gap + stays.old, new_gap + stays.new)
            spans[end - 3 : end] = Span(Op.DELETE, old, ""), Span(Op.INSERT, "", new), equal
    return tuple(spans)
