"""Moments and countdowns as records, apart from other shapes: lists need these alone."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from alliance_tui.domain.countdown import Countdown, Extension, Milestone, Pause
from alliance_tui.storage import fields
from alliance_tui.storage.fields import Wrong, listing, maybe, one_of, record, whole_number

LONGEST = 10_000_000
"""Seconds of a session or an extension at most: some months, so that no sum leaves the calendar."""
FARTHEST_BACK = 10**12
"""Seconds by which a clock may have been set back."""


def _set_back(value: Any) -> None:
    """Seconds, whole or not."""
    if type(value) not in (int, float) or not 0 <= value <= FARTHEST_BACK:
        raise Wrong("is not a number of seconds")


COUNTDOWN = record(
    length=whole_number(1, LONGEST),
    reserve=whole_number(0, LONGEST),
    started=maybe(fields.moment),
    pauses=listing(record(start=fields.moment, end=maybe(fields.moment))),
    extensions=listing(record(at=fields.moment, seconds=whole_number(1, LONGEST))),
    announced=listing(one_of(*Milestone)),
    seen=maybe(fields.moment),
    set_back=_set_back,
)
"""The form of a countdown's record."""


def moment(moment: datetime | None) -> str | None:
    """In UTC, to the microsecond."""
    return moment.astimezone(UTC).isoformat() if moment else None


def maybe_moment(text: str | None) -> datetime | None:
    """A moment, or None where none is written; ValueError."""
    return datetime.fromisoformat(text) if text else None


def countdown_to_record(countdown: Countdown) -> dict[str, Any]:
    """A countdown as JSON holds it."""
    return {
        "length": countdown.length,
        "reserve": countdown.reserve,
        "started": moment(countdown.started),
        "pauses": [{"start": moment(pause.start), "end": moment(pause.end)} for pause in countdown.pauses],
        "extensions": [
            {"at": moment(extension.at), "seconds": extension.seconds} for extension in countdown.extensions
        ],
        "announced": [milestone for milestone in Milestone if milestone in countdown.announced],
        "seen": moment(countdown.seen),
        "set_back": countdown.set_back,
    }


def countdown_from_record(record: dict[str, Any]) -> Countdown:
    """A countdown; KeyError, TypeError or ValueError when the record is none."""
    return Countdown(
        length=record["length"],
        reserve=record["reserve"],
        started=maybe_moment(record["started"]),
        pauses=tuple(
            Pause(datetime.fromisoformat(pause["start"]), maybe_moment(pause["end"])) for pause in record["pauses"]
        ),
        extensions=tuple(
            Extension(datetime.fromisoformat(extension["at"]), extension["seconds"])
            for extension in record["extensions"]
        ),
        announced=frozenset(Milestone(milestone) for milestone in record["announced"]),
        seen=maybe_moment(record["seen"]),
        set_back=record["set_back"],
    )
