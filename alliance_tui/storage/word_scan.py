"""A first look at an alliance's files as bytes, so that a search opens only those that may have the words.

To open an alliance takes ten times as long.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from alliance_tui.storage.catalogue import ALLIANCE, SESSION
from alliance_tui.storage.disk import Stamp, read_regular_file, stamp_or_none
from alliance_tui.text.search import loose

_FOREIGN = re.compile("[^\0-\x7f]+")
_ASCII = bytes(range(128))
_SLIP = b'"repaired":'
"""The key of a field that every slip has, and nothing else: in a text, JSON has a backslash before a quote."""


_BREAKS = {f"\\{letter}" for letter in "nrtbf"}
"""Escapes of JSON that end with a letter."""
Stamps = tuple[Stamp, Stamp]


class Scanned(NamedTuple):
    """Whether an alliance may have the words, and how many slips it has."""

    may_have: bool
    slips: int


def scan(folder: Path, runs: Sequence[str]) -> Scanned:
    """Look through the files of the alliance in a folder for letters in a row, in the form that `loose` gives.

    False means that none of its texts has them all. What can't be read may have them: opening it says what is wrong.
    """
    slips, may_have = 0, False
    for name in (ALLIANCE, SESSION):
        try:
            raw = read_regular_file(folder / name) or b""
        except OSError:
            return Scanned(True, slips)
        slips += raw.count(_SLIP)
        text = _loosened(raw.lower(), "".join(runs).isascii())
        may_have = may_have or "\\u" in text or all(_begins(run, text) for run in runs)  # else letters are letters
    return Scanned(may_have, slips)


def stamps(folder: Path) -> Stamps:
    """Return what changes when a file that is scanned does."""
    return stamp_or_none(folder / ALLIANCE), stamp_or_none(folder / SESSION)


def _begins(run: str, text: str) -> bool:
    """Return True if a word in a text of JSON may begin with these letters."""
    at, is_word = text.find(run), run[0].isascii()
    while at > 0 and is_word and _is_letter(text[at - 1]) and text[at - 2 : at] not in _BREAKS:
        at = text.find(run, at + 1)
    return at >= 0


def _is_letter(char: str) -> bool:
    return char.isascii() and char.isalnum()


def _loosened(raw: bytes, in_ascii: bool) -> str:
    """Return a text in the form of `loose`, faster if only the letters of ASCII must have it."""
    text = raw.decode(errors="replace")
    if not in_ascii:
        return _FOREIGN.sub(lambda found: _loose(found[0]), text)
    for char in {*raw.translate(None, _ASCII).decode(errors="replace")}:
        if (loosened := _loose(char)) != char:
            text = text.replace(char, loosened)
    return text


_loose = lru_cache(maxsize=4096)(loose)
