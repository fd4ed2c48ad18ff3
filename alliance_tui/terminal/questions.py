"""What the terminal is asked once, as it is taken: how light its background is, how wide it draws our marks, and
whether it repeats a character (REP), which not all that claim to be an xterm do: mosh does not.

Nothing waits for the answers. They come before the answer to the first frame's own question, so that the wait at the
end (`output_pace.py`) is for them, too.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

ASK_BACKGROUND = "\x1b]11;?\x1b\\"
REPEATED = 4
ASK_WIDTH = f"\x1b[H◆\x1b[{REPEATED}b\x1b[6n\x1b[H\x1b[K"
"""Writes a mark, has it repeated so often, asks for the cursor's place (CPR), and deletes all."""
_WIDTH = re.compile(r"\x1b\[1;(\d{1,3})R")
_BACKGROUND = re.compile(r"\x1b\]11;(?:rgba?:([0-9a-fA-F/]{5,19})|#([0-9a-fA-F]{6}))")
_LIGHT = 0.5
"""How light a light background is at least, from 0 to 1."""


def mark_width(report: str) -> tuple[int, bool] | None:
    """Return how many cells the mark took, and whether it was repeated; None if this is not the answer."""
    if not (found := _WIDTH.fullmatch(report)):
        return None
    width, rest = divmod(int(found[1]) - 1, 1 + REPEATED)
    return (width, True) if width and not rest else (int(found[1]) - 1, False)


def is_light(report: str) -> bool | None:
    """Return whether the background is light; None if this is not the answer."""
    if not (found := _BACKGROUND.fullmatch(report)):
        return None
    parts = found[1].split("/") if found[1] else re.findall("..", found[2])
    if len(parts) < 3 or not all(parts[:3]):
        return None
    red, green, blue = (int(part, 16) / (16 ** len(part) - 1) for part in parts[:3])
    return bool(0.2126 * red + 0.7152 * green + 0.0722 * blue > _LIGHT)


def seems_light(environ: Mapping[str, str]) -> bool:
    """Return True if COLORFGBG says that the background is light: rxvt, Konsole and others set it."""
    background = environ.get("COLORFGBG", "").rpartition(";")[2]
    return background in {"7", *map(str, range(9, 16))}


def lacks_marks(environ: Mapping[str, str]) -> bool:
    """Return True for a terminal whose fonts have no marks: the Linux console."""
    return environ.get("TERM", "") == "linux"


def erases_in_colour(environ: Mapping[str, str]) -> bool:
    """Return True for a terminal known to erase with the background that is set (bce).

    GNU screen erases with its own, whatever name it goes by inside; STY tells of it.
    """
    return "STY" not in environ and ("TMUX" in environ or environ.get("TERM", "").startswith(_ERASE_IN_COLOUR))


_ERASE_IN_COLOUR = (
    *("xterm", "tmux", "linux", "vte", "gnome", "konsole", "putty", "rxvt", "mintty", "iterm", "nsterm"),
    *("alacritty", "foot", "ghostty", "kitty", "wezterm"),
)
"""How the names of terminals begin that do."""
