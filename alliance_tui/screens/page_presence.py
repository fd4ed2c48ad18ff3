"""The presence of a session page, and the question after an absence.

A page is absent while its terminal's line is silent: it gives up its lock and leaves no signs, as if the program had
ended when the terminal was last heard, and nothing is asked before it is heard again. All else goes on.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from alliance_tui import screens
from alliance_tui.domain.countdown import GAP, Gap
from alliance_tui.domain.session_clock import SessionClock
from alliance_tui.screens.page import Page
from alliance_tui.services import countdown
from alliance_tui.storage.presence import Presence
from alliance_tui.terminal.keymap import name_keys
from alliance_tui.terminal.output_pace import OutputPace

EVERY = timedelta(minutes=1)
"""The time between two signs of presence on the disk; a sign is no save."""
PUT_OFF = "The clock stands until you say whether that time counts: {pause} asks again, and so does a change."


class PagePresence:
    """The presence of one page, and its question after an absence."""

    def __init__(
        self,
        page: Page,
        act: Callable[..., Awaitable[bool]],
        show: Callable[[], None],
        watch: SessionClock,
        presence: Presence,
    ) -> None:
        """`page` shows the dialogs; `act` changes its session, and returns True if that was done; `show` its time."""
        self._act, self._show, self._watch, self._presence = act, show, watch, presence
        self._app, self._program = page.app, page.program
        self._now, self._perform, self._start = page.now, page.perform, page.run_worker
        self._touched: datetime | None = None
        self._ready = False
        """True when no absence waits for an answer here."""
        self._gap: Gap | None = None
        """The absence that waits for an answer, here or, while `_ready`, on another screen."""
        self.has_put_off = False
        """True while somebody only looks, and has put the answer off."""
        self._dialog: screens.absence.AbsenceDialog | None = None
        """The question, while it is open here and until its answer is saved."""
        self._heard, self._heard_at = -1, self._watch.last
        """How often the terminal was heard, and the reading at which this was last seen to change."""
        self._asked: int | None = None
        """How often it had been heard when a sign became due; None while none is due."""
        self._absent = False

    @property
    def _pace(self) -> OutputPace:
        return self._program.pace

    def ask_put_off(self) -> bool:
        """Ask about an absence whose answer was put off, up to now; return False if there is none."""
        if not self.has_put_off or not self._gap:
            return False
        self.has_put_off = False
        self._start(self._ask(self._gap._replace(end=self._watch.reading(self._now()))))
        return True

    @property
    def asking(self) -> bool:
        """True while the question is open here."""
        return self._dialog is not None

    @property
    def _is_there(self) -> bool:
        """True once it is known since when nobody was there."""
        return self._ready or self.asking or self.has_put_off

    # Presence

    async def arrive(self) -> None:
        """Become present, and find out since when nobody was; wait for that while the line is silent."""
        if self._pace.silent:  # another screen has brought this page into view
            self._absent, self._heard, self._heard_at = True, self._pace.heard, None
            return
        alone = await self._perform(self._presence.enter)
        sign = await self._perform(self._presence.last)
        since = self._watch.saved.seen_at(sign).seen
        if behind := self._watch.arrive(sign, self._now(), alone):
            await self._act(countdown.make_up, behind, self._watch.saved.set_back)
        await self._come_back(since)

    async def leave(self) -> None:
        await self._perform(self._presence.leave, self._watch.last if self._ready else None)

    def tick(self) -> bool:
        """Read the clock, each second; return False while an absence waits for an answer, here or elsewhere."""
        now, last = self._now(), self._watch.last
        if self._is_absent(now):
            return False
        if self._ready and last and self._watch.saved.running and self._watch.reading(now) - last > GAP:
            self._ready = False
            self._start(self._come_back(last))
            return False
        if self._ready and (behind := self._watch.note(now)):
            self._start(self._act(countdown.make_up, behind, self._watch.saved.set_back))
        # before that, a sign would hide since when nobody was there
        if self._is_there and self._is_due(now) and self._is_heard():
            self._touched = now
            self._start(self._touch())
        elif self._ready and self._gap:
            self._start(self._follow())
        return self._ready and self._gap is None

    def _is_due(self, now: datetime) -> bool:
        return self._touched is None or not timedelta(0) <= now - self._touched < EVERY

    def _is_heard(self) -> bool:
        """Return True if the terminal was heard since the sign was due, or never answers; ask it else."""
        if not self._pace.answers:
            return True
        if self._asked is None:
            self._asked = self._pace.heard
            self._program.ask_terminal()
        heard = self._pace.heard != self._asked
        if heard:
            self._asked = None
        return heard

    # A silent line

    def _is_absent(self, now: datetime) -> bool:
        """Follow the terminal's line: become absent when it is silent, and present when it is heard again."""
        if self._pace.heard != self._heard:
            self._heard, since = self._pace.heard, self._heard_at
            self._heard_at = self._watch.reading(now)
            if self._absent:
                self._absent = False
                self._start(self._return(since))
                return True
        elif self._pace.silent and not self._absent and self._is_there:  # else it is just coming back
            self._absent, self._ready, self._touched, self._asked = True, False, now, None
            self.has_put_off = False
            if self._dialog:
                self._dialog.dismiss(None)  # another program may ask; if none does, it is asked again here
            self._start(self._perform(self._presence.leave))
        if self._absent and self._is_due(now):
            self._touched = now
            self._program.ask_terminal()  # the last answer may have been lost, and not the line
        return self._absent

    async def _return(self, since: datetime | None) -> None:
        """Become present again after a silence that began at `since`; None if it began before this page was opened."""
        if since is None:
            await self.arrive()
            return
        await self._perform(self._presence.enter)
        if not self.asking:
            await self._come_back(since)

    async def _touch(self) -> None:
        """Write a sign of presence; see about an absence that nobody has answered for yet."""
        await self._wait_for(await self._perform(self._presence.touch, self._watch.reading(self._now())))

    async def _follow(self) -> None:
        """See whether the absence that another screen asks about still waits for an answer."""
        await self._wait_for(await self._perform(self._presence.unanswered))

    async def _wait_for(self, gap: Gap | None) -> None:
        """Let the clock stand until the absence is answered for; ask about it if no other screen does."""
        if not self._ready:
            return
        started = self._watch.saved.started
        if gap is None or started is None or gap.start < started:
            self._stand(None)
            return
        self._stand(gap)
        if await self._perform(self._presence.take_over, gap) and self._ready:
            self._ready = False
            await self._ask(gap)

    def _stand(self, gap: Gap | None) -> None:
        """Let the time shown stand where an absence began that waits for an answer; without one, let it go on."""
        if gap != self._gap:
            self._gap, self._watch.stands_at = gap, gap and gap.start
            self._show()

    async def _come_back(self, since: datetime | None) -> None:
        """Ask about an absence if nobody was present and no other program came back first."""
        started, gap, here = self._watch.saved.started, None, self._watch.reading(self._now())
        if since and started and self._watch.saved.running:
            gap = await self._perform(self._presence.claim, since, here, started)
        if gap:
            await self._ask(gap)
            return
        if self._watch.saved.running and self._watch.reading(self._now()) - here > GAP:  # stopped just now
            await self._come_back(here)
            return
        unanswered = await self._perform(self._presence.touch, self._watch.reading(self._now()))
        self._watch.note(self._now())
        self._ready, self._touched = True, self._now()
        await self._wait_for(unanswered)

    async def _ask(self, gap: Gap) -> None:
        self._program.drop_keys()
        self._dialog = screens.absence.AbsenceDialog(gap, self._program.clock)
        self._stand(gap)
        try:
            answer = await self._app.push_screen_wait(self._dialog)
            if answer is None and not self._absent:
                self.has_put_off, self._dialog = True, None
                self._program.show_notice(name_keys(PUT_OFF))
                return
            now, saved = self._watch.corrected(self._now()), False
            if answer == "count":
                saved = await self._act(countdown.count_gap, now)
            elif answer:
                saved = await self._act(countdown.pause_gap, gap, now)
            if saved:
                await self._perform(self._presence.release)
        finally:
            if not self.has_put_off:
                self._watch.note(self._now())
                self._ready, self._dialog = not self._absent, None
                self._stand(None)
