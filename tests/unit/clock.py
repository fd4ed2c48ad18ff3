"""A clock that stands still until a test moves it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

NOON = datetime(2026, 3, 12, 12, 0, tzinfo=UTC)
"""When tests begin unless they say otherwise: a Thursday."""


class FakeClock:
    """The present moment in UTC, and the clock on a wall in `zone`."""

    def __init__(self, moment: datetime = NOON, zone: str = "UTC") -> None:
        """Stand at `moment`, which has a time zone."""
        self.moment = moment.astimezone(UTC)
        self.wall_zone = ZoneInfo(zone)
        self.elsewhere = False

    def now(self) -> datetime:
        """The moment the test has set."""
        return self.moment

    def local(self, moment: datetime) -> datetime:
        """The same moment on the wall."""
        return moment.astimezone(self.wall_zone)

    def zone(self, moment: datetime) -> str:
        """The zone's name, if it was told that the reader may be elsewhere."""
        return self.wall_zone.key.rpartition("/")[2] if self.elsewhere else ""

    def in_zone(self, name: str) -> FakeClock:
        """A clock of another zone, which says so; it stands where this one stands now."""
        if not name:
            return self
        other = FakeClock(self.moment, name)
        other.elsewhere = other.wall_zone.utcoffset(self.moment) != self.wall_zone.utcoffset(self.moment)
        return other

    def set(self, moment: datetime) -> datetime:
        """Stand at another moment, earlier or later; returns it."""
        self.moment = moment.astimezone(UTC)
        return self.moment

    def advance(self, seconds: float) -> datetime:
        """Let seconds pass (negative: the clock is set back); returns the new moment."""
        return self.set(self.moment + timedelta(seconds=seconds))

    def wall(self) -> str:
        """What the clock on the wall shows, as HH:MM."""
        return self.local(self.moment).strftime("%H:%M")
