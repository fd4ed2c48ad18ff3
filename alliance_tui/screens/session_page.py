"""What the screens of a session share: the session, its countdown, pause and extension, the gap question."""

from __future__ import annotations

import re
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from functools import partial
from math import inf
from time import monotonic
from typing import Any

from textual import work
from textual.binding import Binding
from textual.signal import Signal

from alliance_tui import screens
from alliance_tui.domain.alliance import AnswerKey, Pulse, Side, Slip, Version
from alliance_tui.domain.countdown import Milestone, later
from alliance_tui.domain.errors import AllianceError, ChangedMeanwhile, NotFound, SessionEnded, StoreAway
from alliance_tui.domain.presence import WRITING, Here
from alliance_tui.domain.questions import SECTIONS, Question
from alliance_tui.domain.session import Session
from alliance_tui.domain.session_clock import SessionClock
from alliance_tui.domain.steps import Doer, Step, content_changed, name_parts, only_words_differ
from alliance_tui.render.covering import covering_news
from alliance_tui.render.phrases import at_hour, ordinal
from alliance_tui.screens.base import key
from alliance_tui.screens.others_here import OthersHere
from alliance_tui.screens.page_presence import PagePresence
from alliance_tui.screens.partner_keys import with_names
from alliance_tui.screens.program import T
from alliance_tui.screens.sided_page import SidedPage
from alliance_tui.screens.unsealing import Unsealing
from alliance_tui.services import countdown, drafts, endings, sessions
from alliance_tui.services.endings import Ending
from alliance_tui.storage.disk import Stamp
from alliance_tui.storage.folder_watch import OFTEN
from alliance_tui.storage.presence import Presence
from alliance_tui.terminal.keymap import name_keys
from alliance_tui.widgets.countdown_bar import CountdownBar, Reading

QUIET_TIME = 3.0
"""Seconds without a change from the other screen, before the second signature is given."""

MILESTONE_WORDS = {
    Milestone.TEN: "10 minutes to Closing.",
    Milestone.FIVE: "5 minutes to Closing.",
    Milestone.CLOSING: "Time for Closing: press {section-closing} when you are ready.",
    Milestone.END: "The time is up. Nothing is locked; close when you are ready.",
}

SECTION_KEYS = [
    key(str(number), f"section({number})", "section", f"Go to {section.label}", id=f"section-{section}")
    for number, section in enumerate(SECTIONS, 1)
]


Saved = tuple[Session, Step]
"""A session as it was saved, and the step that the save made."""

PAUSE_KEY = key("p", "pause", "pause", "Pause the countdown, or go on")
REVISIT_KEY = key("L", "revisit", "last time", "The agreements from last time, one at a time", False, id="last-time")
STOP_KEY = key("S", "set_aside", "stop", "Stop without signing: set aside or abandon", show=False)


ALONE = 1.5
"""Seconds after a look for others until the next one."""


