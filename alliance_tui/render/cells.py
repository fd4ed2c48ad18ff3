"""How many cells of a terminal a text takes, and a text in lines of so many: for ten thousand rows, thus by hand."""

from __future__ import annotations

import re
from collections.abc import Sequence

_UNUSUAL = re.compile("[^ -~·-ɏ…–—‘’“”]")
"""What may take other than one cell; nearly no text has any."""
_WORD = re.compile(" *[^ ]+")


def cells(text: str) -> int:
    """The cells it takes."""
    if text.isascii() or not _UNUSUAL.search(text):
        return len(text)
    from rich.cells import cell_len

    return cell_len(text)


def sizes(texts: Sequence[str]) -> list[int]:
    """The cells that each of many texts takes: looked at together, for nearly all of them are of the usual kind."""
    return list(map(cells if _UNUSUAL.search("".join(texts)) else len, texts))


def padded(text: str, width: int, taken: int) -> str:
    """A text that takes so many cells, with spaces behind it up to a width."""
    return text + " " * (width - taken)


def fold(text: str, width: int) -> list[str]:
    """A text in lines of at most `width` cells, broken between words where that is possible."""
    if cells(text) <= width:
        return [text]
    lines = [""]
    for found in _WORD.findall(text):
        if cells(lines[-1] + found) <= width:
            lines[-1] += found
            continue
        word = found.lstrip(" ")
        if lines[-1]:
            lines.append("")
        for part in word if cells(word) > width else [word]:
            if lines[-1] and cells(lines[-1] + part) > width:
                lines.append("")
            lines[-1] += part
    return lines
