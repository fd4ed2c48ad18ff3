"""A list of options without two crashes of Textual 8.2.8."""

from __future__ import annotations

from textual import events
from textual.geometry import Offset
from textual.strip import Strip
from textual.widgets import OptionList

from alliance_tui.terminal.modes_and_keys import kept


class SafeOptionList(OptionList, inherit_bindings=False):
    """Textual's list, ignoring a key and a click at which release 8.2.8 ends the program."""

    BINDINGS = [*kept(OptionList)]
    _marked_line = 0

    def marked_at(self) -> Offset:
        """Where the words of the marked row begin."""
        indent = self.get_component_styles("option-list--option").padding.left
        return Offset() if self.highlighted is None else Offset(indent, self._marked_line - self.scroll_offset.y)

    def render_line(self, y: int) -> Strip:
        """A row; the first one of the marked option is remembered."""
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
        """Move down by a page, if the list has room."""
        if self.scrollable_content_region:
            super().action_page_down()  # type: ignore[no-untyped-call]

    def on_click(self, event: events.Click) -> None:
        """Ignore a click on an option that has gone."""
        if event.style.meta.get("option", -1) >= self.option_count:
            event.prevent_default()
