"""What the screens of a session share: the session, its countdown, pause and extension, the gap question."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import ClassVar, Concatenate, ParamSpec

from textual import work
from textual.binding import BindingType
from textual.widget import Widget

from alliance_tui.domain.alliance import Agreement, Slip, Version
from alliance_tui.domain.countdown import Milestone
from alliance_tui.domain.errors import AllianceError, NotFound
from alliance_tui.domain.session import Session
from alliance_tui.render.phrases import ordinal
from alliance_tui.screens.attendance import Attendance
from alliance_tui.screens.dialogs import Choice
from alliance_tui.screens.drafts import Drafts
from alliance_tui.screens.page import Page, key
from alliance_tui.services import sessions, slips
from alliance_tui.storage.library import Library
from alliance_tui.widgets.countdown_bar import CountdownBar, Reading

P = ParamSpec("P")

SAID = {
    Milestone.TEN: "10 minutes to Closing.",
    Milestone.FIVE: "5 minutes to Closing.",
    Milestone.CLOSING: "Time for Closing: press 5 when you are ready.",
    Milestone.END: "The time is up. Nothing is locked; close when you are ready.",
}


class SessionPage(Page):
    """A screen within one alliance's open session. Reads `session`; changes it only by `act`."""

    BINDINGS: ClassVar[list[BindingType]] = [
        key("p", "pause", "pause", "Pause the countdown, or go on"),
        key("e", "extend", "extend", "Add time to the session"),
        key("u", "undo", "undo", "Undo the last change made here"),
        key("q", "leave", "leave", "Leave; the session is kept and goes on later"),
    ]

    def __init__(self, name: str, session: Session, last: Version | None) -> None:
        """`name`: the alliance's folder; `last`: the version this session goes on from."""
        super().__init__()
        self.alliance_name = name
        self.session = session
        self.last = last
        self.drafts = Drafts(self, self._trouble)
        self.slips: tuple[Slip, ...] = ()
        self.unsaved = ""
        self._undo: list[Callable[[], Session]] = []
        self._stamp: tuple[int, int, int] | None = None
        self.attendance = Attendance(self, session.countdown)
        self.bar = CountdownBar()

    # Acts

    async def act(
        self, act: Callable[Concatenate[Library, str, P], Session], *args: P.args, **kwargs: P.kwargs
    ) -> bool:
        """Save a change and show it; whether it was done. A refusal is said on screen."""
        session = await self.attempt(act, self.library, self.alliance_name, *args, **kwargs)
        if session is not None:
            self._take(session)
        return session is not None

    def _take(self, session: Session) -> None:
        """Show the session as it now is, if anybody looks, with the countdown as this program's clock shows it."""
        unsigned = session.unsigned and not self.session.unsigned
        self.session = replace(session, countdown=self.attendance.adopt(session.countdown))
        if not self.is_there:
            return
        if unsigned:
            self.say(session.unsigned, error=True)
        self.show_session()
        self._paint()

    def can_undo(self, undo: Callable[[], Session]) -> None:
        """Remember how to take the last change back."""
        self._undo.append(undo)

    def undo_agreements(self, before: tuple[Agreement, ...]) -> None:
        """Be able to put the agreements back to what they were, if they changed."""
        if before != self.session.agreements:
            self.can_undo(partial(sessions.restore_agreements, self.library, self.alliance_name, before))

    def show_session(self) -> None:
        """Bring the screen's parts up to date with `session`."""

    @work(group="slips")
    async def _read_slips(self) -> None:
        """Show what slipped since the last version beside its agreement."""
        slipped = await self.attempt(slips.to_look_at, self.library, self.alliance_name, self.last)
        if slipped and self.is_there:
            self.slips = slipped
            self.show_session()

    # The countdown

    def on_mount(self) -> None:
        """Start the second hand."""
        self.set_interval(1, self._tick)
        self.set_interval(1, self._look)
        self.run_worker(self._look())
        self.run_worker(self.attendance.arrive())
        if self.last:
            self._read_slips()
        self.show_session()
        self._tick()

    async def on_unmount(self) -> None:
        """Somebody was there until now."""
        await self.attendance.leave()

    def _tick(self) -> None:
        if not self.is_there:
            return
        if self.attendance.tick():
            self.show_countdown()
            if due := self.session.countdown.due(self.alliance_app.clock.now()):
                self._announce(due)
        self._paint(at_once=True)

    def show_countdown(self) -> None:
        """Take over the countdown as this program's clock shows it."""
        self.session = replace(self.session, countdown=self.attendance.shown)

    def _paint(self, at_once: bool = False) -> None:
        """Show the time; `at_once` when nothing else changes, so that no frame is shown in two parts."""
        clock, time = self.alliance_app.clock, self.session.countdown
        now = clock.now()
        title = f"{self.session.partners} · {ordinal(self.session.number)} session"
        reading = Reading(title, time, now, clock.local(time.ends(now)), unsaved=bool(self.unsaved))
        more = self.show_time()
        if changed := self.bar.show(reading):
            draw = self.draw if at_once and not more else Widget.refresh
            draw(self.bar, *changed)

    def show_time(self) -> bool:
        """Bring up to date what else on the screen depends on the time; whether anything had to be."""
        return False

    async def _look(self) -> None:
        """Show what another program has saved; the timer that calls this waits for the disk, and nobody else does."""
        if self.attendance.asking:
            return
        self.attendance.looking()
        try:
            stamp = await self.perform(self.library.session_stamp, self.alliance_name)
            if stamp != self._stamp:
                first, self._stamp = self._stamp is None, stamp
                session = await self.perform(sessions.refresh, self.library, self.alliance_name)
                if first or not self._knows(session):
                    self.attendance.follow(session.countdown)
                    self._take(session)
        except NotFound as error:
            if self.is_current:
                self.say(str(error), error=True)
                self.app.pop_screen()
        except AllianceError as error:
            self._trouble(str(error))

    def _knows(self, session: Session) -> bool:
        """Whether this is shown already, but for when somebody was seen last."""
        here = replace(session, countdown=self.session.countdown) == self.session
        return here and self.attendance.knows(session.countdown)

    @work(group="announcing")
    async def _announce(self, due: tuple[Milestone, ...]) -> None:
        self.attendance.announce(due)
        self.show_countdown()
        await self.act(sessions.announce, due)
        self.app.bell()
        self.say(SAID[due[-1]])

    async def action_pause(self) -> None:
        """Pause the countdown, or go on."""
        await self.attendance.pause()

    async def action_extend(self) -> None:
        """Add time, if both agree."""
        await self.attendance.extend()

    def save_now(self) -> None:
        """Save what is being typed, from any thread."""
        self.drafts.save_now()

    # Undo, leaving

    async def action_undo(self) -> None:
        """Take the last change back."""
        await self.drafts.flush()
        if not self._undo:
            self.say("Nothing to undo here.")
            return
        session = await self.attempt(self._undo.pop())
        if session is not None:
            self._take(session)
            self.say("Undone.")

    async def action_leave(self) -> None:
        """Back to the library; everything stays as it is."""
        await self.alliance_app.once_saved(self.drafts, self.app.pop_screen)

    async def action_set_aside(self) -> None:
        """Stop without signing."""
        answers = {
            "s": "set aside: the clock stands still, take it up again whenever you like",
            "a": "abandon: take the session off the table (undo until the program ends)",
        }
        dialog = Choice("Stop without signing?", "Everything written is kept.", answers)
        await self.app.push_screen(dialog, self._stop)

    async def _stop(self, answer: str | None) -> None:
        await self.drafts.flush()
        if answer == "s" and await self.act(sessions.set_aside, self.alliance_app.clock.now()):
            self.app.pop_screen()
        elif answer == "a":
            session = await self.attempt(sessions.abandon, self.library, self.alliance_name)
            if session is not None:
                self.alliance_app.offer_reopen(self.alliance_name, session)
                self.app.pop_screen()

    def _trouble(self, message: str) -> None:
        """Say that saving fails, or that it works again."""
        if message and message != self.unsaved:
            self.say(message, error=True)
        elif self.unsaved and not message:
            self.say("Saved. Nothing was lost.")
        self.unsaved = message
        self._paint()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Pause and extension only while there is a countdown."""
        if action in ("pause", "extend") and self.session.countdown.started is None:
            return False
        return super().check_action(action, parameters)
