"""Days and hours as people type them."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, datetime, time, timedelta

from alliance_tui.domain.countdown import Clock
from alliance_tui.domain.errors import NotAllowed

DAYS, MONTHS = {"d": 1, "w": 7}, {"m": 1, "y": 12}
_SPAN = re.compile(r"(?:in\s+)?(\d{1,4})\s*(days?|weeks?|months?|years?|d|w|m|y)", re.IGNORECASE)
_MOMENT = re.compile(r"(?:(\d{4}-\d{2}-\d{2})[ T]+)?(\d{1,2}):(\d{2})")


def in_months(today: date, months: int) -> date:
    """Return the same day so many months later, or the last day of that month."""
    years, month = divmod(today.month - 1 + months, 12)
    year, month = today.year + years, month + 1
    return date(year, month, min(today.day, monthrange(year, month)[1]))


def parse_day(text: str, today: date) -> date:
    """Read a day after today: `2027-02-22`, `3 months`, `6 weeks`. Raises NotAllowed if it is none."""
    words = text.strip()
    try:
        if span := _SPAN.fullmatch(words):
            number, unit = int(span[1]), span[2][0].lower()
            day = in_months(today, number * MONTHS[unit]) if unit in MONTHS else today + timedelta(number * DAYS[unit])
        else:
            day = date.fromisoformat(words)
    except (ValueError, OverflowError):
        raise NotAllowed("That is not a day. Write it as 2027-02-22, or as 3 months or 6 weeks.") from None
    if day <= today:
        raise NotAllowed("That day is not ahead of us. Choose one after today.")
    return day


def parse_moment(text: str, clock: Clock) -> datetime:
    """Read a moment ahead, `2027-02-22 12:30` or `12:30`, in local time. Raises NotAllowed if it is none."""
    found = _MOMENT.fullmatch(text.strip())
    if not found:
        raise NotAllowed("When: leave it empty for now, or write 2027-02-22 12:30, or 12:30.")
    now = clock.local(clock.now())
    try:
        day = date.fromisoformat(found[1]) if found[1] else now.date()
        guess = datetime.combine(day, time(int(found[2]), int(found[3])), now.tzinfo)
    except ValueError:
        raise NotAllowed("There is no such day or hour.") from None
    moment = guess.replace(tzinfo=clock.local(guess).tzinfo)
    if moment <= now and not found[1]:
        moment += timedelta(days=1)
    if moment <= now:
        raise NotAllowed("That moment is over. Leave it empty to start now.")
    return moment
