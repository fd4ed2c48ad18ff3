"""Where a text is broken into rows of so many cells of a terminal.

Columns count characters, widths cells: a Chinese character takes two, a combining mark none.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from rich.cells import cell_len, get_character_cell_size

NARROWEST = 5
"""Cells of a row below which `rewrap` is of no use: a tab may be wider than the row."""
_SPACED_WORD = re.compile(" *[^ ]+")
_CHUNK = re.compile(r"\S+\s*|\s+")
"""A word with the white space behind it: between such, Textual breaks a text."""


def fold(text: str, width: int) -> list[str]:
    """Return the lines of a text, each of at most `width` cells, broken between words where that is possible."""
    if cell_len(text) <= width:
        return [text]
    lines = [""]
    for found in _SPACED_WORD.findall(text):
        if cell_len(lines[-1] + found) <= width:
            lines[-1] += found
            continue
        word = found.lstrip(" ")
        if lines[-1]:
            lines.append("")
        for part in word if cell_len(word) > width else [word]:
            if lines[-1] and cell_len(lines[-1] + part) > width:
                lines.append("")
            lines[-1] += part
    return lines


def rewrap(old: str, new: str, breaks: list[int], width: int) -> list[int]:
    """Return the columns at which `new` is broken, from the `breaks` of `old`: exactly what wrapping all of it gives.

        old  We talk on |Sundays, and |then we walk.
        new  We talk very |often on |Sundays, and |then we walk.
                     ^ changed   ^ resumed: from there on the texts are the same, `shift` characters apart

    Text without tabs, `width` in cells and at least `NARROWEST`. A row's breaks follow from its start alone: from the
    first break behind the change that `old` has too, all are as they were.
    """
    changed = _common_start(old, new)
    resumed = len(new) - _common_end(old, new, min(len(old), len(new)) - changed)
    shift = len(new) - len(old)
    kept = bisect_left(breaks, changed)
    while kept and not _stands(old, breaks[kept - 1], changed):
        kept -= 1
    found = breaks[:kept]
    for column in _breaks(new, found[-1] if found else 0, width):
        found.append(column)
        if column > resumed:
            index = bisect_left(breaks, column - shift)
            if breaks[index : index + 1] == [column - shift]:
                return found + [before + shift for before in breaks[index + 1 :]]
    return found


def _stands(text: str, column: int, changed: int) -> bool:
    """Return True if a break comes before a word that a change from `changed` on leaves whole, and so stays."""
    chunk = _CHUNK.match(text, column)
    return text[column - 1].isspace() and not text[column].isspace() and chunk is not None and chunk.end() < changed


def _breaks(text: str, start: int, width: int) -> Iterator[int]:
    """Yield where the text is broken after the row that starts at `start`, as Textual's compute_wrap_offsets does."""
    cells = 0  # that the row takes so far
    for chunk in _CHUNK.finditer(text, start):
        column, size = chunk.start(), cell_len(chunk[0])
        if size <= width - cells:
            cells += size
            continue
        if column > start:
            yield column
        if size > width:
            row = column
            for row in _breaks_within(chunk[0], column, width):
                yield row
            size = cell_len(text[row : chunk.end()])
        cells = size


def _breaks_within(word: str, start: int, width: int) -> Iterator[int]:
    """Yield where a word that starts at column `start` and is longer than a row is broken."""
    cells = 0
    for column, character in enumerate(word, start):
        size = get_character_cell_size(character)
        if cells + size > width:
            yield column
            cells = 0
        cells += size


def _common_start(one: str, other: str) -> int:
    """Return how many characters two texts begin with in common. By halving: comparing is fast, looping is not."""
    shorter = min(len(one), len(other))
    return bisect_left(range(shorter), True, key=lambda last: not one.startswith(other[: last + 1]))


def _common_end(one: str, other: str, most: int) -> int:
    """Return how many characters two texts end with in common, `most` at most."""
    return bisect_left(range(most), True, key=lambda last: not one.endswith(other[len(other) - last - 1 :]))
