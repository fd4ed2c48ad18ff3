"""Shows the trash, to bring something back."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from alliance_tui.domain.errors import AllianceError
from alliance_tui.domain.trash import Trashed
from alliance_tui.render.trash import row
from alliance_tui.screens.page import Page
from alliance_tui.screens.pick import PickDialog
from alliance_tui.widgets.key_bar import KeyBar
from alliance_tui.widgets.plain import plain
from alliance_tui.widgets.pointer_list import PointerList

WHAT = "Enter brings the marked one back."
EMPTY = "Nothing is in the trash."


class TrashDialog(PickDialog[Trashed | None]):
    """Deleted alliances and abandoned sessions, the newest first; returns the one to bring back."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "select", "bring back")]
    DEFAULT_CSS = """
    TrashDialog > VerticalScroll { width: 90; }
    """

    def __init__(self, page: Page, items: list[Trashed]) -> None:
        """Show `items` until the page's store is read again."""
        super().__init__()
        self.page, self.items = page, items

    def compose(self) -> ComposeResult:
        """A line for each."""
        with VerticalScroll(can_focus=False) as box:
            box.border_title = "Trash"
            yield Static(id="what", classes="-ask")
            yield PointerList()
        yield KeyBar()

    def on_mount(self) -> None:
        """Fill the list; follow what other programs do to the trash."""
        self._fill()
        self.set_interval(1, self.follow)

    async def follow(self) -> None:
        """Read the trash again and show it."""
        try:
            items = await self.page.perform(self.page.library.trash)
        except AllianceError:
            return  # keep the list; an item that can't be brought back says why
        if self.is_attached and items != self.items:
            self.items = items
            self._fill()

    def _fill(self) -> None:
        clock = self.program.clock
        self.query_one(PointerList).show([Option(plain(row(item, clock)), item.id) for item in self.items])
        self.query_one("#what", Static).update(WHAT if self.items else EMPTY)

    def chosen(self, event: OptionList.OptionSelected) -> Trashed | None:
        """Return the item, None if it is not in the trash any more."""
        return next((item for item in self.items if item.id == event.option_id), None)
