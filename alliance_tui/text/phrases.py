"""Find where a phrase begins, so that what came or went can be read as one.

old   listen , and not leave
new   listen , and not judge , and not leave
               -----------------                 begins behind a comma; it could begin at `judge`, too
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from itertools import starmap

from alliance_tui.text.word_borders import is_inside_word
from alliance_tui.text.words import UNSPACED, Prose

_PHRASE = 4
_UNSPACED_SIGN = re.compile(f"[{UNSPACED}]")
_HIRAGANA = re.compile("[\u3041-\u309f]")


def shift_to_phrase(prose: Prose, tokens: Sequence[int], items: Sequence[int], changed: range, most: range) -> int:
    """Return by how many tokens a stretch that came or went is to be read elsewhere, to be a phrase; below 0: left.

    Of the places where it reads the same, it begins and ends at the clearest borders, and of equal ones at the first:
    in most languages small words that a phrase may share with the next come first (`and a bird` `and a dog`).
    `tokens`: some of `prose`, `changed`: places among them; `items`: what all tokens are compared by; `most`: the
    shifts allowed.
    """

    def same(shift: int) -> bool:
        return items[tokens[changed.start + shift]] == items[tokens[changed.stop + shift]]

    left = right = 0
    while left > most.start and same(left - 1):
        left -= 1
    while right + 1 < most.stop and same(right):
        right += 1
    if left == right:
        return 0
    shifts: list[int] = [*range(left, right + 1)]
    if len(shifts) == 2 and _UNSPACED_SIGN.match(prose.words[tokens[changed.start + left]]):
        shifts.reverse()  # one character in common rather ends a word

    def clear(shift: int) -> int:
        return _border(prose, tokens, changed.start + shift) + _border(prose, tokens, changed.stop + shift)

    return max(shifts, key=clear)


def cuts_word(old: Prose, new: Prose, old_token: int, new_token: int, *, at_end: bool = False) -> bool:
    """Return True if neither token begins (or ends) a word, in a script without spaces; in Thai, if one does not.

    A Chinese character means something by itself, while a Thai letter does not.
    """
    if old.words[old_token] < "\u0e00":
        return False  # in most texts nothing more is asked
    tokens = (old, old_token), (new, new_token)
    places = ((prose.text, prose.starts[token] + at_end * len(prose.words[token])) for prose, token in tokens)
    return (any if old.words[old_token] < "\u0e80" else all)(starmap(is_inside_word, places))


def is_phrase(prose: Prose, tokens: Iterable[int]) -> bool:
    """Return True if some tokens in a row hold four words, or eight characters of a script without spaces, or more."""
    words = [prose.words[token] for token in tokens if prose.are_words[token]]
    return sum(1 if _UNSPACED_SIGN.match(word) else 2 for word in words) >= 2 * _PHRASE


def is_unspaced(token: str) -> bool:
    """Return True for a character of a script without spaces."""
    return _UNSPACED_SIGN.match(token) is not None


def _border(prose: Prose, tokens: Sequence[int], place: int) -> int:
    """Return how clear a border of phrases a place in a list of tokens is: 0 (none) to 4 (a line begins)."""
    if place in (0, len(tokens)):
        return 3
    before, after = tokens[place - 1], tokens[place]
    gap = prose.text[prose.starts[before] + len(prose.words[before]) : prose.starts[after]]
    last, first = prose.words[before], prose.words[after]
    if "\n" in gap:
        return 4
    if _opens(first) or not (prose.are_words[before] or _opens(last)):
        return 3
    if not _UNSPACED_SIGN.match(last):
        return 0
    if gap:
        return 2  # a script without spaces has them between phrases
    return int(bool(_HIRAGANA.match(last) and not _HIRAGANA.match(first)))  # behind a Japanese particle


def _opens(token: str) -> bool:
    """Return True if a token is an opening bracket or quote."""
    return unicodedata.category(token[0]) in ("Ps", "Pi")
