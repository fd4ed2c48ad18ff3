"""Spans of time, hours and days as people read them: in English, whatever the machine's locale."""

from __future__ import annotations

from datetime import date, datetime
from math import floor

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
DAY = 86400
"""Seconds."""


def figure(seconds: float) -> str:
    """Return minutes and seconds, "38:12", rounded down. Minutes may exceed 99; never negative."""
    minutes, rest = divmod(max(0, floor(seconds)), 60)
    return f"{minutes}:{rest:02}"


def overtime(seconds: float) -> str:
    """Return the time past the end, "+03:12", rounded down; from a day on in words, "+259 days"."""
    return f"+{span(seconds)}" if seconds >= DAY else f"+{figure(seconds):0>5}"


def hour(moment: datetime) -> str:
    """Return the time, "14:30"; `moment` is local already."""
    return f"{moment.hour:02}:{moment.minute:02}"


def day(when: date, today: date) -> str:
    """Return a day, "12 Mar"; with its year, "12 Mar 2025", unless that is this year."""
    short = f"{when.day} {MONTHS[when.month - 1][:3]}"
    return short if when.year == today.year else f"{short} {when.year}"


def month(when: date) -> str:
    """Return a month with its year: "Mar 2026"."""
    return f"{MONTHS[when.month - 1][:3]} {when.year}"


def long_day(when: date) -> str:
    """Return a day with its year: "12 March 2026"."""
    return f"{when.day} {MONTHS[when.month - 1]} {when.year}"


def until(when: date, today: date) -> str:
    """Return when a day is: "in 9 days", "tomorrow", "today", or "due since 12 Nov" if it is over."""
    days = (when - today).days
    if days < 0:
        return f"due since {day(when, today)}"
    return ("today", "tomorrow")[days] if days < 2 else f"in {days} days"


def span(seconds: float) -> str:
    """Return a time span in words, to the minute or coarser: "47 minutes", "3 hours", "12 days"."""
    minutes = floor(max(0, seconds) / 60)
    for number, unit in ((minutes // 1440, "days"), (minutes // 60, "hours")):
        if number >= 3:
            return f"{number} {unit}"
    return f"{minutes} minutes"
