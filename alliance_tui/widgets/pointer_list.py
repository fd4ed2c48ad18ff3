"""A list whose marked row bears a pointer, so that no colour is needed to see it."""

from __future__ import annotations

from collections.abc import Sequence

from rich.segment import Segment
from textual.geometry import Offset
from textual.strip import Strip
from textual.widgets.option_list import Option

from alliance_tui.widgets.option_list import SafeOptionList

POINTER = "▸"


class PointerList(SafeOptionList):
    """A list with a pointer before the marked row."""

    DEFAULT_CSS = """
    PointerList { min-width: 10; border: none; background: transparent; padding: 0; }
    PointerList:focus { border: none; }
    PointerList > .option-list--option { padding: 0 1 0 2; }
    """

    @property
    def marked(self) -> str | None:
        """The id of the marked option, if there is one."""
        return self.highlighted_option.id if self.highlighted_option else None

    def show(self, options: Sequence[Option]) -> None:
        """Show other options. The marked one stays marked; if it is gone, the one in its place is."""
        marked, row = self.marked, self.highlighted or 0
        self.set_options(options)
        self.display = bool(options)
        if options:
            ids = [option.id for option in options]
            self.highlighted = ids.index(marked) if marked in ids else min(row, len(ids) - 1)

    def move(self, by: int) -> None:
        """Mark the next option, or the one before."""
        (self.action_cursor_down if by > 0 else self.action_cursor_up)()

    def marked_at(self) -> Offset:
        """Where the pointer is."""
        return Offset(0, super().marked_at().y)

    def render_line(self, y: int) -> Strip:
        """The row as it is, its first cell a pointer if it is the marked one's."""
        strip = super().render_line(y)
        if not self._is_marked(strip) or self._marked_line != self.scroll_offset.y + y:
            return strip
        style = next(iter(strip)).style
        return Strip.join([Strip([Segment(POINTER, style)], 1), strip.crop(1)])
