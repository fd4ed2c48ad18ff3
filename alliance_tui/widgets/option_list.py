"""Lists of options without two crashes of Textual 8.2.8, and with a pointer at the marked row."""

from __future__ import annotations

from collections.abc import Sequence

from rich.segment import Segment
from textual import events
from textual.geometry import Offset, Size
from textual.strip import Strip
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from alliance_tui.terminal.modes_and_keys import kept_bindings
from alliance_tui.widgets.scroll_bar import width_beside

POINTER = "▌"


class SafeOptionList(OptionList, inherit_bindings=False):
    """Textual's list, ignoring a key and a click at which release 8.2.8 ends the program."""

    BINDINGS = [*kept_bindings(OptionList)]
    _marked_line = 0

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return super().get_content_height(container, viewport, width_beside(self, width))

    def marked_at(self) -> Offset:
        """Return where the words of the marked row begin."""
        indent = self.get_component_styles("option-list--option").padding.left
        return Offset() if self.highlighted is None else Offset(indent, self._marked_line - self.scroll_offset.y)

    def render_line(self, y: int) -> Strip:
        """Draw a row; remember the first one of the marked option."""
        strip = super().render_line(y)
        if self._is_marked(strip) and not (y + self.scroll_offset.y and self._is_marked(super().render_line(y - 1))):
            self._marked_line = y + self.scroll_offset.y
        return strip

    def _is_marked(self, row: Strip) -> bool:
        return any(part.style and part.style.meta.get("option") == self.highlighted for part in row)

    def action_page_up(self) -> None:
        """Move up by a page, if the list has room."""
        if self.scrollable_content_region:
            super().action_page_up()  # type: ignore[no-untyped-call]

    def action_page_down(self) -> None:
        if self.scrollable_content_region:
            super().action_page_down()  # type: ignore[no-untyped-call]

    def on_click(self, event: events.Click) -> None:
        """Ignore a click on an option that has gone."""
        if event.style.meta.get("option", -1) >= self.option_count:
            event.prevent_default()


class PointerList(SafeOptionList):
    """A list with a pointer before the marked row."""

    DEFAULT_CSS = """
    PointerList { min-width: 10; border: none; background: transparent; padding: 0; }
    PointerList:focus { border: none; }
    PointerList > .option-list--option { padding: 0 1 0 2; }
    PointerList > .option-list--option-highlighted { background: transparent; text-style: bold; }
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
        (self.action_cursor_down if by > 0 else self.action_cursor_up)()

    def marked_at(self) -> Offset:
        return Offset(0, super().marked_at().y)

    def render_line(self, y: int) -> Strip:
        """Draw a bar in the first cell of each row of the marked option."""
        strip = super().render_line(y)
        if not self._is_marked(strip):
            return strip
        style = next(iter(strip)).style
        bar = self.app.stylesheet.parse_style("$accent").rich_style
        return Strip.join([Strip([Segment(POINTER, style + bar if style else bar)], 1), strip.crop(1)])
