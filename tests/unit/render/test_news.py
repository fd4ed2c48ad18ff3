"""What a partner did, as one line for both screens."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from alliance_tui.domain.alliance import Side
from alliance_tui.domain.news import News, NewsKind
from alliance_tui.render.news import news_line
from tests.unit.clock import NOON, FakeClock
from tests.unit.samples import chosen


@pytest.mark.parametrize("kind", NewsKind)
def test_each_has_a_line_with_the_name(kind: NewsKind) -> None:
    session = chosen().begin(NOON)
    line = news_line(News(1, kind, Side.RIGHT), session, session, FakeClock())
    assert line.startswith("Grace ") and line.endswith((".", "leaves."))


def test_an_extension_and_a_date_are_told() -> None:
    before = chosen().begin(NOON)
    after = replace(before, countdown=before.countdown.extend(NOON, 60), review=date(2027, 1, 2))
    lines = [
        news_line(News(1, kind, Side.LEFT), before, after, FakeClock()) for kind in (NewsKind.EXTENDED, NewsKind.REVIEW)
    ]
    assert lines == ["Ada extended by 1 minute.", "Ada set the review date: 2 Jan 2027."]
