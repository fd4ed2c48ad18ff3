"""What the screens of a session share: the session, its countdown, pause and extension, the gap question."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from math import inf
from time import monotonic
from typing import Any, ClassVar

from textual import work
from textual.binding import BindingType
from textual.signal import Signal

from alliance_tui.domain.alliance import Slip, Version
from alliance_tui.domain.countdown import ChangedElsewhere, Milestone
from alliance_tui.domain.errors import AllianceError, ChangedMeanwhile, NotFound, SessionEnded, StoreAway
from alliance_tui.domain.questions import SECTIONS, Question
from alliance_tui.domain.session import Session, Stage
from alliance_tui.domain.steps import Doer, Step, content_changed, named
from alliance_tui.render.phrases import ordinal
from alliance_tui.screens.attendance import Attendance
from alliance_tui.screens.base import key
from alliance_tui.screens.dialogs import Ask, Choice
from alliance_tui.screens.drafts import Drafts, WritingPage
from alliance_tui.services import endings, sessions, slips
from alliance_tui.storage.presence import Presence
from alliance_tui.widgets.countdown_bar import CountdownBar, Reading

SETTLED = 3.0
"""Seconds without a change from the other screen, before the second signature is given."""

SAID = {
    Milestone.TEN: "10 minutes to Closing.",
    Milestone.FIVE: "5 minutes to Closing.",
    Milestone.CLOSING: "Time for Closing: press 5 when you are ready.",
    Milestone.END: "The time is up. Nothing is locked; close when you are ready.",
}

SECTION_KEYS = [
    key(str(number), f"section({number})", "section", f"Go to {section.label}")
    for number, section in enumerate(SECTIONS, 1)
]


class SessionPage(WritingPage):
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
        self.alliance_id = ""
        self.drafts = Drafts(self, self._trouble, self._end)
        self.slips: tuple[Slip, ...] = ()
        self.unsaved = ""
        self.ended = ""
        """How the session ended, in words; "" while it is open."""
        self._leaving = False
        self._undo: list[Step] = []
        self._stamp: tuple[int, int, int] | None = None
        self.attendance = Attendance(self, self.act, session.countdown)
        self.changed = Signal[None](self, "session changed")
        """Published after each change that is shown."""
        self.changed_at = -inf
        """When the other screen last changed what is shown, by the monotonic clock."""
        self.bar = CountdownBar()

    # Acts

    async def act(self, act: Callable[..., Session], *args: Any, **kwargs: Any) -> bool:
        """Save a change, show it and remember it for undo; return True if it was done. Say a refusal."""
        session = await self.do(Doer(self.session), act, *args, **kwargs)
        return session is not None

    async def do(
        self, doer: Doer, act: Callable[..., Session], *args: Any, undoable: bool = True, **kwargs: Any
    ) -> Session | None:
        """Like `act`, of a doer who saw something else than the page shows; returns the session after it."""
        try:
            session = await self.perform(act, self.library, self.alliance_name, *args, doer=doer, **kwargs)
        except AllianceError as error:
            await self.refuse(error)
            return None
        self.show(session, doer.step)
        if undoable:
            self.remember(doer.step)
        return session

    async def refuse(self, error: AllianceError) -> None:
        """Say why an act was not done, and show what was changed meanwhile."""
        if isinstance(error, SessionEnded):
            await self._end(error)
            return
        if isinstance(error, ChangedMeanwhile):
            await self._poll(anew=True)
        self.say(str(error), error=not isinstance(error, ChangedElsewhere))

    def show(self, session: Session, own: Step | None = None) -> None:
        """Show the session as it is now, if the page is there, with the countdown as this program's clock shows it."""
        unsigned = session.unsigned and not self.session.unsigned
        aside = Stage.SET_ASIDE in (session.stage, self.session.stage) and session.stage is not self.session.stage
        if {*content_changed(self.session, session)} - {*(own.before if own else ())}:
            self.changed_at = monotonic()
        self.session = replace(session, countdown=self.attendance.adopt(session.countdown))
        if not self.is_there:
            return
        if unsigned:
            self.say(session.unsigned, error=True)
        if aside and session.stage is Stage.SET_ASIDE:
            self.say("The session was set aside: the clock stands still. What is typed is saved in it; q leaves.")
        self.show_session()
        self.changed.publish(None)
        self._paint()

    def remember(self, step: Step) -> None:
        """Remember a step for undo, if it changed anything."""
        if step:
            self._undo.append(step)

    def show_session(self) -> None:
        """Bring the screen's parts up to date with `session`."""

    @work(group="slips")
    async def _read_slips(self) -> None:
        """Show what slipped since the last version beside its agreement."""
        slipped = await self.attempt(slips.slips_to_review, self.library, self.alliance_name, self.last)
        if slipped and self.is_there:
            self.slips = slipped
            self.show_session()

    def questions_of(self, number: int) -> tuple[Question, ...]:
        """Return the questions of a section, counted from 1; say so if there are none today."""
        section = SECTIONS[number - 1]
        questions = self.session.questions(section)
        if not questions:
            self.say(f"There are no questions for {section.label} today.")
        return questions

    # The countdown

    def on_mount(self) -> None:
        self.set_interval(1, self._tick)
        self.set_interval(1, self._poll)
        self.run_worker(self._poll())
        self.run_worker(self.attendance.arrive(Presence(self.library.root / self.alliance_name)))
        if self.last:
            self._read_slips()
        self.show_session()
        self._tick()

    async def on_unmount(self) -> None:
        """Stop being present."""
        await self.attendance.leave()

    def _tick(self) -> None:
        if not self.is_there:
            return
        if self.attendance.tick():
            self.show_countdown()
            if due := self.session.countdown.due(self.program.clock.now()):
                self._announce(due)
        self._paint()

    def show_countdown(self) -> None:
        """Take over the countdown as this program's clock shows it."""
        self.session = replace(self.session, countdown=self.attendance.shown)

    def _paint(self) -> None:
        """Show the time."""
        clock, time = self.program.clock, self.session.countdown
        now = clock.now()
        title = f"{self.session.partners} · {ordinal(self.session.number)} session"
        notice = "ENDED" if self.ended else "UNSAVED" if self.unsaved else ""
        reading = Reading(title, time, now, clock.local(time.ends(now)), notice)
        self.show_time()
        if changed := self.bar.show(reading):
            self.bar.refresh(*changed)

    def show_time(self) -> bool:
        """Bring up to date what else on the screen depends on the time; whether anything had to be."""
        return False

    async def _poll(self, anew: bool = False) -> None:
        """Show what another program has saved; the timer that calls this waits for the disk, and nobody else does."""
        if self.ended:
            self.leave_ended()
        if self.attendance.asking or self.ended:
            return
        self.attendance.begin_poll()
        try:
            stamp = await self.perform(self.library.session_stamp, self.alliance_name)
            if stamp != self._stamp or anew:
                first, self._stamp = self._stamp is None, stamp
                alliance, session = await self.perform(self.library.load, self.alliance_name)
                if session is None or session.id != self.session.id:
                    raise SessionEnded
                self.alliance_id = alliance.id
                if first or anew or not self._knows(session):
                    self.attendance.follow(session.countdown)
                    self.show(session)
            if self.unsaved and not self.drafts.failing:
                self._trouble("")
        except (NotFound, StoreAway) as error:
            self._stamp = None
            await self._end(error)
        except AllianceError as error:
            self._trouble(str(error))

    @property
    def just_changed(self) -> bool:
        """True if the other screen changed something in the last seconds."""
        return monotonic() - self.changed_at < SETTLED

    # When the other screen ends the session

    async def _end(self, error: AllianceError) -> None:
        """Say how the session ended; who types stays here, and the words are kept."""
        if not self.ended:
            found = await self.perform(endings.ending, self.library, self.alliance_name, self.alliance_id, self.session)
            if not found:
                self._trouble(str(error))
                return
            self.ended = found.words
            stays = " You can go on typing; that is kept apart and offered at the next opening."
            self.say(f"{found.words}{stays if self.somebody_types else ''}", error=True)
            self._paint()
        self.leave_ended()

    def leave_ended(self) -> None:
        """Unless somebody types, go to the version that was signed, else to the library."""
        if not (self._leaving or self.somebody_types) and self.is_there:
            self._leaving = True
            self.app.run_worker(self._follow_session())  # a screen can't wait for its own removal

    async def _follow_session(self) -> None:
        """Show the version that the session led to, or else the screen below."""
        await self.flush()
        self.program.drop_keys()
        found = await self.perform(endings.ending, self.library, self.alliance_name, self.alliance_id, self.session)
        if found and found.version:
            await self.program.show_signed(self, self.alliance_name, found.version)
        else:
            await self.program.close_page(self)
            self.say(self.ended)

    @property
    def somebody_types(self) -> bool:
        """True if a field has the focus, on this page or in a dialog over it."""
        focused = self.app.screen.focused
        return focused is not None and focused.check_consume_key("a", "a")

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
        shown = self.session.countdown
        if shown.started is None:
            self.say("The countdown starts when you begin the session.", error=True)
            return
        await self.act(sessions.resume if shown.paused else sessions.pause, self.attendance.now())

    async def action_extend(self) -> None:
        """Ask by how many minutes, and add them to the countdown that was shown then."""
        left, right = self.session.partners.left, self.session.partners.right
        words = f"Minutes to add. {left} and {right} both agree to this; it is noted in the session."
        extend = partial(self._extend, Doer(self.session))
        await self.app.push_screen(Ask("Extend the session", words, "10", "minutes"), extend)

    async def _extend(self, doer: Doer, answer: str | None) -> None:
        if answer is None:
            return
        minutes = answer.strip()
        if not re.fullmatch("[0-9]{1,3}", minutes) or not 0 < int(minutes) <= 600:
            self.say("Minutes, please: a whole number from 1 to 600. Nothing was changed.", error=True)
            return
        if await self.do(doer, sessions.extend, self.attendance.now(), int(minutes) * 60):
            self.say(f"Extended by {int(minutes)} minutes.")

    # Undo, leaving

    async def action_undo(self) -> None:
        await self.flush()
        if not self._undo:
            self.say("Nothing to undo here.")
            return
        step = self._undo[-1]
        if await self.undo_step(step):
            self._undo = [each for each in self._undo if each is not step]

    async def undo_step(self, step: Step) -> bool:
        """Undo a step and say what is as before; return False if it may be tried again."""
        try:
            session = await self.perform(sessions.undo, self.library, self.alliance_name, step, doer=Doer(self.session))
        except (ChangedMeanwhile, SessionEnded) as error:
            await self.refuse(error)
            return isinstance(error, ChangedMeanwhile)
        except AllianceError as error:
            self.say(f"{error} The change can still be undone.", error=True)
            return False
        self.show(session, step)
        self.say(f"Undone: {named(step.before, session)} as before.")
        return True

    async def action_leave(self) -> None:
        """Back to the library; everything stays as it is."""
        await self.close()

    async def action_set_aside(self) -> None:
        await self.flush()
        answers = {
            "s": "set aside: the clock stands still, take it up again whenever you like",
            "a": "abandon: into the trash; it can be brought back for 30 days",
        }
        dialog = Choice("Stop without signing?", "Everything written is kept.", answers)
        await self.app.push_screen(dialog, partial(self._stop, Doer(self.session)))

    async def _stop(self, doer: Doer, answer: str | None) -> None:
        if not await self.flush():
            return
        if answer == "s" and await self.do(doer, sessions.set_aside, self.program.clock.now()):
            await self.program.close_page(self)
        elif answer == "a":
            await self._abandon(doer)

    async def _abandon(self, doer: Doer) -> None:
        now, seen = self.program.clock.now(), doer.seen.id
        try:
            item = await self.perform(sessions.abandon, self.library, self.alliance_name, now, seen, doer=doer)
        except AllianceError as error:
            await self.refuse(error)
        else:
            self.program.deletions.add(self.library, item)
            await self.program.close_page(self)

    def _trouble(self, message: str) -> None:
        """Say that saving fails, or that it works again."""
        if message and message != self.unsaved:
            self.say(message, error=True)
        elif self.unsaved and not message:
            self.say("Saved. Nothing was lost.")
        self.unsaved = message
        self._paint()

    def allows(self, action: str) -> bool:
        """Pause and extend only while there is a countdown."""
        return action not in ("pause", "extend") or self.session.countdown.started is not None
