"""The dialog in which an agreement is written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Input, Static

from alliance_tui.domain.alliance import Agreement, Holder
from alliance_tui.domain.steps import Doer, Step
from alliance_tui.screens.base import key
from alliance_tui.screens.drafts import Draft
from alliance_tui.screens.session_dialog import SessionDialog
from alliance_tui.screens.session_page import Saved, SessionPage
from alliance_tui.services import sessions
from alliance_tui.services.sessions import SeenText
from alliance_tui.terminal.key_order import drain_keys
from alliance_tui.text.characters import one_line
from alliance_tui.widgets.line_input import LineInput
from alliance_tui.widgets.plain import plain

WHAT = "One line both of you stand behind: who does what, what one would see, how you recover."
HOLDERS = (Holder.BOTH, Holder.LEFT, Holder.RIGHT)


class AgreementDialog(SessionDialog[None]):
    """A field for the agreement; typed text is saved as it is typed, like an answer."""

    heading = "We agree"
    BINDINGS = [
        key("enter", "save", "done"),
        key("tab", "holder", "whose doing"),
        key("down,up", "other_field", "why"),
        key("escape", "cancel", "cancel"),
    ]

    def __init__(self, page: SessionPage, agreement: Agreement) -> None:
        """`agreement`: the one to reword; without words, a new one to add."""
        super().__init__(page)
        self.known = agreement
        """The agreement as it was when this was opened, or as it was last saved here."""
        self.line = LineInput(agreement.text, id="line")
        self.holder = agreement.holder
        self.edit = page.new_edit()
        self.step = Step()
        """What was changed here so far."""
        self.amending = agreement.since < page.session.number

    def body(self) -> ComposeResult:
        yield Static(plain(self.session.bank[self.known.question].text, "dim"), classes="-ask")
        yield Static(plain(WHAT))
        yield self.line
        yield Static(id="elsewhere", classes="-why")
        yield Static(id="holder")
        if self.amending:
            yield Static("Why it changes (may stay empty):")
            yield LineInput(self.known.reason, id="reason")

    def on_mount(self) -> None:
        self.set_focus(self.line)
        self._show_holder()
        self.query_one("#elsewhere").display = False

    def _show_holder(self) -> None:
        partners = self.session.partners
        names = zip(HOLDERS, ("both", partners.left, partners.right), strict=True)
        parts = [plain(f" {name} ", "reverse" if who is self.holder else "") for who, name in names]
        self.show_text("#holder", Content.assemble("whose doing (tab): ", *parts))

    def on_input_changed(self, event: Input.Changed) -> None:
        """Have the line saved as it stands, or the reason."""
        text = event.value
        if event.input is self.line and text != self.known.text:
            self._save_line(text)
        elif event.input.id == "reason" and text != self.known.reason:
            self._save_soon("reason", partial(self._give_reason, text), text)

    def _save_line(self, text: str) -> None:
        if text.strip():
            self._save_soon("", partial(self._agree, text, self.holder), text)

    def _save_soon(self, part: str, save: Callable[[], object], text: str) -> None:
        """Have the line saved, or the reason; `part` tells them apart."""
        key = f"{self.edit}{part}"
        apart = partial(self.page.keep_apart, key, self.known.question, None, text)
        self.page.drafts.save_soon(key, Draft(save, self._saved, apart))

    # These run on the writer's thread.

    def _agree(self, text: str, holder: Holder) -> Saved:
        """Save the line over what this dialog knows; the other screen's wording, if there is one, stays beside it."""
        doer = self._doer()
        known, edit = self.known, self.edit
        over = SeenText(known.text, edit, known.holder if known.text else None)
        session = self.page.apply(doer, sessions.agree, known.question, text, holder, known.id, over)
        there = {kept.id: kept for kept in session.agreements}
        own = there.get(sessions.own_wording(known.id, edit)) or there[known.id]
        if own.id != known.id:  # what was done to the other one is not this dialog's to take back
            self.step = Step()
        if self.holder is holder:
            self.holder = own.holder
        if own.edit == edit or own.text == known.text:
            self.known = replace(own, reason=known.reason)
        return session, doer.step

    def _give_reason(self, reason: str) -> Saved:
        doer = self._doer()
        session = self.page.apply(doer, sessions.give_reason, self.known.id, reason)
        self.known = replace(self.known, reason=one_line(reason))
        return session, doer.step

    def _doer(self) -> Doer:
        """Return a doer who saw this agreement as the dialog knows it, and the rest as the page shows it."""
        agreements = (self.known if kept.id == self.known.id else kept for kept in self.session.agreements)
        return Doer(replace(self.session, agreements=tuple(agreements)))

    # After a save

    def _saved(self, done: Saved) -> None:
        session, step = done
        self.step = self.step.then(step)
        self.page.show(session, step)

    def show_session(self) -> None:
        """Show how the other screen changed this agreement; both wordings are kept."""
        present = next((kept.text for kept in self.session.agreements if kept.id == self.known.id), "")
        if present != self.known.text:
            words = f"changed on the other screen: {present}" if present else "taken out on the other screen"
            self.show_text("#elsewhere", plain(words))
            self.query_one("#elsewhere").display = True

    def action_holder(self) -> None:
        self.holder = HOLDERS[(HOLDERS.index(self.holder) + 1) % len(HOLDERS)]
        self._show_holder()
        self._save_line(self.line.value)

    def action_other_field(self) -> None:
        """Go from the line to the reason for it, and back."""
        self.focus_next(Input)

    def allows(self, action: str) -> bool:
        """Move to the reason only where there is one: for what was agreed last time."""
        return action != "other_field" or self.amending

    async def action_save(self) -> None:
        """Save and close; an empty line removes the agreement. What can't be saved stays in view."""
        if not await self._all_saved():
            return
        if self.known.text:
            doer = self._doer()
            finish = sessions.consent if self.line.value.strip() else sessions.withdraw
            if session := await self.page.change(doer, finish, self.known.id):
                self._saved((session, doer.step))
        self.page.remember(self.step)
        if sessions.own_wording("", self.edit) in self.known.id:
            self.show_notice("The other screen reworded this agreement too. Both wordings are kept, as two agreements.")
        self.dismiss()

    async def action_cancel(self) -> None:
        if await self._all_saved():
            if self.step:
                await self.page.undo_step(self.step)
            self.dismiss()

    async def _all_saved(self) -> bool:
        """Save what was typed before this key; return False if that failed."""
        await drain_keys(self)
        return await self.page.flush()
