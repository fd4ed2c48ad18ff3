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
_ONES = ["", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"]
_ROMAN = {tens + ones: 10 * len(tens) + value for tens in ("", "x", "xx", "xxx") for value, ones in enumerate(_ONES)}


def list_numbers(words: Sequence[str], lines: Iterable[int]) -> dict[int, str]:
    """Return the tokens that number items, each with the number that its list begins with.

    `words`: the tokens of a text; `lines`: those with which its lines begin, in order. A number goes on with a list
    if it is the next after one that looks like it; a list inside of an item, or a paragraph, does not end the list.
    """
    awaited: dict[tuple[str, str, str, int], str] = {}  # the look, kind and value of a list's next number: its first
    found: dict[int, str] = {}
    for line in lines:
        opener = words[line] if words[line] in _OPENERS else ""
        number, closer = [*words[line + len(opener) : line + len(opener) + 2], "", ""][:2]
        closer = closer if closer in _CLOSERS else ""
        values = [(opener, closer, kind, value) for kind, value in _values(number, closed=closer != "")]
        first = next((awaited.pop(value) for value in values if value in awaited), number.rpartition(".")[2])
        for _, _, kind, value in values:
            awaited[opener, closer, kind, value + 1] = first
            found[line + len(opener)] = first
    return found


def _values(word: str, *, closed: bool) -> Iterator[tuple[str, int]]:
    """Yield the ways in which a word may be a number: the kind of counting, and how far; `closed`: by a mark."""
    before, _, last = word.rpartition(".")
    if last.isdecimal() and (closed or before):
        yield before, int(last)
    if not closed:
        return
    if value := _ROMAN.get(word.lower()):
        yield "I" if word.isupper() else "i", value
    if len(word) == 1 and word.isalpha():
        yield "letter", ord(word)
    if len(word) == 1 and not word.isdecimal() and (sign := numeric(word, 0.0)):
        yield "sign", int(sign)
