"""A list of options without two crashes of Textual 8.2.8."""

from __future__ import annotations

from typing import ClassVar, Literal

from textual import events
from textual.binding import BindingType
from textual.geometry import Offset
from textual.widgets import OptionList

from alliance_tui.widgets.inherited import kept


class SafeOptionList(OptionList, inherit_bindings=False):
    """Textual's list, ignoring a key and a click at which release 8.2.8 ends the program."""

    BINDINGS: ClassVar[list[BindingType]] = [*kept(OptionList)]

    def marked_at(self) -> Offset:
        """Where the words of the marked row begin."""
        indent = self.get_component_styles("option-list--option").padding.left
        line = self._index_to_line.get(-1 if self.highlighted is None else self.highlighted)
        return Offset() if line is None else Offset(indent, line - self.scroll_offset.y)

    def _move_page(self, direction: Literal[-1, 1]) -> None:
        """Move by a page, if the list has room; options that have just come get their lines first."""
        if self.scrollable_content_region:
            self._update_lines()
            super()._move_page(direction)

    def _on_click(self, event: events.Click) -> None:  # type: ignore[override]
        """Ignore a click on an option that has gone."""
        if event.style.meta.get("option", -1) >= self.option_count:
            event.prevent_default()
