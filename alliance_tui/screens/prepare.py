"""Prepare: two names, what the partnership is, where, how long, how much of it for Closing; now or later."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import ClassVar

from textual.binding import BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.widget import Widget
from textual.widgets import Input, Static

from alliance_tui.domain.alliance import Version
from alliance_tui.domain.errors import AllianceError, NotAllowed
from alliance_tui.domain.session import Session
from alliance_tui.screens.dates import parse_moment
from alliance_tui.screens.drafts import Drafts
from alliance_tui.screens.page import Page, heading, key
from alliance_tui.screens.settle import settle
from alliance_tui.services import alliances
from alliance_tui.services.alliances import Preparation
from alliance_tui.widgets.line import Line

FIELDS = {
    "left": ("One of you", "a name; this side of the screen stays yours"),
    "right": ("The other", "a name"),
    "partnership": ("You are", "cofounders, coach and client, a couple … (may stay empty)"),
    "place": ("Where", "over lunch, away from the office … (may stay empty)"),
    "length": ("Minutes in all", "90"),
    "reserve": ("of them, Closing", "12"),
    "when": ("When", "empty: now. Or 2027-02-22 12:30"),
}


class PrepareScreen(Page):
    """A form; what is typed in it is kept on disk like everything else."""

    CSS_PATH = "prepare.tcss"
    ABOUT = "Set aside a block of time that is only about your partnership. Nothing here is final until you begin."
    WHILE_TYPING = frozenset({"back", "submit", "field", "next"})
    BINDINGS: ClassVar[list[BindingType]] = [
        key("enter", "next", "next field", "To the next field; from the last one, go on"),
        key("ctrl+g", "submit", "go on", "Go on to the questions"),
        key("down", "field(1)", "move", "To the next or previous field"),
        key("up", "field(-1)", "move", "To the next or previous field"),
        key("escape", "back", "back", "Back; what is typed here is kept"),
    ]

    def __init__(self, name: str = "", session: Session | None = None, last: Version | None = None) -> None:
        """A new alliance, or the prepared session of the one in folder `name`."""
        super().__init__()
        self.alliance_name, self.session, self.last = name, session, last
        self.drafts = Drafts(self, self._trouble)
        self._going = False

    def body(self) -> Iterable[Widget]:
        """One row a field."""
        yield heading("Prepare a session" if self.alliance_name else "Begin an alliance")
        rows = [
            Horizontal(Static(label, classes="label"), Line(placeholder=hint, compact=True, id=field))
            for field, (label, hint) in FIELDS.items()
        ]
        words = "enter: next field, and from the last one on to the questions"
        yield VerticalScroll(*rows, Static(words, id="how"), id="form", can_focus=False)

    async def on_mount(self) -> None:
        """Fill in what is known."""
        kept = await self.attempt(alliances.form, self.library, self.alliance_name) or {}
        for field, value in {**self._settled(), **kept}.items():
            if field in FIELDS:
                with self.prevent(Input.Changed):
                    self.query_one(f"#{field}", Input).value = value
        self.set_focus(self.query_one("#left", Input))

    def _settled(self) -> dict[str, str]:
        session = self.session
        if session is None:
            return {"length": "90", "reserve": "12"}
        time, planned = session.countdown, session.planned
        when = self.alliance_app.clock.local(planned).strftime("%Y-%m-%d %H:%M") if planned else ""
        return {
            "left": session.partners.left,
            "right": session.partners.right,
            "partnership": self.alliance_app.partnership(self.alliance_name),
            "place": session.place,
            "length": str(time.length // 60),
            "reserve": str(time.reserve // 60),
            "when": when,
        }

    def _fields(self) -> dict[str, str]:
        return {field: self.query_one(f"#{field}", Input).value for field in FIELDS}

    def on_input_changed(self, _event: Input.Changed) -> None:
        """Have the form kept as it stands."""
        save = partial(alliances.keep_form, self.library, self.alliance_name, self._fields())
        self.drafts.put("form", save)

    def save_now(self) -> None:
        """Save what is being typed, from any thread."""
        self.drafts.save_now()

    async def action_next(self) -> None:
        """To the next field; from the last one, on to the questions."""
        if self.focused and self.focused.id == list(FIELDS)[-1]:
            await self.action_submit()
        else:
            self.action_field(1)

    def action_field(self, by: int) -> None:
        """Up and down between the fields."""
        names = list(FIELDS)
        at = names.index(self.focused.id) if self.focused and self.focused.id in names else -by
        self.set_focus(self.query_one(f"#{names[(at + by) % len(names)]}", Input))

    async def action_back(self) -> None:
        """Leave; the form is there again next time."""
        await settle(self)
        await self.drafts.flush()
        self.app.pop_screen()

    async def action_submit(self) -> None:
        """Lay the session down and go on to the questions, or leave it for its hour."""
        if self._going:
            return
        self._going = True
        await settle(self)
        try:
            await self.drafts.flush()
            await self._go_on(self._preparation())
        except AllianceError as error:
            self.say(str(error), error=True)
        finally:
            self._going = False

    def _preparation(self) -> Preparation:
        fields = self._fields()
        when = fields["when"].strip()
        return Preparation(
            fields["left"],
            fields["right"],
            fields["partnership"],
            fields["place"],
            _seconds(fields["length"] or "90"),
            _seconds(fields["reserve"] or "12"),
            parse_moment(when, self.alliance_app.clock) if when else None,
        )

    async def _go_on(self, ready: Preparation) -> None:
        now, form = self.alliance_app.clock.now(), self.alliance_name
        if self.alliance_name:
            await self.perform(alliances.prepare, self.library, self.alliance_name, ready)
        else:
            alliance = await self.perform(alliances.begin_alliance, self.library, ready, now)
            self.alliance_name = alliance.name
        await self.perform(alliances.drop_form, self.library, form)
        if ready.planned:
            self.say("Saved for later. You find it in the library; choose your questions there when you meet.")
            self.app.pop_screen()
        else:
            await self.alliance_app.open_alliance(self.alliance_name, replace=True)

    def _trouble(self, message: str) -> None:
        if message:
            self.say(message, error=True)


def _seconds(minutes: str) -> int:
    words = minutes.strip()
    if not (words.isascii() and words.isdigit() and len(words) < 6):
        raise NotAllowed("Minutes are whole numbers: 90 for the session and 12 of them for Closing, say.")
    return int(words) * 60
