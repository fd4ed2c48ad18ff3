"""A dialog with a list to choose from."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from alliance_tui.screens.base import key
from alliance_tui.screens.dialogs import Dialog, T
from alliance_tui.widgets.option_list import PointerList
from alliance_tui.widgets.plain import plain


class ListDialog(Dialog[T | None]):
    """Returns what the chosen row stands for, None at escape."""

    BINDINGS = [
        key("enter", "select", "choose", "Choose in a list", first=False),
        key("j", "move(1)", "move", "A row down in a list", first=False, id="option-below"),
        key("k", "move(-1)", "move", "A row up in a list", first=False, id="option-above"),
        key("escape,q", "close", "back", "Close a list", id="close-list"),
    ]

    def __init__(
        self, title: str, words: str, rows: Sequence[tuple[T, Option]], enter: str = "choose", width: int = 64
    ) -> None:
        """`rows`: what each option stands for; `enter`: what the key does, in words; `width` in cells."""
        super().__init__()
        self.heading, self.words, self.rows, self.enter, self.width = title, words, rows, enter, width
        self.list = PointerList(*(option for _, option in rows))

    def body(self) -> ComposeResult:
        if self.words:
            yield Static(plain(self.words), classes="-ask")
        yield self.list

    def caption(self, binding: Binding) -> str:
        return self.enter if binding.action == "select" else binding.description

    def on_mount(self) -> None:
        self.query_one(VerticalScroll).styles.width = self.width
        self.set_focus(self.list)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Return the choice; nothing if it has just gone from the list."""
        event.stop()
        self.dismiss(next((each for each, option in self.rows if option is event.option), None))

    def action_move(self, by: int) -> None:
        self.list.move(by)

    def action_select(self) -> None:
        self.list.action_select()
