"""The machine's own clock, and clocks of other zones."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING

from alliance_tui.domain.countdown import Clock
from alliance_tui.domain.errors import NotAllowed
from alliance_tui.text.search import loose

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo


class SystemClock:
    """A `Clock` that reads the machine's time and the time zone set on it.

    Through ssh that may be another zone than the reader's: ssh does not carry TZ unless it is told to.
    """

    def now(self) -> datetime:
        """Return the present moment, in UTC."""
        return datetime.now(UTC)

    def local(self, moment: datetime) -> datetime:
        """Return the moment as the clock on the wall shows it; in UTC where that lies beyond the years 1 to 9999."""
        try:
            return moment.astimezone()
        except (OverflowError, ValueError):
            return moment.astimezone(UTC)

    def zone(self, moment: datetime) -> str:
        """Return the zone's abbreviation where the reader may be elsewhere: at the other end of ssh, without TZ."""
        elsewhere = "SSH_CONNECTION" in os.environ and not os.environ.get("TZ")
        return self.local(moment).tzname() or "" if elsewhere else ""

    def in_zone(self, name: str) -> Clock:
        zone = _known(name)
        return ZonedClock(self, zone) if zone else self


class ZonedClock:
    """A `Clock` that shows the hours of a zone, and names it unless they are those of the reader's own clock."""

    def __init__(self, clock: SystemClock, zone: ZoneInfo) -> None:
        self._clock, self._zone = clock, zone

    def now(self) -> datetime:
        """Return the present moment, in UTC."""
        return self._clock.now()

    def local(self, moment: datetime) -> datetime:
        """Return the moment in this zone; in UTC where that lies beyond the years 1 to 9999."""
        try:
            return moment.astimezone(self._zone)
        except (OverflowError, ValueError):
            return moment.astimezone(UTC)

    def zone(self, moment: datetime) -> str:
        """Return the zone's city, "" where the reader's own clock is known and shows the same hour."""
        same = self.local(moment).utcoffset() == self._clock.local(moment).utcoffset()
        return "" if same and not self._clock.zone(moment) else city(self._zone.key)

    def in_zone(self, name: str) -> Clock:
        return self._clock.in_zone(name)


def city(zone: str) -> str:
    """Return what a zone is called: "Berlin" for "Europe/Berlin"."""
    return zone.rpartition("/")[2].replace("_", " ")


@cache
def _known(name: str) -> ZoneInfo | None:
    """Return a zone; None where there is none of this name, as on a machine with an older database."""
    if not name:
        return None
    from zoneinfo import ZoneInfo  # 4 ms, 1 % of the CPU of a start, and few alliances have a zone of their own

    try:
        return ZoneInfo(name)
    except (OSError, ValueError, KeyError):
        return None


def parse_zone(text: str) -> str:
    """Return the IANA name of the zone that somebody typed, by its name or its city; "" for an empty text.

    Raises NotAllowed if there is none, or more than one.
    """
    wanted = loose(text.strip()).replace(" ", "_")
    if not wanted:
        return ""
    from zoneinfo import available_timezones

    names = sorted(available_timezones())
    found = [name for name in names if name.lower() == wanted]
    found = found or [name for name in names if name.lower().rpartition("/")[2] == wanted]
    if len(found) != 1:
        which = f"Write one of these: {', '.join(found)}." if found else "Write it as Europe/Berlin, or Berlin."
        raise NotAllowed(f"There is no one zone of that name. {which} Empty: the hours of this machine.")
    return found[0]
