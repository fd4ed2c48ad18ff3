"""One program's clock, compared with the countdown that all programs share.

Two programs may have two clocks, some seconds or hours apart. So whether a clock was set back is judged only
from readings of the same clock, and a clock that is ahead of the others' or behind is corrected in memory.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from alliance_tui.domain.countdown import Countdown, later

JUMP = timedelta(seconds=1)
"""A clock that is behind its own last reading by more than this was set back."""
STEADY = timedelta(seconds=5)
"""A change found on the disk counts as made now if the last poll was at most this long ago."""


class SessionClock:
    """A program's clock, corrected so that its readings are those of the session.

    A reading is the clock, plus `set_back` of the countdown as it was saved, plus `offset`.
    """

    def __init__(self, saved: Countdown) -> None:
        """`saved`: the countdown on the disk, or as another screen of this program shows it."""
        self.saved = saved
        self.last = saved.seen
        """The last reading here, or at the start the last one that is known."""
        self.stands_at: datetime | None = None
        """The reading at which the time shown stands: the beginning of an absence that waits for an answer."""
        self.offset = 0.0
        """Seconds this clock is corrected by."""
        self._polled: datetime | None = None
        self._steady = False

    def reading(self, now: datetime) -> datetime:
        """Return this clock's time, corrected to the session's."""
        return later(now, self.saved.set_back + self.offset)

    def corrected(self, now: datetime) -> datetime:
        """Return the moment to give to an act, which adds `set_back` itself."""
        return later(now, self.offset)

    @property
    def shown(self) -> Countdown:
        """The countdown to show by this clock."""
        seen = self.stands_at or self.last or self.saved.seen
        return self.saved._replace(set_back=self.saved.set_back + self.offset, seen=seen)

    # This clock

    def note(self, now: datetime) -> float:
        """Read the clock; return the seconds it was set back since the last reading, and correct for them."""
        if self.saved.started is None:
            return 0.0
        here = self.reading(now)
        last = self.last or here
        if here >= last - JUMP:
            self.last = max(last, here)
            return 0.0
        behind = (last - here).total_seconds()
        self.offset += behind
        return behind

    def arrive(self, sign: datetime | None, now: datetime, alone: bool) -> float:
        """Begin with the last `sign` of anybody, and whether this program is `alone` now.

        Returns the seconds the clock was set back by since anybody was there. While somebody else is there,
        a sign ahead of this clock is from another clock.
        """
        self.last = self.saved.seen_at(sign).seen
        behind = self.note(now)
        return behind if alone else 0.0

    # Other programs

    def note_poll(self, now: datetime) -> None:
        """Note that a poll of the disk begins."""
        self._steady = self._polled is not None and timedelta(0) <= now - self._polled <= STEADY
        self._polled = now

    def adopt(self, saved: Countdown, now: datetime) -> None:
        """Take over the countdown as it is saved now.

        If its `set_back` corrects a jump that this clock did not make, readings here go on as before.
        """
        added = saved.set_back - self.saved.set_back
        if added and (self.last is None or self.reading(now) >= self.last - JUMP):
            self.offset -= added
        self.saved = saved

    def follow(self, saved: Countdown, now: datetime) -> None:
        """Take over what a poll has found; what another program did since the last poll counts as done now.

        So the difference between its reading and ours is the difference between the two clocks.
        """
        done = _just_done(self.saved, saved)
        self.adopt(saved, now)
        if done is None or not self._steady:
            return
        apart = done - self.reading(now)
        if abs(apart) > STEADY:
            self.offset += apart.total_seconds()
            self.last = done


def _just_done(before: Countdown, after: Countdown) -> datetime | None:
    """Return the reading at which somebody began, paused, went on or extended, if that is the difference."""
    if before.started is None:
        return after.started
    if after.set_back != before.set_back:
        return None
    if len(after.extensions) > len(before.extensions):
        return after.extensions[-1].at
    if after.paused is before.paused:
        return None
    last = after.pauses[-1]
    return last.end or last.start
