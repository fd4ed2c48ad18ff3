"""What has to be drawn to change a row, in strokes of one pen each, and the order in which that takes the least."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import compress, count
from operator import ne
from typing import NamedTuple

from alliance_tui.terminal.cells import Cells, blank, is_bare
from alliance_tui.terminal.pens import PLAIN, Pen, change

BRIDGE = 4
"""Unchanged cells that are drawn again, because a jump over them is as long."""
ERASED = 9
"""Blanks from which on it is shorter to erase them and to jump."""
SWEPT = 2
"""Such gaps from which on it is shorter to erase them together, with what is between."""


class Stroke(NamedTuple):
    """Cells of a row, from `x` up to `end`, drawn in one pen.

    A bare one has blanks alone of which nothing but the background shows: any pen with that background will do.
    """

    y: int
    x: int
    end: int
    pen: Pen
    bare: bool

    def fits(self, pen: Pen | None) -> bool:
        """Return True if it looks the same in this pen."""
        return pen == self.pen or (self.bare and pen is not None and blank(pen)[1] == self.pen)

    @property
    def long_blank(self) -> bool:
        """True for blanks that are better erased."""
        return self.bare and self.end - self.x >= ERASED


def strokes(y: int, old: Cells, new: Cells) -> list[Stroke]:
    """Return what makes one row of another; what is unknown in the new one is left as it is.

    Blanks are joined with blanks before they are with a text, because many are better erased.
    """
    found: Iterable[Stroke] = _changes(y, old, new)
    for blanks_alone in (True, False):
        before, found = found, []
        for stroke in before:
            last = found[-1] if found else None
            joined = last and ((last.bare and stroke.bare) or not blanks_alone) and _joined(last, stroke, new)
            found[-1 if joined else len(found) :] = [joined or stroke]
    return [*found]


def _changes(y: int, old: Cells, new: Cells) -> Iterator[Stroke]:
    """Yield changed cells that are side by side and alike."""
    start = end = 0
    pen, bare = PLAIN, False
    for x in compress(count(), map(ne, old, new)):
        cell = new[x]
        if cell is None or x < end:
            continue
        is_blank = cell[0] == " " and is_bare(cell)
        at = x if cell[0] else x - 1
        if at != end or cell[1] != pen or is_blank != bare:
            if end:
                yield Stroke(y, start, end, pen, bare)
            start, pen, bare = at, cell[1], is_blank
        end = x + 1
        if end < len(new) and (after := new[end]) and not after[0]:
            end += 1
    if end:
        yield Stroke(y, start, end, pen, bare)


def gaps_to_sweep(found: Iterable[Stroke], old: Cells, new: Cells) -> tuple[int, int, Pen] | None:
    """Return what is better erased at once, with the gaps between the texts that come there; None if nothing is.

    From a column up to another, and in which pen. Nothing but blanks stays there.
    """
    gaps = [stroke for stroke in found if stroke.long_blank]
    pen, number = Counter(gap.pen for gap in gaps).most_common(1)[0] if gaps else (PLAIN, 0)
    if number < SWEPT:
        return None
    space = (" ", pen)
    replaced = [after == space or before != after is not None for before, after in zip(old, new, strict=True)]
    first = next(gap for gap in gaps if gap.pen == pen).x
    end = next((x for x in range(first, len(new)) if not replaced[x]), len(new))
    start = next((x + 1 for x in range(first, -1, -1) if not replaced[x]), 0)
    blanks = [x for x in range(start, end) if new[x] == space]
    return (blanks[0], blanks[-1] + 1, pen) if sum(start <= gap.x < end for gap in gaps) >= SWEPT else None


def _joined(left: Stroke, right: Stroke, row: Cells) -> Stroke | None:
    """Return one stroke for two and what lies between; None if one pen can't draw all, or blanks are better erased."""
    if right.x - left.end > BRIDGE or (left.bare != right.bare and (left.long_blank or right.long_blank)):
        return None
    pen, bare = right.pen if left.bare else left.pen, left.bare and right.bare
    if not (left.fits(pen) and right.fits(pen)):
        return None
    for cell in row[left.end : right.x]:
        if cell is None or (cell[1] != pen and blank(pen) != cell):
            return None
        bare = bare and is_bare(cell)
    return Stroke(left.y, left.x, right.end, pen, bare)


def in_order_of_pens(found: Iterable[Stroke], pen: Pen | None) -> list[Stroke]:
    """Return strokes so that the pen changes little: first all of one, then all of the pen that is nearest to it."""
    groups: dict[Pen, list[Stroke]] = {}
    ends: dict[tuple[int, int], Pen] = {}
    for stroke in sorted(found, key=lambda each: each.bare):
        beside = ends.get((stroke.y, stroke.x))
        fitting = beside if stroke.fits(beside) else next(filter(stroke.fits, groups), stroke.pen)
        groups.setdefault(fitting or stroke.pen, []).append(stroke)
        ends[stroke.y, stroke.end] = stroke.pen
    ordered: list[Stroke] = []
    while groups:
        pen = min(groups, key=lambda other: len(change(pen, other)))
        ordered += _down_or_along(sorted(groups.pop(pen)))
    return ordered


def _down_or_along(found: Iterable[Stroke]) -> Iterator[Stroke]:
    """Yield strokes along the rows, or first down where that is nearer, as at the sides of a box."""
    left = {(each.y, each.x): each for each in found}
    while left:
        stroke: Stroke | None = left.pop(next(iter(left)))
        while stroke:
            yield stroke
            y, x = below = stroke.y + 1, stroke.x
            width = 0 if stroke.long_blank else stroke.end - x
            along = next(iter(left), (y, 0))
            is_nearer = 3 + min(width, 4) < (3 + len(str(along[1] - x - width)) if along[0] == stroke.y else 7)
            stroke = left.pop(below, None) if is_nearer else None
