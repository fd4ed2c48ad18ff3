"""The command palette: any action by its name."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.command import CommandInput, CommandList, CommandPalette
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, LoadingIndicator, OptionList

from alliance_tui.screens.base import BaseScreen, key
from alliance_tui.terminal.key_order import drain_keys
from alliance_tui.terminal.modes_and_keys import kept_bindings
from alliance_tui.widgets.key_bar import KeyBar
from alliance_tui.widgets.option_list import PointerList


class Commands(CommandList, PointerList):
    """The palette's list; Textual takes styles and names from the first base alone."""


class Words(CommandInput, inherit_bindings=False):
    """The palette's field."""

    BINDINGS = [*kept_bindings(Input)]


class Palette(CommandPalette, BaseScreen[None], inherit_bindings=False):
    """Textual's palette with a still caret; a second choice, at which release 8.2.8 ends the program, is ignored."""

    CSS_PATH = "palette.tcss"
    FILLED_BY = frozenset({"--textual-command-palette-gather-commands"})
    WHILE_TYPING = frozenset({"close"})
    BINDINGS = [*kept_bindings(CommandPalette), key("escape", "close", "back"), *BaseScreen.BINDINGS]

    def compose(self) -> ComposeResult:
        """Compose as Textual does, with a list and a field of our own, and the keys below."""
        self.add_size_classes()
        for widget in super().compose():
            if isinstance(widget, CommandInput):
                yield Words(placeholder=widget.placeholder, select_on_focus=False)
            else:
                yield Commands() if isinstance(widget, CommandList) else widget
        yield KeyBar(self.caption)

    def on_mount(self) -> None:
        """Name the box; stop the caret's blinking: on a slow line it would cost more than all else."""
        self.query_one("#--container").border_title = "Any action"
        self.query_one(Input).cursor_blink = False
        self.query_one(LoadingIndicator).auto_refresh = None  # it is never seen

    def marked_widget(self) -> Widget:
        commands = self.query_one(CommandList)
        return self.query_one(Input) if commands.highlighted is None else commands

    @on(Input.Submitted)
    @on(OptionList.OptionSelected)
    def _choose_once(self, event: Message) -> None:
        """Ignore a second Enter or click: the first has closed the palette and runs its command."""
        if not self.is_active:
            event.stop().prevent_default()

    async def action_close(self) -> None:
        """Close the palette, once every key before this one is in."""
        await drain_keys(self)
        await self.run_action("escape")
