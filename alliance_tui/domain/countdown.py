"""The countdown of a session, computed from a clock and never counted down.

It stores when it started, the pauses and the extensions. All stored moments are *readings*: the machine's
clock, plus whatever that clock was set back by since the start, so that a reading never goes backwards.
Whether it was set back is judged in `session_clock.py`, from one program's own readings.

Clocks between the years 1 and 9999 work; moments beyond are cut off there.

The types are named tuples, as summaries are: lists use them, and do without the import of dataclasses.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple, Protocol

from alliance_tui.domain.errors import ChangedMeanwhile, NotAllowed

LENGTH = 90 * 60
"""Seconds of a session unless changed: the worksheet's "90 minute block of time"."""
RESERVE = 12 * 60
"""Seconds at the end that belong to Closing alone, unless changed."""
GAP = timedelta(minutes=2)
"""An absence longer than this is asked about."""
FIRST, LAST = datetime(2, 1, 2, tzinfo=UTC), datetime(9998, 12, 30, tzinfo=UTC)
"""Moments that exist in every time zone and can be saved. No reading lies beyond them."""
NEVER = datetime.max.replace(tzinfo=UTC)
"""When a pause ends that lasts."""


def in_utc(moment: datetime) -> datetime:
    """Return the moment in UTC, limited to FIRST and LAST."""
    try:
        return min(max(moment.astimezone(UTC), FIRST), LAST)
    except OverflowError:
        return FIRST if moment.year < FIRST.year else LAST


def later(moment: datetime, seconds: float) -> datetime:
    """Return the moment in UTC that is `seconds` later, or earlier if negative."""
    try:
        return in_utc(in_utc(moment) + timedelta(seconds=seconds))
    except OverflowError:
        return LAST if seconds > 0 else FIRST


class CountdownChanged(ChangedMeanwhile):
    """The other screen did the same act first. Nothing was changed, and it is no error."""


class Clock(Protocol):
    """The source of the time. It is passed in, so that tests and pictures can use their own."""

    def now(self) -> datetime:
        """Return the present moment in UTC: in a zone with summer time, differences could be wrong by an hour."""

    def local(self, moment: datetime) -> datetime:
        """Return the moment in local time."""

    def zone(self, moment: datetime) -> str:
        """Return the name of the zone of local time, "UTC" or "Berlin"; "" where it is surely the reader's own."""

    def in_zone(self, name: str) -> Clock:
        """Return a clock whose local time is that of a zone, named as in the IANA database; of "", the same clock."""


