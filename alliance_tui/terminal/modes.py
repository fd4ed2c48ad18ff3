"""What is asked of a terminal: each mode, and why. All of it is taken back on every way out, a killed program's too.

Not asked for: motions of the mouse with no button down (1003), which cost 3.5 ms each; the focus (1004) and sizes in
band (2048), which nothing here needs; keys as escape codes (kitty's `CSI > 25 u`), with which one can't even type
`reset` after a killed program.
"""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Mode:
    """A private mode of the terminal (DECSET), as long as the program has the terminal."""

    number: int
    why: str
    on: bool = True
    """Whether it is switched on, or off for as long."""

    @property
    def take(self) -> str:
        """What asks for it."""
        return f"\x1b[?{self.number}{'h' if self.on else 'l'}"

    @property
    def give_back(self) -> str:
        """What undoes that."""
        return f"\x1b[?{self.number}{'l' if self.on else 'h'}"


ALTERNATE_SCREEN = Mode(1049, "what the terminal showed before is there again afterwards, and nobody's words are")
MODES = (
    ALTERNATE_SCREEN,
    Mode(25, "the cursor is shown in fields alone", on=False),
    Mode(7, "a row that the terminal counts as longer than the program does stays one row", on=False),
    Mode(2004, "a paste is text, whatever is in it"),
)
MOUSE = (
    Mode(1002, "clicks, the wheel, and text marked by dragging"),
    Mode(1006, "places beyond column 223, and none of them looks like text"),
)
ASK_SYNCHRONIZED = "\x1b[?2026$p"
"""Asks whether the terminal can show a long frame at once, which is used for a frame at a time."""
SYNCHRONIZED = re.compile(r"\x1b\[\?2026;([0-4])\$y")
"""Its answer: 1 to 3 if it can."""


def asked(mouse: bool) -> tuple[Mode, ...]:
    """The modes to ask for, in that order."""
    return MODES + MOUSE if mouse else MODES


def all_back(mouse: bool) -> str:
    """What undoes them, the alternate screen last, with a pen and a cursor as the shell expects them."""
    return "\x1b[m" + "".join(mode.give_back for mode in reversed(asked(mouse)))
