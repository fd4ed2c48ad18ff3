"""Prepare: two names, what the partnership is, where, how long, how much of it for Closing; now or later."""

from __future__ import annotations

import shlex
from collections.abc import Iterable
from typing import ClassVar

from textual.binding import BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.widget import Widget
from textual.widgets import Input, Static

from alliance_tui.domain.alliance import Version
from alliance_tui.domain.errors import NotAllowed
from alliance_tui.domain.session import Session
from alliance_tui.domain.steps import Doer
from alliance_tui.render.phrases import count
from alliance_tui.screens.base import key, pair
from alliance_tui.screens.dates import parse_moment
from alliance_tui.screens.form import FormPage
from alliance_tui.screens.page import heading
from alliance_tui.services import alliances, drafts
from alliance_tui.services.alliances import Preparation
from alliance_tui.storage.bank_files import Offer, worksheet
from alliance_tui.terminal.key_order import drain_keys
from alliance_tui.widgets.cycle import Cycle
from alliance_tui.widgets.line import Line
from alliance_tui.widgets.plain import plain

FIELDS = {
    "left": ("One of you", "a name; this side of the screen stays yours"),
    "right": ("The other", "a name"),
    "partnership": ("You are", "cofounders, coach and client, a couple … (may stay empty)"),
    "place": ("Where", "over lunch, away from the office … (may stay empty)"),
    "length": ("Minutes in all", "90"),
    "reserve": ("of them, Closing", "12"),
    "when": ("When", "empty: now. Or 2027-02-22 12:30"),
}
UNFINISHED = "Not in force: this was typed before and not submitted. ctrl+r: as it was."
HOW = "enter: next field, and from the last one on to the questions"
BANK, BEFORE_BANK = "bank", "place"
"""The field of the questions, shown where there is a choice; the one above it."""


