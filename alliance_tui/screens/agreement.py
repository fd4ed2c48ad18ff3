"""Putting an agreement into words."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Input, Static

from alliance_tui.domain.alliance import Agreement, Holder, Side
from alliance_tui.domain.session import Session
from alliance_tui.screens.dialogs import Dialog
from alliance_tui.screens.settle import settle
from alliance_tui.services import sessions
from alliance_tui.services.sessions import Over
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
        Binding("down,up", "other_field", "why", priority=True),
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
        self.amending = agreement is not None and agreement.since < page.session.number

    def compose(self) -> ComposeResult:
        """The question it comes from, the line, and whose doing it is."""
        with VerticalScroll(can_focus=False) as box:
            box.border_title = "We agree"
            yield Static(plain(self.page.session.bank[self.question].text, "dim"), classes="-ask")
            yield Static(plain(WHAT))
            yield Line(self.agreement.text if self.agreement else "", id="line")
            yield Static(id="holder")
            if self.amending:
                yield Static("Why it changes (may stay empty):")
                yield Line(self.agreement.reason if self.agreement else "", id="reason")
        yield KeyBar()

    def on_mount(self) -> None:
        """Write at once."""
        self.set_focus(self.query_one("#line", Input))
        self._show_holder()

    def _show_holder(self) -> None:
        partners = self.page.session.partners
        names = {who: "both" if who is Holder.BOTH else partners[Side(who)] for who in HOLDERS}
        parts = [plain(f" {names[who]} ", "reverse" if who is self.holder else "") for who in HOLDERS]
        self.query_one("#holder", Static).update(Content.assemble("whose doing (tab): ", *parts))

    def on_input_changed(self, event: Input.Changed) -> None:
        """Have the line saved as it stands, or the reason."""
        if event.input.id == "line":
            self._put(event.value)
            return
        page = self.page
        save = partial(sessions.give_reason, page.library, page.alliance_name, self.id_, event.value)
        page.drafts.put(("reason", self.id_), save)

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
        self._put(self.query_one("#line", Input).value)

    def action_other_field(self) -> None:
        """From the line to the reason for it, and back."""
        self.focus_next(Input)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 (Textual's)
        """A reason is for what was agreed last time."""
        return action != "other_field" or self.amending

    async def action_close(self) -> None:
        """Keep it as it stands; an emptied line takes the agreement out."""
        await settle(self)
        await self.page.drafts.flush()
        if not self.query_one("#line", Input).value.strip():
            await self.page.act(sessions.withdraw, self.id_)
        await self.page.act(sessions.refresh)
        self.dismiss(None)

    async def action_cancel(self) -> None:
        """Put the agreements back to what they were."""
        await settle(self)
        await self.page.drafts.flush()
        await self.page.act(sessions.restore_agreements, self.before)
        self.dismiss(None)
