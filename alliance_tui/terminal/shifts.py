"""Find rows that have moved up or down together, so that the terminal can move them itself."""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from itertools import accumulate, pairwise
from operator import ne, sub
from typing import NamedTuple

from alliance_tui.terminal.cells import Cells

WORTH = 60
"""Cells that a shift must save: its sequences take about 25 bytes, and blanks cost less than counted."""
BLOCK = 8
"""Cells that are compared at first."""
COMMON = 3
"""Rows in which the same block may be; a block of more rows tells nothing of where they came from."""
TRIED = 2
"""Distances that are measured."""
MUCH = 4
"""Times as many blocks over the first of them make it needless to measure the second."""


class Shift(NamedTuple):
    """The rows from `top` to `bottom`, both included, move by so many rows: up, or down if it is negative."""

    top: int
    bottom: int
    by: int


def find_shifts(old: Sequence[Cells], new: Sequence[Cells], fixed: Collection[int]) -> list[Shift]:
    """Return the shifts of one distance that leave the fewest cells to draw.

    They leave out the `fixed` rows, and those of which something is unknown in the new ones.
    """
    texts = [_text(row) for row in new]
    bounds = [y for y, text in enumerate(texts) if y in fixed or "\0" in text]
    before = [text if was is row else _text(was) for was, row, text in zip(old, new, texts, strict=True)]
    if not (distances := _distances(before, texts)):
        return []
    kept = [sum(map(ne, *rows)) for rows in zip(old, new, strict=True)]
    return max(_best(old, new, kept, bounds, by) for by in distances)[1]


def _text(row: Cells) -> str:
    """Return what the cells of a row hold, and NUL for an unknown one."""
    return "".join([cell[0] if cell else "\0" for cell in row])


def _distances(old: Sequence[str], new: Sequence[str]) -> list[int]:
    """Return the distances over which the most blocks of text have moved."""
    places = defaultdict[tuple[int, str], list[int]](list)
    for y, row in enumerate(old):
        for block in _blocks(row):
            places[block].append(y)
    votes = Counter(
        was - y
        for y, row in enumerate(new)
        for block in _blocks(row)
        if len(found := places.get(block, ())) <= COMMON and y not in found
        for was in found
    )
    most = votes.most_common(TRIED)
    return [by for by, count in most if count >= most[0][1] / MUCH]


def _blocks(text: str) -> list[tuple[int, str]]:
    """Return pieces of a row's text with their places, but for those of one character alone."""
    pieces = [(x, text[x : x + BLOCK]) for x in range(0, len(text), BLOCK)]
    return [piece for piece in pieces if piece[1].strip(piece[1][0])]


def _best(
    old: Sequence[Cells], new: Sequence[Cells], kept: list[int], bounds: list[int], by: int
) -> tuple[int, list[Shift]]:
    """Return how many cells shifts of this distance save, and the shifts; none goes over a bound.

    `kept`: how many cells of each row change where nothing moves.
    """
    height = len(new)
    moved = [sum(map(ne, old[y + by], new[y])) if 0 <= y + by < height else len(new[y]) for y in range(height)]
    gains = [0, *accumulate(map(sub, kept, moved))]
    losses = [0, *accumulate(changed - len(row) for changed, row in zip(kept, new, strict=True))]
    # Row 0 stays: a terminal may take what is moved beyond it for scrollback.
    found = [_between(gains, losses, first + 1, end, by) for first, end in pairwise(sorted({0, *bounds, height}))]
    worth = [(saved, shift) for saved, shift in found if saved > WORTH]
    return sum(saved for saved, _ in worth), [shift for _, shift in worth]


def _between(gains: list[int], losses: list[int], first: int, end: int, by: int) -> tuple[int, Shift]:
    """Return the best shift within rows, and what it saves: rows that move gain, those that come in lose.

    Gains and losses are those of all rows before. Up, a row at the top moves in from below, and the last ones are new;
    down, the first ones are new.
    """
    count = abs(by)
    best, top, least = (0, Shift(0, 0, by)), first, sys.maxsize
    for bottom in range(first + count, end):
        start, last = bottom - count, bottom + 1
        before = gains[start] if by > 0 else losses[start] + gains[start + count] - losses[start + count]
        if before < least:
            top, least = start, before
        upto = gains[last - count] + losses[last] - losses[last - count] if by > 0 else gains[last]
        best = max(best, (upto - least, Shift(top, bottom, by)))
    return best
