"""The dialog in which an agreement is written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from textual.app import ComposeResult
from textual.binding import Binding
from textual.content import Content
from textual.widgets import Input, Static

from alliance_tui.domain.agreements import has_stake, others_proposals, worded
from alliance_tui.domain.alliance import Agreement, Holder, Proposal
from alliance_tui.domain.steps import Doer, Step
from alliance_tui.render.agreements import proposed, standing, yes_of
from alliance_tui.screens.base import key
from alliance_tui.screens.drafts import Draft
from alliance_tui.screens.session_dialog import SessionDialog
from alliance_tui.screens.session_page import Saved, SessionPage
from alliance_tui.services import agreements
from alliance_tui.services.acts import SeenText
from alliance_tui.terminal.key_order import drain_keys
from alliance_tui.text.characters import one_line
from alliance_tui.widgets.line_input import LineInput
from alliance_tui.widgets.plain import lines, plain

WHAT = "One line both of you stand behind: who does what, what one would see, how you recover."
HOLDERS = (Holder.BOTH, Holder.LEFT, Holder.RIGHT)


class AgreementDialog(SessionDialog[None]):
    """A field for the agreement; typed text is saved as it is typed, like an answer."""

    heading = "We agree"
    BINDINGS = [
        key("enter", "save", "your yes"),
        key("tab", "holder", "whose doing"),
        key("down,up", "other_field", "why"),
        key("escape", "cancel", "cancel"),
    ]

    def __init__(self, page: SessionPage, agreement: Agreement) -> None:
        """`agreement`: the one to reword; without words, a new one to add."""
        super().__init__(page)
        self.known = agreement
        """The agreement as it was when this was opened, or as it was last saved here."""
        self.side = page.library.viewer.acts_as
        if self.side:
            self.heading = "An agreement"
        self.line = LineInput(self.words.text, id="line")
        self.holder = self.words.holder
        self.edit = page.new_edit()
        self.step = Step()
        """What was changed here so far."""
        self.amending = agreement.since < page.session.number

    @property
    def words(self) -> Proposal:
        """What the agreement says, as it is known here; where one proposes something else, that."""
        return worded(self.known, self.side)

    def caption(self, binding: Binding) -> str:
        both = binding.action == "save" and self.side is None
        return "you both agree" if both else super().caption(binding)

    def body(self) -> ComposeResult:
        yield Static(plain(self.session.bank[self.known.question].text, "$text-muted"), classes="-ask")
        yield Static(plain(WHAT))
        yield Static(id="standing", classes="-why")
        yield self.line
        yield Static(id="elsewhere", classes="-why")
        yield Static(id="holder")
        if self.amending:
            yield Static("Why it changes (may stay empty):")
            yield LineInput(self.words.reason, id="reason")

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
        if event.input is self.line and text != self.words.text:
            self._save_line(text)
        elif event.input.id == "reason" and text != self.words.reason:
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
        known, seen, edit = self.known, self.words, self.edit
        over = SeenText(seen.text, edit, seen.holder if seen.text else None)
        session = self.page.apply(doer, agreements.agree, known.question, text, holder, known.id, over)
        there = {kept.id: kept for kept in session.agreements}
        own = there.get(agreements.own_wording(known.id, edit)) or there[known.id]
        if own.id != known.id:  # what was done to the other one is not this dialog's to take back
            self.step = Step()
        words = worded(own, self.side)
        if self.holder is holder:
            self.holder = words.holder
        if words.edit == edit or words.text == one_line(text):
            self.known = own if self.side in own.proposals else replace(own, reason=known.reason)
        return session, doer.step

    def _give_reason(self, reason: str) -> Saved:
        doer = self._doer()
        session = self.page.apply(doer, agreements.give_reason, self.known.id, reason)
        kept = session.agreement(self.known.id)
        self.known = replace(self.known, reason=kept.reason, proposals=kept.proposals)
        return session, doer.step

    def _doer(self) -> Doer:
        """Return a doer who saw one's own words for this agreement as the dialog knows them, the rest as the page."""
        known, side = self.known, self.side

        def seen(kept: Agreement) -> Agreement:
            own = {who: proposal for who, proposal in known.proposals.items() if who is side}
            return replace(known, proposals=others_proposals(kept, side) | own)

        agreements = (seen(kept) if kept.id == known.id else kept for kept in self.session.agreements)
        return Doer(replace(self.session, agreements=tuple(agreements)))

    # After a save

    def _saved(self, done: Saved) -> None:
        session, step = done
        self.step = self.step.then(step)
        self.page.show(session, step)

    def show_session(self) -> None:
        """Show how the other screen changed this agreement, of which both wordings are kept; and who said yes."""
        there = next((kept for kept in self.session.agreements if kept.id == self.known.id), None)
        present = worded(there, self.side).text if there else ""
        if present != self.words.text:
            words = f"changed on the other screen: {present}" if present else "taken out on the other screen"
            self.show_text("#elsewhere", plain(words))
            self.query_one("#elsewhere").display = True
        rows = self._standing(there)
        self.show_text("#standing", lines(*map(plain, rows)))
        self.query_one("#standing").display = bool(rows)

    def _standing(self, there: Agreement | None) -> list[str]:
        """Return who has said yes to the agreement and what the other proposes, and what a yes to the line does."""
        partners, side = self.session.partners, self.side
        rows = proposed(there, partners, side) if there else []
        if side and there and has_stake(self.session, there.id, side.other):
            rows.insert(0, f"{there.text}  ({standing(there, partners) or yes_of(there, partners)})")
            rows.append(f"Other words are a proposal beside it, until {partners[side.other]} says yes to them.")
        elif side:
            rows.append(f"It stands when {partners[side.other]} says yes, too.")
        return rows

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
        """Say yes and close; an empty line removes the agreement. What can't be saved stays in view."""
        if not await self._all_saved():
            return
        if self.known.text:
            doer = self._doer()
            if self.line.value.strip():
                session = await self.page.change(doer, agreements.consent, self.known.id)
            else:
                session = await self.page.change(doer, agreements.withdraw, self.known.id, self.step)
            if session:
                self._saved((session, doer.step))
        self.page.remember(self.step)
        if agreements.own_wording("", self.edit) in self.known.id:
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