class SessionPage(SidedPage):
    """A screen within one alliance's open session. Reads `session`; changes it only by `act`."""

    FILLED_BY = frozenset({"slips"})
    DOING = ""
    """What is done on the page while nobody writes, as other programs are told."""
    BINDINGS = [
        PAUSE_KEY,
        key("e", "extend", "extend", "Add time to the session"),
        key("u", "undo", "undo", "Undo the last change made here"),
        key("V", "passphrase", "passphrase", "Type or choose the passphrase of your sealed answers", show=False),
        key("q", "leave", "leave", "Leave; the session is kept and goes on later"),
    ]

    def __init__(self, name: str, session: Session, last: Version | None) -> None:
        """`name`: the alliance's folder; `last`: the version this session goes on from."""
        super().__init__(session)
        self.alliance_name, self.last = name, last
        self.slips: tuple[Slip, ...] = ()
        self.pulses: tuple[Pulse, ...] = ()
        self.unsaved = ""
        self.ended: Ending | None = None
        """How the session ended; None while it is open."""
        self._leaving = False
        self._undo: list[Step] = []
        self._stamp: Stamp = None
        self._looking: Future[None] | None = None
        self._look_after = -inf
        """Until when nobody needs to look whether somebody has come, by the monotonic clock."""
        self.own_clock = SessionClock(session.countdown)
        """The countdown as this program's clock shows it."""
        self.changed = Signal[None](self, "session changed")
        """Published after each change that is shown."""
        self.changed_at = -inf
        """When the other screen last changed what is shown, by the monotonic clock."""
        self.bar = CountdownBar()
        self.unsealing = Unsealing(self, name, self.show, partial(self._poll, anew=True))

    @property
    def opened(self) -> tuple[str, Session, Version | None]:
        """The arguments of another screen of the session: the alliance's folder, the session and the last version."""
        return self.alliance_name, self.session, self.last

    def caption(self, binding: Binding) -> str:
        return with_names(binding, self.session.partners)

    # Acts

    async def act(self, act: Callable[..., Session], *args: Any) -> bool:
        """Save a change, show it and remember it for undo; show a refusal. Return True if it was done."""
        return await self.do(Doer(self.session), act, *args)

    async def do(self, doer: Doer, act: Callable[..., Session], *args: Any) -> bool:
        """Like `act`, for a doer who saw something else than the page shows."""
        session = await self.change(doer, act, *args)
        if session:
            self.show(session, doer.step)
            self.remember(doer.step)
        return session is not None

    async def change(self, doer: Doer, act: Callable[..., T], *args: Any) -> T | None:
        """Run an act and return its result; if it is refused, show why and return None."""
        try:
            return await self.perform(self.apply, doer, act, *args)
        except AllianceError as error:
            await self.refuse(error)
            return None

    # These two run on the writer's thread.

    def apply(self, doer: Doer, act: Callable[..., T], *args: Any) -> T:
        return act(self.library, self.alliance_name, *args, doer=doer)

    def keep_apart(self, edit: str, question: str, side: Side | None, text: str) -> bool:
        """Keep an answer, or an agreement, that the session does not take; return True if there was any."""
        drafts.keep_text(self.library, self.alliance_name, self.alliance_id, self.session, question, side, text, edit)
        return bool(text.strip())

    async def refuse(self, error: AllianceError) -> None:
        """Show why an act was not done, and what was changed meanwhile."""
        if isinstance(error, SessionEnded):
            await self.end(error)
            return
        if isinstance(error, ChangedMeanwhile):
            await self._poll(anew=True)
        self.show_error(error)

    def show(self, session: Session, own: Step | None = None, typed: AnswerKey | None = None) -> None:
        """Show the session as it is now, if the page is there, with the countdown as this program's clock shows it.

        `own`: the step that was made here; `typed`: the answer whose words were typed here, and are shown already.
        """
        before = self.session
        self.own_clock.adopt(session.countdown, self.now())
        self.session = replace(session, countdown=self.own_clock.shown)
        if typed and only_words_differ(before, self.session, typed):
            return
        if {*content_changed(before, session)} - {*(own.before if own else ())}:
            self.changed_at = monotonic()
        if not self.is_usable:
            return
        if session.unsigned and not before.unsigned:
            self.show_notice(session.unsigned, error=True)
        self.say_news(before)
        self.show_session()
        self.changed.publish(None)
        self._paint()
        self.unsealing.follow(before, session)
        for words in covering_news(before, session, self.library.viewer.side, own, self.question_in_view):
            self.show_notice(words)

    @property
    def question_in_view(self) -> str:
        """The id of the question that the page shows; "" if it shows none alone."""
        return ""

    def make_room(self, rows: int) -> None:
        """Leave so many of the last rows to a dialog; 0: none."""

    def remember(self, step: Step) -> None:
        if step:
            self._undo.append(step)
            self.page_presence.ask_put_off()

    @work(group="slips")
    async def _read_slips(self) -> None:
        """Show the slips and pulses since the last version beside their agreements."""
        alliance = await self.attempt(self.library.alliance, self.alliance_name)
        if alliance and (alliance.slips or alliance.pulses) and self.is_usable:
            self.slips, self.pulses = alliance.slips_since(self.last), alliance.pulses_since(self.last)
            self.show_session()

    def questions_of(self, number: int) -> tuple[Question, ...]:
        """Return the questions of a section, counted from 1; show a notice if there are none today."""
        section = SECTIONS[number - 1]
        questions = self.session.questions(section)
        if not questions:
            self.show_notice(f"There are no questions for {section.label} today.")
        return questions

    # The countdown

    def on_mount(self) -> None:
        folder = self.library.root / self.alliance_name
        self.page_presence = PagePresence(self, self.act, self._paint_countdown, self.own_clock, Presence(folder))
        self.others = OthersHere(self.program, folder)
        self.set_interval(1, self._each_second)
        self.run_worker(self._poll_at_news())
        self.run_worker(self._poll())
        self.run_worker(self.page_presence.arrive())
        self.unsealing.arrive(self.session)
        self.unsealing.follow(self.session, self.session)
        if self.last:
            self._read_slips()
        self.show_session()
        self._tick()

    async def on_unmount(self) -> None:
        self.others.stop()
        with suppress(RuntimeError):  # the program has just ended
            await self.page_presence.leave()
            if not any(page is not self and self._has_same_session(page) for page in self.app.screen_stack):
                await self.perform(self.others.leave)

    def _each_second(self) -> None:
        self._tick()
        self._look_for_news()

    def _tick(self) -> None:
        if not self.is_usable:
            return
        if self.page_presence.tick():
            self.show_countdown()
            if due := self.session.countdown.due(self.now()):
                self._announce(due)
        self._paint(ticked=True)

    def show_countdown(self) -> None:
        """Update the countdown by this program's clock."""
        self.session = replace(self.session, countdown=self.own_clock.shown)

    def _paint_countdown(self) -> None:
        self.show_countdown()
        self._paint()

    def _paint(self, ticked: bool = False) -> None:
        if not self.is_usable:  # left while a worker waited for the disk
            return
        clock, now, time = self.clock, self.time_now(), self.session.countdown
        number = f"{ordinal(self.session.number)} session"
        notice = "ENDED" if self.ended else "UNSAVED" if self.unsaved else ""
        ends, stands, keys = at_hour(time.ends(now), clock), self.own_clock.stands_at is not None, not self.typing
        reading = Reading(self.session.partners, number, time, now, ends, notice, self.awaited, stands, keys)
        self.show_time()
        self.bar.show(reading, ticked)

    def time_now(self) -> datetime:
        """Return the moment to show the time for: while an absence waits for an answer, when it began."""
        time, stands_at = self.session.countdown, self.own_clock.stands_at
        return later(stands_at, -time.set_back) if stands_at else time.last_reading(self.now())

    @property
    def is_closing_due(self) -> bool:
        """True once what is left of the time belongs to Closing."""
        time, now = self.session.countdown, self.time_now()
        return time.started is not None and time.to_closing(now) < 1

    def show_time(self) -> None:
        """Update other parts of the screen that depend on the time."""

    def _look_for_news(self) -> None:
        """Poll each second; while nobody else is here, look every other second, and poll only if there is news.

        A look takes a quarter of what a second costs; it is the writer's, and the event loop does not wait for it.
        """
        others = self.others
        if others.here or self.unsaved or self.ended or self.page_presence.asking:
            others.news.set()
        elif self.is_usable and monotonic() > self._look_after and (self._looking is None or self._looking.done()):
            self._look_after = monotonic() + ALONE
            own = others.own(*self.place)
            self._looking = self.program.submit(partial(self._tell_news, own, self.now()))

    def _tell_news(self, own: Here, now: datetime) -> None:
        """Have the page poll if there is news, or an error. In the writer."""
        with suppress(AllianceError):
            if self._look(own, True) == ((), self._stamp):
                self.own_clock.note_poll(now)
                return
        self.others.tell()

    async def _poll(self, anew: bool = False) -> None:
        """Show who else is here and what others have saved. Only the worker that calls this waits for the disk."""
        self.leave_ended()
        if self.ended:
            return
        asking = self.page_presence.asking
        if not asking:
            self.own_clock.note_poll(self.now())
        try:
            found, stamp = await self.perform(self._look, self.others.own(*self.place), not asking)
            self._note_others(found)
            if asking:
                return
            if stamp != self._stamp or anew:
                first, self._stamp = self._stamp is None, stamp
                alliance, session = await self.perform(self.library.load, self.alliance_name)
                if session is None or session.id != self.session.id:
                    raise SessionEnded
                self.alliance_id = alliance.id
                saved = self.own_clock.saved._replace(seen=session.countdown.seen)  # not news
                if first or anew or replace(self.session, countdown=saved) != session:
                    self.own_clock.follow(session.countdown, self.now())
                    self.show(session)
            if self.unsaved and not self.drafts.failing:
                self.trouble("")
            await self.follow_other()
        except (NotFound, StoreAway) as error:
            self._stamp = None
            await self.end(error)
        except AllianceError as error:
            self.trouble(str(error))

    def _look(self, own: Here, at_session: bool) -> tuple[tuple[Here, ...], Stamp]:
        """Tell others where this program is; return where they are, and the saved session's stamp. In the writer."""
        found = self.others.exchange(own)
        return found, self.library.session_stamp(self.alliance_name) if at_session else None

    # Who else is here

    @property
    def place(self) -> tuple[str, str]:
        """The question in view, and what is done here, as other programs are told."""
        return "", WRITING if self.somebody_types else self.DOING

    @property
    def save_delay(self) -> float:
        return OFTEN if self.others.here else super().save_delay

    def _note_others(self, found: tuple[Here, ...]) -> None:
        """Show who else is here, and poll often as long as anybody is."""
        if self.others.note(found) and self.is_usable:
            self.show_others()

    async def _poll_at_news(self) -> None:
        """Poll as soon as there is news."""
        while True:
            await self.others.news.wait()
            self.others.news.clear()
            await self._poll()

    async def look_for_other(self) -> bool:
        self._note_others(await self.perform(self.others.exchange, self.others.own(*self.place)))
        return self.found_other

    @property
    def found_other(self) -> bool:
        side = self.viewer.side
        return side is not None and self.others.at(side.other) is not None

    def show_others(self) -> None:
        """Show who else is here."""

    def words_for(self, side: Side, question: str = "") -> str:
        """Return where a side's program is, for somebody at `question`; "" if it is this one, or nobody was here."""
        return self.others.words(side, self.session, question)

    def _has_same_session(self, page: object) -> bool:
        return isinstance(page, SessionPage) and page.alliance_name == self.alliance_name

    # What another program has saved

    @property
    def just_changed(self) -> bool:
        """True if the other screen changed something in the last seconds."""
        return monotonic() - self.changed_at < QUIET_TIME

    # When the other screen ends the session

    async def end(self, error: AllianceError) -> bool:
        """Show how the session ended, if it has; somebody who types stays here, and the text is kept."""
        if self._leaving:  # it was signed here, a moment ago
            return True
        if not self.ended:
            ending = endings.ending
            found = await self.perform(ending, self.library, self.alliance_name, self.alliance_id, self.session)
            if not found:
                self.trouble(str(error))
                return False
            self.ended = found
            stays = " You can go on typing; that is kept apart and offered at the next opening."
            self.show_notice(f"{found.words}{stays if self.somebody_types else ''}", error=True)
            self._paint()
        self.leave_ended()
        return True

    def leave_ended(self) -> None:
        """If the session has ended and nobody types, go to the signed version, else to the library."""
        if self.ended and not (self._leaving or self.somebody_types) and self.is_usable:
            self._leaving = True
            self.app.run_worker(self._leave_after(self.ended))  # a screen can't wait for its own removal

    async def _leave_after(self, ending: Ending) -> None:
        await self.flush()
        self.program.drop_keys()
        if ending.version:
            await self.program.show_signed(self, self.alliance_name, ending.version)
        else:
            await self.program.close_page(self)
            self.show_notice(ending.words)

    @work(group="announcing")
    async def _announce(self, due: tuple[Milestone, ...]) -> None:
        self.own_clock.saved = self.own_clock.saved.announce(due)  # even if that can't be saved
        self.show_countdown()
        await self.act(countdown.announce, due)
        self.app.bell()
        self.show_notice(name_keys(MILESTONE_WORDS[due[-1]]))

    async def begin(self) -> bool:
        """Begin the session, or be ready to, if each has a program of their own; return True if that was done."""
        alone = self.viewer.acts_as is not None and not await self.look_for_other()
        return await self.act(sessions.begin, self.now(), alone)

    async def begin_turn(self, question: str) -> None:
        """Remember that the partners are at this question, and let time count for it; not for who only looks."""
        if self.page_presence.has_put_off:
            return
        begun = self.session.countdown.started is not None
        if self.session.current != question or (begun and self.session.times.at != question):
            await self.act(sessions.go_to, question, self.own_clock.corrected(self.now()))

    async def end_turn(self, question: str) -> None:
        """Let time count for no question, if it counts for this one."""
        if self.session.times.at == question:
            await self.act(sessions.leave_turn, question, self.own_clock.corrected(self.now()))

    async def action_pause(self) -> None:
        shown = self.session.countdown
        if shown.started is None:
            self.show_notice("The countdown starts when you begin the session.", error=True)
            return
        if self.page_presence.ask_put_off():
            return
        await self.act(countdown.resume if shown.paused else countdown.pause, self.own_clock.corrected(self.now()))

    async def action_extend(self) -> None:
        """Ask by how many minutes, and add them to the countdown that was shown then."""
        if self.page_presence.ask_put_off():
            return
        left, right = self.session.partners
        words = f"Minutes to add. {left} and {right} both agree to this; it is noted in the session."
        extend = partial(self._extend, Doer(self.session))
        await self.ask(screens.dialogs.Ask("Extend the session", words, "10", "minutes"), extend)

    async def _extend(self, doer: Doer, answer: str) -> None:
        minutes = answer.strip()
        if not re.fullmatch("[0-9]{1,3}", minutes) or not 0 < int(minutes) <= 600:
            self.show_notice("Minutes, please: a whole number from 1 to 600. Nothing was changed.", error=True)
            return
        done = await self.do(doer, countdown.extend, self.own_clock.corrected(self.now()), int(minutes) * 60)
        if done and self.viewer.acts_as is None:  # else it is among the news
            self.show_notice(f"Extended by {int(minutes)} minutes.")

    async def action_passphrase(self) -> None:
        await self.unsealing.ask(self.session)

    async def action_revisit(self) -> None:
        if await self.flush():
            await self.app.switch_screen(screens.revisit.RevisitScreen(*self.opened, type(self)))

    # Undo, leaving

    async def action_undo(self) -> None:
        await self.flush()
        if not self._undo:
            self.show_notice("Nothing to undo here.")
            return
        step = self._undo[-1]
        if await self.undo_step(step):
            self._undo = [each for each in self._undo if each is not step]

    async def undo_step(self, step: Step) -> bool:
        """Undo a step and show what was undone; return False if it may be tried again."""
        try:
            session = await self.perform(self.apply, Doer(self.session), sessions.undo, step)
        except (ChangedMeanwhile, SessionEnded) as error:
            await self.refuse(error)
            return isinstance(error, ChangedMeanwhile)
        except AllianceError as error:
            self.show_notice(f"{error} The change can still be undone.", error=True)
            return False
        self.show(session, step)
        self.show_notice(f"Undone: {name_parts(step.before, session)} as before.")
        return True

    async def action_set_aside(self) -> None:
        await self.flush()
        answers = {
            "set_aside": "set aside: the clock stands still, take it up again whenever you like",
            "abandon": "abandon: into the trash; it can be brought back for 30 days",
        }
        if self.library.viewer.invited:
            del answers["abandon"]
        dialog = screens.dialogs.Choice("Stop without signing?", "Everything written is kept.", answers)
        await self.ask(dialog, partial(self._stop, Doer(self.session)))

    async def _stop(self, doer: Doer, answer: str) -> None:
        if not await self.flush():
            return
        now = self.now()
        if answer == "abandon":
            if item := await self.change(doer, sessions.abandon, now, doer.seen.id):
                self.program.deletions.add(self.library, item)
                await self.program.close_page(self)
        elif await self.do(doer, sessions.set_aside, now):
            await self.program.close_page(self)

    def trouble(self, message: str) -> None:
        if message and message != self.unsaved:
            self.show_notice(message, error=True)
        elif self.unsaved and not message:
            self.show_notice("Saved. Nothing was lost.")
        self.unsaved = message
        self._paint()

    def allows(self, action: str) -> bool:
        """Allow pause and extension only while there is a countdown, a passphrase only where one is needed."""
        if action == "revisit":
            return bool(self.session.revisited)
        if action == "passphrase":
            return self.unsealing.is_needed(self.session)
        begun = action not in ("pause", "extend") or self.session.countdown.started is not None
        return begun and super().allows(action)
