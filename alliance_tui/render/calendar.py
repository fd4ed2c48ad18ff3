"""A planned session and the day to come back, as a calendar file (RFC 5545) that any calendar opens.

An event keeps its UID whenever it is written, so that a calendar moves it instead of showing it twice. Nothing
that was answered or agreed goes in: calendars are seen by others.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from alliance_tui.domain.alliance import Alliance, Version
from alliance_tui.domain.session import Session
from alliance_tui.render.phrases import count, ordinal
from alliance_tui.text.characters import one_line

if TYPE_CHECKING:
    from icalendar import Alarm, Event

BEFORE = timedelta(minutes=15)
"""How long before the session the alarm goes."""
THE_DAY_BEFORE = timedelta(hours=15)
"""Before the midnight at which the review day begins: nine in the morning of the day before."""
PRODUCT = "-//alliance-tui//Designed Alliance//EN"


def is_planned(session: Session | None) -> bool:
    """Whether a session lies ahead whose hour is set."""
    return session is not None and session.planned is not None and session.countdown.started is None


def as_calendar(alliance: Alliance, version: Version | None, session: Session | None, stamp: datetime) -> bytes:
    """The session if it is planned, and the version's review day; `stamp`: when this is written."""
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    for event in _events(alliance, version, session):
        event.add("dtstamp", stamp)
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _events(alliance: Alliance, version: Version | None, session: Session | None) -> Iterator[Event]:
    if session is not None and is_planned(session):
        yield _block(alliance, session)
    if version is not None and version.review:
        yield _review(alliance, version)


def _block(alliance: Alliance, session: Session) -> Event:
    """The block of time that is only about the partnership."""
    from icalendar import Event

    time, start = session.countdown, session.planned
    names = one_line(str(session.partners))
    closing = f", the last {_minutes(time.reserve)} of them for Closing" if time.reserve else ""
    purpose = f"{_minutes(time.length)} set aside to design the alliance of {names}{closing}."
    event = Event()
    event.add("uid", f"{session.id}-session@alliance-tui")
    event.add("summary", f"{names}: {ordinal(session.number)} session of your alliance")
    event.add("description", f"{purpose}\n\nTo open it: alliance open {alliance.name}")
    if session.place:
        event.add("location", one_line(session.place))
    assert start is not None  # it is planned
    event.add("dtstart", start)
    event.add("duration", timedelta(seconds=time.length))
    event.add("transp", "OPAQUE")
    event.add_component(_alarm(BEFORE, f"In 15 minutes: {names}"))
    return event


def _review(alliance: Alliance, version: Version) -> Event:
    """The day on which the two come back to what they signed."""
    from icalendar import Event

    names, day = one_line(str(version.partners)), version.review
    event = Event()
    event.add("uid", f"{alliance.id}-review@alliance-tui")
    event.add("sequence", version.number)
    event.add("summary", f"{names}: review of your alliance")
    event.add(
        "description",
        f"Version {version.number} of your alliance is to be looked at again: what lives, what slipped, what you "
        f"have outgrown.\n\nTo open it: alliance open {alliance.name}",
    )
    assert day is not None  # whoever calls has looked
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    event.add("transp", "TRANSPARENT")
    event.add_component(_alarm(THE_DAY_BEFORE, f"Tomorrow: {names} review their alliance"))
    return event


def _alarm(before: timedelta, words: str) -> Alarm:
    """A reminder on the screen."""
    from icalendar import Alarm

    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", words)
    alarm.add("trigger", -before)
    return alarm


def _minutes(seconds: int) -> str:
    """A length in words."""
    return count(seconds // 60, "minute")
