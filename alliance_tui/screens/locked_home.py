"""The screen below the one alliance of a locked program. Leaving the alliance ends the program."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.widgets import Static

from alliance_tui.screens.base import key
from alliance_tui.screens.page import Page, heading
from alliance_tui.widgets.plain import plain


class LockedHomeScreen(Page):
    """Shown only if the alliance could not be opened, or if an abandoned session can be brought back."""

    ABOUT = "This program was opened for one alliance. Leaving it ends the program."
    BINDINGS = [
        key("enter", "enter", "open", "Open the alliance again", id="open"),
        key("u", "undo", "undo", "Bring back the session that was abandoned"),
        key("q,escape", "app.quit", "quit", "Quit", id="quit-here"),
    ]

    def __init__(self, name: str) -> None:
        """`name`: the folder of the alliance."""
        super().__init__()
        self.alliance_name = name
        self._passed = False

    def body(self) -> ComposeResult:
        yield heading("Alliance")
        yield Static(plain(self.ABOUT, "$text-muted"), classes="-part")

    def on_screen_suspend(self) -> None:
        self._passed = True

    def on_screen_resume(self) -> None:
        """End the program when somebody has left the alliance, unless they may want something back."""
        self.refresh_bindings()
        if self._passed and not self.program.deletions:
            self.app.exit()

    async def action_enter(self) -> None:
        await self.program.open_alliance(self.alliance_name)

    async def action_undo(self) -> None:
        """Bring the abandoned session back, and go on with it."""
        if words := await self.attempt(self.program.deletions.undo):
            self.show_notice(words)
            await self.action_enter()

    def allows(self, action: str) -> bool:
        return action != "undo" or bool(self.program.deletions)
