"""Where a text is broken into rows of so many cells of a terminal.

A row may begin behind spaces, and beside characters that are two cells wide, because Chinese and Japanese are written
without spaces. It never begins with closing punctuation nor ends with opening punctuation, and a character as people
see it is never taken apart. This follows Unicode Standard Annex 14; Korean and hyphenated words stay whole.

    text    Please remember: 请记住（对吗）。
    pieces  Please |remember: |请|记|住|（对|吗）。

Columns count characters, widths cells: a Chinese character takes two, a combining mark none.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import pairwise

from rich.cells import cell_len

from alliance_tui.text.graphemes import EXTENDING, clusters, kinds

_BY_CATEGORY = {"Ps": "oO", "Pe": "cC", "Pi": "ii", "Pf": "ff", "Sc": "pp", "Po": "nN", "Pd": "nN", "Cf": "gg"}
"""How characters of a category of Unicode's break, narrow and wide ones.

o opens and c closes, i and f are quotes that do, n never begins a row, p is before a number; capitals are wide.
"""
_EXCEPTIONS = {
    "c": "!?؟।॥",
    "C": "、。，．！？｡､",
    "n": "|°℃℉‼⁇⁈⁉ｧｨｩｪｫｬｭｮｯｰ",
    "N": "々〻゛゜ゝゞーヽヾぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶㇰㇱㇲㇳㇴㇵㇶㇷㇸㇹㇺㇻㇼㇽㇾㇿꀕ",
    "o": "¡¿",
    "p": "+\\±№−",
    "x": "#&*@§¶†‡—",
    "w": "＃＆＊＠＼＂＇",
    "g": "\"'\xa0\u034f\u2007\u2011\u202f\u2060\ufeff",
    "Z": "\u200b",
}
"""g joins on both sides, Z separates, x is a letter, w is wide and breaks on both sides."""
_HANGUL = "[\u1100-\u11ff\ua960-\ua97f\uac00-\ud7ff]"


class _Kinds(dict[int, str]):
    """How each character breaks, by its code point, looked up once."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        wide = unicodedata.east_asian_width(char) in ("W", "F")
        if found := _BY_CATEGORY.get(unicodedata.category(char)):
            kind = found[wide]
        elif char.isspace():
            kind = "s"
        else:
            kind = "w" if wide and not re.match(_HANGUL, char) else "x"
        self[code] = kind
        return kind


_KINDS = _Kinds({ord(char): kind for kind, chars in _EXCEPTIONS.items() for char in chars})
_NARROW = re.compile("[\0-\x9f\xa1-\u02ff\u0370-\u0482\u048a-\u0590\u2013-\u2027\u20ac\u2190-\u2319\u2500-\u25fc]*+")
"""Most European texts, and our own signs: they break at spaces alone, and the first frame needs no other pattern."""
_LOOSE = re.compile(r"[([{¡¿«‘‚“„‹]\s|\s[])}!?»’”›]")
"""In such a text: punctuation with a space where another text has none."""
_OPEN_SPACES = "(?:(?<=[oO])|(?<=^i)|(?<=si))s+|s+(?=[cC]|f(?:[scC]|$))"
"""Spaces behind opening and before closing punctuation, as in « oui » and "Ah !"."""
_BREAK = "(?<=s)(?!s)|(?<=Z)(?=[^ZsgcCnNf])|(?<=[wCNxcnf])(?=[wO])|(?<=[wCN])(?=[xoip])"
_WORD = re.compile(r"\S+\s*|\s+")
_CONTEXT = 2
"""How many characters before a place have a say in where pieces behind it end."""


def piece_ends(text: str) -> list[int]:
    """Return where each piece of a text ends: a row ends with one, unless a piece alone is too long for it."""
    if (text.isascii() or _NARROW.fullmatch(text)) and not _LOOSE.search(text):
        return [found.end() for found in _WORD.finditer(text)]
    signs, shown = kinds(text), text.translate(_KINDS)
    marks = [place for place, sign in enumerate(signs) if sign in EXTENDING]
    if marks:  # break as what they stand on
        bases = [*shown]
        for place in marks:
            if place:
                bases[place] = bases[place - 1]
        shown = "".join(bases)
    shown = re.sub(_OPEN_SPACES, lambda found: "g" * len(found[0]), shown)
    inside = {*marks, *(place + 1 for place in marks if signs[place] == "j")}
    ends = [found.start() for found in re.finditer(_BREAK, shown) if found.start() not in inside]
    return [end for end in ends if end < len(text)] + [len(text)] * bool(text)


def pieces(text: str) -> Iterator[tuple[int, int]]:
    """Yield where the pieces of a text start and end."""
    return pairwise([0, *piece_ends(text)])


def row_starts(text: str, width: int, begin: int = 0) -> list[int]:
    """Return where the rows of a line begin but for the first, where the spaces at a row's end take up cells, too.

    `begin`: where a row is known to begin; only those behind it are returned.
    """
    starts: list[int] = []
    used = 0
    for start, end in pairwise([begin, *piece_ends_behind(text, begin)]):
        cells = cell_len(text[start:end])
        if used + cells <= width:
            used += cells
            continue
        if used:
            starts.append(start)
        used = cells
        if cells > width:
            used = 0
            for cluster in clusters(text[start:end]):
                cells = cell_len(cluster)
                if used and used + cells > width:
                    starts.append(start)
                    used = 0
                used += cells
                start += len(cluster)
    return starts


def piece_ends_behind(text: str, begin: int, end: int | None = None) -> Iterator[int]:
    """Yield where the pieces end that are behind a place where one ends, up to `end`."""
    first = max(0, begin - _CONTEXT)
    return (first + place for place in piece_ends(text[first:end]) if first + place > begin)


def stands(text: str, place: int, edited: int) -> bool:
    """Return True if a row that begins at `place` begins there whatever is changed at `edited` or behind it.

    That does not hold inside a piece, nor for a piece that an edit could make longer.
    """
    ends = [*piece_ends_behind(text, place - 1, edited)]
    return ends[0] == place and len(ends) > 1 and ends[1] + 1 < edited


def fold(text: str, width: int) -> list[str]:
    """Return the lines of a text, each of at most `width` cells, broken between pieces where that is possible."""
    if cell_len(text) <= width:
        return [text]
    lines = [""]
    for start, end in pieces(text):
        piece = text[start:end]
        if cell_len((lines[-1] + piece).rstrip(" ")) <= width:
            lines[-1] += piece
            continue
        if lines[-1].strip(" "):
            lines.append("")
        for part in clusters(piece) if cell_len(piece.rstrip(" ")) > width else [piece]:
            if lines[-1] and cell_len((lines[-1] + part).rstrip(" ")) > width:
                lines.append("")
            lines[-1] += part
    return [line.rstrip(" ") for line in lines]
