"""Orders and filters of a list of alliances."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from alliance_tui.domain.arrangement import Only, Order, arranged
from alliance_tui.domain.countdown import Countdown
from alliance_tui.domain.summary import OpenSession, Summary
from alliance_tui.domain.terms import Partners, Stage
from tests.unit.clock import NOON

TODAY = date(2026, 3, 12)
OPEN = OpenSession(2, None, Stage.OPEN, Countdown())
LIST = [
    Summary("a", Partners("Zoë", "Xu"), signed=NOON, review=TODAY + timedelta(9), unrepaired=0),
    Summary("b", Partners("Åsa", "Bo"), signed=NOON - timedelta(1), review=TODAY, unrepaired=2),
    Summary("c", Partners("mei", "Noor"), signed=NOON - timedelta(2), session=OPEN, unrepaired=None),
    Summary("d", Partners("Mel", "Noor"), created=NOON - timedelta(3)),
    Summary("e", problem="It is damaged."),
]


@pytest.mark.parametrize(("order", "names"), [(Order.SIGNED, "cabde"), (Order.NEXT, "cbade"), (Order.NAME, "bcdae")])
def test_orders(order: Order, names: str) -> None:
    """An open session is next; what has no date comes last; accents and case count for nothing in names."""
    assert "".join(each.name for each in arranged(reversed(LIST), order)) == names


@pytest.mark.parametrize(
    ("only", "names"), [(Only.ALL, "abcde"), (Only.DUE, "b"), (Only.OPEN, "c"), (Only.SLIPPED, "b")]
)
def test_filters(only: Only, names: str) -> None:
    """A review is due from its day on."""
    assert "".join(each.name for each in LIST if only.fits(each, TODAY)) == names
