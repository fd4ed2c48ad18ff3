"""Where a text is broken into rows of so many cells of a terminal.

A row begins where Unicode Standard Annex 14 lets a line begin, but words of scripts with spaces stay whole, those with
hyphens and those of Korean, too. So rows begin behind spaces and beside Chinese and Japanese characters and emoji,
never with closing nor behind opening punctuation. A character as people see it is never taken apart. Words of Khmer,
Lao and Burmese are not known: those texts break at their own spaces. Those of Thai are.

    text    Please remember: 请记住（对吗）。
    pieces  Please |remember: |请|记|住|（对|吗）。

Columns count characters, widths cells: a Chinese character takes two, a combining mark none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import accumulate, pairwise

from rich.cells import cell_len

from alliance_tui.text.graphemes import PLAIN, clusters, unicode_pattern
from alliance_tui.text.line_break_rules import LETTERS, MARK, may_break, signs
from alliance_tui.text.word_borders import CONTEXT, thai_words

_JOINER = "\u200d"
_WORD = re.compile(r"(?:\S+|\s+[])}!?/]\S*)(?:\s+[])}!?/]\S*)*\s*|\s+")
"""A piece of a plain text."""
_UNUSUAL = re.compile(r"[([{¡¿‘‚‛“„‟‹«—]\s|\s[,.:;—»’”›]|[\xa0\u202f]")
"""In a plain text: no-break spaces, and punctuation with a space where others have none: more rules apply to these."""

_FAR = 8
"""Characters: as many may have a say before a place."""


def piece_ends(text: str) -> list[int]:
    """Return where each piece of a text ends: a row ends with one, unless a piece alone is too long for it."""
    if PLAIN.fullmatch(text) and not _UNUSUAL.search(text):
        return [found.end() for found in _WORD.finditer(text)]
    skipped = {found.start() for found in unicode_pattern(rf"{MARK}|(?<=[ ])[ ]").finditer(text)}
    places = [place for place in range(len(text)) if place not in skipped]
    known = signs("".join([text[place] for place in places]) if skipped else text)
    ends, letter = set[int](), 0
    for at, sign in enumerate(known[:-1], 1):
        if sign in LETTERS:
            letter = at - 1
        elif at - letter > _FAR:
            letter = at - _FAR
        if may_break(known[letter:at], known[at : at + 3]):
            ends.add(places[at])
    ends = {end for end in ends if text[end - 1] != _JOINER} | {len(text)} | {*thai_words(text)}
    return [end for end in accumulate(map(len, clusters(text))) if end in ends]


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
    first = max(0, begin - CONTEXT)  # Thai asks for that; behind a letter no rule asks for what is before it
    while first and not text[first].isalpha():
        first -= 1
    return (first + place for place in piece_ends(text[first:end]) if first + place > begin)


def stands(text: str, place: int, edited: int) -> bool:
    """Return True if a row that begins at `place` begins there whatever is changed at `edited` or behind it.

    That does not hold inside a piece, nor for a piece that an edit could make longer.
    """
    ends = [*piece_ends_behind(text, place - 1, edited)]
    return ends[0] == place and len(ends) > 1 and ends[1] + CONTEXT <= edited


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
