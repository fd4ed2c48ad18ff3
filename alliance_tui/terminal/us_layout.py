"""Which key of a US keyboard lies where another layout has one of its letters.

Each block is a range of Unicode from its first character on, with the US character on the key of each; a space stands
for a letter that is on no key, or on different keys in different layouts. Where layouts of one script contradict each
other, the first of these holds. Sources: xkb-data 2.35 `ru`, `ua`, `by`, `rs`, `mk`, `gr`, `il`, `ara`, `ir`, `th` and
`ge`; libhangul's two-set keyboard. Left out because their common layouts contradict each other: Armenian, kana.
"""

from __future__ import annotations

import unicodedata

_BLOCKS = (
    (0x0430, "f,dult;pbqrkvyjghcnea[wxio]sm'.z"),  # Cyrillic, as in Russian
    (0x0451, "`]]'ys]jqw'' ox"),  # Cyrillic, as in Ukrainian, Serbian, Macedonian; of Belarusian, what is left
    (0x0491, "\\"),  # Ukrainian ghe with upturn
    (0x03AC, "aehiyabgdezhuiklmnjoprwstyfxcviyoyv"),  # Greek, vowels with an accent too
    (0x05D0, "tcdsvuzjyhlfkonibxg;p.mera,"),  # Hebrew
    (0x060C, "K"),  # Arabic, from its comma on
    (0x061B, "P   ?"),
    (0x0621, "xNHcYzhfmje[po]`v.sawq'/uy"),
    (0x0640, "Jtr;glki,ndWRSQEA~X"),
    (0xFEF5, "B G T b"),  # lam with alef, which is on one key
    (0x067E, "m"),  # Persian, where Arabic has nothing
    (0x0686, "]"),
    (0x0698, "C"),
    (0x06A9, ";     '"),
    (0x06CC, "d"),
    (0x0E01, "d-\\8|S'0C=:GPED{R<If95mTo[xz/ra4,piA]?;LKls>vVOtykebu7n6^B"),  # Thai
    (0x0E40, "gcF.w1qHjhUJNY"),
    (0x10D0, "abgdevzTiklmnopJrstufqRySCcZwWxjh"),  # Georgian
    (0x3131, "rR s  eEf       aqQ tTdwWczxvgkoiOjpuPh   yn   bm l"),  # Hangul letters, before they join
    (0xFF01, "".join(map(chr, range(0x21, 0x7F)))),  # full width
)
_OTHERS = {"\u037e": "?", "\u00a0": " ", "\u3000": " "}
"""The Greek question mark and two more spaces."""
_UPPER = str.maketrans("`[]\\;',./", '~{}|:"<>?')
"""What a US keyboard has with Shift on the keys that are no letters."""


def _table() -> dict[str, str]:
    found = dict(_OTHERS)
    for first, keys in _BLOCKS:
        for letter, key in enumerate(keys, first):
            if key != " ":
                found[chr(letter)] = key
                upper = chr(letter).upper()
                if len(upper) == 1 and upper != chr(letter) and not key.isupper():
                    found[upper] = key.upper().translate(_UPPER)
    return found


_TABLE = _table()


def us_character(character: str) -> str | None:
    """Return what a US keyboard types with the key of `character`; None if that key is not known.

    A digit of any script is that digit.
    """
    if len(character) == 1 and (digit := unicodedata.decimal(character, None)) is not None:
        return str(digit)
    return _TABLE.get(character)
