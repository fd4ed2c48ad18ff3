"""The machine's own clock."""

from __future__ import annotations

from datetime import UTC, datetime


class SystemClock:
    """A `Clock` that reads the machine's time and the time zone set on it."""

    def now(self) -> datetime:
        """Return the present moment, in UTC."""
        return datetime.now(UTC)

    def local(self, moment: datetime) -> datetime:
        """Return the moment as the clock on the wall shows it; in UTC where that lies beyond the years 1 to 9999."""
        try:
            return moment.astimezone()
        except (OverflowError, ValueError):
            return moment.astimezone(UTC)
