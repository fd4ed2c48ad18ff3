"""The command palette: any action by its name."""

from __future__ import annotations

from textual import on
from textual.await_complete import AwaitComplete
from textual.command import CommandList, CommandPalette
from textual.message import Message
from textual.widgets import Input, OptionList

from alliance_tui.screens.clicks import Clicks


class Palette(CommandPalette, Clicks[None]):
    """Textual's, its caret at rest.

    Textual 8.2.8 ends the program at page up and down in a list without room or lines, and at a second choice.
    """

    def on_mount(self) -> None:
        """Blink at nobody: it would cost a thin line more than all else."""
        self.query_one(Input).cursor_blink = False

    @on(Input.Submitted)
    @on(OptionList.OptionSelected)
    def _choose_once(self, event: Message) -> None:
        """Ignore a second Enter or click: the first has closed the palette and runs its command."""
        if not self.is_active:
            event.stop()
            event.prevent_default()

    def dismiss(self, result: None = None) -> AwaitComplete:
        """Close the palette, once."""
        return super().dismiss(result) if self.is_active else AwaitComplete.nothing()

    def _action_command_list(self, action: str) -> None:
        """Move in the list, if there is anything to be seen of it."""
        commands = self.query_one(CommandList)
        if commands.scrollable_content_region:
            commands._update_lines()  # options that have just come have none yet
            super()._action_command_list(action)
