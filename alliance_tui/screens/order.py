"""The order of turns, to look at and to change."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from alliance_tui.domain.alliance import Turn
from alliance_tui.screens.base import key, pair
from alliance_tui.screens.session_dialog import SessionDialog
from alliance_tui.screens.session_page import SessionPage
from alliance_tui.services import sessions
from alliance_tui.widgets.plain import plain
from alliance_tui.widgets.rows import Rows


class OrderDialog(SessionDialog[None]):
    """Turns from first to last; J and K carry the marked one along."""

    heading = "Order of turns"
    BINDINGS = [
        *pair("j,down", "k,up", "mark", "mark", ""),
        key("J,greater_than_sign", "carry(1)", "later"),
        key("K,less_than_sign", "carry(-1)", "earlier"),
        key("escape,q,enter,o", "close", "back"),
    ]

    def __init__(self, page: SessionPage) -> None:
        super().__init__(page)
        self.marked = page.session.turns[0].question

    def body(self) -> ComposeResult:
        yield Rows(id="turns")
        yield Static(Content.styled("Then Closing, asked of both.", "dim"))

    def marked_widget(self) -> Widget:
        return self.query_one("#turns")

    def on_mount(self) -> None:
        self.show_session()

    def show_session(self) -> None:
        """Show the turns as they are now; the marked one stays marked while it is there."""
        turns = self.page.session.turns
        if turns and self.marked not in self._questions:
            self.marked = turns[0].question
        marked = self._questions.index(self.marked) if turns else 0
        self.query_one(Rows).show([self._row(index, turn) for index, turn in enumerate(turns)], marked)

    @property
    def _questions(self) -> list[str]:
        return [turn.question for turn in self.page.session.turns]

    def _row(self, index: int, turn: Turn) -> Content:
        session, marked = self.page.session, turn.question == self.marked
        who = "both ask" if turn.asker is None else f"{session.partners[turn.asker]} asks"
        words = f"{'▸' if marked else ' '} {index + 1}  {who}: {session.bank[turn.question].text}"
        return plain(words, "bold" if marked else "")

    def action_mark(self, by: int) -> None:
        questions = self._questions
        if questions:
            at = questions.index(self.marked) + by
            self.marked = questions[max(0, min(len(questions) - 1, at))]
            self.show_session()

    async def action_carry(self, by: int) -> None:
        await self.page.act(sessions.move_turn, self.marked, by)
