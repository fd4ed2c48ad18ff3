"""The sample at moments when clocks and years change."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from alliance_tui.services.demo import make_demo
from alliance_tui.storage.library import Library
from tests.make_data import ANCHOR
from tests.unit.services.test_demo import opened, texts


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """The sample at the anchor of `data/`."""
    return make_demo(tmp_path_factory.mktemp("demo"), ANCHOR)


@pytest.mark.parametrize(
    "anchor",
    [
        datetime(2026, 3, 29, 2, 30, tzinfo=ZoneInfo("Europe/London")),  # an hour after the clocks went forward
        datetime(2026, 10, 25, 1, 10, fold=1, tzinfo=ZoneInfo("Europe/London")),  # in the hour that comes twice
        datetime(2027, 1, 1, 0, 5, tzinfo=ZoneInfo("Pacific/Auckland")),
    ],
    ids=["spring", "autumn", "new year"],
)
def test_another_anchor_tells_the_same_story(library: Library, tmp_path: Path, anchor: datetime) -> None:
    other = make_demo(tmp_path, anchor)
    assert texts(other) == texts(library)
    alliance, session = opened(other)
    assert session.countdown.to_closing(anchor.astimezone(UTC)) == 38 * 60 + 12
    assert alliance.latest is not None
    assert alliance.latest.review == anchor.date() + timedelta(days=9)
