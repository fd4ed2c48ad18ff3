"""Below the one alliance of a locked program: leaving that alliance ends the program."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.binding import BindingType
from textual.widget import Widget
from textual.widgets import Static

from alliance_tui.screens.base import key
from alliance_tui.screens.page import Page, heading
from alliance_tui.widgets.plain import plain


class LockedHomeScreen(Page):
    """Seen only when the alliance could not be opened, or an abandoned session can still be brought back."""

    ABOUT = "This program was opened for one alliance. Leaving it ends the program."
    BINDINGS: ClassVar[list[BindingType]] = [
        key("enter", "enter", "open", "Open the alliance again"),
        key("u", "undo", "undo", "Bring back the session that was abandoned"),
        key("q,escape", "app.quit", "quit", "Quit"),
    ]

    def __init__(self, name: str) -> None:
        """`name`: the folder of the alliance."""
        super().__init__()
        self.alliance_name = name
        self._passed = False

    def body(self) -> Iterable[Widget]:
        yield heading("Alliance")
        yield Static(plain(self.ABOUT, "dim"))

    def on_screen_suspend(self) -> None:
        """Somebody has gone in."""
        self._passed = True

    def on_screen_resume(self) -> None:
        """Somebody has left: end, unless they may want something back."""
        self.refresh_bindings()
        if self._passed and not self.program.deletions:
            self.app.exit()

    async def action_enter(self) -> None:
        await self.program.open_alliance(self.alliance_name)

    async def action_undo(self) -> None:
        """Bring the abandoned session back, and go on with it."""
        if words := await self.attempt(self.program.deletions.undo):
            self.say(words)
            await self.action_enter()

    def allows(self, action: str) -> bool:
        """Undo only what there is to undo."""
        return action != "undo" or bool(self.program.deletions)
