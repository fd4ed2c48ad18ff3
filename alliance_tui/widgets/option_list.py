"""A list of options without two crashes of Textual 8.2.8."""

from __future__ import annotations

from typing import Literal

from textual import events
from textual.widgets import OptionList


class SafeOptionList(OptionList):
    """Textual's list, ignoring a key and a click at which release 8.2.8 ends the program."""

    def _move_page(self, direction: Literal[-1, 1]) -> None:
        """Move by a page, if the list has room; options that have just come get their lines first."""
        if self.scrollable_content_region:
            self._update_lines()
            super()._move_page(direction)

    def _on_click(self, event: events.Click) -> None:  # type: ignore[override]
        """Ignore a click on an option that has gone."""
        if event.style.meta.get("option", -1) >= self.option_count:
            event.prevent_default()
