"""Moments, days and countdowns in records, apart from other shapes: lists need these alone."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from alliance_tui.domain.countdown import Countdown, Extension, Milestone, Pause
from alliance_tui.storage.fields import Field, InvalidRecord, listing, nullable, one_of, record, text, whole_number

LONGEST = 10_000_000
"""Seconds of a session or an extension at most: some months, so that no sum leaves the calendar."""
FARTHEST_BACK = 10**12
"""Seconds by which a clock may have been set back."""
FIRST, END = datetime(2, 1, 1, tzinfo=UTC), datetime(9999, 1, 1, tzinfo=UTC)
"""Moments are from the first and before the end: some hours before or after them is still a moment."""


def _check_moment(value: Any) -> None:
    text.check(value)
    try:
        if FIRST <= datetime.fromisoformat(value) < END:
            return
    except (TypeError, ValueError):  # a TypeError for a moment without a time zone
        pass
    raise InvalidRecord("is not a moment like 2026-03-12T12:00:00+00:00")


def _check_day(value: Any) -> None:
    text.check(value)
    try:
        date.fromisoformat(value)
    except ValueError:
        raise InvalidRecord("is not a day like 2026-03-12") from None


def _check_set_back(value: Any) -> None:
    if type(value) not in (int, float) or not 0 <= value <= FARTHEST_BACK:
        raise InvalidRecord("is not a number of seconds")


moment = Field(_check_moment, datetime.fromisoformat, lambda when: when.astimezone(UTC).isoformat())
"""A moment with its time zone; written in UTC, to the microsecond."""
day = Field(_check_day, date.fromisoformat, date.isoformat)
_MILESTONES = listing(one_of(Milestone), make=frozenset)
_PARTS: dict[str, Field[Any]] = {
    "length": whole_number(1, LONGEST),
    "reserve": whole_number(0, LONGEST),
    "started": nullable(moment),
    "pauses": listing(record(Pause, start=moment, end=nullable(moment))),
    "extensions": listing(record(Extension, at=moment, seconds=whole_number(1, LONGEST))),
    "announced": _MILESTONES._replace(write=lambda announced: [each for each in Milestone if each in announced]),
    "seen": nullable(moment),
    "set_back": Field(_check_set_back),
}
COUNTDOWN = record(Countdown, **_PARTS)
COVERED_COUNTDOWN = record(Countdown, **{key: field for key, field in _PARTS.items() if key != "announced"})
"""A countdown in a cover, without the milestones that were announced: a list announces none."""
