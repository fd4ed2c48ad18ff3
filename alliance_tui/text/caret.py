"""Where a key moves the caret in a line, and what it deletes: characters as people see them, and words."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import pairwise

from alliance_tui.text.graphemes import PLAIN, cluster_at, unicode_pattern

_WHOLE = r"[\p{Extended_Pictographic}\p{RI}\p{Variation_Selector}\u20e3]"
"""What makes a cluster one that is never taken apart: emoji, flags, keycaps, and signs that choose a variant."""
_WORD_EDGE = r"(?:(?<!\p{RI})|(?!\p{RI}))\b"
"""Between flags there are no words, and looking for one counts from each flag back to the first."""


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
    if PLAIN.fullmatch(cluster) or not unicode_pattern(_WHOLE).search(cluster):
        return max(place - 1, 0)
    return start


def words_in(line: str) -> list[tuple[int, int]]:
    """Return where the words of a line start and end, by Unicode Standard Annex 29: `don't` is one, and so is हिन्दी.

    Those that touch are one: where a script has no spaces, the Annex has as many words as letters.
    """
    words: list[tuple[int, int]] = []
    for start, end in pairwise(found.start() for found in unicode_pattern(_WORD_EDGE).finditer(line)):
        if unicode_pattern(r"[\p{L}\p{N}_]").search(line, start, end):
            if words and words[-1][1] == start:
                start, _ = words.pop()
            words.append((start, end))
    return words


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


def moved_index(before: str, after: str, index: int) -> int:
    """Return where a place in a text is in another text that differs in one stretch.

    A place inside the stretch moves to its start. `index` and the result count characters from the start.
    """
    same = common_start(before, after)
    if index <= same:
        return index
    behind = common_start(before[same:][::-1], after[same:][::-1])
    return index + len(after) - len(before) if index >= len(before) - behind else same


def common_start(old: Sequence[object], new: Sequence[object]) -> int:
    """Return how many items two sequences begin with in common."""
    size = 0
    for one, other in zip(old, new, strict=False):
        if one != other:
            break
        size += 1
    return size
