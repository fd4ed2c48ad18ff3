"""The machine's own clock."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from alliance_tui.domain.errors import NotAllowed
from alliance_tui.render.phrases import at_hour
from alliance_tui.services.clock import SystemClock, parse_zone


@pytest.fixture(params=["America/New_York", "Asia/Tokyo", "UTC"])
def zone(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A time zone set on the machine."""
    monkeypatch.setenv("TZ", request.param)
    time.tzset()
    yield request.param
    monkeypatch.undo()
    time.tzset()


def test_the_first_and_the_last_moment_there_are(zone: str) -> None:
    """Where the wall's clock would show another year than 1 to 9999, it is the same moment in UTC."""
    for moment in (datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)):
        assert SystemClock().local(moment) == moment


JULY = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)


def test_hours_name_their_zone_where_the_reader_may_be_elsewhere(zone: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """At the other end of ssh, which does not carry TZ."""
    monkeypatch.delenv("SSH_CONNECTION", raising=False)
    assert at_hour(JULY, SystemClock()) == f"{SystemClock().local(JULY):%H:%M}"
    monkeypatch.setenv("SSH_CONNECTION", "10.0.0.1 5000 10.0.0.2 22")
    assert at_hour(JULY, SystemClock()) == f"{SystemClock().local(JULY):%H:%M}"  # TZ says where the reader is
    monkeypatch.delenv("TZ")
    time.tzset()
    assert at_hour(JULY, SystemClock()) == f"{JULY.astimezone():%H:%M %Z}"


def test_an_alliance_has_hours_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same for both, wherever the program runs; summer time counts."""
    monkeypatch.setenv("TZ", "America/New_York")
    time.tzset()
    berlin = SystemClock().in_zone("Europe/Berlin")
    assert at_hour(JULY, berlin) == "14:00 Berlin"
    assert at_hour(JULY.replace(month=1), berlin) == "13:00 Berlin"
    assert at_hour(JULY, berlin.in_zone("")) == "08:00"
    assert at_hour(JULY, SystemClock().in_zone("America/New_York")) == "08:00"
    assert at_hour(JULY, SystemClock().in_zone("Mars/Base")) == "08:00"
    monkeypatch.undo()
    time.tzset()


@pytest.mark.parametrize("typed", ["Europe/Berlin", "europe/berlin", "Berlin", " berlin "])
def test_a_zone_is_found_by_its_name_or_city(typed: str) -> None:
    assert parse_zone(typed) == "Europe/Berlin"


def test_no_zone_and_a_wrong_one() -> None:
    assert parse_zone(" ") == ""
    assert parse_zone("new york") == "America/New_York"
    with pytest.raises(NotAllowed, match="Write it as"):
        parse_zone("Berlyn")
    with pytest.raises(NotAllowed, match="Write one of these: America"):
        parse_zone("Louisville")
