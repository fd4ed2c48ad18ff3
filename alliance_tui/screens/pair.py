"""Which two to compare."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from alliance_tui.screens.dialogs import Dialog
from alliance_tui.widgets.key_bar import KeyBar
from alliance_tui.widgets.pointer_list import PointerList


class PairDialog(Dialog[tuple[int, int] | None]):
    """Two versions, the open session among them; those that follow each other come first, the newest on top."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "select", "compare"),
        Binding("j", "cursor_down", "move"),
        Binding("k", "cursor_up", "move"),
        Binding("escape,q", "close", "back"),
    ]

    def __init__(self, versions: int, is_open: bool) -> None:
        """How many versions there are, and whether a session is open beside them."""
        super().__init__()
        self.versions = versions
        numbers = range(1, versions + 1 + is_open)
        pairs = [(old, new) for new in numbers for old in numbers if old < new]
        self.pairs = sorted(pairs, key=lambda pair: (pair[1] - pair[0], -pair[1]))

    def compose(self) -> ComposeResult:
        """One line a pair."""
        with VerticalScroll(can_focus=False) as box:
            box.border_title = "Compare"
            yield PointerList(*(Option(f"v{old} → {self._named(new)}") for old, new in self.pairs))
        yield KeyBar()

    def _named(self, number: int) -> str:
        return f"v{number}" if number <= self.versions else "open session"

    def on_mount(self) -> None:
        """Choose at once."""
        self.set_focus(self.query_one(OptionList))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Compare these."""
        event.stop()
        self.dismiss(self.pairs[event.option_index])

    def action_cursor_down(self) -> None:
        """Down."""
        self.query_one(OptionList).action_cursor_down()

    def action_cursor_up(self) -> None:
        """Up."""
        self.query_one(OptionList).action_cursor_up()

    def action_select(self) -> None:
        """Enter outside the list."""
        self.query_one(OptionList).action_select()

    def action_close(self) -> None:
        """Back."""
        self.dismiss(None)
