"""Prepare: two names. What the partnership is, where, how long and when have defaults, folded until asked for."""

from __future__ import annotations

import shlex

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, Static

from alliance_tui.domain.alliance import Side, Version
from alliance_tui.domain.countdown import LENGTH, RESERVE, Countdown
from alliance_tui.domain.errors import NotAllowed
from alliance_tui.domain.session import Session
from alliance_tui.domain.steps import Doer
from alliance_tui.render.phrases import count, join_parts
from alliance_tui.screens.base import key
from alliance_tui.screens.form import Fields, FormPage
from alliance_tui.screens.page import heading
from alliance_tui.services import alliances, drafts
from alliance_tui.services.alliances import Preparation
from alliance_tui.services.clock import parse_zone
from alliance_tui.services.dates import parse_moment
from alliance_tui.storage.bank_files import Offer, worksheet
from alliance_tui.terminal.key_order import drain_keys
from alliance_tui.terminal.keymap import name_keys
from alliance_tui.widgets.cycle import Cycle
from alliance_tui.widgets.line_input import LineInput
from alliance_tui.widgets.people import mark, pair_of
from alliance_tui.widgets.plain import key_sign, lines, plain

FIELDS = {
    "left": ("One of you", "a name; the left side stays yours"),
    "right": ("The other", "a name; the right side"),
    "partnership": ("You are", "cofounders, coach and client, a couple …"),
    "place": ("Where", "over lunch, away from the office …"),
    "length": ("Minutes in all", "90"),
    "reserve": ("of them, Closing", "12"),
    "when": ("When", "empty: now. Or 2027-02-22 12:30"),
    "zone": ("Time zone", "Europe/Berlin, or Berlin. Empty: this machine’s"),
}
NEXT_FIELD = "To the next field; below the names, to what has defaults"
BACK = "Back; what is typed here is kept, and marked when you come again"
UNFINISHED = "Not in force: this was typed before and not submitted. {reset}: as it was."
BANK, BEFORE_BANK = "bank", 4
"""The field of the questions, shown where there is a choice; the number of fields above it."""
NAMES = ("left", "right", "partnership")
"""The fields that an invited key may not change, so they are not shown to it."""
ASKED = ("left", "right")
"""The fields that are asked for; the others are folded."""


