"""How long something stays in the trash, whatever the clock says."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliance_tui.domain.errors import NotFound
from alliance_tui.domain.terms import Partners
from alliance_tui.domain.trash import KEPT, Kind, Trashed, newest_that_fits
from tests.unit.clock import NOON

DAY = timedelta(days=1)
ITEM = Trashed("id", Kind.ALLIANCE, "ada-and-grace", "a", "", Partners("Ada", "Grace"), NOON, NOON, NOON)


def after(*days: float) -> Trashed | None:
    """The item after looks so many days from its deletion."""
    item: Trashed | None = ITEM
    for each in days:
        assert item
        item = item.after_check(NOON + each * DAY)
    return item


def test_it_stays_for_thirty_days_and_goes_at_the_second_look_after_them() -> None:
    """With a look each day."""
    assert after(*range(1, 31)) == ITEM._replace(checked=NOON + KEPT)
    assert after(*range(1, 32)) is None
    assert ITEM.until == NOON + KEPT


def test_a_look_is_noted_once_a_day() -> None:
    """Each note is a save."""
    assert after(0.5) == ITEM
    assert after(0.5, 1) == ITEM._replace(checked=NOON + DAY)


@pytest.mark.parametrize("wrong", [-2000 * 365, -40, -1 / 86400, 31, 45, 59, 61, 4000, 2000 * 365])
def test_one_look_with_a_wrong_clock_removes_nothing(wrong: float) -> None:
    """Neither then nor when the clock is right again; the 30 days may begin anew, never sooner."""
    for days in (0, 1, 20):
        looked = after(*range(1, days + 1))
        assert looked
        try:
            there = looked.after_check(NOON + (days + wrong) * DAY)
        except OverflowError:  # no such day in any calendar
            continue
        assert there
        back = there.after_check(NOON + (days + 2) * DAY)
        assert back
        assert back.since
        assert back.since >= NOON


def test_where_nobody_looked_for_long_the_time_begins_anew() -> None:
    """A clock set two months ahead is not to be told from that."""
    item = after(61)
    assert item
    assert (item.since, item.deleted) == (NOON + 61 * DAY, NOON)


def test_what_has_no_record_begins_at_the_first_look() -> None:
    """It was deleted by an earlier release."""
    old = ITEM._replace(deleted=None, since=None, checked=None)
    assert old.after_check(NOON) == ITEM._replace(deleted=None)
    assert old.until is None


@given(st.lists(st.floats(0.01, 70), max_size=60))
def test_with_a_clock_that_runs_nothing_goes_before_its_time(steps: list[float]) -> None:
    """Whenever looks come."""
    at, item = NOON, ITEM
    for step in steps:
        at += step * DAY
        left = item.after_check(at)
        if left is None:
            assert at - NOON > KEPT
            return
        item = left


def test_the_newest_of_a_name_is_meant() -> None:
    """By the folder's or the partners' name, else by the beginning of either."""
    later = ITEM._replace(id="later", name="ada-and-grace-2")
    assert newest_that_fits([later, ITEM], "ada & grace") == later
    assert newest_that_fits([later, ITEM], "ada-and-grace") == ITEM
    assert newest_that_fits([later, ITEM], "ada") == later
    with pytest.raises(NotFound, match="Nothing in the trash is called “eve”"):
        newest_that_fits([later, ITEM], "eve")
