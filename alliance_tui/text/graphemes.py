"""What people see as one character: a letter with its marks, a flag, an emoji of several parts.

Extended grapheme clusters as Unicode Standard Annex 29 defines them. A text is turned into a text of kinds, a letter a
character, and one pattern finds the clusters in that:

    text    e\\u0301 x 🇩 🇪 👩 ZWJ 👧
    kinds   x e     x r r m j   m      clusters: xe, x, rr, mjm

Places are indexes into a text, as everywhere in `text/`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cache

from alliance_tui.text.grapheme_table import RANGES

EXTENDING = frozenset("elzjs")
"""The kinds of what belongs to the character before: marks, linkers of Indic letters, joiners and spacing marks."""
_ALONE = frozenset("xC")
"""The kinds of what combines with nothing but marks behind it, and of controls, which combine with nothing."""
_HANGUL = range(0xAC00, 0xD7A4)
"""Syllables: of 28 that follow each other the first has no final consonant."""
_TAIL = "(?:l[elj]*+c?+|[ezjs]++)"  # marks; a linker takes the Indic letter behind it in
_CLUSTER = (
    "RN|[RNC]"  # controls, CR and LF together
    "|p*+(?:"
    "L*+(?:V++|AV*+|B)T*+|L++|T++"  # a Korean syllable
    "|rr?"  # a flag is two regional indicators
    "|m(?:[elz]*+jm)*+"  # emoji joined into one
    f"|k[elj]*+c?+|[cx]){_TAIL}*+"
    f"|p++{_TAIL}*+|{_TAIL}++"  # with nothing to stand on
)
"""As text, because the first frame does without; `re` keeps what it compiled."""


@cache
def _ranges() -> tuple[list[int], list[tuple[int, str]]]:
    """Return the first code points of all ranges, in order, and beside them the last ones and their kinds."""
    found = []
    for kind, ranges in RANGES.items():
        for each in ranges.split():
            first, _, last = each.partition("-")
            found.append((int(first, 16), int(last or first, 16), kind))
    found.sort()
    return [first for first, _, _ in found], [(last, kind) for _, last, kind in found]


class _Kinds(dict[int, str]):
    """The kind of each character by its code point, looked up once."""

    def __missing__(self, code: int) -> str:
        if code in _HANGUL:
            kind = "A" if (code - _HANGUL.start) % 28 == 0 else "B"
        else:
            firsts, lasts = _ranges()
            last, found = lasts[bisect_right(firsts, code) - 1]
            kind = found if code <= last else "x"
        self[code] = kind
        return kind


_kinds = _Kinds(dict.fromkeys(range(0x20, 0x7F), "x") | dict.fromkeys(range(0x20), "C") | {0x0A: "N", 0x0D: "R"})


def kinds(text: str) -> str:
    """Return the kind of each character, as `grapheme_table.py` has them; A and B are whole Korean syllables."""
    return text.translate(_kinds)


def cluster_ends(text: str) -> Iterator[int]:
    """Yield where the clusters of a text end."""
    if text.isascii() and "\r" not in text:
        yield from range(1, len(text) + 1)
    else:
        yield from (found.end() for found in re.finditer(_CLUSTER, kinds(text)))


def clusters(text: str) -> list[str]:
    """Return a text as its clusters."""
    if text.isascii() and "\r" not in text:
        return [*text]
    return [text[found.start() : found.end()] for found in re.finditer(_CLUSTER, kinds(text))]


def cluster_at(text: str, place: int) -> tuple[int, int]:
    """Return where the cluster of the character at a place starts and ends."""
    start, end = place, place + 1
    while not _is_sure(text, start):
        start -= 1
    while not _is_sure(text, end):
        end += 1
    begin = start
    for stop in cluster_ends(text[start:end]):
        if start + stop > place:
            return begin, start + stop
        begin = start + stop
    raise AssertionError("the last cluster ends behind the place")


def _is_sure(text: str, place: int) -> bool:
    """Return True if a cluster ends at a place whatever else is in the text; False if more has to be looked at."""
    if not 0 < place < len(text):
        return True
    before, behind = kinds(text[place - 1]), kinds(text[place])
    return (before in _ALONE and behind not in EXTENDING) or (behind in _ALONE and before != "p")
