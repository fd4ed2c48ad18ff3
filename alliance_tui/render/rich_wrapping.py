"""Have Rich, which wraps what is printed and what Textual draws, break and cut lines as `text/` does.

Rich asks two functions of its module `_wrap` for the pieces of a line, and for the parts of one that is too long. Where
an ellipsis ends a line, Rich and Textual ask `set_cell_size`, and Rich's own leaves half of a flag.
"""

from __future__ import annotations

from collections.abc import Iterator
from types import ModuleType

from rich import _wrap, cells, text
from rich.cells import cell_len

from alliance_tui.text.caret import snapped
from alliance_tui.text.graphemes import clusters
from alliance_tui.text.line_breaks import pieces


def words(line: str) -> Iterator[tuple[int, int, str]]:
    """Yield where each piece starts and ends, and the piece; white space at the start belongs to the first."""
    begin = 0
    for start, end in pieces(line):
        if start or not line[:end].isspace():
            yield begin, end, line[begin:end]
            begin = end


def chop_cells(text: str, width: int, unicode_version: str = "auto") -> list[str]:
    """Return a piece in parts of at most so many cells, no character taken apart."""
    parts, used = [""], 0
    for cluster in clusters(text):
        cells = cell_len(cluster, unicode_version)
        if used and used + cells > width:
            parts.append("")
            used = 0
        parts[-1] += cluster
        used += cells
    return parts


def set_cell_size(text: str, total: int, unicode_version: str = "auto") -> str:
    """Return as many whole characters of a text as fit, filled with spaces to so many cells."""
    cut = cells.set_cell_size(text, total, unicode_version).rstrip(" ")
    return cells.set_cell_size(text[: snapped(text, len(cut))], total, unicode_version)


def install(*modules: ModuleType) -> None:
    """Use these in the place of Rich's own, where its modules and those given have them."""
    for module in (_wrap, text, *modules):
        for function in (words, chop_cells, set_cell_size):
            if hasattr(module, function.__name__):
                setattr(module, function.__name__, function)
