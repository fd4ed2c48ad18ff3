"""A planned session and the day to come back, as a calendar file (RFC 5545) that any calendar opens.

An event keeps its UID whenever it is written, so that a calendar moves it instead of showing it twice. Nothing
that was answered or agreed goes in: calendars are seen by others.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Alarm, Calendar, Component, Event

from alliance_tui.domain.alliance import Alliance, Version
from alliance_tui.domain.session import Session
from alliance_tui.render.phrases import count, ordinal
from alliance_tui.text.characters import one_line

BEFORE = timedelta(minutes=15)
"""How long before the session the alarm goes."""
THE_DAY_BEFORE = timedelta(hours=15)
"""Before the midnight at which the review day begins: nine in the morning of the day before."""
PRODUCT = "-//alliance-tui//Designed Alliance//EN"


def is_planned(session: Session | None) -> bool:
    """Return True if a session has not started and its time is set."""
    return bool(session and session.planned and session.countdown.started is None)


def as_calendar(alliance: Alliance, version: Version | None, session: Session | None, stamp: datetime) -> bytes:
    """Return a calendar file with the session, if it is planned, and the review day; `stamp`: when it is written."""
    calendar = Calendar()
    _fill(calendar, prodid=PRODUCT, version="2.0", method="PUBLISH")
    for event in _events(alliance, version, session):
        event.add("dtstamp", stamp)
        calendar.add_component(event)
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def _events(alliance: Alliance, version: Version | None, session: Session | None) -> Iterator[Event]:
    open_it = f"\n\nTo open it: alliance open {alliance.name}"
    if session and session.planned and is_planned(session):
        time, names = session.countdown, one_line(str(session.partners))
        length, reserve = (count(seconds // 60, "minute") for seconds in (time.length, time.reserve))
        closing = f", the last {reserve} of them for Closing" if time.reserve else ""
        yield _event(
            BEFORE,
            f"In 15 minutes: {names}",
            uid=f"{session.id}-session@alliance-tui",
            summary=f"{names}: {ordinal(session.number)} session of your alliance",
            description=f"{length} set aside to design the alliance of {names}{closing}.{open_it}",
            dtstart=session.planned.astimezone(ZoneInfo(alliance.zone)) if alliance.zone else session.planned,
            duration=timedelta(seconds=time.length),
            transp="OPAQUE",
            location=one_line(session.place),
        )
    if version and version.review:
        names = one_line(str(version.partners))
        yield _event(
            THE_DAY_BEFORE,
            f"Tomorrow: {names} review their alliance",
            uid=f"{alliance.id}-review@alliance-tui",
            sequence=version.number,
            summary=f"{names}: review of your alliance",
            description=f"Version {version.number} of your alliance is to be looked at again: what lives, what "
            f"slipped, what you have outgrown.{open_it}",
            dtstart=version.review,
            dtend=version.review + timedelta(days=1),
            transp="TRANSPARENT",
        )


def _event(before: timedelta, reminder: str, **properties: object) -> Event:
    """An event, and a reminder on the screen so long before it; properties without a value are left out."""
    event, alarm = Event(), Alarm()
    _fill(event, **properties)
    _fill(alarm, action="DISPLAY", description=reminder, trigger=-before)
    event.add_component(alarm)
    return event


def _fill(component: Component, **properties: object) -> None:
    for name, value in properties.items():
        if value:
            component.add(name, value)