class PrepareScreen(FormPage):
    """A form; what is typed in it is kept on disk like everything else."""

    CSS_PATH = "prepare.tcss"
    ABOUT = "Set aside a block of time that is only about your partnership. Nothing here is final until you begin."
    WHILE_TYPING = frozenset({"back", "submit", "field", "next", "reset"})
    BINDINGS: ClassVar[list[BindingType]] = [
        key("enter", "next", "next field", "To the next field; from the last one, go on"),
        key("ctrl+g", "submit", "go on", "Go on to the questions"),
        *pair("down,tab", "up,shift+tab", "field", "move", "To the next or previous field"),
        key("ctrl+r", "reset", "as it was", "Throw away what was typed here and not submitted"),
        key("escape", "back", "back", "Back; what is typed here is kept, and marked when you come again"),
    ]

    def __init__(self, name: str = "", session: Session | None = None, last: Version | None = None) -> None:
        """A new alliance, or the prepared session of the one in folder `name`."""
        super().__init__(name, drafts.PREPARE)
        self.alliance_name, self.session, self.last = name, session, last
        self._offers = [Offer(session.bank if session else worksheet())]
        self._partnership = ""
        self._hints = HOW

    def body(self) -> Iterable[Widget]:
        yield heading("Prepare a session" if self.alliance_name else "Begin an alliance")
        rows = [
            Horizontal(Static(label, classes="label"), Line(placeholder=hint, compact=True, id=field))
            for field, (label, hint) in FIELDS.items()
        ]
        questions = Horizontal(Static("Questions", classes="label"), Cycle(id=BANK))
        questions.display = False
        rows.insert(list(FIELDS).index(BEFORE_BANK) + 1, questions)
        yield VerticalScroll(*rows, Static(HOW, id="how"), id="form", can_focus=False)

    async def on_mount(self) -> None:
        alliance = await self.attempt(self.library.alliance, self.alliance_name) if self.alliance_name else None
        self._partnership = alliance.partnership if alliance else ""
        self.alliance_id = alliance.id if alliance else ""
        kept = await self.kept_fields()
        await self._offer_banks(kept.get(BANK, ""))
        defaults = self._defaults()
        self._fill({**defaults, **kept})
        if any(kept.get(field, value) != value for field, value in defaults.items()):
            self.set_class(True, "-unfinished")
            self.refresh_bindings()
            self.show_text("#how", plain(f"{UNFINISHED}\n{self._hints}"))
        self.set_focus(self.query_one("#left", Input))

    async def _offer_banks(self, wanted: str) -> None:
        """Have the question banks there are to choose from, if there is more than one."""
        session, last = self.session, self.last
        read = self.program.question_banks.offers
        self._offers = await self.perform(read, last.bank if last else None, session.bank if session else None)
        ids = [offer.bank.id for offer in self._offers]
        at = next((ids.index(each) for each in (wanted, session.bank.id if session else "") if each in ids), 0)
        labels = [f"{offer.bank.title} · {count(len(offer.bank.questions), 'question')}" for offer in self._offers]
        field = self.query_one(Cycle)
        field.offer(labels, at)
        hints = [HOW]
        if len(labels) > 1 and field.parent:
            field.parent.display = True
            hints.append("← and → at Questions: other questions")
        if unusable := await self.perform(self.program.question_banks.unusable):
            hints.append(f"can’t be used: {', '.join(unusable)}; `alliance questions` says why")
        self._hints = "\n".join(hints)
        self.show_text("#how", plain(self._hints))

    @property
    def _offer(self) -> Offer:
        """The bank that is chosen."""
        return self._offers[self.query_one(Cycle).at]

    def _defaults(self) -> dict[str, str]:
        """Return what the fields hold before anything is typed."""
        session = self.session
        if session is None:
            return {**dict.fromkeys(FIELDS, ""), **_suggested(self._offer)}
        time, planned = session.countdown, session.planned
        when = self.program.clock.local(planned).strftime("%Y-%m-%d %H:%M") if planned else ""
        return {
            "left": session.partners.left,
            "right": session.partners.right,
            "partnership": self._partnership,
            "place": session.place,
            "length": str(time.length // 60),
            "reserve": str(time.reserve // 60),
            "when": when,
        }

    def _fill(self, fields: dict[str, str]) -> None:
        for field, value in fields.items():
            if field in FIELDS:
                with self.prevent(Input.Changed):
                    self.query_one(f"#{field}", Input).value = value

    async def action_reset(self) -> None:
        await drain_keys(self)
        await self.flush()
        self._fill(self._defaults())
        await self.perform(self.forget)
        self.set_class(False, "-unfinished")
        self.refresh_bindings()
        self.show_text("#how", plain(self._hints))

    def _fields(self) -> dict[str, str]:
        return {field: self.query_one(f"#{field}", Input).value for field in FIELDS}

    def on_cycle_changed(self, event: Cycle.Changed) -> None:
        """Suggest the bank's own times, in the place of what the one before suggested."""
        before, now = (_suggested(self._offers[at]) for at in (event.before, event.at))
        if {field: self._fields()[field] for field in before} == before:
            for field, value in now.items():
                self.query_one(f"#{field}", Input).value = value
        self._keep_soon()

    def on_input_changed(self, _event: Input.Changed) -> None:
        self._keep_soon()

    def _keep_soon(self) -> None:
        self.keep_soon({**self._fields(), BANK: self._offer.bank.id})

    async def action_next(self) -> None:
        """To the next field; from the last one, on to the questions."""
        if self.focused and self.focused.id == list(FIELDS)[-1]:
            await self.action_submit()
        else:
            self.action_field(1)

    def action_field(self, by: int) -> None:
        names = list(FIELDS)
        if len(self._offers) > 1:
            names.insert(names.index(BEFORE_BANK) + 1, BANK)
        at = names.index(self.focused.id) if self.focused and self.focused.id in names else -by
        self.set_focus(self.query_one(f"#{names[(at + by) % len(names)]}"))

    def _preparation(self) -> Preparation:
        fields, chosen = self._fields(), self._offer
        usual = _suggested(chosen)
        when = fields["when"].strip()
        return Preparation(
            fields["left"],
            fields["right"],
            fields["partnership"],
            fields["place"],
            _seconds(fields["length"] or usual["length"]),
            _seconds(fields["reserve"] or usual["reserve"]),
            parse_moment(when, self.program.clock) if when else None,
            None if self.session and self.session.bank.id == chosen.bank.id else chosen.bank,
        )

    async def submit(self) -> None:
        """Save the session, and go on to the questions or leave it for its hour."""
        ready = self._preparation()
        if self.alliance_name:
            doer = Doer(self.session) if self.session else None
            await self.perform(alliances.prepare, self.library, self.alliance_name, ready, doer, self._partnership)
        else:
            alliance = await self.perform(alliances.begin_alliance, self.library, ready, self.program.clock.now())
            self.alliance_name = alliance.name
        await self.perform(self.forget)
        if ready.planned:
            command = f"alliance export {shlex.quote(self.alliance_name)} --format ics"
            self.say(
                "Saved for later. You find it in the library; choose your questions there when you meet. "
                f"For your calendars: {command}"
            )
            await self.program.close_page(self)
        else:
            await self.program.open_alliance(self.alliance_name, replace=True)

    def allows(self, action: str) -> bool:
        """Throw away only what was typed."""
        return action != "reset" or self.has_class("-unfinished")


def _suggested(offer: Offer) -> dict[str, str]:
    return {"length": str(offer.length // 60), "reserve": str(offer.reserve // 60)}


def _seconds(minutes: str) -> int:
    words = minutes.strip()
    if not (words.isascii() and words.isdigit() and len(words) < 6):
        raise NotAllowed("Minutes are whole numbers: 90 for the session and 12 of them for Closing, say.")
    return int(words) * 60
