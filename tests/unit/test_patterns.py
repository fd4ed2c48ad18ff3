"""Regular expressions mean the same on every Python that is supported."""

from __future__ import annotations

import re
from pathlib import Path

import alliance_tui

PACKAGE = Path(alliance_tui.__file__).parent


def test_no_group_is_repeated_possessively() -> None:
    """Python before 3.11.5, that of Debian 12 among them, matches such a group wrongly: gh-106052."""
    possessive = re.compile(r"\)(?:[*+?]|\{[\d,]+\})\+")
    sources = {path.relative_to(PACKAGE).as_posix(): path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.py")}
    assert [name for name, source in sources.items() if possessive.search(source)] == []
    assert possessive.search("(?:ab?c)*+")
