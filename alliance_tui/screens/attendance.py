"""A session page's clock, its presence, and the question after an absence."""

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
        """An absence whose answer could not be saved."""
        self.asking = False
        """True while the question is open here."""

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
        """Become present, and find out since when nobody was."""
        presence = self._presence = Presence(self._page.library.root / self._page.alliance_name)
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
        if presence is None:
            return False
        if self._ready and last and self._watch.saved.running and self._watch.reading(now) - last > GAP:
            self._ready = False
            self._page.run_worker(self._come_back(presence, last))
            return False
        if self._ready and (behind := self._watch.note(now)):
            self._page.run_worker(self._make_up(behind))
        known = self._ready or self.asking  # before that, a sign would hide since when nobody was there
        if known and (self._signed is None or not timedelta(0) <= now - self._signed < EVERY):
            self._signed = now
            self._page.run_worker(self._sign(presence))
        return self._ready

    async def _sign(self, presence: Presence) -> None:
        """Leave a sign; ask about an absence that a program left open when it ended, or whose answer was not saved."""
        gap = await self._page.perform(presence.touch, self._watch.reading(self._now()))
        started = self._watch.saved.started
        if gap is None or not self._ready or started is None or gap.start < started:
            return
        if gap == self._unsaved or await self._page.perform(presence.alone):
            self._ready = False
            await self._ask(gap)

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
            answer = await self._page.app.push_screen_wait(Choice("While you were away", words, answers, must=True))
            now = self._watch.corrected(self._now())
            if answer == "c":
                saved = await self._page.act(sessions.count_gap, now)
            else:
                saved = await self._page.act(sessions.pause_gap, gap, now)
            self._unsaved = None if saved else gap
        finally:
            self._watch.note(self._now())
            self.asking, self._ready = False, True

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
