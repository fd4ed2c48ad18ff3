"""The dialog that shows and changes the order of turns."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from alliance_tui.domain.alliance import Holder, Partners, Turn
from alliance_tui.screens.base import key, pair
from alliance_tui.screens.session_dialog import SessionDialog
from alliance_tui.services import sessions
from alliance_tui.widgets.option_list import PointerList
from alliance_tui.widgets.people import mark, person
from alliance_tui.widgets.plain import lines, plain


def who_asks(turn: Turn, partners: Partners) -> Content:
    """Return whose turn it is: "◆ Ada asks"."""
    return mark(Holder.BOTH) + " both ask" if turn.asker is None else person(turn.asker, partners) + " asks"


class TurnOrderDialog(SessionDialog[None]):
    """The turns in their order; J and K move the marked one."""

    heading = "Order of turns"
    MARKED = "PointerList"
    BINDINGS = [
        *pair("j,down", "k,up", "mark", "mark", ""),
        key("J,greater_than_sign", "carry(1)", "later", "Move the marked turn down", id="carry-later"),
        key("K,less_than_sign", "carry(-1)", "earlier", "Move the marked turn up", id="carry-earlier"),
        key("escape,q,enter,o", "close", "back", "Close the order of turns", id="close-order"),
    ]
    DEFAULT_CSS = """
    TurnOrderDialog > VerticalScroll { width: 78; }
    TurnOrderDialog PointerList { height: auto; max-height: 100%; }
    TurnOrderDialog.-short > VerticalScroll { height: 100%; overflow-y: hidden; }
    TurnOrderDialog.-short PointerList { height: 1fr; }
    """

    def body(self) -> ComposeResult:
        yield PointerList()
        yield Static(plain("Then Closing, asked of both.", "$text-muted"))

    def on_mount(self) -> None:
        self.set_focus(self._list)

    @property
    def _list(self) -> PointerList:
        return self.query_one(PointerList)

    def show_session(self) -> None:
        """Show the turns as they are now; the marked one stays marked while it is there."""
        session, rows = self.session, []
        for number, turn in enumerate(session.turns, 1):
            who = plain(f"{number}  ", "$text-muted") + who_asks(turn, session.partners)
            rows.append(Option(lines(who, plain(session.bank[turn.question].text)), turn.question))
        self._list.show(rows)

    def action_mark(self, by: int) -> None:
        self._list.move(by)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.dismiss()

    async def action_carry(self, by: int) -> None:
        if marked := self._list.marked:
            await self.page.act(sessions.move_turn, marked, by)
