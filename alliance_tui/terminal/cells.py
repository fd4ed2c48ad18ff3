"""The cells of a terminal, what is drawn in each, and which characters terminals measure differently."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from rich.cells import split_graphemes
from rich.color import ColorSystem
from textual.strip import Strip

from alliance_tui.terminal.pens import PLAIN, Pen, change, pen_of

Cell = tuple[str, Pen]
"""A character with its marks, and how it is drawn; the second half of a wide one has no text."""
Cells = list[Cell | None]
"""A row, or a part of it; None stands for an unknown cell."""

UNSEEN = frozenset("123")
"""Attributes that a blank does not show: bold, dim, italic."""


@lru_cache(8192)
def has_uncertain_width(text: str, wide_marks: bool = False) -> bool:
    """Return True if terminals may differ in how many cells this takes: emoji, marks, joiners, newer characters.

    With `wide_marks` also those of an ambiguous width, as Greek and Cyrillic letters.
    """
    if len(text) != 1 or ord(text) > 0xFFFF:
        return True
    width = unicodedata.east_asian_width(text)
    if wide_marks and width == "A":
        return True
    if width in "WF":
        return unicodedata.category(text) == "So"
    return unicodedata.category(text)[0] in "MC"


@lru_cache(8192)
def is_emoji(text: str) -> bool:
    """Return True for an emoji, of which nothing is lost if the end of it is drawn over; a letter's marks would be."""
    return any(sign in "\ufe0f\u20e3" or sign >= "\U0001f000" for sign in text)


@lru_cache(4096)
def graphemes(text: str) -> tuple[tuple[str, int], ...]:
    """Return characters with their marks, and the cells Textual takes each for; the two signs of a flag as one."""
    found: list[tuple[str, int]] = []
    for start, end, width in split_graphemes(text)[0]:
        sign = text[start:end]
        if found and len(found[-1][0]) == 1 and is_flag_part(found[-1][0]) and is_flag_part(sign[0]):
            found[-1] = found[-1][0] + sign, found[-1][1] + width
        else:
            found.append((sign, width))
    return tuple(found)


def is_flag_part(sign: str) -> bool:
    """Return True for one of the 26 signs of which two make a flag."""
    return "\U0001f1e6" <= sign <= "\U0001f1ff"


@lru_cache(1024)
def blank(pen: Pen) -> Cell:
    """Return the cell of a blank: of its pen only what one can see of a blank."""
    return " ", pen if pen.link or pen.attributes - UNSEEN else Pen(background=pen.background)


def is_bare(cell: Cell) -> bool:
    """Return True for a blank of which nothing shows but its background."""
    return cell[0] == " " and not (cell[1].attributes or cell[1].foreground or cell[1].link)


def is_half(row: Cells, x: int) -> bool:
    """Return True if the second half of a wide character is there."""
    return 0 < x < len(row) and (cell := row[x]) is not None and not cell[0]


@lru_cache(1024)  # most is drawn again and again, and the same cells compare at once
def plain_cells(text: str, pen: Pen) -> tuple[Cell, ...]:
    """Return the cells of a text of ASCII."""
    space = blank(pen)
    return tuple([space if character == " " else (character, pen) for character in text])


def cells_of(strips: Iterable[Strip], system: ColorSystem) -> list[Cell]:
    """Return the cells of what lies side by side."""
    cells: list[Cell] = []
    loose: list[Cell] = []
    last = PLAIN
    for strip in strips:
        for text, style, _control in strip:
            pen = pen_of(style, system)
            if text.isascii() and text.isprintable() and not loose:
                cells += plain_cells(text, pen)
                last = pen if text else last
                continue
            space = blank(pen)
            for grapheme, width in graphemes(text):
                if width:
                    before = "".join(in_own_pen(mark, pen) for mark in loose)
                    lead = space if grapheme == " " and not before else (before + grapheme, pen)
                    cells += [lead, *[("", pen)] * (width - 1)]
                    loose, last = [], pen
                elif cells:  # a mark at the beginning of a segment goes to the character before it
                    at = -1 if cells[-1][0] else -2
                    cells[at] = (cells[at][0] + in_own_pen((grapheme, pen), last), last)
                else:
                    loose.append((grapheme, pen))
    return cells + loose


def in_own_pen(mark: Cell, pen: Pen) -> str:
    """Return a combining mark in its own pen, within text drawn with another pen."""
    return mark[0] if mark[1] == pen else change(pen, mark[1]) + mark[0] + change(mark[1], pen)