class PrepareScreen(FormPage):
    """A form; what is typed in it is kept on disk like everything else."""

    CSS_PATH = "prepare.tcss"
    ABOUT = "Set aside a block of time that is only about your partnership. Nothing here is final until you begin."
    WHILE_TYPING = frozenset({"back", "submit", "field", "next", "reset"})
    BINDINGS = [
        key("enter", "next", "begin", "Go on to the questions; from the first name, to the second"),
        key("tab,down", "field(1)", "next field", NEXT_FIELD, id="next-field"),
        key("shift+tab,up", "field(-1)", "field before", "To the field before", show=False, id="previous-field"),
        key("ctrl+g", "submit", "begin", "Go on to the questions, from any field", show=False),
        key("ctrl+r", "reset", "as it was", "Throw away what was typed here and not submitted"),
        key(
            "escape", "back", "back", "Back; what is typed here is kept, and marked when you come again", id="step-back"
        ),
    ]

    def __init__(
        self, name: str = "", session: Session | None = None, last: Version | None = None, *, details: bool = False
    ) -> None:
        """Without arguments for a new alliance; else for the prepared session of the one in folder `name`.

        `details`: show every field at once, the caret in the first that has a default.
        """
        super().__init__(name, drafts.PREPARE)
        self.alliance_name, self.session, self.last = name, session, last
        self._offers = [Offer(session.bank if session else worksheet())]
        self._partnership = self._zone = ""
        self._hints: list[str] = []
        self._details = details
        self._lines = {field: LineInput(placeholder=hint, id=field) for field, (_, hint) in FIELDS.items()}
        self._bank = Cycle(id=BANK)
        self._bank_row = _row("Questions ← →", self._bank)
        self._bank_row.add_class("-default", "-absent")

    def body(self) -> ComposeResult:
        of = pair_of(self.session.partners) + "   " if self.session else Content("")
        what = "Prepare a session" if self.alliance_name else "Begin an alliance"
        yield heading(of + plain(what, "$text-muted" if self.session else ""))
        rows = [_row(label, self._lines[field]) for field, (label, _) in FIELDS.items()]
        for field, row in zip(FIELDS, rows, strict=True):
            row.set_class(field in self._fixed, "-absent")
            row.set_class(field not in ASKED, "-default")
        rows.insert(BEFORE_BANK, self._bank_row)
        about = Static(self.ABOUT, id="about")
        yield VerticalScroll(about, *rows, Static(id="defaults"), Static(id="how"), id="form", can_focus=False)

    async def on_mount(self) -> None:
        alliance = await self.attempt(self.library.alliance, self.alliance_name) if self.alliance_name else None
        self._partnership = alliance.partnership if alliance else ""
        self._zone = alliance.zone if alliance else ""
        self._usual_zone = "" if alliance else self.program.config.zone
        self.alliance_id = alliance.id if alliance else ""
        kept = {field: value for field, value in (await self.kept_fields()).items() if field not in self._fixed}
        await self._offer_banks(kept.get(BANK, ""))
        defaults = self._defaults()
        self._fill(defaults | kept)
        changed = {field for field, value in defaults.items() if kept.get(field, value) != value}
        self._fold(not (self._details or self._fixed or changed - {*ASKED}))
        self._show_hints(bool(changed))
        first = "partnership" if self._details else "right" if self.alliance_name else "left"
        self.set_focus(self._lines["place" if self._fixed else first])

    async def _offer_banks(self, wanted: str) -> None:
        """Offer the question banks, if there is more than one; `wanted` is the id of the one chosen before."""
        banks, last = self.program.question_banks, self.last
        own = self.session.bank if self.session else None
        self._offers = await self.perform(banks.offers, last.bank if last else None, own)
        ids = [offer.bank.id for offer in self._offers]
        at = next((ids.index(each) for each in (wanted, own and own.id) if each in ids), 0)
        labels = [f"{offer.bank.title} · {count(len(offer.bank.questions), 'question')}" for offer in self._offers]
        self._bank.offer(labels, at)
        self._bank_row.set_class(len(labels) < 2, "-absent")
        if unusable := await self.perform(banks.unusable):
            self._hints.append(f"can’t be used: {', '.join(unusable)}; `alliance questions` says why")

    def _fold(self, folded: bool) -> None:
        """Show the fields that have defaults, or say their values in one line."""
        self.set_class(folded, "-folded")
        self.show_text("#defaults", self._in_short())

    def _in_short(self) -> Content:
        values = self.fields()
        length, reserve = (values[field] or usual for field, usual in self._usual(self._offer).items())
        zone = values["zone"].strip() or self.clock.zone(self.now())
        parts = [values["partnership"], values["place"], f"{length} minutes, {reserve} of them for Closing"]
        parts += [f"hours of {zone}"] if zone else []
        words = plain(join_parts(*parts)) + " · " + key_sign("next-field") + " to change"
        return words if self._bank_row.has_class("-absent") else lines(words, plain(self._bank.label))

    def _show_hints(self, unfinished: bool) -> None:
        self.set_class(unfinished, "-unfinished")
        self.refresh_bindings()
        self.show_text("#how", plain("\n".join([name_keys(UNFINISHED), *self._hints] if unfinished else self._hints)))

    @property
    def _offer(self) -> Offer:
        return self._offers[self._bank.at]

    def _usual(self, offer: Offer) -> Fields:
        """Return the minutes that a bank suggests, or what a person has set where it has none of its own."""
        config, own = self.program.config, (offer.length, offer.reserve) != (LENGTH, RESERVE)
        return _minutes(offer) if own else {"length": str(config.minutes), "reserve": str(config.closing)}

    @property
    def _fixed(self) -> tuple[str, ...]:
        return NAMES if self.library.viewer.invited else ()

    def _defaults(self) -> Fields:
        session = self.session
        if session is None:
            return dict.fromkeys(FIELDS, "") | self._usual(self._offer) | {"zone": self._usual_zone}
        planned, clock = session.planned, self.clock.in_zone(self._zone)
        return {
            **session.partners._asdict(),
            "partnership": self._partnership,
            "place": session.place,
            **_minutes(session.countdown),
            "zone": self._zone,
            "when": clock.local(planned).strftime("%Y-%m-%d %H:%M") if planned else "",
        }

    def _fill(self, fields: Fields) -> None:
        with self.prevent(Input.Changed):
            for field, line in self._lines.items():
                line.value = fields[field]

    async def action_reset(self) -> None:
        await drain_keys(self)
        await self.flush()
        self._fill(self._defaults())
        await self.perform(self.forget)
        self._show_hints(unfinished=False)

    def fields(self) -> Fields:
        return {field: line.value for field, line in self._lines.items()} | {BANK: self._offer.bank.id}

    def on_cycle_changed(self, event: Cycle.Changed) -> None:
        """Suggest the bank's own times, in the place of what the one before suggested."""
        before, now = (self._usual(self._offers[at]) for at in (event.before, event.at))
        if {field: self._lines[field].value for field in before} == before:
            for field, value in now.items():
                self._lines[field].value = value
        self.keep_soon()

    async def action_next(self) -> None:
        if self.focused is self._lines["left"]:
            self.action_field(1)
        else:
            await self.action_submit()

    def action_field(self, by: int) -> None:
        """Go to the next field or the one before; behind the names, unfold what has defaults."""
        if by > 0 and self.focused is self._lines["right"]:
            self._fold(False)
        hidden = "-absent", *(["-default"] if self.has_class("-folded") else [])
        fields = [row.children[1] for row in self.query(Horizontal) if not {*hidden} & row.classes]
        at = fields.index(self.focused) if self.focused in fields else -by
        self.set_focus(fields[(at + by) % len(fields)])

    def on_descendant_focus(self) -> None:
        self.refresh_bindings()

    def caption(self, binding: Binding) -> str:
        if binding.action == "next" and self.focused is self._lines["left"]:
            return "the other name"
        if binding.action == "field(1)" and self.has_class("-folded") and self.focused is self._lines["right"]:
            return "time, place …"
        return super().caption(binding)

    async def action_back(self) -> None:
        """Go one step back: from the details to the questions they were opened from."""
        await drain_keys(self)
        if self._details and await self.flush():
            await self.program.open_alliance(self.alliance_name, replace=True)
        else:
            await self.action_leave()

    def _preparation(self) -> Preparation:
        left, right, partnership, place, length, reserve, when, zone, _bank = self.fields().values()
        zone = parse_zone(zone)
        bank, usual = self._offer.bank, self._usual(self._offer)
        return Preparation(
            left,
            right,
            partnership,
            place,
            _seconds(length or usual["length"]),
            _seconds(reserve or usual["reserve"]),
            parse_moment(when, self.clock.in_zone(zone)) if when.strip() else None,
            None if self.session and self.session.bank.id == bank.id else bank,
            None if zone == self._zone else zone,
        )

    async def submit(self) -> None:
        """Save the session, and go on to the questions or leave it for its hour."""
        ready = self._preparation()
        if self.alliance_name:
            doer = Doer(self.session) if self.session else None
            await self.perform(alliances.prepare, self.library, self.alliance_name, ready, doer, self._partnership)
        else:
            alliance = await self.perform(alliances.begin_alliance, self.library, ready, self.now())
            self.alliance_name = alliance.name
        await self.perform(self.forget)
        if ready.planned:
            command = f"alliance export {shlex.quote(self.alliance_name)} --format ics"
            self.show_notice(
                "Saved for later. You find it in the library; choose your questions there when you meet. "
                f"For your calendars: {command}"
            )
            await self.program.close_page(self)
        else:
            await self.program.open_alliance(self.alliance_name, replace=True)

    def allows(self, action: str) -> bool:
        """Allow the reset only if something was typed."""
        return action != "reset" or self.has_class("-unfinished")


def _row(label: str, field: Widget) -> Horizontal:
    mine = mark(Side(field.id)) + " " if field.id in ASKED else Content("")
    return Horizontal(Static(mine + label, classes="label"), field)


def _minutes(time: Offer | Countdown) -> Fields:
    return {"length": str(time.length // 60), "reserve": str(time.reserve // 60)}


def _seconds(minutes: str) -> int:
    words = minutes.strip()
    if not (words.isascii() and words.isdigit() and len(words) < 6):
        raise NotAllowed("Minutes are whole numbers: 90 for the session and 12 of them for Closing, say.")
    return int(words) * 60
