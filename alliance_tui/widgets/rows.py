"""A few rows of text, one of them marked."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content
from textual.geometry import Offset, Region
from textual.widget import Widget
from textual.widgets import Static

from alliance_tui.widgets.plain import lines


class Rows(Static):
    """Rows that wrap where they are too long; the box around them is scrolled to the marked one."""

    def __init__(self, *, id: str) -> None:
        """No rows yet."""
        super().__init__(id=id)
        self._rows: Sequence[Content] = ()
        self._marked = 0

    def show(self, rows: Sequence[Content], marked: int) -> None:
        """Show these rows; `marked` is the index of the marked one."""
        self._rows, self._marked = rows, marked
        self.update(lines(*rows))
        self.call_after_refresh(self._scroll_to_marked)

    def marked_at(self) -> Offset:
        """Where the marked row begins."""
        return Offset(0, sum(map(self._row_height, self._rows[: self._marked])))

    def _row_height(self, row: Content) -> int:
        """The lines that a row takes."""
        return row.get_height({}, self.content_size.width)

    def _scroll_to_marked(self) -> None:
        if isinstance(self.parent, Widget) and self._marked < len(self._rows):
            place = self.virtual_region.offset + self.marked_at()
            region = Region(place.x, place.y, self.content_size.width, self._row_height(self._rows[self._marked]))
            self.parent.scroll_to_region(region, animate=False)
