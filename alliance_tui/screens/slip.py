"""The form for a slip, beside the partners' answers about what to do when something breaks."""

from __future__ import annotations

from contextlib import suppress

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static, TextArea

from alliance_tui.domain.alliance import Agreement, Alliance, Slip
from alliance_tui.domain.errors import AllianceError
from alliance_tui.domain.questions import Section
from alliance_tui.render.version_page import parts
from alliance_tui.screens.base import key, pair
from alliance_tui.screens.form import Fields, FormPage
from alliance_tui.screens.page import heading
from alliance_tui.services import drafts, slips
from alliance_tui.services.slips import REPAIRED, WHAT
from alliance_tui.terminal.key_order import drain_keys
from alliance_tui.text.characters import one_line
from alliance_tui.widgets.answer_editor import new_editor
from alliance_tui.widgets.document_view import question_parts
from alliance_tui.widgets.hanging import EMPTY, Hanging, Row
from alliance_tui.widgets.people import held_by, pair_of
from alliance_tui.widgets.plain import plain
from alliance_tui.widgets.scroll_bar import ScrollBox
from alliance_tui.widgets.verdicts import slip_rows

TITLES = {WHAT: "What happened", REPAIRED: "How it was repaired"}
WRITING = plain("  writing", "$accent")
HINTS = {
    WHAT: "what happened, in a line or two",
    REPAIRED: "what was done about it; this can wait and be added later",
}


class Field(Vertical):
    """An editor below a title, behind a rule."""


class SlipScreen(FormPage):
    """What happened and how it was repaired; what is typed is on disk as it is typed."""

    CSS_PATH = "slip.tcss"
    MARKED = ".-marked"
    ABOUT = (
        "An agreement slipped. Above is what the two of you said you would do, when all was well. "
        "A slip stays in the record and is looked at in the next session; a repair can be added later."
    )
    WHILE_TYPING = frozenset({"done", "other_field", "submit"})
    BINDINGS = [
        key("ctrl+g", "submit", "note it", "Put it into the record"),
        key("escape", "done", "done", "End writing"),
        key("enter,i", "write", "write", "Write in the marked field"),
        key("tab,shift+tab", "other_field", "other field", "Mark the other field"),
        *pair("j,down", "k,up", "plan", "scroll", "Scroll what you said of your backup plan"),
        key("q,escape", "back", "back", "Back; what is typed here is kept for next time"),
    ]

    def __init__(self, alliance: Alliance, about: Agreement | Slip) -> None:
        """About an agreement that slipped, or about a slip that was repaired since."""
        super().__init__(alliance.name, drafts.slip(about.id))
        self.alliance, self.about, self.alliance_id = alliance, about, alliance.id
        names = (WHAT, REPAIRED) if isinstance(about, Agreement) else (REPAIRED,)
        self.editors = {name: new_editor() for name in names}
        self.marked = names[0]

    # What is shown

    def body(self) -> ComposeResult:
        about, clock = self.about, self.clock
        agreement = about if isinstance(about, Agreement) else self.alliance.agreement(about.agreement)
        partners = self.alliance.partners
        yield heading(pair_of(partners) + plain("   a slip", "$text-muted"))
        holder = held_by(agreement.holder, partners) + "  " if agreement else EMPTY
        rows = [Row(plain(one_line(agreement.text), "bold"), holder)] if agreement else []
        if isinstance(about, Slip):
            rows += slip_rows(about, clock, plain(" " * holder.cell_length))
        yield Static(Hanging(rows), id="about", classes="-part")
        yield ScrollBox(*self._plan(), id="plan", can_focus=False)
        for name, editor in self.editors.items():
            yield Field(Static(classes="-title"), editor, id=name, classes="-field")

    def _plan(self) -> ComposeResult:
        """Yield the Backup-plan answers in force, where somebody said something."""
        last = self.alliance.latest
        said = [
            asked
            for part in (parts(last, last.turns, self.alliance.version(last.number - 1)) if last else ())
            for asked in part.asked
            if part.section is Section.BACKUP_PLAN and not all(each.instead for each in asked.said)
        ]
        number = f"Your backup plan, version {last.number}" if last and said else "No backup plan was put into words."
        yield Static(plain(number, "$text-muted"))
        for asked in said:
            yield from question_parts(asked)

    async def on_mount(self) -> None:
        """Show what was typed before; write at once."""
        kept = await self.kept_fields()
        if slips.is_noted(self.alliance, self.about.id, kept.get(WHAT, ""), kept.get(REPAIRED, "")):
            await self.perform(self.forget)
            kept = {}
        for name, editor in self.editors.items():
            with editor.prevent(TextArea.Changed):
                editor.set_text(kept.get(name, ""))
            editor.placeholder = Content(HINTS[name])
            editor.tab_behavior = "focus"  # else the editor takes tab for itself
        self._mark(self.marked, writing=True)

    def _mark(self, name: str, writing: bool) -> None:
        """Make a field the one that keys act on."""
        self.marked = name
        for each, editor in self.editors.items():
            marked, box = each == name, self.query_one(f"#{each}")
            editor.can_focus = marked and writing
            box.set_class(marked, "-marked").set_class(editor.can_focus, "-writing")
            title = TITLES[each]
            self.show_text(f"#{each} > .-title", plain(title, "bold") + (WRITING if editor.can_focus else ""))
        self.set_focus(self.editors[name] if writing else None)
        self.refresh_bindings()

    # Writing

    def fields(self) -> Fields:
        return {name: editor.text for name, editor in self.editors.items()}

    def save_now(self) -> None:
        with suppress(AllianceError):
            self.keep(self.fields())

    def action_write(self) -> None:
        self._mark(self.marked, writing=True)

    async def action_other_field(self) -> None:
        (other,) = self.editors.keys() - {self.marked}
        self._mark(other, writing=self.typing)

    async def action_done(self) -> None:
        await drain_keys(self)
        self._mark(self.marked, writing=False)

    def action_plan(self, lines_down: int) -> None:
        self.query_one("#plan").scroll_relative(y=lines_down, animate=False)

    # Leaving

    async def submit(self) -> None:
        await self.perform(self._note, self.fields())
        await self.program.close_page(self)
        self.show_notice("Noted. It stays in the record and is looked at in the next session.")

    def _note(self, fields: Fields) -> None:
        """Save the form in the alliance's record. Runs on the writer's thread."""
        alliance, about = (self.library, self.alliance.name), self.about
        if isinstance(about, Slip):
            slips.add_repair(*alliance, about.id, fields[REPAIRED])
        else:
            slips.add_slip(*alliance, about.id, fields[WHAT], fields[REPAIRED], self.clock.now())
        self.forget()

    def allows(self, action: str) -> bool:
        """Allow the end of writing only while writing, and the other field only if there is one."""
        return self.typing if action == "done" else action != "other_field" or len(self.editors) > 1
