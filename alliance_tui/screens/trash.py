"""Shows the trash, to bring something back."""

from __future__ import annotations

from contextlib import suppress

from textual.content import Content
from textual.widgets.option_list import Option

from alliance_tui.domain.countdown import Clock
from alliance_tui.domain.errors import AllianceError
from alliance_tui.domain.terms import Partners
from alliance_tui.domain.trash import Trashed
from alliance_tui.render.trash import row
from alliance_tui.screens.list_dialog import ListDialog
from alliance_tui.terminal.keymap import key_for
from alliance_tui.text.characters import one_line
from alliance_tui.widgets.people import pair_of
from alliance_tui.widgets.plain import plain

EMPTY = "Nothing is in the trash."


class TrashDialog(ListDialog[Trashed]):
    """Deleted alliances and abandoned sessions, the newest first; returns the one to bring back."""

    def __init__(self, items: list[Trashed]) -> None:
        super().__init__("Trash", _what(), (), "bring back", width=90)
        self.items = items

    def on_mount(self) -> None:
        self._fill()
        self.set_interval(1, self.follow)

    async def follow(self) -> None:
        """Read the trash again and show it."""
        with suppress(AllianceError):  # keep the list; an item that can't be brought back says why
            items = await self.perform(self.library.trash)
            if self.is_attached and items != self.items:
                self.items = items
                self._fill()

    def _fill(self) -> None:
        clock = self.clock
        self.rows = [(item, Option(_words(item, clock), item.id)) for item in self.items]
        self.list.show([option for _, option in self.rows])
        self.show_text(".-ask", _what() if self.items else EMPTY)


def _what() -> str:
    key = key_for("select")
    return f"{key if len(key) == 1 else key.capitalize()} brings the marked one back."


def _words(item: Trashed, clock: Clock) -> Content:
    if item.partners is None:
        return plain(row(item, clock))
    return pair_of(Partners(*map(one_line, item.partners))) + plain(f" · {row(item._replace(partners=None), clock)}")
