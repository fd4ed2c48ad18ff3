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
from alliance_tui.storage.disk import read_regular_file
from alliance_tui.text.search import loose

_FOREIGN = re.compile(rb"[\x80-\xff]+")
_SLIP = b'"repaired":'
"""The key of a field that every slip has, and nothing else: in a text, JSON has a backslash before a quote."""


class Scanned(NamedTuple):
    """Whether an alliance may have the words, and how many slips it has."""

    may_have: bool
    slips: int


def scan(folder: Path, runs: Sequence[str]) -> Scanned:
    """Look through the files of the alliance in a folder for letters in a row, in the form that `loose` gives.

    False means that none of its texts has them all. What can't be read may have them: opening it says what is wrong.
    """
    wanted, slips, may_have = [run.encode() for run in runs], 0, False
    for name in (ALLIANCE, SESSION):
        try:
            raw = read_regular_file(folder / name) or b""
        except OSError:
            return Scanned(True, slips)
        slips += raw.count(_SLIP)
        text = _FOREIGN.sub(lambda found: _loose(found[0]), raw.lower())
        may_have = may_have or b"\\u" in text or all(run in text for run in wanted)  # else letters stand as they are
    return Scanned(may_have, slips)


@lru_cache(maxsize=4096)
def _loose(raw: bytes) -> bytes:
    return loose(raw.decode(errors="replace")).encode()
