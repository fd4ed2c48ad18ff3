"""A list of options without two crashes of Textual 8.2.8."""

from __future__ import annotations

from typing import ClassVar, Literal

from textual import events
from textual.binding import BindingType
from textual.widgets import OptionList

from alliance_tui.widgets.inherited import kept


class SafeOptionList(OptionList, inherit_bindings=False):
    """Textual's list, ignoring a key and a click at which release 8.2.8 ends the program."""

    BINDINGS: ClassVar[list[BindingType]] = [*kept(OptionList)]

    def _move_page(self, direction: Literal[-1, 1]) -> None:
        """Move by a page, if the list has room; options that have just come get their lines first."""
        if self.scrollable_content_region:
            self._update_lines()
            super()._move_page(direction)

    def _on_click(self, event: events.Click) -> None:  # type: ignore[override]
        """Ignore a click on an option that has gone."""
        if event.style.meta.get("option", -1) >= self.option_count:
            event.prevent_default()
