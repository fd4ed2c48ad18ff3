"""The order of turns, to look at and to change."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from alliance_tui.domain.alliance import Turn
from alliance_tui.screens.dialogs import Dialog
from alliance_tui.services import sessions
from alliance_tui.widgets.key_bar import KeyBar
from alliance_tui.widgets.plain import plain

if TYPE_CHECKING:
    from alliance_tui.screens.session_page import SessionPage


class OrderDialog(Dialog[None]):
    """Turns from first to last; J and K carry the marked one along."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j,down", "mark(1)", "mark", priority=True),
        Binding("k,up", "mark(-1)", "mark", priority=True),
        Binding("J,greater_than_sign", "carry(1)", "later", priority=True),
        Binding("K,less_than_sign", "carry(-1)", "earlier", priority=True),
        Binding("escape,q,enter,o", "close", "back", priority=True),
    ]

    def __init__(self, page: SessionPage) -> None:
        """The turns of a page's session."""
        super().__init__()
        self.page = page
        self.at = 0

    def compose(self) -> ComposeResult:
        """One line a turn."""
        with VerticalScroll(can_focus=False) as box:
            box.border_title = "Order of turns"
            yield Static(id="turns")
            yield Static(Content.styled("Then Closing, asked of both.", "dim"))
        yield KeyBar()

    def on_mount(self) -> None:
        """Show the turns."""
        self._show()

    def _show(self) -> None:
        rows = [self._row(index, turn) for index, turn in enumerate(self.page.session.turns)]
        self.query_one("#turns", Static).update(Content("\n").join(rows))

    def _row(self, index: int, turn: Turn) -> Content:
        session = self.page.session
        who = "both ask" if turn.asker is None else f"{session.partners[turn.asker]} asks"
        words = f"{'▸' if index == self.at else ' '} {index + 1}  {who}: {session.bank[turn.question].text}"
        return plain(words, "bold" if index == self.at else "")

    def action_mark(self, by: int) -> None:
        """Mark another turn."""
        self.at = max(0, min(len(self.page.session.turns) - 1, self.at + by))
        self._show()

    async def action_carry(self, by: int) -> None:
        """Move the marked turn."""
        question = self.page.session.turns[self.at].question
        await self.page.act(sessions.move_turn, question, by)
        self.at = [turn.question for turn in self.page.session.turns].index(question)
        self._show()

    def action_close(self) -> None:
        """Back."""
        self.dismiss(None)
