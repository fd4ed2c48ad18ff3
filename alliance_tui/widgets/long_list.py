"""A list whose rows are made as they come into view, so that ten thousand cost what a screenful does."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from itertools import accumulate

from rich.segment import Segment
from textual import events
from textual.cache import LRUCache
from textual.content import Content
from textual.geometry import Offset, Region, Size
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.style import Style
from textual.visual import Visual

from alliance_tui.widgets.option_list import POINTER

GUTTER = 2
"""Cells before each row, for the pointer."""
ROOM = GUTTER + 1
"""Cells of the list's width that no row gets."""
KEPT = 200
"""Rows that are not laid out again for as long as they say the same."""


class LongList(ScrollView, can_focus=False, inherit_bindings=False):
    """Rows of known heights, drawn one by one; a pointer marks one of them, so that no colour is needed to see it."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    LongList { height: 1fr; overflow-x: hidden; }
    LongList > .long-list--marked {
        color: $foreground; background: $block-cursor-blurred-background;
        text-style: $block-cursor-blurred-text-style;
    }
    """
    COMPONENT_CLASSES = {"long-list--marked"}

    marked: reactive[int | None] = reactive(None)
    """The number of the marked row, from 0."""

    def __init__(self, draw: Callable[[int], Content], *, id: str) -> None:
        """`draw`: what a row says, given its number; as many lines as its height."""
        super().__init__(id=id)
        self._draw = draw
        self._starts: list[int] = [0]
        """The line at which each row starts, and the one after the last."""
        self._made: LRUCache[object, list[Strip]] = LRUCache(KEPT)
        """Rows as they are drawn, by their number, whether marked, words, width and style."""

    def show(self, heights: Sequence[int], marked: int | None) -> None:
        """Show so many rows, of these heights in lines, one of them marked."""
        self._starts = [0, *accumulate(heights)]
        self.virtual_size = Size(0, self._starts[-1])
        self.marked = marked
        self._scroll_to_marked()
        self.refresh()

    @property
    def _count(self) -> int:
        return len(self._starts) - 1

    def marked_at(self) -> Offset:
        return Offset(0, self._starts[self.marked or 0] - self.scroll_offset.y)

    def move(self, by: int) -> None:
        """Mark a row further down or up, going round at the ends."""
        if self._count:
            self.marked = ((self.marked or 0) + by) % self._count

    def watch_marked(self) -> None:
        self._scroll_to_marked()

    def _scroll_to_marked(self) -> None:
        if self.marked is not None and self.is_mounted:
            start, end = self._starts[self.marked : self.marked + 2]
            region = Region(0, start, self.scrollable_content_region.width, end - start)
            self.scroll_to_region(region, force=True, animate=False, immediate=True)

    def render_line(self, y: int) -> Strip:
        """Return a line of a row, a pointer before the first one of the marked row's."""
        width = self.scrollable_content_region.width
        line = self.scroll_offset.y + y
        if line >= self._starts[-1]:
            return Strip.blank(width, self.rich_style)
        row = bisect_right(self._starts, line) - 1
        at, marked = line - self._starts[row], row == self.marked
        style = self.get_visual_style("long-list--marked") if marked else self.visual_style
        words = self._draw(row)
        known = row, marked, words.plain, width, style
        strips = self._made.get(known)
        if strips is None:
            self._made[known] = strips = self._row(row, words, width, style)
        return strips[at] if at < len(strips) else Strip.blank(width, style.rich_style)

    def _row(self, row: int, words: Content, width: int, style: Style) -> list[Strip]:
        """Return the lines of a row with what stands before them."""
        strips = []
        for at, strip in enumerate(Visual.to_strips(self, words, max(1, width - ROOM), None, style)):
            gutter = POINTER if row == self.marked and at == 0 else " "
            before = Strip([Segment(gutter.ljust(GUTTER), style.rich_style)], GUTTER)
            whole = Strip.join([before, strip]).adjust_cell_length(width, style.rich_style)
            strips.append(whole.apply_meta({"row": row}))
        return strips

    def on_click(self, event: events.Click) -> None:
        """Mark what was pressed, if it is still there."""
        row = event.style.meta.get("row", self._count)
        if row < self._count:
            self.marked = row
