"""Soft wrap at the cost of what changed: an edit within a paragraph wraps anew only the rows it moves."""

from __future__ import annotations

from bisect import bisect_right
from itertools import pairwise

from rich.cells import cell_len
from textual.geometry import Offset
from textual.widgets.text_area import Document, DocumentBase, Location, WrappedDocument

from alliance_tui.text.line_breaks import NARROWEST, rewrap


class Wrapping(WrappedDocument):
    """Textual's wrapped document, row for row; an edit in one line no longer costs the line's length."""

    def __init__(self, document: DocumentBase, width: int = 0, tab_width: int = 4) -> None:
        """`width` in cells, 0 for none; `tab_width` in cells."""
        self._lines: list[str] = []
        super().__init__(document, width, tab_width)

    def wrap(self, width: int, tab_width: int | None = None) -> None:
        """Wrap everything."""
        super().wrap(width, tab_width)
        self._lines = list(self.document.lines)

    def wrap_range(self, start: Location, old_end: Location, new_end: Location) -> None:
        """Wrap again what an edit changed; the line with it, if it was one, by its changed part alone."""
        line = start[0]
        if not (line == old_end[0] == new_end[0] and self._wrap_within(line)):
            super().wrap_range(start, old_end, new_end)
            self._lines = list(self.document.lines)

    def _wrap_within(self, line: int) -> bool:
        """Wrap an edited line again from what it was; False where that can't be done."""
        if self._width < NARROWEST or self.document.line_count != len(self._lines) or line >= len(self._lines):
            return False
        old, new = self._lines[line], self.document[line]
        if "\t" in old or "\t" in new:
            return False
        rows_before = len(self._wrap_offsets[line]) + 1
        self._wrap_offsets[line] = rewrap(old, new, self._wrap_offsets[line], self._width)
        self._tab_width_cache[line] = [0] if new else []
        self._lines[line] = new
        if added := len(self._wrap_offsets[line]) + 1 - rows_before:
            self._add_rows(line, rows_before, added)
        return True

    def _add_rows(self, line: int, before: int, added: int) -> None:
        """Number the rows of a line that had `before` of them anew, and those below it."""
        top = self._line_index_to_offsets[line][0]
        rows = range(before + added)
        self._line_index_to_offsets[line] = [top + row for row in rows]
        self._offset_to_line_info[top : top + before] = [(line, row) for row in rows]
        for below in range(line + 1, len(self._line_index_to_offsets)):
            self._line_index_to_offsets[below] = [row + added for row in self._line_index_to_offsets[below]]

    # Between columns of a line and cells of a row

    def part(self, line: int, row: int) -> tuple[int, int]:
        """The columns at which a row of a line starts and ends; `row` counts from the line's first, -1 is its last."""
        offsets = self.get_offsets(line)
        row %= len(offsets) + 1
        return offsets[row - 1] if row else 0, offsets[row] if row < len(offsets) else len(self.document[line])

    def shown(self, line: int, start: int, end: int) -> str:
        """Part of a line with its tabs as the spaces they are on the screen."""
        text = self.document[line]
        first, *rest = text[start:end].split("\t")
        if not rest:
            return first
        before = text.count("\t", 0, start)
        widths = self.get_tab_widths(line)[before:]
        return first + "".join(" " * width + words for width, words in zip(widths, rest, strict=False))

    def get_sections(self, line_index: int) -> list[str]:
        """The rows of a line."""
        text = self.document[line_index]
        return [text[start:end] for start, end in pairwise((0, *self.get_offsets(line_index), len(text)))]

    def location_to_offset(self, location: Location) -> Offset:
        """The cell and row at which a location is shown; one beyond the text counts as its end.

        During an undo TextArea asks for the caret's, while it is still where it was before.
        """
        line, column = min(location, self.document.end)
        row = bisect_right(self.get_offsets(line), column)
        start, _ = self.part(line, row)
        return Offset(cell_len(self.shown(line, start, column)), self._line_index_to_offsets[line][row])

    def get_target_document_column(self, line_index: int, x_offset: int, y_offset: int) -> int:
        """The column whose character covers a cell of a line's row; the row's end is in reach in the last row alone."""
        start, end = self.part(line_index, y_offset)

        def cells_to(column: int) -> int:
            return cell_len(self.shown(line_index, start, column + 1))

        column = start + bisect_right(range(start, end), x_offset, key=cells_to)
        return column if end == len(self.document[line_index]) else min(column, end - 1)


def wraps_alike() -> bool:
    """Return True if an edit leaves here what it leaves in Textual's wrapped document."""
    before, after = Document("one two three four\nfive"), Document("one two and three four\nfive")
    ours, stock = Wrapping(before, 8), WrappedDocument(before, 8)
    for each in (ours, stock):
        each.document = after
        each.wrap_range((0, 8), (0, 8), (0, 12))
    kept = ("_wrap_offsets", "_tab_width_cache", "_line_index_to_offsets", "_offset_to_line_info", "_width")
    return all(getattr(ours, name) == getattr(stock, name) for name in kept)
