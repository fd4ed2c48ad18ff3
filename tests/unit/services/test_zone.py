"""The zone of an alliance's hours: kept with it, shown in lists, and in the calendar file."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from alliance_tui.domain.terms import Side
from alliance_tui.domain.viewer import Viewer
from alliance_tui.render.calendar import as_calendar
from alliance_tui.render.phrases import open_state
from alliance_tui.services import alliances
from alliance_tui.services.alliances import Preparation
from alliance_tui.storage.library import Library
from tests.unit.clock import NOON, FakeClock


@pytest.fixture
def library(tmp_path: Path) -> Library:
    """An empty one."""
    return Library(tmp_path / "store")


def planned(library: Library, zone: str | None = "Europe/Berlin") -> str:
    ready = Preparation("Ada", "Grace", planned=NOON + timedelta(hours=2), zone=zone)
    return alliances.begin_alliance(library, ready, NOON).name


def test_it_is_kept_and_listed(library: Library) -> None:
    name = planned(library)
    assert library.alliance(name).zone == "Europe/Berlin"
    (summary,) = library.summaries()
    assert summary.zone == "Europe/Berlin"
    assert open_state(summary, FakeClock()) == "session planned for 12 Mar, 15:00 Berlin"


def test_without_one_nothing_is_written_of_it(library: Library) -> None:
    """So that an alliance without a zone has the bytes that an older release writes."""
    name = planned(library, None)
    assert b"zone" not in (library.root / name / "alliance.json").read_bytes()
    (summary,) = library.summaries()
    assert open_state(summary, FakeClock()) == "session planned for 12 Mar, 14:00"


def test_it_is_changed_in_prepare_also_by_an_invited_key(library: Library) -> None:
    name = planned(library)
    library.viewer = Viewer(Side.RIGHT, invited=True)
    alliances.prepare(library, name, Preparation("Ada", "Grace", zone="Asia/Tokyo"))
    assert library.alliance(name).zone == "Asia/Tokyo"
    alliances.prepare(library, name, Preparation("Ada", "Grace"))
    assert library.alliance(name).zone == "Asia/Tokyo"
    alliances.prepare(library, name, Preparation("Ada", "Grace", zone=""))
    assert library.alliance(name).zone == ""


def test_the_calendar_file_has_its_hours(library: Library) -> None:
    alliance, session = library.load(planned(library))
    text = as_calendar(alliance, None, session, NOON).decode()
    assert "DTSTART;TZID=Europe/Berlin:20260312T150000" in text
    assert "BEGIN:VTIMEZONE" in text