class Milestone(StrEnum):
    """Moments that the countdown announces once, in order."""

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
    """A period in which nobody was present while the countdown ran."""

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
    """Seconds the machine's clock was set back since the start. In memory it may be below 0, see `SessionClock`."""

    # What it shows

    @property
    def whole(self) -> int:
        """Seconds in all, extensions included."""
        return self.length + sum(extension.seconds for extension in self.extensions)

    @property
    def paused(self) -> bool:
        """True while a pause lasts."""
        return self._lasting is not None

    @property
    def _lasting(self) -> Pause | None:
        return next((pause for pause in self.pauses if pause.end is None), None)

    @property
    def running(self) -> bool:
        return self.started is not None and not self.paused

    def reading(self, now: datetime) -> datetime:
        """Return the present reading, which is never before the last one stored."""
        moment = later(now, self.set_back)
        return moment if self.seen is None else max(moment, self.seen)

    def elapsed(self, now: datetime) -> float:
        """Return the seconds that have counted so far: never negative, never more than since the start."""
        return 0.0 if self.started is None else _counted(self.started, self.pauses, self.reading(now))

    def left(self, now: datetime) -> float:
        """Return the seconds to the end: never negative, never more than `whole`."""
        return max(0.0, self.whole - self.elapsed(now))

    def to_closing(self, now: datetime) -> float:
        """Return the seconds to the reserve."""
        return max(0.0, self.left(now) - self.reserve)

    def overtime(self, now: datetime) -> float:
        """Return the seconds past the end; 0 before it."""
        return max(0.0, self.elapsed(now) - self.whole)

    def ends(self, now: datetime) -> datetime:
        """Return when it ends or ended, by the machine's present clock, if it is not paused again."""
        return later(now, self.whole - self.elapsed(now))

    def last_reading(self, now: datetime) -> datetime:
        """Return the moment to compute the time for: the last one stored, while an absence is to be asked about."""
        gap = self.gap(now)
        return now if gap is None else later(now, -gap.seconds)

    # What happens to it

    def start(self, now: datetime) -> Countdown:
        """Begin; milestones already behind at the start are not announced."""
        begun = self._replace(started=in_utc(now), seen=in_utc(now), set_back=0.0)
        return begun._replace(announced=frozenset(begun._reached(now)))

    def note(self, now: datetime) -> Countdown:
        """Store the present reading as one at which somebody was present."""
        return self if self.started is None else self._replace(seen=self.reading(now))

    def seen_at(self, sign: datetime | None) -> Countdown:
        """Store this reading as one at which somebody was present, unless it is from before the start."""
        if sign is None or self.started is None or sign < self.started:
            return self
        return self._replace(seen=sign if self.seen is None else max(self.seen, sign))

    def make_up(self, seconds: float, over: float) -> Countdown:
        """Add seconds that a clock was set back, unless another program has changed `set_back` from `over`."""
        return self._replace(set_back=self.set_back + seconds) if self.set_back == over else self

    def pause(self, now: datetime, shown: Countdown | None = None) -> Countdown:
        """Begin a pause. `shown`: the countdown as its doer saw it, here and below."""
        if self.paused and shown and not shown.paused:
            raise CountdownChanged("The other screen has paused already.")
        if not self.running:
            raise NotAllowed("The countdown is not running, so there is nothing to pause.")
        moment = self.reading(now)
        return self._replace(seen=moment, pauses=(*self.pauses, Pause(moment)))

    def resume(self, now: datetime, shown: Countdown | None = None) -> Countdown:
        lasting, known = self._lasting, shown and shown._lasting
        if not lasting:
            ended = CountdownChanged("The other screen has ended the pause already.")
            raise ended if known else NotAllowed("The countdown is not paused.")
        if known and lasting.start > known.start:
            raise CountdownChanged(
                "The other screen has ended that pause and begun another. Nothing was changed here; "
                "press the key again to end the new one."
            )
        moment = self.reading(now)
        *before, last = merge_pauses(self.pauses)
        return self._replace(seen=moment, pauses=(*before, last._replace(end=moment)))

    def extend(self, now: datetime, seconds: int, shown: Countdown | None = None) -> Countdown:
        """Add time; milestones that lie ahead again will be announced for the new end."""
        if self.started is None:
            raise NotAllowed("The session has not begun; change its length instead.")
        if seconds <= 0:
            raise NotAllowed("An extension adds at least one minute.")
        if shown and shown.extensions != self.extensions:
            raise CountdownChanged(
                f"The other screen has extended the session since: it is {self.whole // 60} minutes long now. "
                "Nothing was added here; extend it again if you both want more."
            )
        moment = self.reading(now)
        longer = self._replace(seen=moment, extensions=(*self.extensions, Extension(moment, seconds)))
        return longer._replace(announced=longer.announced & longer._reached(now))

    def gap(self, now: datetime) -> Gap | None:
        """Return the absence that ends now if it is longer than GAP, else None."""
        if not self.running or self.seen is None:
            return None
        moment = self.reading(now)
        return Gap(self.seen, moment) if moment - self.seen > GAP else None

    def without(self, gap: Gap) -> Countdown:
        """Make an absence a pause; time that was paused already is not counted twice.

        Milestones that lie ahead again will be announced: another program may have announced them meanwhile.
        """
        pauses = merge_pauses((*self.pauses, Pause(*gap)))
        paused = self._replace(pauses=pauses, seen=max(self.seen or gap.end, gap.end))
        return paused._replace(announced=paused.announced & paused._reached(gap.end))

    def due(self, now: datetime) -> tuple[Milestone, ...]:
        """Return the milestones that were reached and not announced yet, in order."""
        if not self.running:
            return ()
        reached = self._reached(now)
        return tuple(milestone for milestone in Milestone if milestone in reached - self.announced)

    def announce(self, milestones: tuple[Milestone, ...]) -> Countdown:
        """Remember that these were announced."""
        return self._replace(announced=self.announced | set(milestones))

    def _reached(self, now: datetime) -> set[Milestone]:
        left = self.whole - self.elapsed(now)
        at = (self.reserve + 600, self.reserve + 300, self.reserve, 0)
        return {milestone for milestone, seconds in zip(Milestone, at, strict=True) if left <= seconds}


@lru_cache(8)  # each second asks for the same eleven times
def _counted(started: datetime, pauses: tuple[Pause, ...], moment: datetime) -> float:
    """Return the seconds from the start to a moment that no pause covers."""
    counted, after = 0.0, started  # what lies before `after` has been counted, or was a pause
    for pause in (*merge_pauses(pauses), Pause(moment)):  # the last stretch ends now, as at a pause
        counted += max(0.0, (min(pause.start, moment) - after).total_seconds())
        after = max(after, pause.end or moment)
    return counted


def merge_pauses(pauses: tuple[Pause, ...]) -> tuple[Pause, ...]:
    """Return pauses that cover the same time without overlaps, in order; one that lasts is the last."""
    apart: list[Pause] = []
    for pause in sorted(pauses, key=lambda pause: pause.start):
        if not apart or (apart[-1].end or NEVER) < pause.start:
            apart.append(pause)
        else:
            apart[-1] = max(apart[-1], pause, key=lambda each: each.end or NEVER)._replace(start=apart[-1].start)
    return tuple(apart)
