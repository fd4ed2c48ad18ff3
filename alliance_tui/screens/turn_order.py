"""The dialog that shows and changes the order of turns."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from alliance_tui.screens.base import key, pair
from alliance_tui.screens.session_dialog import SessionDialog
from alliance_tui.screens.session_page import SessionPage
from alliance_tui.services import sessions
from alliance_tui.widgets.plain import plain
from alliance_tui.widgets.rows import Rows


class TurnOrderDialog(SessionDialog[None]):
    """The turns in their order; J and K move the marked one."""

    heading = "Order of turns"
    MARKED = "Rows"
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
        yield Rows()
        yield Static(Content.styled("Then Closing, asked of both.", "$text-muted"))

    def show_session(self) -> None:
        """Show the turns as they are now; the marked one stays marked while it is there."""
        session, marked, rows = self.session, self._marked_index(), []
        for index, turn in enumerate(session.turns):
            here = index == marked
            who = "both ask" if turn.asker is None else f"{session.partners[turn.asker]} asks"
            words = f"{'▌' if here else ' '} {index + 1}  {who}: {session.bank[turn.question].text}"
            rows.append(plain(words, "bold" if here else ""))
        self.query_one(Rows).show(rows, marked)

    def _marked_index(self) -> int:
        """Return which turn is marked, counted from 0; the first, if the one that was is gone."""
        questions = [turn.question for turn in self.session.turns]
        if questions and self.marked not in questions:
            self.marked = questions[0]
        return questions.index(self.marked) if questions else 0

    def action_mark(self, by: int) -> None:
        if turns := self.session.turns:
            at = self._marked_index() + by
            self.marked = turns[max(0, min(len(turns) - 1, at))].question
            self.show_session()

    async def action_carry(self, by: int) -> None:
        await self.page.act(sessions.move_turn, self.marked, by)
