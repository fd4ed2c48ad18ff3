"""Random strings of the characters that Unicode's rules are about, for the laws that `uniseg` and `regex` judge.

`uniseg` has the data of an older Unicode than `regex`: characters of which they know different things are left out.
The strings are drawn without hypothesis, which takes ten times as long for 20,000.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from random import Random
from typing import Any
from unicodedata import category

import regex
from uniseg.emoji import extended_pictographic
from uniseg.graphemecluster import grapheme_cluster_break
from uniseg.linebreak import line_break
from uniseg.wordbreak import word_break

from tests.full import STRINGS

PARTS = (0x20, 0x3400), (0x4E00, 0x4E20), (0xA000, 0xAC40), (0xD7B0, 0xD800), (0xF900, 0xFFFE), (0x1F000, 0x1FB00)
CHARACTERS = [
    char
    for part in (*PARTS, (0xE0000, 0xE0200))
    for char in map(chr, range(*part))
    if bool(extended_pictographic(char)) is bool(regex.match(r"\p{Extended_Pictographic}", char))
    and category(char) != "Cn"  # not assigned yet
    and char not in "\x85\u2028\u2029"  # line ends, which are not within a line
]
PLAIN = [[char] for char in ("a", " ", "1", ".", ",", "-", "’", "请", "한", "ไ", "क", "👍🏽", "🇩🇪")]


def strings(name: str, property_of: Callable[[str], Any]) -> Iterator[str]:
    """Yield strings of a few characters, each value of a property as likely."""
    known: dict[str, list[str]] = {}
    for char in CHARACTERS:
        known.setdefault(property_of(char).value, []).append(char)
    same = (filter(regex.compile(rf"\p{{{name}={value}}}").match, found) for value, found in known.items())
    kinds = [found for found in map(list, same) if found] + PLAIN
    random = Random(name)
    for _ in range(STRINGS):
        yield "".join(random.choice(random.choice(kinds)) for _ in range(random.randint(1, 9)))


def for_clusters() -> Iterator[str]:
    """Yield strings for the rules of grapheme clusters."""
    return strings("GCB", grapheme_cluster_break)


def for_words() -> Iterator[str]:
    """Yield strings for the rules of words."""
    return strings("WB", word_break)


def for_lines() -> Iterator[str]:
    """Yield strings for the rules of line breaks."""
    return strings("LB", line_break)
