"""Where words begin in Thai, Chinese and Japanese, which are written without spaces: the package `budoux` judges it.

Its models look at three characters to either side of a place. It has none for Lao, Khmer and Burmese.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from budoux import Parser

_THAI = "[\u0e01-\u0e3a\u0e40-\u0e4e]{2,}"
_PAIR = f"({_THAI})|[\u3005-\u3007\u3040-\u30ff\u3400-\u9fff]{{2}}"
_KANA = "[\u3041-\u3096\u30a1-\u30fa]"
CONTEXT = 3


def is_inside_word(text: str, place: int) -> bool:
    """Return True if the characters before and after a place in a text belong to one word of such a script."""
    pair = re.match(_PAIR, text[place - 1 : place + 1]) if place else None
    if not pair:
        return False
    start = max(0, place - CONTEXT)
    words = _parser("th" if pair[1] else _east_asian(text)).parse(text[start : place + CONTEXT])
    return place - start not in accumulate(map(len, words))


def thai_words(text: str) -> Iterator[int]:
    """Yield where words of Thai begin behind others."""
    for letters in re.finditer(_THAI, text):
        words = _parser("th").parse(letters[0])
        yield from accumulate(map(len, words[1:-1]), initial=letters.start() + len(words[0])) if words[1:] else ()


@lru_cache(maxsize=8)
def _east_asian(text: str) -> str:
    """Return the model for a text: Japanese has kana, and traditional Chinese more of the characters in Big5."""
    if re.search(_KANA, text):
        return "ja_word"
    traditional, simplified = (len(text.encode(charset, "ignore")) for charset in ("big5", "gb2312"))
    return "zh-hant" if traditional > simplified else "zh-hans"


@cache
def _parser(model: str) -> Parser:
    """Return the parser with one of the models that the package carries."""
    from importlib.resources import files  # 15 ms in all, and most texts have spaces

    from budoux import Parser

    return Parser(json.loads((files("budoux") / "models" / f"{model}.json").read_text("utf-8")))
