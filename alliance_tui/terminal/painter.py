"""Remember what the terminal shows, cell by cell, and compute the least to send to change it.

Textual sends the whole of what it has drawn anew. Here what is on the terminal already is left out, rows that have
moved are moved by the terminal, and the rest is drawn in strokes, all of one pen and then all of the next. What the
terminal shows afterwards is what Textual's own output would have made of it, also where a terminal takes a character
for wider or narrower than Textual does: from such a character on nothing is known of its row, and all of it is sent
again. Behind an emoji the cursor is put where Textual takes it to be (tmux 3.3 takes a heart for one cell, a thumb
with a skin tone for four), so that what follows is in its column.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import chain

from rich.color import ColorSystem
from textual.strip import Strip

from alliance_tui.terminal.cells import Cell, Cells, cells_of, has_uncertain_width, is_bare, is_emoji, is_half
from alliance_tui.terminal.pencil import Pencil
from alliance_tui.terminal.shifts import find_shifts
from alliance_tui.terminal.strokes import Stroke, gaps_to_sweep, in_order_of_pens, strokes

Piece = tuple[int, int, Iterable[Strip]]
"""A row, a column, and what is drawn from there on without a move of the cursor in between; both from 0."""
Part = tuple[int, list[Cell]]
"""A column, and what is drawn from there on."""
Change = tuple[int, int, str, str]
"""A column and a row, from 0, and the character of one cell before and after."""

LARGE = 400
"""In frames of more bytes the cursor is hidden, because one would see it move."""
MANY = 4
"""Changed rows from which on it is worth while to look for rows that have moved."""
SHOW_CURSOR, HIDE_CURSOR = "\x1b[?25h", "\x1b[?25l"


class Painter:
    """Remembers what the terminal shows. At first, and after `forget`, all cells are unknown."""

    def __init__(self, erases: bool = False) -> None:
        """`erases`: the terminal erases with the background that is set, not with its own."""
        self.wide_marks = False
        """True if the terminal draws characters of an ambiguous width in two cells."""
        self.pencil = Pencil(erases)
        self.forget()

    def forget(self) -> None:
        """Treat all cells as unknown, so that the next frames send everything."""
        self._rows: list[Cells] = []
        self._width = 0
        self._shown: bool | None = None
        self.pencil.forget()

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
        wanted, uncertain = self._to_draw(pieces, system)
        if len(wanted) >= MANY:
            self._shift(wanted, uncertain)
        self._change(wanted)
        for y, parts in uncertain.items():
            for x, cells in parts:
                self._draw_uncertain(y, x, cells)
        self.pencil.move(*cursor)
        frame = self.pencil.take_all()
        if self._shown is not False and (not shown or len(frame) > LARGE):
            frame, self._shown = HIDE_CURSOR + frame, False
        if shown and not self._shown:
            frame += SHOW_CURSOR
            self._shown = True
        return frame

    def retype(self, changes: Iterable[Change], cursor: tuple[int, int]) -> str | None:
        """Return what to send for other characters in the place of those that are shown, each in the pen it has.

        None if something else is shown there.
        """
        wanted: dict[int, Cells] = {}
        for x, y, before, after in changes:
            row = wanted.setdefault(y, [*self._rows[y]])
            cell = row[x]
            if cell is None or cell[0] != before:
                return None
            row[x] = after, cell[1]
        self._change(wanted)
        self.pencil.move(*cursor)
        return self.pencil.take_all()

    def _to_draw(self, pieces: Iterable[Piece], system: ColorSystem) -> tuple[dict[int, Cells], dict[int, list[Part]]]:
        """Return the rows that change, and, by rows, what is drawn as a whole because its place is uncertain."""
        wanted: dict[int, Cells] = {}
        uncertain: dict[int, list[Part]] = {}
        for y, x, strips in pieces:
            if not 0 <= y < len(self._rows):
                continue
            cells = cells_of(strips, system)
            row = wanted.get(y, self._rows[y])
            if y in uncertain or (row[x : x + len(cells)] != cells and self._uncertain(x, cells) is not None):
                uncertain.setdefault(y, []).append((x, cells))
            elif row[x : x + len(cells)] != cells:
                wanted[y] = _overlaid(row, x, cells)
        return wanted, uncertain

    def _uncertain(self, x: int, cells: list[Cell]) -> int | None:
        """Return from where on the place of cells is uncertain; None if all are certain."""
        if x + len(cells) > self._width:  # Textual counts differently from piece to piece
            return 0
        texts = {text for text, _ in cells}
        uncertain = {text for text in texts if text and has_uncertain_width(text, self.wide_marks)}
        return next((at for at, (text, _) in enumerate(cells) if text in uncertain), None) if uncertain else None

    def _shift(self, wanted: dict[int, Cells], fixed: Collection[int]) -> None:
        """Let the terminal move what has moved up or down.

        Lines are deleted or inserted above a bottom margin: all terminals can do that, and the Linux console has no
        other way. What comes in is unknown: some terminals fill it with the background, others do not.
        """
        new = [wanted.get(y, row) for y, row in enumerate(self._rows)]
        for top, bottom, by in find_shifts(self._rows, new, fixed):
            count = abs(by)
            self.pencil.send(f"\x1b[1;{bottom + 1}r\x1b[{top + 1}H\x1b[{count}{'M' if by > 0 else 'L'}\x1b[r")
            moved, fresh = self._rows[top : bottom + 1], [Cells([None]) * self._width for _ in range(count)]
            wanted.update({y: new[y] for y in range(top, bottom + 1)})
            self._rows[top : bottom + 1] = moved[count:] + fresh if by > 0 else fresh + moved[:-count]

    def _change(self, wanted: dict[int, Cells]) -> None:
        """Draw rows so that they become those."""
        found = {y: strokes(y, self._rows[y], row) for y, row in wanted.items()}
        swept: dict[int, Cells] = {}
        for y, row in wanted.items():
            if gaps := gaps_to_sweep(found[y], self._rows[y], row):
                start, end, pen = gaps
                if self.pencil.can_erase(pen):
                    swept[y] = _overlaid(self._rows[y], start, [(" ", pen)] * (end - start))
        if swept:
            self._draw({y: strokes(y, self._rows[y], row) for y, row in swept.items()}, swept)
            found.update({y: strokes(y, row, wanted[y]) for y, row in swept.items()})
        self._draw(found, wanted)

    def _draw(self, found: Mapping[int, Sequence[Stroke]], wanted: Mapping[int, Cells]) -> None:
        """Draw the strokes that make those rows."""
        for stroke in in_order_of_pens(chain.from_iterable(found.values()), self.pencil.pen):
            self.pencil.draw(stroke, self._rows[stroke.y], wanted[stroke.y])
        for y, row in wanted.items():
            self._rows[y] = row

    def _draw_uncertain(self, y: int, x: int, cells: list[Cell]) -> None:
        """Draw cells of which some may be elsewhere on the terminal: the changed ones before those, then all."""
        first = self._uncertain(x, cells)
        self._change({y: _overlaid(self._rows[y], x, cells[:first])})
        if first is None:
            return
        self.pencil.move(x + first, y)
        for at in range(first, len(cells)):
            cell = text, pen = cells[at]
            if text:
                self.pencil.use(pen, is_bare(cell))
                end = at + 1 + (at + 1 < len(cells) and not cells[at + 1][0])
                self.pencil.send(f"\x1b[{end - at}X{text}\x1b[{x + end + 1}G" if is_emoji(text) else text)
        # A mark at the beginning goes to the cell before, and so does what is too wide for the last column.
        known = self._rows[y][: max(0, x + first - (first == 0 or x + first + 1 == self._width))]
        self._rows[y] = known + [None] * (self._width - len(known))


def _overlaid(row: Cells, x: int, cells: Sequence[Cell]) -> Cells:
    """Return a row with other cells from there on. What terminals make of half a wide character is unknown."""
    left, right = row[:x], row[x + len(cells) :]
    if is_half(row, x):
        left[-1] = None
    if is_half(row, x + len(cells)):
        right[0] = None
    return [*left, *cells, *right]
