"""Putting an agreement into words, and looking through those there are."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from alliance_tui.domain.alliance import Agreement, Holder, Side
from alliance_tui.domain.session import Session
from alliance_tui.screens.dialogs import Dialog
from alliance_tui.screens.settle import settle
from alliance_tui.services import sessions
from alliance_tui.services.sessions import Over
from alliance_tui.widgets.agreements import agreement_line
from alliance_tui.widgets.key_bar import KeyBar
from alliance_tui.widgets.line import Line
from alliance_tui.widgets.plain import plain

if TYPE_CHECKING:
    from alliance_tui.screens.session_page import SessionPage

WHAT = "One line both of you stand behind: who does what, what one would see, how you recover."
HOLDERS = (Holder.BOTH, Holder.LEFT, Holder.RIGHT)


class AgreementDialog(Dialog[None]):
    """One line; what is typed is kept as it is typed, like an answer."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "close", "done", priority=True),
        Binding("tab", "holder", "whose doing", priority=True),
        Binding("escape", "cancel", "cancel", priority=True),
    ]

    def __init__(self, page: SessionPage, question: str, agreement: Agreement | None = None) -> None:
        """For a question, to add one, or with an agreement, to reword it."""
        super().__init__()
        self.page, self.question, self.agreement = page, question, agreement
        self.id_ = agreement.id if agreement else page.library.new_id()
        self.holder = agreement.holder if agreement else Holder.BOTH
        self.before = page.session.agreements
        self.spell = page.library.new_id()
        self.seen = agreement.text if agreement else None

    def compose(self) -> ComposeResult:
        """The question it comes from, the line, and whose doing it is."""
        with VerticalScroll(can_focus=False) as box:
            box.border_title = "We agree"
            yield Static(plain(self.page.session.bank[self.question].text, "dim"), classes="-ask")
            yield Static(plain(WHAT))
            yield Line(self.agreement.text if self.agreement else "", id="line")
            yield Static(id="holder")
        yield KeyBar()

    def on_mount(self) -> None:
        """Write at once."""
        self.set_focus(self.query_one(Input))
        self._show_holder()

    def _show_holder(self) -> None:
        partners = self.page.session.partners
        names = {who: "both" if who is Holder.BOTH else partners[Side(who)] for who in HOLDERS}
        parts = [plain(f" {names[who]} ", "reverse" if who is self.holder else "") for who in HOLDERS]
        self.query_one("#holder", Static).update(Content.assemble("whose doing (tab): ", *parts))

    def on_input_changed(self, event: Input.Changed) -> None:
        """Have the line saved as it stands."""
        self._put(event.value)

    def _put(self, text: str) -> None:
        if text.strip():
            self.page.drafts.put(("agreement", self.id_), partial(self._save, text, self.holder))

    def _save(self, text: str, holder: Holder) -> Session:
        """Runs on the writer's thread; what was saved last is what the next save was written over."""
        page = self.page
        over = Over(self.seen or text, self.spell)
        session = sessions.agree(page.library, page.alliance_name, self.question, text, holder, self.id_, over)
        self.seen = next((kept.text for kept in session.agreements if kept.id == self.id_), self.seen)
        return session

    def action_holder(self) -> None:
        """Whose doing: both, one, the other."""
        self.holder = HOLDERS[(HOLDERS.index(self.holder) + 1) % len(HOLDERS)]
        self._show_holder()
        self._put(self.query_one(Input).value)

    async def action_close(self) -> None:
        """Keep it as it stands; an emptied line takes the agreement out."""
        await settle(self)
        await self.page.drafts.flush()
        if not self.query_one(Input).value.strip():
            await self.page.act(sessions.withdraw, self.id_)
        await self.page.act(sessions.refresh)
        self.dismiss(None)

    async def action_cancel(self) -> None:
        """Put the agreements back to what they were."""
        await settle(self)
        await self.page.drafts.flush()
        await self.page.act(sessions.restore_agreements, self.before)
        self.dismiss(None)


class AgreementsDialog(Dialog[None]):
    """All agreements of the session; enter rewords one, delete takes it out."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "reword", "reword"),
        Binding("d,delete", "withdraw", "take out"),
        Binding("j", "cursor(1)", "move"),
        Binding("k", "cursor(-1)", "move"),
        Binding("v", "judge('left')", "left verdict"),
        Binding("V", "judge('right')", "right verdict"),
        Binding("escape,q", "close", "back"),
    ]
    DEFAULT_CSS = """
    AgreementsDialog OptionList { height: auto; max-height: 16; border: none; }
    """

    def __init__(self, page: SessionPage) -> None:
        """The agreements of a page's session."""
        super().__init__()
        self.page = page

    def compose(self) -> ComposeResult:
        """A list, or what an agreement is."""
        with VerticalScroll(can_focus=False) as box:
            box.border_title = "Agreements"
            yield Static(id="none")
            yield OptionList()
        yield KeyBar()

    def on_mount(self) -> None:
        """Fill the list."""
        self.query_one(OptionList).focus()
        self._fill()

    def _fill(self) -> None:
        options = self.query_one(OptionList)
        at = options.highlighted or 0
        session = self.page.session
        options.set_options(
            [Option(agreement_line(agreement, session.partners), agreement.id) for agreement in session.agreements]
        )
        options.display = bool(session.agreements)
        empty = "No agreements yet. At any question, a puts one into words."
        self.query_one("#none", Static).update("" if session.agreements else empty)
        if session.agreements:
            options.highlighted = min(at, len(session.agreements) - 1)

    def _current(self) -> Agreement | None:
        at = self.query_one(OptionList).highlighted
        return None if at is None else self.page.session.agreements[at]

    def action_cursor(self, by: int) -> None:
        """Down or up."""
        options = self.query_one(OptionList)
        if by > 0:
            options.action_cursor_down()
        else:
            options.action_cursor_up()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Enter in the list."""
        event.stop()
        self.action_reword()

    def action_reword(self) -> None:
        """Open one to reword it."""
        if agreement := self._current():
            self.app.push_screen(AgreementDialog(self.page, agreement.question, agreement), lambda _done: self._fill())

    async def action_withdraw(self) -> None:
        """Take one out; u on the page brings it back."""
        if agreement := self._current():
            await self.page.act(sessions.withdraw, agreement.id)
            self._fill()

    async def action_judge(self, side: str) -> None:
        """Go through a partner's verdicts on one."""
        agreement = self._current()
        if agreement is None:
            return
        if agreement.since >= self.page.session.number:
            self.page.say("This agreement is from today. Verdicts are for those from last time.")
            return
        await self.page.act(sessions.judge, agreement.id, Side(side), agreement.next_verdict(Side(side)))
        self._fill()

    def action_close(self) -> None:
        """Back."""
        self.dismiss(None)
