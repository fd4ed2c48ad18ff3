"""The command palette: any action by its name."""

from __future__ import annotations

from textual.command import CommandList, CommandPalette
from textual.widgets import Input

from alliance_tui.screens.clicks import Clicks


class Palette(CommandPalette, Clicks[None]):
    """Textual's, its caret at rest. In a list that has no room yet, 8.2.8 ends the program at page up and down."""

    def on_mount(self) -> None:
        """Blink at nobody: it would cost a thin line more than all else."""
        self.query_one(Input).cursor_blink = False

    def _action_command_list(self, action: str) -> None:
        """Move in the list, if there is anything to be seen of it."""
        if self.query_one(CommandList).scrollable_content_region:
            super()._action_command_list(action)
