"""The countdown of a session, computed from a clock and never counted down.

Kept is when it started, the pauses and the extensions. All moments kept are *readings*: the machine's
clock, plus whatever that clock was set back by since the start, so that a reading never goes backwards.

Tuples, as entries are: a list shows the time of open sessions, and has none to import dataclasses.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import NamedTuple, Protocol

from alliance_tui.domain.errors import NotAllowed

LENGTH = 90 * 60
"""Seconds of a session unless changed: the worksheet's "90 minute block of time"."""
RESERVE = 12 * 60
"""Seconds at the end that belong to Closing alone, unless changed."""
GAP = timedelta(minutes=2)
"""An absence longer than this is asked about."""


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
        """How long it was."""
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
    """Seconds the machine's clock was set back since the start."""

    # What it shows

    @property
    def whole(self) -> int:
        """Seconds in all, extensions included."""
        return self.length + sum(extension.seconds for extension in self.extensions)

    @property
    def paused(self) -> bool:
        """Whether it stands still by a pause."""
        return bool(self.pauses) and self.pauses[-1].end is None

    @property
    def running(self) -> bool:
        """Whether time is passing."""
        return self.started is not None and not self.paused

    def reading(self, now: datetime) -> datetime:
        """The moment to reckon with: never before the last one seen."""
        moment = now.astimezone(UTC) + timedelta(seconds=self.set_back)
        return moment if self.seen is None else max(moment, self.seen)

    def elapsed(self, now: datetime) -> float:
        """Seconds that have counted so far; never negative."""
        if self.started is None:
            return 0.0
        moment = self.reading(now)
        away = sum(((min(pause.end or moment, moment) - pause.start).total_seconds() for pause in self.pauses), 0.0)
        return max(0.0, (moment - self.started).total_seconds() - away)

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
        return now.astimezone(UTC) + timedelta(seconds=self.whole - self.elapsed(now))

    def budget(self, now: datetime, turns: int) -> float:
        """Seconds for the current turn: what is left before the reserve over the turns to come."""
        return self.to_closing(now) / max(1, turns)

    # What happens to it

    def start(self, now: datetime) -> Countdown:
        """Begin; milestones already behind at the start are not announced."""
        begun = self._replace(started=now.astimezone(UTC), seen=now.astimezone(UTC))
        return begun._replace(announced=frozenset(begun._reached(now)))

    def note(self, now: datetime) -> Countdown:
        """Somebody is there; a clock set back since the last reading is made up for."""
        if self.started is None:
            return self
        behind = 0.0 if self.seen is None else (self.seen - now).total_seconds() - self.set_back
        steady = self._replace(set_back=self.set_back + behind) if behind > 0 else self
        return steady._replace(seen=steady.reading(now))

    def pause(self, now: datetime) -> Countdown:
        """Stand still."""
        if not self.running:
            raise NotAllowed("The countdown is not running, so there is nothing to pause.")
        noted = self.note(now)
        return noted._replace(pauses=(*noted.pauses, Pause(noted.reading(now))))

    def resume(self, now: datetime) -> Countdown:
        """Go on after a pause."""
        if not self.paused:
            raise NotAllowed("The countdown is not paused.")
        noted = self.note(now)
        last = noted.pauses[-1]._replace(end=noted.reading(now))
        return noted._replace(pauses=(*noted.pauses[:-1], last))

    def extend(self, now: datetime, seconds: int) -> Countdown:
        """Add time; milestones that lie ahead again will be announced for the new end."""
        if self.started is None:
            raise NotAllowed("The session has not begun; change its length instead.")
        if seconds <= 0:
            raise NotAllowed("An extension adds at least one minute.")
        noted = self.note(now)
        longer = noted._replace(extensions=(*noted.extensions, Extension(noted.reading(now), seconds)))
        return longer._replace(announced=longer.announced & longer._reached(now))

    def gap(self, now: datetime) -> Gap | None:
        """The absence that ends now, if it is long enough to be asked about."""
        if not self.running or self.seen is None:
            return None
        moment = self.reading(now)
        return Gap(self.seen, moment) if moment - self.seen > GAP else None

    def without(self, gap: Gap) -> Countdown:
        """Treat an absence as a pause; one that was settled already stays settled."""
        if any(pause.start == gap.start for pause in self.pauses):
            return self
        pauses = sorted((*self.pauses, Pause(gap.start, gap.end)), key=lambda pause: pause.start)
        return self._replace(pauses=tuple(pauses), seen=max(self.seen or gap.end, gap.end))

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
        at = {
            Milestone.TEN: self.reserve + 600,
            Milestone.FIVE: self.reserve + 300,
            Milestone.CLOSING: self.reserve,
            Milestone.END: 0,
        }
        return {milestone for milestone, seconds in at.items() if left <= seconds}
