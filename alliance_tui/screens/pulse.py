"""A pulse: one partner says of each agreement in force whether it is living or slipped, a key each."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Input, Static
from textual.widgets.option_list import Option

from alliance_tui.domain.alliance import Alliance, Side, Verdict
from alliance_tui.domain.errors import AllianceError
from alliance_tui.render.phrases import on
from alliance_tui.screens.base import key, pair
from alliance_tui.screens.form import Fields, FormPage
from alliance_tui.screens.page import heading
from alliance_tui.services import drafts
from alliance_tui.services.pulses import give_pulse, noted_since
from alliance_tui.terminal.key_order import drain_keys
from alliance_tui.text.characters import one_line
from alliance_tui.widgets.hanging import Hanging, Row
from alliance_tui.widgets.line_input import LineInput
from alliance_tui.widgets.option_list import PointerList
from alliance_tui.widgets.people import person
from alliance_tui.widgets.plain import plain
from alliance_tui.widgets.verdicts import NOT_YET, given, holders

LATER = "Back without noting it; it is here again at your next pulse"
WORDS = "words "
"""What the name of a line's field begins with in the form; a verdict's field is named by the agreement's id."""
BEGAN = "began"
"""The field with the moment at which the form was opened: what it holds may have been noted since."""


class PulseScreen(FormPage):
    """The agreements with what was said of them; it is noted at the end, in one save."""

    CSS_PATH = "pulse.tcss"
    MARKED = "#agreements"
    ABOUT = (
        "Say of each agreement whether it is living or has slipped since you signed, with a line on it if you like. "
        "It is noted when you end, beside the agreement, where both of you find it. It changes no verdict and signs "
        "nothing: those wait for your next session."
    )
    WHILE_TYPING = frozenset({"done"})
    BINDINGS = [
        key("l", "say('living')", "living", "The marked agreement is living; on to the next"),
        key("s", "say('slipped')", "slipped", "The marked agreement slipped; on to the next"),
        key("w,i", "write", "a line", "Write a line on the marked agreement", id="write-line"),
        key("enter,escape", "done", "done", "End the line", id="end-line"),
        key("enter,escape", "submit", "note it", "Note what you said, and end", id="note-pulse"),
        *pair("j,down", "k,up", "move", "move", "To the next or previous agreement"),
        key("d,delete", "take_back", "take back", "Say nothing of the marked agreement", show=False),
        key("q", "back", "back", LATER, show=False, id="leave-pulse"),
    ]

    def __init__(self, alliance: Alliance, side: Side) -> None:
        super().__init__(alliance.name, drafts.pulse(side))
        self.alliance, self.side, self.alliance_id = alliance, side, alliance.id
        self.agreements = alliance.latest.agreements if alliance.latest else ()
        self.said: dict[str, Verdict] = {}
        self.words: dict[str, str] = {}
        self._began = ""
        self._list = PointerList(id="agreements")
        self._list.can_focus = False
        self._field = LineInput(placeholder="what was it? A line is enough")

    # What is shown

    def body(self) -> ComposeResult:
        yield heading("")
        since = on(self.alliance.latest.signed, self.clock) if self.alliance.latest else ""
        yield Static(plain(f"Since you signed on {since}. Both of you can read it.", "$text-muted"), id="about")
        yield self._list
        yield Vertical(self._field, id="line")

    async def on_mount(self) -> None:
        """Show what was said before and not noted. The form has what is noted if the program was killed just then."""
        self._began = self.clock.now().isoformat()
        kept = await self.kept_fields()
        noted = noted_since(self.alliance, self.side, kept.get(BEGAN, "9"))
        for agreement in self.agreements:
            verdict, words = kept.get(agreement.id, ""), kept.get(WORDS + agreement.id, "")
            is_noted = (agreement.id, verdict, one_line(words)) in noted
            self.words[agreement.id] = "" if is_noted else words
            if verdict in list(Verdict) and not is_noted:
                self.said[agreement.id] = Verdict(verdict)
        self._show()
        unsaid = (row for row, agreement in enumerate(self.agreements) if agreement.id not in self.said)
        self._list.highlighted = next(unsaid, 0)

    def _show(self) -> None:
        said = f"   a pulse · {len(self.said)} of {len(self.agreements)}"
        self.show_text(".heading", person(self.side, self.alliance.partners) + plain(said, "$text-muted"))
        self._list.show([*self._options()])
        self.refresh_bindings()

    def _options(self) -> Iterator[Option]:
        for agreement, holder in zip(self.agreements, holders(self.agreements, self.alliance.partners), strict=True):
            verdict, words = self.said.get(agreement.id), one_line(self.words[agreement.id])
            below = given(self.side, verdict) if verdict else plain(NOT_YET, "$text-muted")
            below += plain(f"  {words}" if words else "")
            lead = plain(" " * holder.cell_length)
            rows = [Row(plain(one_line(agreement.text)), holder), Row(below, lead)]
            yield Option(Hanging(rows), agreement.id)

    # Keys

    @property
    def _marked(self) -> str:
        return self._list.marked or ""

    def action_move(self, by: int) -> None:
        row = (self._list.highlighted or 0) + by
        self._list.highlighted = max(0, min(row, len(self.agreements) - 1))

    def action_say(self, verdict: str) -> None:
        self.said[self._marked] = Verdict(verdict)
        self._changed()
        self.action_move(1)

    def action_take_back(self) -> None:
        self.said.pop(self._marked, None)
        self.words[self._marked] = ""
        self._changed()

    def _changed(self) -> None:
        self.keep_soon()
        self._show()

    def action_write(self) -> None:
        with self._field.prevent(Input.Changed):
            self._field.value = self.words[self._marked]
        self.add_class("-writing")
        self.set_focus(self._field)
        self.refresh_bindings()

    def on_input_changed(self) -> None:
        self.words[self._marked] = self._field.value
        self.keep_soon()

    async def action_done(self) -> None:
        await drain_keys(self)
        self.set_focus(None)
        self.remove_class("-writing")
        self._changed()

    def allows(self, action: str) -> bool:
        return action != "done" or self.typing

    # Saving

    def fields(self) -> Fields:
        given = {**self.said, **{WORDS + id_: words for id_, words in self.words.items() if words}}
        return {**given, BEGAN: self._began} if given else {}

    def save_now(self) -> None:
        with suppress(AllianceError):
            self.keep(self.fields())

    async def submit(self) -> None:
        noted = await self.perform(self._note)
        await self.program.close_page(self)
        if noted:
            self.show_notice("Noted. Both of you find it in the agreements over time.")
        if any(self.words.values()):
            self.show_notice("A line without “living” or “slipped” is kept for your next pulse.")

    def _note(self) -> bool:
        """Save what was said, and keep the lines on which nothing was said; runs on the writer's thread."""
        said = {id_: (verdict, self.words[id_]) for id_, verdict in self.said.items()}
        if said:
            give_pulse(self.library, self.alliance.name, self.side, said, self.clock.now())
        self.said, self.words = {}, {id_: "" if id_ in said else words for id_, words in self.words.items()}
        self.save_now()
        return bool(said)
