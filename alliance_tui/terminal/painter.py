"""Remember what the terminal shows, cell by cell, and compute the least to send to change it.

Textual sends the whole of what it has drawn anew. Here what is on the terminal already is left out, the pen and the
cursor are where the last frame left them, and gaps are jumped over where that is shorter. What the terminal shows
afterwards is what Textual's own output would have made of it, also where a terminal takes a character for wider or
narrower than Textual does: from such a character on nothing is known of its row, and all of it is sent again. Behind
an emoji the cursor is put where Textual takes it to be (tmux 3.3 takes a heart for one cell, a thumb with a skin tone
for four), so that what follows is in its column.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache

from rich.cells import split_graphemes
from rich.color import ColorSystem
from textual.strip import Strip

from alliance_tui.terminal.pens import Pen, change, pen_of

Cell = tuple[str, Pen]
"""A character with its marks, and how it is drawn; the second half of a wide one has no text."""
Piece = tuple[int, int, Iterable[Strip]]
"""A row, a column, and what is drawn from there on without a move of the cursor in between; both from 0."""

BRIDGE = 4
"""Unchanged cells that are sent again, because a jump over them is as long."""
LARGE = 400
"""In frames of more bytes the cursor is hidden, because one would see it move."""
SHOW_CURSOR, HIDE_CURSOR = "\x1b[?25h", "\x1b[?25l"


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
    """Return characters with their marks, and the cells Textual takes each for."""
    return tuple((text[start:end], width) for start, end, width in split_graphemes(text)[0])


def cells_of(strips: Iterable[Strip], system: ColorSystem) -> list[Cell]:
    """Return the cells of what lies side by side."""
    cells: list[Cell] = []
    loose: list[Cell] = []
    for strip in strips:
        for text, style, _control in strip:
            pen = pen_of(style, system)
            if text.isascii() and text.isprintable() and not loose:
                cells += [(character, pen) for character in text]
                continue
            for grapheme, width in graphemes(text):
                if width:
                    before = "".join(in_own_pen(mark, pen) for mark in loose)
                    cells += [(before + grapheme, pen), *[("", pen)] * (width - 1)]
                    loose = []
                elif cells:  # a mark at the beginning of a segment goes to the character before it
                    lead = -1 if cells[-1][0] else -2
                    cells[lead] = (cells[lead][0] + in_own_pen((grapheme, pen), cells[lead][1]), cells[lead][1])
                else:
                    loose.append((grapheme, pen))
    return cells + loose


def in_own_pen(mark: Cell, pen: Pen) -> str:
    """Return a combining mark in its own pen, within text drawn with another pen."""
    return mark[0] if mark[1] == pen else change(pen, mark[1]) + mark[0] + change(mark[1], pen)


class Painter:
    """Remembers what the terminal shows. At first, and after `forget`, all cells are unknown."""

    def __init__(self) -> None:
        self.wide_marks = False
        """True if the terminal draws characters of an ambiguous width in two cells."""
        self.forget()

    def forget(self) -> None:
        """Treat all cells as unknown, so that the next frames send everything."""
        self._rows: list[list[Cell | None]] = []
        self._width = 0
        self._pen: Pen | None = None
        self._cursor: tuple[int, int] | None = None
        self._shown: bool | None = None
        self._out: list[str] = []

    def paint(
        self,
        pieces: Iterable[Piece],
        size: tuple[int, int],
        system: ColorSystem,
        cursor: tuple[int, int],
        shown: bool,
    ) -> str:
        """Return what to send for a frame; `size` is the screen's in columns and rows, `cursor` a column and a row.

        The cursor ends there, and is `shown` or not.
        """
        columns, rows = size
        if (self._width, len(self._rows)) != (columns, rows):
            self.forget()
            self._width, self._rows = columns, [[None] * columns for _ in range(rows)]
        self._out = []
        for y, x, strips in pieces:
            if 0 <= y < rows:
                self._row(y, x, cells_of(strips, system))
        self._move_cursor(*cursor)
        frame = "".join(self._out)
        if self._shown is not False and (not shown or len(frame) > LARGE):
            frame, self._shown = HIDE_CURSOR + frame, False
        if shown and not self._shown:
            frame += SHOW_CURSOR
            self._shown = True
        return frame

    def _row(self, y: int, x: int, cells: Sequence[Cell]) -> None:
        """Send the changes of a row from `x` on."""
        row = self._rows[y]
        if row[x : x + len(cells)] == cells:
            return
        too_long = x + len(cells) > self._width  # Textual counts differently from piece to piece
        if too_long:
            row[x:] = [None] * len(cells)
        at = 0
        while at < len(cells):
            if row[x + at] == cells[at]:
                at += 1
                continue
            while at and not cells[at][0]:
                at -= 1
            self._move_cursor(x + at, y)
            at = self._run(row, x, y, cells, at)
        if too_long:
            row[x:] = [None] * (self._width - x)
            self._cursor = None

    def _run(self, row: list[Cell | None], x: int, y: int, cells: Sequence[Cell], at: int) -> int:
        """Draw from a changed cell on, as long as they change; return where it ended."""
        if _is_half(row, x + at):
            row[x + at - 1] = None  # what becomes of the other half is the terminal's affair
        sure = True
        while at < len(cells):
            if sure and row[x + at] == cells[at] and not self._changes_soon(row, x, cells, at):
                break
            text, pen = cells[at]
            if pen != self._pen:
                self._out.append(change(self._pen, pen))
                self._pen = pen
            upto = at + 2 if at + 1 < len(cells) and not cells[at + 1][0] else at + 1
            self._out.append(f"\x1b[{upto - at}X{text}\x1b[{x + upto + 1}G" if is_emoji(text) else text)
            if sure and has_uncertain_width(text, self.wide_marks):
                sure = False
                first = x + at - (x > 0 == at)  # a mark at the beginning goes to the character before it
                row[first:] = [None] * (len(row) - first)
            if sure:
                row[x + at : x + upto] = cells[at:upto]
                if _is_half(row, x + upto):
                    row[x + upto] = None
            at = upto
        self._cursor = (x + at, y) if sure and x + at < len(row) else None
        return at

    def _changes_soon(self, row: list[Cell | None], x: int, cells: Sequence[Cell], at: int) -> bool:
        """Return True if a change follows so soon, in the same pen up to there, that a jump is no shorter."""
        for ahead in range(at, min(at + BRIDGE + 1, len(cells))):
            if row[x + ahead] != cells[ahead]:
                return True
            if cells[ahead][1] != self._pen:
                break
        return False

    def _move_cursor(self, x: int, y: int) -> None:
        """Move the cursor by the shortest sequence."""
        if self._cursor == (x, y):
            return
        ways = [f"\x1b[{y + 1};{x + 1}H" if x else f"\x1b[{y + 1}H" if y else "\x1b[H"]
        if self._cursor:
            across, down = x - self._cursor[0], y - self._cursor[1]
            if not down:
                ways.append(_by(across, "C", "D") if x else "\r")
            elif not across:
                ways.append(_by(down, "B", "A"))
        self._out.append(min(ways, key=len))
        self._cursor = (x, y)


def _is_half(row: Sequence[Cell | None], x: int) -> bool:
    """Return True if the second half of a wide character is there."""
    return 0 < x < len(row) and (cell := row[x]) is not None and not cell[0]


def _by(cells: int, onward: str, back: str) -> str:
    count = abs(cells)
    return f"\x1b[{count if count > 1 else ''}{onward if cells > 0 else back}"
