"""Find what numbers the items of a list: it says nothing but their order.

1. Trust        1. Time
2. Humour       2. Trust       Trust and Humour stay; so they do behind a), (a), iv., 二、 ③、 or 2.1
                3. Humour
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from unicodedata import numeric

_OPENERS = frozenset("(（")
_CLOSERS = frozenset(".)．）、")
_TOO_LONG = 6
"""Digits of a number that numbers nothing."""
_FIRST_LETTERS = "AaΑαАаאأا\u0905\u0915\uac00"
"""Of the Latin, Greek, Cyrillic, Hebrew, Arabic, Devanagari and Korean alphabets."""
_ONES = ["", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"]
_ROMAN = {tens + ones: 10 * len(tens) + value for tens in ("", "x", "xx", "xxx") for value, ones in enumerate(_ONES)}


def list_numbers(words: Sequence[str], lines: Iterable[int]) -> dict[int, str]:
    """Return the tokens that number items, each with the number that its list begins with.

    `words`: the tokens of a text; `lines`: those with which its lines begin, in order. A number goes on with a list
    if it is the next after one that looks like it; a list inside of an item, or a paragraph, does not end the list.
    A number that neither begins a list nor goes on with one stands for itself.
    """
    awaited: dict[tuple[str, str, str, int], str] = {}  # the look, kind and value of a list's next number: its first
    found: dict[int, str] = {}
    for line in lines:
        opener = words[line] if words[line] in _OPENERS else ""
        at = line + len(opener)
        number, closer = [*words[at : at + 2], "", ""][:2]
        closer = closer if closer in _CLOSERS else ""
        values = [*_values(number, closed=closer != "")]
        if not values:
            continue
        found[at] = number
        for kind, value in values:
            first = awaited.pop(
                (opener, closer, kind, value), number[max(0, number.rfind(".")) :] if value == 1 else ""
            )
            if first:
                found[at] = first
                awaited[opener, closer, kind, value + 1] = first
    return found


def _values(word: str, *, closed: bool) -> Iterator[tuple[str, int]]:
    """Yield the ways in which a word may be a number: the kind of counting, and how far; `closed`: by a mark."""
    before, _, last = word.rpartition(".")
    if last.isdecimal():
        if (closed or before) and len(last) < _TOO_LONG:
            yield before, int(last)
    elif closed and (value := _ROMAN.get(word.lower())):
        yield "I" if word.isupper() else "i", value
    if len(word) != 1 or word.isdecimal():
        return
    if closed and word.isalpha():
        first = max((letter for letter in _FIRST_LETTERS if letter <= word), default="")
        if first:
            yield first, ord(word) - ord(first) + 1
    if (closed or not word.isalpha()) and (sign := numeric(word, 0.0)):
        yield "sign", int(sign)
