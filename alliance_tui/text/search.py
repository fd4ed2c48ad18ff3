"""Text as a search compares it: without case, accents and signs that nobody sees."""

from __future__ import annotations

import re
import unicodedata

_ACCENTS = re.compile(
    "[\u0300-\u036f\u0591-\u05bd\u05bf-\u05c7\u0640\u064b-\u065f\u0670\u00ad\u200b-\u200f\u2060\ufe00-\ufe0f\ufeff]+"
)
"""Accents of Latin, Greek and Cyrillic letters, points of Hebrew and Arabic, which are mostly left out, and invisible
signs; the marks of other scripts are letters."""
_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe"}
    | dict.fromkeys("‘’ʼ", "'")
    | {"‐": "-"}
)


def folded(text: str) -> str:
    """Return a text without case, composed: texts that look the same are equal, as `Tomás` in either form."""
    return text.casefold() if text.isascii() else unicodedata.normalize("NFC", text.casefold())


def loose(text: str) -> str:
    """Return a text folded, without accents, and in letters of the usual width: `Tomás` is `tomas`."""
    if text.isascii():
        return text.casefold()
    letters = _ACCENTS.sub("", unicodedata.normalize("NFKD", text).casefold()).translate(_LETTERS)
    return unicodedata.normalize("NFC", letters)
