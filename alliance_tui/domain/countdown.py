"""The countdown of a session, computed from a clock and never counted down.

Kept is when it started, the pauses and the extensions. All moments kept are *readings*: the machine's
clock, plus whatever that clock was set back by since the start, so that a reading never goes backwards.
Whether it was set back is judged in `watch.py`, from one program's own readings.

Any clock between the years 1 and 9999 will do: what would lie beyond them is cut off there.

Tuples, as entries are: a list shows the time of open sessions, and has none to import dataclasses.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import NamedTuple, Protocol

from alliance_tui.domain.errors import ChangedMeanwhile, NotAllowed

LENGTH = 90 * 60
"""Seconds of a session unless changed: the worksheet's "90 minute block of time"."""
RESERVE = 12 * 60
"""Seconds at the end that belong to Closing alone, unless changed."""
GAP = timedelta(minutes=2)
"""An absence longer than this is asked about."""
FIRST, LAST = datetime(2, 1, 2, tzinfo=UTC), datetime(9998, 12, 30, tzinfo=UTC)
"""Moments that every zone has, and that can be saved: no clock is taken beyond them."""
NEVER = datetime.max.replace(tzinfo=UTC)
"""When a pause ends that lasts."""


def in_utc(moment: datetime) -> datetime:
    """The same moment in UTC, or the first or last that counts."""
    try:
        return min(max(moment.astimezone(UTC), FIRST), LAST)
    except OverflowError:
        return FIRST if moment.year < FIRST.year else LAST


def later(moment: datetime, seconds: float) -> datetime:
    """A moment in UTC so many seconds later, earlier when negative."""
    try:
        return in_utc(in_utc(moment) + timedelta(seconds=seconds))
    except OverflowError:
        return LAST if seconds > 0 else FIRST


class ChangedElsewhere(ChangedMeanwhile):
    """An act that another screen's act came before: nothing was changed, and nothing went wrong."""


class Clock(Protocol):
    """Where the time comes from; passed in, so that tests and pictures bring their own."""

    def now(self) -> datetime:
        """The present moment, in UTC: differences within a zone with summer time would be off by an hour."""

    def local(self, moment: datetime) -> datetime:
        """The same moment as the clock on the wall shows it."""


class Milestone(StrEnum):
    """What the countdown says once, in order."""

    TEN = "closing-10"
    FIVE = "closing-5"
    CLOSING = "closing"
    END = "end"


class Pause(NamedTuple):
    """Time that does not count; `end` is None while it lasts."""

    start: datetime
    end: datetime | None = None


class Extension(NamedTuple):
    """Seconds both partners added, and when they did."""

    at: datetime
    seconds: int


class Gap(NamedTuple):
    """A stretch in which nobody was seen at a running countdown."""

    start: datetime
    end: datetime

    @property
    def seconds(self) -> float:
        return (self.end - self.start).total_seconds()


