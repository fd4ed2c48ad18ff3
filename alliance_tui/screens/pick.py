"""A dialog with a list to choose from."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widgets import OptionList

from alliance_tui.screens.dialogs import Dialog, T
from alliance_tui.widgets.pointer_list import PointerList


class PickDialog(Dialog[T]):
    """Returns what is chosen from its `PointerList`, None at escape; subclasses compose the list and give `chosen`."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "select", "choose"),
        Binding("j", "cursor_down", "move"),
        Binding("k", "cursor_up", "move"),
        Binding("escape,q", "close", "back"),
    ]

    def chosen(self, event: OptionList.OptionSelected) -> T:
        """Return what the selected option stands for."""
        raise NotImplementedError

    def on_mount(self) -> None:
        """Focus the list."""
        self.set_focus(self.query_one(PointerList))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Return the choice."""
        event.stop()
        self.dismiss(self.chosen(event))

    def action_cursor_down(self) -> None:
        """Mark the next option."""
        self.query_one(PointerList).action_cursor_down()

    def action_cursor_up(self) -> None:
        """Mark the option before."""
        self.query_one(PointerList).action_cursor_up()

    def action_select(self) -> None:
        """Choose the marked option."""
        self.query_one(PointerList).action_select()

    def action_close(self) -> None:
        """Choose nothing."""
        self.dismiss(None)
