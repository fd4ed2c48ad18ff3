"""The field in which an agreement is written, below the answers it comes from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from textual.app import ComposeResult
from textual.binding import Binding
from textual.content import Content
from textual.widgets import Input, Static, TextArea

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
from alliance_tui.widgets.line_editor import new_line_editor
from alliance_tui.widgets.line_input import LineInput
from alliance_tui.widgets.people import held_by
from alliance_tui.widgets.plain import key_sign, lines, plain

WHAT = "One line both of you stand behind: who does what, what one would see, how you recover."
HOLDERS = (Holder.LEFT, Holder.BOTH, Holder.RIGHT)
LEAST_ROWS, MOST_ROWS = 2, 5
"""Rows of the field; it scrolls if there are more."""


class AgreementDialog(SessionDialog[None]):
    """A field for the agreement; typed text is saved as it is typed, like an answer.

    It lies in the place of the strip of agreements, so that what it is distilled from stays in view. Whose doing it is
    is set by the arrows as long as the line is empty, and by tab at any time: in a text, arrows move the caret.
    """

    WHILE_TYPING = frozenset({"save", "holder", "hold", "other_field", "cancel"})
    BINDINGS = [
        key("enter", "save", "your yes", "Say yes to the agreement that is written"),
        key("tab", "holder", "whose doing", "Whose doing the agreement is"),
        key("left", "hold(-1)", "to the left", "While the line is empty: whose doing it is", False, id="holder-before"),
        key("right", "hold(1)", "to the right", "While the line is empty: whose doing it is", False, id="holder-after"),
        key("down,up", "other_field", "why", "From the agreement to why it changes, and back", id="reason"),
        key("escape", "cancel", "cancel", "Give up the agreement that is written"),
    ]
    DEFAULT_CSS = """
    AgreementDialog { align: left bottom; }
    AgreementDialog > VerticalScroll {
        width: 100%; max-height: 75%; border: none; padding: 0 1; background: $background;
    }
    AgreementDialog .-note { padding: 0 2; color: $text-muted; }
    """

    def __init__(self, page: SessionPage, agreement: Agreement) -> None:
        """`agreement`: the one to reword; without words, a new one to add."""
        super().__init__(page)
        self.known = agreement
        """The agreement as it was when this was opened, or as it was last saved here."""
        self.side = page.library.viewer.acts_as
        self.line = new_line_editor("line")
        self.line.styles.height = LEAST_ROWS
        self.line.placeholder = WHAT
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
        yield Static(id="holder")
        if self.page.question_in_view != self.known.question:
            yield Static(plain(self.session.bank[self.known.question].text), classes="-note")
        yield Static(id="standing", classes="-note")
        yield self.line
        yield Static(id="elsewhere", classes="-note")
        if self.amending:
            yield Static("why it changes (may stay empty):", classes="-note")
            yield LineInput(self.words.reason, id="reason")

    def on_mount(self) -> None:
        with self.line.prevent(TextArea.Changed):
            self.line.set_text(self.words.text)
        self.set_focus(self.line)
        self.query_one("#elsewhere").display = False
        self._fit()

    def on_resize(self) -> None:
        self._fit()

    def _fit(self) -> None:
        """Make the field as high as its text, and have the page keep what is above it in view."""
        if self.query("#holder"):  # it may be closed already
            self._show_holder()
            self.call_after_refresh(self._fit_rows)

    def _fit_rows(self) -> None:
        rows = max(LEAST_ROWS, min(MOST_ROWS, self.size.height // 5, self.line.wrapped_document.height))
        if self.line.size.height != rows:
            self.line.styles.height = rows
        self.call_after_refresh(self._make_room)

    def _make_room(self) -> None:
        if self in self.app.screen_stack:  # and not closed meanwhile
            self.page.make_room(self.query_one("VerticalScroll").outer_size.height)

    def _show_holder(self) -> None:
        """Show whose doing it is among those whose it may be, and the key that changes it."""
        partners = self.session.partners
        parts = []
        for who in HOLDERS:
            chosen = who is self.holder
            name = held_by(who, partners)
            parts.append(plain("▌", "$accent") + name.stylize("bold") if chosen else " " + name.stylize("$text-muted"))
        choice = Content(" ").join(parts)
        if not self.line.text:
            before, after = (key_sign(id_) for id_ in ("holder-before", "holder-after"))
            choice = before + choice + " " + after
        title = plain("An agreement " if self.side else "We agree ", "bold $accent")
        whose, width = plain("whose doing ", "$text-muted") + choice, self.app.size.width - 2
        rule = plain("─" * (width - title.cell_length - whose.cell_length - 1), "$rule")
        forms = [title + rule + " " + whose] if rule else []
        fitting = [form for form in (*forms, whose) if form.cell_length <= width]
        self.show_text("#holder", fitting[0] if fitting else choice)

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """Have the line saved as it stands."""
        event.stop()
        text = self.line.text
        self._fit()
        if text != self.words.text:
            self._save_line(text)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Have the reason saved as it stands."""
        text = event.value
        if event.input.id == "reason" and text != self.words.reason:
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
        """Go on to the next of them, from the last to the first."""
        self._hold(HOLDERS[(HOLDERS.index(self.holder) + 1) % len(HOLDERS)])

    async def action_hold(self, by: int) -> None:
        """Go to the one at this side; in a text that was typed just before this key, move the caret."""
        await drain_keys(self)
        if self.line.text:
            await self.line.run_action(f"cursor_{'left' if by < 0 else 'right'}")
            return
        self._hold(HOLDERS[max(0, min(len(HOLDERS) - 1, HOLDERS.index(self.holder) + by))])

    def _hold(self, holder: Holder) -> None:
        self.holder = holder
        self._show_holder()
        self._save_line(self.line.text)

    def action_other_field(self) -> None:
        """Go from the line to the reason for it, and back."""
        self.set_focus(self.query_one("#reason") if self.line.has_focus else self.line)

    def allows(self, action: str) -> bool:
        """Move to the reason only where there is one: for what was agreed last time."""
        if action == "hold":
            return self.line.has_focus and not self.line.text
        return action != "other_field" or self.amending

    async def action_save(self) -> None:
        """Say yes and close; an empty line removes the agreement. What can't be saved stays in view."""
        if not await self._all_saved():
            return
        if self.known.text:
            doer = self._doer()
            if self.line.text.strip():
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
