"""The terminal's pen and cursor, and the shortest sequences that move, change and use them."""

from __future__ import annotations

import re

from alliance_tui.terminal.cells import UNSEEN, Cells, blank, is_half
from alliance_tui.terminal.pens import Pen, change
from alliance_tui.terminal.strokes import Stroke

_LINE = re.compile(r"([\u2500-\u259f])\1{2,}")
"""Lines and blocks that are longer to send than one of them and how often it is repeated: each has three bytes."""

DOWN, UP = "\x1bD", "\x1bM"
"""One row, in the same column (IND and RI). At the edge of the screen it would scroll; the cursor never goes there."""


class Pencil:
    """Collects what is to be sent, and knows where it leaves the cursor, and in which pen."""

    def __init__(self, erases: bool) -> None:
        """`erases`: the terminal erases with the background that is set, not with its own."""
        self._erases = erases
        self.repeats = False
        """True if the terminal repeats a character (REP)."""
        self.forget()

    def forget(self) -> None:
        """Treat the pen and the cursor as unknown."""
        self.pen: Pen | None = None
        self.cursor: tuple[int, int] | None = None
        """A column and a row; None where it is unknown."""
        self._out: list[str] = []

    def take_all(self) -> str:
        """Return what was collected, and forget it."""
        out, self._out = "".join(self._out), []
        return out

    def send(self, text: str, cursor: tuple[int, int] | None = None) -> None:
        """Add a text that leaves the cursor there."""
        self._out.append(text)
        self.cursor = cursor

    def use(self, pen: Pen, bare: bool = False) -> None:
        """Change the pen; for bare blanks to any with the same background."""
        if bare and self.pen:
            if blank(self.pen)[1] == pen:
                return
            pen = Pen(self.pen.attributes & UNSEEN, self.pen.foreground, pen.background)
        if pen != self.pen:
            self._out.append(change(self.pen, pen))
            self.pen = pen

    def can_erase(self, pen: Pen) -> bool:
        """Return True if what is erased gets this pen's background."""
        return self._erases or not pen.background

    def draw(self, stroke: Stroke, old: Cells, new: Cells) -> None:
        """Draw a stroke.

        Nothing is erased beside half of a wide character that stays: the terminal may make something else of that half.
        """
        y, x, end, pen, bare = stroke
        self.move(x, y)
        self.use(pen, bare)
        if stroke.long_blank and self.can_erase(pen) and not (is_half(old, x) or is_half(old, end)):
            self.send(f"\x1b[{end - x}X", (x, y))
        else:
            text = "".join([cell[0] for cell in new[x:end] if cell])
            if self.repeats and not text.isascii():
                text = _LINE.sub(lambda found: f"{found[1]}\x1b[{len(found[0]) - 1}b", text)
            self.send(text, (end, y) if end < len(new) else None)

    def move(self, x: int, y: int) -> None:
        """Move the cursor by the shortest sequence."""
        if self.cursor == (x, y):
            return
        ways = [f"\x1b[{y + 1};{x + 1}H" if x else f"\x1b[{y + 1}H" if y else "\x1b[H"]
        if self.cursor:
            across, down = x - self.cursor[0], y - self.cursor[1]
            vertical = {1: DOWN, -1: UP}.get(down) or _by(down, "B", "A")
            ways += [vertical + _by(across, "C", "D"), vertical + (f"\x1b[{x + 1}G" if x else "\r")]
            if across < 0:
                ways.append(vertical + "\b" * -across)
        self.send(min(ways, key=len), (x, y))


def _by(cells: int, onward: str, back: str) -> str:
    count = abs(cells)
    return f"\x1b[{count if count > 1 else ''}{onward if cells > 0 else back}" if count else ""