class Countdown(NamedTuple):
    """The state of one session's clock. `length` and `reserve` in seconds."""

    length: int = LENGTH
    reserve: int = RESERVE
    started: datetime | None = None
    pauses: tuple[Pause, ...] = ()
    extensions: tuple[Extension, ...] = ()
    announced: frozenset[Milestone] = frozenset()
    seen: datetime | None = None
    """The last reading at which somebody was there."""
    set_back: float = 0.0
    """Seconds the machine's clock was set back since the start. In memory also less than 0: see `Watch.offset`."""

    # What it shows

    @property
    def whole(self) -> int:
        """Seconds in all, extensions included."""
        return self.length + sum(extension.seconds for extension in self.extensions)

    @property
    def paused(self) -> bool:
        """Whether it stands still by a pause."""
        return self._lasting is not None

    @property
    def _lasting(self) -> Pause | None:
        return next((pause for pause in self.pauses if pause.end is None), None)

    @property
    def running(self) -> bool:
        return self.started is not None and not self.paused

    def reading(self, now: datetime) -> datetime:
        """The moment to reckon with: never before the last one seen."""
        moment = later(now, self.set_back)
        return moment if self.seen is None else max(moment, self.seen)

    def elapsed(self, now: datetime) -> float:
        """Seconds that have counted so far: never negative, never more than have passed since the start."""
        if self.started is None:
            return 0.0
        moment = self.reading(now)
        counted, after = 0.0, self.started  # what lies before `after` has been counted, or was a pause
        for pause in (*joined(self.pauses), Pause(moment)):  # the last stretch ends now, as at a pause
            counted += max(0.0, (min(pause.start, moment) - after).total_seconds())
            after = max(after, pause.end or moment)
        return counted

    def left(self, now: datetime) -> float:
        """Seconds to the end: never negative, never more than the whole."""
        return max(0.0, self.whole - self.elapsed(now))

    def to_closing(self, now: datetime) -> float:
        """Seconds to the reserve."""
        return max(0.0, self.left(now) - self.reserve)

    def overtime(self, now: datetime) -> float:
        """Seconds past the end; 0 before it."""
        return max(0.0, self.elapsed(now) - self.whole)

    def ends(self, now: datetime) -> datetime:
        """When it ends, or ended, on the machine's present clock, if it is not paused again."""
        return later(now, self.whole - self.elapsed(now))

    def last_reckoned(self, now: datetime) -> datetime:
        """The moment to reckon the time at: the last one seen, while an absence is still to be asked about."""
        gap = self.gap(now)
        return now if gap is None else later(now, -gap.seconds)

    def budget(self, now: datetime, turns: int) -> float:
        """Seconds for the current turn: what is left before the reserve over the turns to come."""
        return self.to_closing(now) / max(1, turns)

    # What happens to it

    def start(self, now: datetime) -> Countdown:
        """Begin; milestones already behind at the start are not announced."""
        begun = self._replace(started=in_utc(now), seen=in_utc(now), set_back=0.0)
        return begun._replace(announced=frozenset(begun._reached(now)))

    def note(self, now: datetime) -> Countdown:
        """Somebody is there."""
        return self if self.started is None else self._replace(seen=self.reading(now))

    def seen_at(self, sign: datetime | None) -> Countdown:
        """Somebody was there at this reading too; one from before the start belongs to another session."""
        if sign is None or self.started is None or sign < self.started:
            return self
        return self._replace(seen=sign if self.seen is None else max(self.seen, sign))

    def make_up(self, seconds: float, over: float) -> Countdown:
        """Make up for a clock that was set back, unless another program did since `set_back` was `over`."""
        return self._replace(set_back=self.set_back + seconds) if self.set_back == over else self

    def pause(self, now: datetime, shown: Countdown | None = None) -> Countdown:
        """Pause. `shown`: the countdown as its doer saw it, here and below."""
        if self.paused and shown and not shown.paused:
            raise ChangedElsewhere("The other screen has paused already.")
        if not self.running:
            raise NotAllowed("The countdown is not running, so there is nothing to pause.")
        moment = self.reading(now)
        return self._replace(seen=moment, pauses=(*self.pauses, Pause(moment)))

    def resume(self, now: datetime, shown: Countdown | None = None) -> Countdown:
        lasting, known = self._lasting, shown and shown._lasting
        if not lasting:
            ended = ChangedElsewhere("The other screen has ended the pause already.")
            raise ended if known else NotAllowed("The countdown is not paused.")
        if known and lasting.start > known.start:
            raise ChangedElsewhere(
                "The other screen has ended that pause and begun another. Nothing was changed here; "
                "press p again to end the new one."
            )
        moment = self.reading(now)
        *before, last = joined(self.pauses)
        return self._replace(seen=moment, pauses=(*before, last._replace(end=moment)))

    def extend(self, now: datetime, seconds: int, shown: Countdown | None = None) -> Countdown:
        """Add time; milestones that lie ahead again will be announced for the new end."""
        if self.started is None:
            raise NotAllowed("The session has not begun; change its length instead.")
        if seconds <= 0:
            raise NotAllowed("An extension adds at least one minute.")
        if shown and shown.extensions != self.extensions:
            raise ChangedElsewhere(
                f"The other screen has extended the session since: it is {self.whole // 60} minutes long now. "
                "Nothing was added here; extend it again if you both want more."
            )
        moment = self.reading(now)
        longer = self._replace(seen=moment, extensions=(*self.extensions, Extension(moment, seconds)))
        return longer._replace(announced=longer.announced & longer._reached(now))

    def gap(self, now: datetime) -> Gap | None:
        """The absence that ends now, if it is long enough to be asked about."""
        if not self.running or self.seen is None:
            return None
        moment = self.reading(now)
        return Gap(self.seen, moment) if moment - self.seen > GAP else None

    def without(self, gap: Gap) -> Countdown:
        """Treat an absence as a pause; time that was paused already is not counted twice."""
        pauses = joined((*self.pauses, Pause(*gap)))
        return self._replace(pauses=pauses, seen=max(self.seen or gap.end, gap.end))

    def due(self, now: datetime) -> tuple[Milestone, ...]:
        """Milestones reached and not yet announced, in order."""
        if not self.running:
            return ()
        reached = self._reached(now)
        return tuple(milestone for milestone in Milestone if milestone in reached - self.announced)

    def announce(self, milestones: tuple[Milestone, ...]) -> Countdown:
        """Remember that these were said."""
        return self._replace(announced=self.announced | set(milestones))

    def _reached(self, now: datetime) -> set[Milestone]:
        left = self.whole - self.elapsed(now)
        at = (self.reserve + 600, self.reserve + 300, self.reserve, 0)
        return {milestone for milestone, seconds in zip(Milestone, at, strict=True) if left <= seconds}


def joined(pauses: tuple[Pause, ...]) -> tuple[Pause, ...]:
    """The same time as pauses that do not overlap, in order: one that lasts is the last."""
    apart: list[Pause] = []
    for pause in sorted(pauses, key=lambda pause: pause.start):
        if not apart or (apart[-1].end or NEVER) < pause.start:
            apart.append(pause)
        else:
            apart[-1] = max(apart[-1], pause, key=lambda each: each.end or NEVER)._replace(start=apart[-1].start)
    return tuple(apart)
