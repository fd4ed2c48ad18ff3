"""What a stream can carry: its width, its encoding."""

from __future__ import annotations

import codecs
import os
from collections.abc import Iterable, Mapping
from io import TextIOWrapper
from typing import TextIO

PIPED = 100
"""Cells to a line when there is no terminal to ask."""
NARROWEST = 20
WIDE = 80
"""Cells from which things stand side by side."""

_PLAINER = {
    "·": "-",
    "•": "*",
    "–": "-",
    "—": "-",
    "−": "-",
    "─": "-",
    "│": "|",
    "┼": "+",
    "→": ">",
    "…": "...",
    "“": '"',
    "”": '"',
    "‘": "'",
    "’": "'",
}


def width_of(stream: TextIO, environ: Mapping[str, str]) -> int:
    """Return the cells to a line: those of COLUMNS, else the terminal's, else 100."""
    wanted = environ.get("COLUMNS", "")
    if wanted.isascii() and wanted.isdigit() and int(wanted[:9]) > 0:
        return max(NARROWEST, int(wanted[:4]))
    try:
        return max(NARROWEST, os.get_terminal_size(stream.fileno()).columns or 80)
    except (OSError, ValueError):
        return PIPED


def is_unicode(stream: TextIO) -> bool:
    return (stream.encoding or "utf-8").lower().startswith("utf")


def has_styles(stream: TextIO, environ: Mapping[str, str]) -> bool:
    """Return True if the stream shows bold and colours: a terminal, unless the environment says otherwise."""
    return stream.isatty() and not environ.get("NO_COLOR") and environ.get("TERM") not in ("dumb", "unknown", "", None)


def styled(lines: Iterable[tuple[str, str]], styles: bool) -> str:
    """Return lines, each with its style, as the text to write."""
    return "".join(f"\x1b[{style}m{line}\x1b[0m\n" if styles and style else f"{line}\n" for line, style in lines)


def make_legible(stream: TextIO) -> None:
    """Let a stream print characters that its encoding lacks as plainer ones or escapes, instead of failing."""
    codecs.register_error("alliance-plainer", _plainer)
    if isinstance(stream, TextIOWrapper):
        stream.reconfigure(errors="backslashreplace" if is_unicode(stream) else "alliance-plainer")


def _plainer(error: UnicodeError) -> tuple[str, int]:
    """Handle an encoding error: return plainer characters, or escapes."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    lacking = error.object[error.start : error.end]
    plain = (_PLAINER.get(char) or char.encode("ascii", "backslashreplace").decode() for char in lacking)
    return "".join(plain), error.end
