"""A few rows of text, one of them marked."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content
from textual.geometry import Offset, Region, Size
from textual.widget import Widget
from textual.widgets import Static

from alliance_tui.widgets.plain import lines


class Rows(Static):
    """Rows that wrap if they are too long; the box around them scrolls to the marked one."""

    _rows: Sequence[Content] = ()
    _marked = 0

    def show(self, rows: Sequence[Content], marked: int) -> None:
        """Show these rows; `marked` is the index of the marked one."""
        self._rows, self._marked = rows, marked
        self.update(lines(*rows))
        self.call_after_refresh(self._scroll_to_marked)

    def marked_at(self) -> Offset:
        return Offset(0, self._lines_of(self._rows[: self._marked]))

    def _lines_of(self, rows: Sequence[Content]) -> int:
        """Return the lines that rows take."""
        return sum(row.get_height({}, self.content_size.width) for row in rows)

    def _scroll_to_marked(self) -> None:
        if isinstance(self.parent, Widget) and self._marked < len(self._rows):
            place = self.virtual_region.offset + self.marked_at()
            size = Size(self.content_size.width, self._lines_of(self._rows[self._marked : self._marked + 1]))
            self.parent.scroll_to_region(Region.from_offset(place, size), animate=False)
