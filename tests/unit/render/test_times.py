"""Figures, hours and days as people read them."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliance_tui.render.times import day, figure, hour, overtime, until

TODAY = date(2026, 3, 12)


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [(2292, "38:12"), (2292.9, "38:12"), (460, "7:40"), (0.4, "0:00"), (0, "0:00"), (-5, "0:00"), (86400, "1440:00")],
)
def test_a_figure_is_minutes_and_seconds(seconds: float, shown: str) -> None:
    """Minutes go past 99, and what is over is no less than nothing."""
    assert figure(seconds) == shown


@given(st.floats(0, 10_000_000))
def test_at_least_what_a_figure_says_is_left(seconds: float) -> None:
    """Never more is promised than there is, and less than a second is held back."""
    minutes, rest = map(int, figure(seconds).split(":"))
    assert 0 <= seconds - (minutes * 60 + rest) < 1
    assert rest < 60


@pytest.mark.parametrize(("seconds", "shown"), [(192.7, "+03:12"), (0, "+00:00"), (7200, "+120:00")])
def test_overtime_bears_a_plus(seconds: float, shown: str) -> None:
    """So that nobody takes it for what is left."""
    assert overtime(seconds) == shown


def test_an_hour_has_two_digits_each() -> None:
    """Whatever the locale says."""
    assert hour(datetime(2026, 3, 12, 4, 5)) == "04:05"
    assert hour(datetime(2026, 3, 12, 14, 30)) == "14:30"


def test_a_day_of_another_year_says_so() -> None:
    """A day of this year does not."""
    assert day(date(2026, 3, 12), TODAY) == "12 Mar"
    assert day(date(2025, 12, 1), TODAY) == "1 Dec 2025"


@pytest.mark.parametrize(
    ("when", "shown"),
    [
        (date(2026, 3, 21), "in 9 days"),
        (date(2026, 3, 14), "in 2 days"),
        (date(2026, 3, 13), "tomorrow"),
        (date(2026, 3, 12), "today"),
        (date(2026, 3, 11), "due since 11 Mar"),
        (date(2025, 11, 12), "due since 12 Nov 2025"),
    ],
)
def test_how_far_off_a_day_is(when: date, shown: str) -> None:
    """Ahead, here, or over."""
    assert until(when, TODAY) == shown
