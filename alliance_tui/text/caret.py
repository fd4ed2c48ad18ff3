"""Where a key moves the caret in a line, and what it deletes: characters as people see them, and words."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right

from alliance_tui.text.graphemes import EXTENDING, cluster_at, kinds

_WHOLE = "[\U0001f1e6-\U0001f1ff\u20e3\ufe00-\ufe0f\U000e0100-\U000e01ef]"
"""Beside emoji, what makes a cluster one that is never taken apart: flags, keycaps, and signs that choose a variant."""
_WORD = r"\w++(?:(?:['’](?=[^\W\d])(?<=[^\W\d]['’])|[.,](?=\d)(?<=\d[.,]))\w++)*+"  # don't, 3.5


def left_of(line: str, place: int) -> int:
    """Return where the character before a place begins."""
    return cluster_at(line, place - 1)[0] if place else 0


def right_of(line: str, place: int) -> int:
    """Return where the character behind a place ends."""
    return cluster_at(line, place)[1] if place < len(line) else place


def snapped(line: str, place: int) -> int:
    """Return the start of the character that a place is in."""
    return cluster_at(line, place)[0] if 0 < place < len(line) else place


def backspace_start(line: str, place: int) -> int:
    """Return from where on backspace deletes: an emoji or a flag whole, of a letter with signs the last sign alone."""
    start = left_of(line, place)
    cluster = line[start:place]
    return start if "m" in kinds(cluster) or re.search(_WHOLE, cluster) else max(place - 1, 0)


def words_in(line: str) -> list[tuple[int, int]]:
    """Return where the words of a line start and end, each with its marks: `don't` is one, and so is हिन्दी."""
    if line.isascii():
        return [found.span() for found in re.finditer(_WORD, line)]
    # A mark counts as a letter where one is before it, so that the pattern takes both as one word.
    letters = list(line)
    for place, kind in enumerate(kinds(line)):
        if place and kind in EXTENDING and letters[place - 1].isalnum():
            letters[place] = letters[place - 1]
    return [found.span() for found in re.finditer(_WORD, "".join(letters))]


def word_edge_before(line: str, place: int) -> int:
    """Return the last start or end of a word before a place and the spaces in front of it."""
    edges = _edges(line)
    at = bisect_left(edges, len(line[:place].rstrip()))
    return edges[at - 1] if at else 0


def word_edge_behind(line: str, place: int) -> int:
    """Return the first start or end of a word behind a place and the spaces that follow it."""
    edges = _edges(line)
    at = bisect_right(edges, len(line) - len(line[place:].lstrip()))
    return edges[at] if at < len(edges) else len(line)


def word_start_before(line: str, place: int) -> int:
    """Return the last start of a word before a place."""
    return max((start for start, _ in words_in(line) if start < place), default=0)


def word_start_behind(line: str, place: int) -> int:
    """Return the first start of a word behind a place."""
    return min((start for start, _ in words_in(line) if start > place), default=len(line))


def _edges(line: str) -> list[int]:
    """Return the starts and ends of words, in order."""
    return sorted({edge for word in words_in(line) for edge in word})
