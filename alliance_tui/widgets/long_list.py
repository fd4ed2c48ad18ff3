"""A list whose rows are made as they come into view, so that ten thousand cost what a screenful does."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from itertools import accumulate
from typing import Any

from textual import events
from textual.content import Content
from textual.geometry import Offset, Region, Size
from textual.reactive import Reactive, reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from alliance_tui.widgets.option_list import POINTER
from alliance_tui.widgets.plain import plain, strip

GUTTER = 2
"""Cells before each row, for the bar."""
ROOM = GUTTER + 2
"""Cells of the list's width that no row gets: the scrollbar's, too."""


class LongList(ScrollView, can_focus=False, inherit_bindings=False):
    """Rows of known heights, drawn one by one; a bar marks one of them, so that no colour is needed to see it."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    LongList { height: 1fr; overflow-x: hidden; }
    LongList > .long-list--marked { text-style: bold; }
    """
    COMPONENT_CLASSES = {"long-list--marked"}

    marked: reactive[int | None] = reactive(None, always_update=True, repaint=False)
    """The number of the marked row, from 0."""
    virtual_size = Reactive(Size(0, 0), layout=True, repaint=False)
    """Textual's; here what has changed is drawn anew, not all."""

    def __init__(self, draw: Callable[[int], Content], *, id: str) -> None:
        """`draw`: what a row says, given its number; as many lines as its height."""
        super().__init__(id=id)
        self._draw = draw
        self._rows: Sequence[Any] = ()
        self._starts: list[int] = [0]
        """The line at which each row starts, and the one after the last."""

    def show(self, rows: Sequence[Any], heights: Sequence[int], marked: int | None) -> None:
        """Show rows of these heights in lines, one of them marked; those that are the same are not drawn anew."""
        before = self._in_view()
        self._rows, self._starts = rows, [0, *accumulate(heights)]
        self.virtual_size = Size(0, self._starts[-1])
        self.marked = marked
        changed = [y for y, (old, new) in enumerate(zip(before, self._in_view(), strict=False)) if old != new]
        if changed:
            self.refresh(*(Region(0, y, self.size.width, 1) for y in changed))

    def _in_view(self) -> list[object]:
        """Return what each line in view shows."""
        rows = [self._row_at(y) for y in range(self.size.height)]
        return [
            row < self._count and (self._rows[row], self.scroll_offset.y + y - self._starts[row], row == self.marked)
            for y, row in enumerate(rows)
        ]

    @property
    def _count(self) -> int:
        return len(self._starts) - 1

    def marked_at(self) -> Offset:
        return Offset(0, self._starts[self.marked or 0] - self.scroll_offset.y)

    def move(self, by: int) -> None:
        """Mark a row further down or up, going round at the ends."""
        if self._count:
            self.marked = ((self.marked or 0) + by) % self._count

    def move_page(self, pages: int) -> None:
        """Mark the row so many heights of the list further down or up, or else the last or first."""
        if self._count:
            line = self._starts[self.marked or 0] + pages * max(1, self.size.height - 1)
            self.marked = max(0, min(self._count - 1, bisect_right(self._starts, line) - 1))

    def watch_marked(self, before: int | None, marked: int | None) -> None:
        """Draw the row anew that was marked and the one that is, and scroll to it."""
        width = self.scrollable_content_region.width
        for row in (before, marked):
            if row is not None and row < self._count and self.is_mounted:
                start, end = self._starts[row : row + 2]
                region = Region(0, start, width, end - start)
                if before != marked:
                    self.refresh(region - self.scroll_offset)
                if row == marked:
                    self.scroll_to_region(region, force=True, animate=False, immediate=True)

    def _row_at(self, y: int) -> int:
        """Return the number of the row at a line of what is in view; the number of rows if there is none."""
        return bisect_right(self._starts, self.scroll_offset.y + y) - 1

    def render_line(self, y: int) -> Strip:
        """Return a line of a row, a bar before each of the marked row's."""
        row, width = self._row_at(y), self.scrollable_content_region.width
        if row == self._count:
            return Strip.blank(width, self.rich_style)
        at, marked = self.scroll_offset.y + y - self._starts[row], row == self.marked
        style = self.get_visual_style("long-list--marked") if marked else self.visual_style
        gutter = plain(POINTER if marked else " ", "$accent").pad_right(GUTTER - 1)
        words = dict(enumerate(self._draw(row).split())).get(at, "")
        drawn = strip(self, gutter + words, style)
        return drawn.adjust_cell_length(width, style.rich_style)

    def on_click(self, event: events.Click) -> None:
        """Mark what was pressed, if it is still there."""
        row = self._row_at(event.y)
        if row < self._count:
            self.marked = row
