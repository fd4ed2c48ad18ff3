"""Moments and countdowns as records, apart from other shapes: lists need these alone."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from alliance_tui.domain.countdown import Countdown, Extension, Milestone, Pause


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
