"""Where a text is broken into rows of so many cells of a terminal.

Columns count characters, widths cells: a Chinese character takes two, a combining mark none.
"""

from __future__ import annotations

import re

from rich.cells import cell_len

_SPACED_WORD = re.compile(" *[^ ]+")


def fold(text: str, width: int) -> list[str]:
    """Return the lines of a text, each of at most `width` cells, broken between words where that is possible."""
    if cell_len(text) <= width:
        return [text]
    lines = [""]
    for found in _SPACED_WORD.findall(text):
        if cell_len(lines[-1] + found) <= width:
            lines[-1] += found
            continue
        word = found.lstrip(" ")
        if lines[-1]:
            lines.append("")
        for part in word if cell_len(word) > width else [word]:
            if lines[-1] and cell_len(lines[-1] + part) > width:
                lines.append("")
            lines[-1] += part
    return lines
