"""Where words stand in a text: any text that has all of them, each at the beginning of a word."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import lru_cache
from itertools import accumulate

from alliance_tui.text.graphemes import clusters
from alliance_tui.text.search import loose
from alliance_tui.text.words import UNSPACED

_QUOTES = '"“”„«»'
_PARTS = re.compile(f"[{_QUOTES}]([^{_QUOTES}]*)[{_QUOTES}]?|([^\\s{_QUOTES}]+)")
"""A phrase in quotes, the last of which may be missing yet, or a word."""
_RUNS = re.compile(r"[^\W_]+")

Place = tuple[int, int]
"""Where a stretch of a text begins and ends."""


class Wanted:
    """Words to find, or their beginnings, as `loose` has them; what stands in quotes is one phrase."""

    def __init__(self, words: str) -> None:
        self.words = " ".join(words.split())
        found = (loose(phrase or word).split() for phrase, word in _PARTS.findall(self.words))
        self.parts = tuple(dict.fromkeys(" ".join(part) for part in found if part))
        self._patterns = [re.compile(_pattern(part)) for part in self.parts]

    def __bool__(self) -> bool:
        """Return True if there is anything to find."""
        return bool(self.parts)

    def narrows(self, other: Wanted) -> bool:
        """Return True if every text with these words has the other ones, too."""
        return all(any(part.startswith(shorter) for part in self.parts) for shorter in other.parts)

    @property
    def runs(self) -> tuple[str, ...]:
        """The letters and digits in a row that every text with these words has in its loose form."""
        return tuple(dict.fromkeys(run for part in self.parts for run in _RUNS.findall(part)))

    def places(self, text: str) -> tuple[Place, ...]:
        """Return where the words stand in a text that has all of them, in order; nothing in another text."""
        return self._find(text, every=True)

    def marks(self, text: str) -> tuple[Place, ...]:
        """Return where any of the words stands in a text, in order."""
        return self._find(text, every=False)

    def _find(self, text: str, every: bool) -> tuple[Place, ...]:
        """Find the words; those that overlap, or have nothing but spaces between them, are one place."""
        searched = text.casefold() if text.isascii() else "".join(map(_loose, clusters(text)))
        found = [[match.span() for match in pattern.finditer(searched)] for pattern in self._patterns]
        if every and not all(found):
            return ()
        places: list[Place] = []
        for start, end in _in_text(text, sorted(span for spans in found for span in spans)):
            if places and not text[places[-1][1] : start].strip():
                start, end = places[-1][0], max(places.pop()[1], end)
            places.append((start, end))
        return tuple(places)


def _pattern(part: str) -> str:
    """Return the pattern of a part in a loose text: at the beginning of a word, where a script has spaces."""
    begin = f"(?<![^\\W_{UNSPACED}])" if re.match(f"[^\\W_{UNSPACED}]", part) else ""
    return begin + r"\s+".join(map(re.escape, part.split(" ")))


_loose = lru_cache(maxsize=4096)(loose)


def _in_text(text: str, places: list[Place]) -> list[Place]:
    """Return places in the loose form of a text as places in the text: a letter goes with its accents."""
    if text.isascii() or not places:
        return places
    parts = clusters(text)
    ends, loose_ends = ([*accumulate(len(part) for part in each)] for each in (parts, map(_loose, parts)))
    first_and_last = ((bisect_right(loose_ends, start), bisect_right(loose_ends, end - 1)) for start, end in places)
    return [(ends[first] - len(parts[first]), ends[last]) for first, last in first_and_last]
