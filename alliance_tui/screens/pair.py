"""Asks which two versions to compare."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from alliance_tui.screens.pick import PickDialog
from alliance_tui.widgets.key_bar import KeyBar
from alliance_tui.widgets.pointer_list import PointerList


class PairDialog(PickDialog[tuple[int, int] | None]):
    """Two versions, the open session among them; those that follow each other come first, the newest on top."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "select", "compare")]

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

    def chosen(self, event: OptionList.OptionSelected) -> tuple[int, int] | None:
        """Return the numbers of the two."""
        return self.pairs[event.option_index]
