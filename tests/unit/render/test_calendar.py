"""Calendar files: read by another parser than the one that wrote them, and held to the form byte by byte."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import vobject

from alliance_tui.domain.alliance import Alliance, Version
from alliance_tui.domain.countdown import Countdown
from alliance_tui.domain.session import Session
from alliance_tui.render.calendar import as_calendar
from tests.unit.clock import NOON
from tests.unit.samples import CORPUS, alliance, session, version

PLANNED = datetime(2026, 3, 29, 10, 30, tzinfo=UTC)
"""The day on which summer time begins in Europe."""
ODD = {**CORPUS, "marks of the form": 'a;b,c\\d\\n:e"f', "a break": "x\r\nEND:VCALENDAR\r\nBEGIN:VEVENT"}


def planned(place: str = "Rosa’s") -> Session:
    """A session that lies ahead."""
    return replace(session(2), place=place, planned=PLANNED, countdown=Countdown(90 * 60, 12 * 60))


def named() -> Alliance:
    """An alliance of a store."""
    return replace(alliance(), name="ada-and-grace")


def read(raw: bytes) -> list[Any]:
    """The events, by vobject, once the form has been held to RFC 5545, section 3.1."""
    assert raw.endswith(b"\r\n")
    lines = raw.removesuffix(b"\r\n").split(b"\r\n")
    for folded in lines:
        assert len(folded) <= 75, "folded at 75 octets"
        folded.decode()  # no character is cut in two
        assert not re.search(rb"[\x00-\x08\x0a-\x1f\x7f]", folded)
    unfolded = raw.decode().replace("\r\n ", "").removesuffix("\r\n").split("\r\n")
    assert all(re.match(r"[A-Z-]+(;[A-Z-]+=[^:]+)?:", line) for line in unfolded)
    opened: list[str] = []
    for line in unfolded:
        if line.startswith("BEGIN:"):
            opened.append(line.removeprefix("BEGIN:"))
        if line.startswith("END:"):
            assert opened.pop() == line.removeprefix("END:")
    assert not opened
    calendar = vobject.readOne(raw.decode())
    calendar.validate(raiseException=True)
    return list(calendar.vevent_list)


def test_the_planned_session() -> None:
    """When, for how long, where, what for, and a quarter of an hour's warning."""
    (event,) = read(as_calendar(named(), None, planned(), NOON))
    assert event.dtstart.value == PLANNED
    assert event.duration.value == timedelta(minutes=90)
    assert event.location.value == "Rosa’s"
    assert event.summary.value == "Ada & Grace: second session of your alliance"
    assert "90 minutes" in event.description.value
    assert "alliance open ada-and-grace" in event.description.value
    assert event.dtstamp.value == NOON
    assert event.valarm.trigger.value == timedelta(minutes=-15)
    assert event.valarm.action.value == "DISPLAY"


def test_the_review() -> None:
    """A whole day, with a reminder on the morning of the day before."""
    (event,) = read(as_calendar(named(), version(), None, NOON))
    assert (event.dtstart.value, event.dtend.value) == (date(2026, 9, 1), date(2026, 9, 2))
    assert event.valarm.trigger.value == timedelta(hours=-15)
    assert event.summary.value == "Ada & Grace: review of your alliance"


def test_ids_stay() -> None:
    """So that a calendar moves an event that it knows; a later version's review comes in the place of the earlier."""
    later = replace(version(2), review=date(2027, 1, 1))
    first = read(as_calendar(named(), version(), planned(), NOON))
    moved = replace(planned("elsewhere"), planned=PLANNED + timedelta(days=1))
    second = read(as_calendar(named(), later, moved, NOON + timedelta(days=1)))
    assert [event.uid.value for event in first] == [event.uid.value for event in second]
    assert len({event.uid.value for event in first}) == 2
    assert (first[1].sequence.value, second[1].sequence.value) == ("1", "2")


@pytest.mark.parametrize("text", ODD.values(), ids=ODD.keys())
def test_any_text_is_text(text: str) -> None:
    """Nothing that was typed ends a line, an event or the calendar."""
    (event,) = read(as_calendar(named(), None, planned(text), NOON))
    assert "".join(event.location.value.split()) == "".join(text.split())


def test_nothing_that_was_said_goes_in() -> None:
    """Calendars are seen by others."""
    signed: Version = version(1, "a secret between us")
    raw = as_calendar(named(), signed, planned(), NOON)
    assert b"secret" not in raw
    assert b"same day" not in raw


def test_a_session_that_has_begun_is_no_invitation() -> None:
    """Only the review is left."""
    begun = replace(planned(), countdown=Countdown().start(NOON))
    assert len(read(as_calendar(named(), version(), begun, NOON))) == 1
