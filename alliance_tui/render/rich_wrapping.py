"""Have Rich, which wraps what is printed and what Textual draws, break lines as `text/line_breaks.py` does.

Rich asks two functions of its module `_wrap` for the pieces of a line, and for the parts of one that is too long.
"""

from __future__ import annotations

from collections.abc import Iterator

from rich import _wrap
from rich.cells import cell_len

from alliance_tui.text.graphemes import clusters
from alliance_tui.text.line_breaks import pieces


def words(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield where each piece starts and ends, and the piece; white space at the start belongs to the first."""
    begin = 0
    for start, end in pieces(text):
        if start or not text[:end].isspace():
            yield begin, end, text[begin:end]
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


def install() -> None:
    """Use these in the place of Rich's own, if it has them."""
    if hasattr(_wrap, "words") and hasattr(_wrap, "chop_cells"):
        _wrap.words = words
        _wrap.chop_cells = chop_cells  # type: ignore[attr-defined]
