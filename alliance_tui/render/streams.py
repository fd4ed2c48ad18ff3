"""What a stream can carry: its width, its encoding."""

from __future__ import annotations

import codecs
import os
from collections.abc import Mapping
from io import TextIOWrapper
from typing import TextIO

PIPED = 100
"""Cells to a line when there is no terminal to ask."""
NARROWEST = 20

_PLAINER = {
    "·": "-",
    "•": "*",
    "–": "-",
    "—": "-",
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
    """The cells to a line: what COLUMNS says, else the terminal's, else 100."""
    wanted = environ.get("COLUMNS", "")
    if wanted.isascii() and wanted.isdigit() and int(wanted[:9]) > 0:
        return max(NARROWEST, int(wanted[:4]))
    try:
        return max(NARROWEST, os.get_terminal_size(stream.fileno()).columns or 80)
    except (OSError, ValueError):
        return PIPED


def is_unicode(stream: TextIO) -> bool:
    """Whether the stream can carry any character."""
    return (stream.encoding or "utf-8").lower().startswith("utf")


def make_legible(stream: TextIO) -> None:
    """Let a stream of a small encoding print what it lacks as something plainer, or as an escape, but never fail."""
    codecs.register_error("alliance-plainer", _plainer)
    if isinstance(stream, TextIOWrapper):
        stream.reconfigure(errors="backslashreplace" if is_unicode(stream) else "alliance-plainer")


def _plainer(error: UnicodeError) -> tuple[str, int]:
    """The error handler: something plainer, or an escape, for what can't be encoded."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    lacking = error.object[error.start : error.end]
    plain = (_PLAINER.get(char) or char.encode("ascii", "backslashreplace").decode() for char in lacking)
    return "".join(plain), error.end
