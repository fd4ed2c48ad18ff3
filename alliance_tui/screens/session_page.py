"""What the screens of a session share: the session, its countdown, pause and extension, the gap question."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import ClassVar, Concatenate, ParamSpec

from textual import work
from textual.binding import BindingType
from textual.widget import Widget

from alliance_tui.domain.alliance import Agreement, Slip, Version
from alliance_tui.domain.countdown import Gap, Milestone
from alliance_tui.domain.errors import AllianceError, NotFound
from alliance_tui.domain.session import Session
from alliance_tui.render.phrases import on_and_hour, ordinal
from alliance_tui.render.times import span
from alliance_tui.screens.dialogs import Ask, Choice
from alliance_tui.screens.drafts import Drafts
from alliance_tui.screens.page import Page, key
from alliance_tui.services import sessions, slips
from alliance_tui.storage.library import Library
from alliance_tui.widgets.countdown_bar import CountdownBar, Reading

P = ParamSpec("P")
HEARTBEAT = 15
"""Seconds between two notes on disk that somebody is there."""

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
        self._beat = 0
        self._stamp: tuple[int, int, int] | None = None
        self._asking = False
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
        """Show the session as it now is, if anybody looks; the countdown is never older than what was seen here."""
        unsigned = session.unsigned and not self.session.unsigned
        seen = self.session.countdown.seen
        self.session = session
        if seen and session.countdown.seen and session.countdown.seen < seen:
            self.session = replace(session, countdown=session.countdown._replace(seen=seen))
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
        if self.last:
            self._read_slips()
        self.show_session()
        self._tick()

    def _tick(self) -> None:
        if not self.is_there:
            return
        now = self.alliance_app.clock.now()
        if gap := self.session.countdown.gap(now):
            self._ask_about(gap)
        elif not self._asking:
            self.session = replace(self.session, countdown=self.session.countdown.note(now))
            self._beat += 1
            if self._beat % HEARTBEAT == 0 and self.session.countdown.running:
                self._keep_time()
            if due := self.session.countdown.due(now):
                self._announce(due)
        self._paint(at_once=True)

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
        if self._asking:
            return
        try:
            stamp = await self.perform(self.library.session_stamp, self.alliance_name)
            if stamp != self._stamp:
                first, self._stamp = self._stamp is None, stamp
                session = await self.perform(sessions.refresh, self.library, self.alliance_name)
                if first or not self._knows(session):
                    self._take(session)
        except NotFound as error:
            if self.is_current:
                self.say(str(error), error=True)
                self.app.pop_screen()
        except AllianceError as error:
            self._trouble(str(error))

    def _knows(self, session: Session) -> bool:
        """Whether this is shown already, but for when somebody was seen last."""
        seen = session.countdown._replace(seen=self.session.countdown.seen)
        return replace(session, countdown=seen) == self.session

    @work(group="heartbeat")
    async def _keep_time(self) -> None:
        now, seen = self.alliance_app.clock.now(), self.session.countdown.seen
        if seen is not None:
            try:
                await self.perform(sessions.be_there, self.library, self.alliance_name, now, seen)
            except AllianceError as error:
                self._trouble(str(error))

    @work(group="announcing")
    async def _announce(self, due: tuple[Milestone, ...]) -> None:
        self.session = replace(self.session, countdown=self.session.countdown.announce(due))
        await self.act(sessions.announce, due)
        self.app.bell()
        self.say(SAID[due[-1]])

    @work(group="gap")
    async def _ask_about(self, gap: Gap) -> None:
        if self._asking:
            return
        self._asking = True
        try:
            since = on_and_hour(gap.start, self.alliance_app.clock)
            words = f"{span(gap.seconds)} have passed since {since}. Do they count, or were they a pause?"
            answers = {"c": "count them", "p": "treat them as a pause"}
            answer = await self.app.push_screen_wait(Choice("While you were away", words, answers, must=True))
            now = self.alliance_app.clock.now()
            if answer == "c":
                await self.act(sessions.count_gap, now)
            else:
                await self.act(sessions.pause_gap, gap, now)
        finally:
            self._asking = False

    async def action_pause(self) -> None:
        """Pause the countdown, or go on."""
        now = self.alliance_app.clock.now()
        if self.session.countdown.started is None:
            self.say("The countdown starts when you begin the session.", error=True)
        elif self.session.countdown.paused:
            await self.act(sessions.resume, now)
        else:
            await self.act(sessions.pause, now)

    async def action_extend(self) -> None:
        """Add time, if both agree."""
        left, right = self.session.partners.left, self.session.partners.right
        words = f"Minutes to add. {left} and {right} both agree to this; it is noted in the session."
        await self.app.push_screen(Ask("Extend the session", words, "10", "minutes"), self._extend)

    async def _extend(self, answer: str | None) -> None:
        if answer is None:
            return
        minutes = answer.strip()
        if not re.fullmatch("[0-9]{1,3}", minutes) or not 0 < int(minutes) <= 600:
            self.say("Minutes, please: a whole number from 1 to 600. Nothing was changed.", error=True)
            return
        if await self.act(sessions.extend, self.alliance_app.clock.now(), int(minutes) * 60):
            self.say(f"Extended by {int(minutes)} minutes.")

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
            "a": "abandon: into the trash; it can be brought back for 30 days",
        }
        dialog = Choice("Stop without signing?", "Everything written is kept.", answers)
        await self.app.push_screen(dialog, self._stop)

    async def _stop(self, answer: str | None) -> None:
        await self.drafts.flush()
        if answer == "s" and await self.act(sessions.set_aside, self.alliance_app.clock.now()):
            self.app.pop_screen()
        elif answer == "a":
            now, seen = self.alliance_app.clock.now(), self.session.id
            item = await self.attempt(sessions.abandon, self.library, self.alliance_name, now, seen)
            if item is not None:
                self.alliance_app.offer_undo(item)
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
