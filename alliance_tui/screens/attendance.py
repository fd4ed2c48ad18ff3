"""A session page's clock, its presence, and the question after an absence.

A page is absent while its terminal's line is silent: it gives up its lock and leaves no signs, as if the program had
ended when the terminal was last heard, and nothing is asked before it is heard again. All else goes on.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from alliance_tui.domain.countdown import GAP, Countdown, Gap, Milestone
from alliance_tui.domain.steps import Doer
from alliance_tui.domain.watch import Watch
from alliance_tui.render.phrases import on_and_hour
from alliance_tui.render.times import span
from alliance_tui.screens.dialogs import Ask, Choice
from alliance_tui.services import sessions
from alliance_tui.storage.presence import Presence

if TYPE_CHECKING:
    from alliance_tui.screens.session_page import SessionPage

EVERY = timedelta(minutes=1)
"""The time between two signs of presence on the disk; a sign is no save."""


class Attendance:
    """One page's clock, its presence, and its question after an absence."""

    def __init__(self, page: SessionPage, countdown: Countdown) -> None:
        """`page` runs the acts and shows the dialogs."""
        self._page = page
        self._watch = Watch(countdown)
        self._presence: Presence | None = None
        self._signed: datetime | None = None
        self._ready = False
        """True when no absence waits for an answer."""
        self._unsaved: Gap | None = None
        """An absence whose answer could not be saved, or did not come before the line went silent."""
        self.asking = False
        """True while the question is open here."""
        self._dialog: Choice | None = None
        self._heard, self._heard_at = -1, self._watch.last
        """How often the terminal was heard, and the reading at which this was last seen to change."""
        self._asked: int | None = None
        """How often it had been heard when a sign became due; None while none is due."""
        self._absent = False

    # The countdown as this program's clock shows it

    @property
    def shown(self) -> Countdown:
        """What the page shows."""
        return self._watch.shown

    def adopt(self, saved: Countdown) -> Countdown:
        """Take over the saved countdown; return what to show."""
        self._watch.adopt(saved, self._now())
        return self.shown

    def follow(self, saved: Countdown) -> None:
        """Take over what a look has found."""
        self._watch.follow(saved, self._now())

    def looking(self) -> None:
        """Note that a look at the disk begins."""
        self._watch.looking(self._now())

    def knows(self, saved: Countdown) -> bool:
        """Return True if this countdown is shown already; `seen` does not count."""
        return saved._replace(seen=None) == self._watch.saved._replace(seen=None)

    def announce(self, milestones: tuple[Milestone, ...]) -> None:
        """Count these as announced here, even if that can't be saved."""
        self._watch.saved = self._watch.saved.announce(milestones)

    def _now(self) -> datetime:
        return self._page.alliance_app.clock.now()

    # Presence

    async def arrive(self) -> None:
        """Become present, and find out since when nobody was; when the line is silent, not before it is heard."""
        presence = self._presence = Presence(self._page.library.root / self._page.alliance_name)
        flow = self._page.alliance_app.flow
        if flow.silent:  # another screen has brought this page into view
            self._absent, self._heard, self._heard_at = True, flow.heard, None
            return
        alone = await self._page.perform(presence.enter)
        sign = await self._page.perform(presence.last)
        since = self._watch.saved.seen_at(sign).seen
        if behind := self._watch.arrive(sign, self._now(), alone):
            await self._make_up(behind)
        await self._come_back(presence, since)

    async def leave(self) -> None:
        """Stop being present."""
        if self._presence:
            await self._page.perform(self._presence.leave, self._watch.last if self._ready else None)

    def tick(self) -> bool:
        """Read the clock, each second; return False while an absence waits for an answer."""
        presence, now, last = self._presence, self._now(), self._watch.last
        if presence is None or self._is_absent(presence, now):
            return False
        if self._ready and last and self._watch.saved.running and self._watch.reading(now) - last > GAP:
            self._ready = False
            self._page.run_worker(self._come_back(presence, last))
            return False
        if self._ready and (behind := self._watch.note(now)):
            self._page.run_worker(self._make_up(behind))
        known = self._ready or self.asking  # before that, a sign would hide since when nobody was there
        if known and self._is_due(now) and self._is_heard():
            self._signed = now
            self._page.run_worker(self._sign(presence))
        return self._ready

    def _is_due(self, now: datetime) -> bool:
        return self._signed is None or not timedelta(0) <= now - self._signed < EVERY

    def _is_heard(self) -> bool:
        """Return True if the terminal was heard since the sign was due, or never answers; ask it else."""
        flow = self._page.alliance_app.flow
        if not flow.answers:
            return True
        if self._asked is None:
            self._asked = flow.heard
            self._page.alliance_app.ask_terminal()
        heard = flow.heard != self._asked
        if heard:
            self._asked = None
        return heard

    # A silent line

    def _is_absent(self, presence: Presence, now: datetime) -> bool:
        """Follow the terminal's line: become absent when it is silent, and present when it is heard again."""
        flow = self._page.alliance_app.flow
        if flow.heard != self._heard:
            self._heard, since = flow.heard, self._heard_at
            self._heard_at = self._watch.reading(now)
            if self._absent:
                self._absent = False
                self._page.run_worker(self._return(presence, since))
                return True
        elif flow.silent and not self._absent and (self._ready or self.asking):  # else it is just coming back
            self._absent, self._ready, self._signed, self._asked = True, False, now, None
            if self._dialog:
                self._dialog.dismiss(None)  # another program may ask; if none does, it is asked again here
            self._page.run_worker(self._page.perform(presence.leave))
        if self._absent and self._is_due(now):
            self._signed = now
            self._page.alliance_app.ask_terminal()  # the last answer may have been lost, and not the line
        return self._absent

    async def _return(self, presence: Presence, since: datetime | None) -> None:
        """Be present again, after the terminal was last heard at `since`; None: before this page was there."""
        if since is None:
            await self.arrive()
            return
        await self._page.perform(presence.enter)
        if not self.asking:
            await self._come_back(presence, since)

    async def _sign(self, presence: Presence) -> None:
        """Leave a sign; ask about an absence that a program left open when it ended, or whose answer was not saved."""
        gap = await self._page.perform(presence.touch, self._watch.reading(self._now()))
        started = self._watch.saved.started
        if gap is None or not self._ready or started is None or gap.start < started:
            return
        own = gap == self._unsaved
        if own or await self._page.perform(presence.alone):
            self._ready = False
            await self._ask(gap if own else await self._page.perform(presence.take_over, gap))

    async def _come_back(self, presence: Presence, since: datetime | None) -> None:
        """After an absence, ask about it if nobody was there and no other program came back before."""
        started, gap = self._watch.saved.started, None
        if since and started and self._watch.saved.running:
            gap = await self._page.perform(presence.claim, since, self._watch.reading(self._now()), started)
        if gap:
            await self._ask(gap)
            return
        self._watch.note(self._now())
        self._ready, self._signed = True, self._now()
        await self._sign(presence)

    async def _make_up(self, seconds: float) -> None:
        await self._page.act(sessions.make_up, seconds, self._watch.saved.set_back)

    async def _ask(self, gap: Gap) -> None:
        self.asking = True
        try:
            since = on_and_hour(gap.start, self._page.alliance_app.clock)
            words = f"{span(gap.seconds)} have passed since {since}. Do they count, or were they a pause?"
            answers = {"c": "count them", "p": "treat them as a pause"}
            self._page.alliance_app.swallow_keys()
            self._dialog = Choice("While you were away", words, answers, must=True)
            answer = await self._page.app.push_screen_wait(self._dialog)
            self._dialog = None
            now, saved = self._watch.corrected(self._now()), False
            if answer == "c":
                saved = await self._page.act(sessions.count_gap, now)
            elif answer:
                saved = await self._page.act(sessions.pause_gap, gap, now)
            self._unsaved = None if saved else gap
        finally:
            self._watch.note(self._now())
            self.asking, self._ready, self._dialog = False, not self._absent, None

    # Acts

    async def pause(self) -> None:
        """Pause the countdown, or go on."""
        shown = self._page.session.countdown
        if shown.started is None:
            self._page.say("The countdown starts when you begin the session.", error=True)
            return
        act = sessions.resume if shown.paused else sessions.pause
        await self._page.act(act, self._watch.corrected(self._now()))

    async def extend(self) -> None:
        """Ask by how many minutes, and add them to the countdown that was shown then."""
        left, right = self._page.session.partners.left, self._page.session.partners.right
        words = f"Minutes to add. {left} and {right} both agree to this; it is noted in the session."
        extend = partial(self._extend, Doer(self._page.session))
        await self._page.app.push_screen(Ask("Extend the session", words, "10", "minutes"), extend)

    async def _extend(self, doer: Doer, answer: str | None) -> None:
        if answer is None:
            return
        minutes = answer.strip()
        if not re.fullmatch("[0-9]{1,3}", minutes) or not 0 < int(minutes) <= 600:
            self._page.say("Minutes, please: a whole number from 1 to 600. Nothing was changed.", error=True)
            return
        now = self._watch.corrected(self._now())
        if await self._page.do(doer, sessions.extend, now, int(minutes) * 60):
            self._page.say(f"Extended by {int(minutes)} minutes.")
