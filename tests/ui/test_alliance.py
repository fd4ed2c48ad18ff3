"""The page of one alliance: its agreements by whoever keeps them, its versions, and clicks on it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from alliance_tui.screens.alliance import AllianceScreen
from alliance_tui.screens.diff import DiffScreen
from alliance_tui.screens.history import HistoryScreen
from alliance_tui.screens.version import VersionScreen
from tests.make_data import ANCHOR, SAMPLE
from tests.ui.driver import Room
from tests.unit.clock import FakeClock


@pytest.fixture
def sample(tmp_path: Path) -> Room:
    """The sample, at its own moment."""
    room = Room(tmp_path, FakeClock(ANCHOR))
    shutil.copytree(SAMPLE, tmp_path / "store")
    return room


async def test_agreements_by_holder(sample: Room) -> None:
    """Each below the mark of whoever keeps it, with verdicts and slips; versions beside them where there is room."""
    async with sample.desk((100, 40)) as desk:
        await desk.press("v")
        await desk.see_screen(AllianceScreen)
        await desk.see("review in 9 days", "◆▲ slipped  ● living", "↯ 26 May 2025  The fund", "not repaired yet")
        rows = desk.lines()
        heads = [rows.index(f" {head}") for head in ("◆ Ada", "● Grace", "◆● both")]
        slip = next(at for at, row in enumerate(rows) if "↯ 26 May 2025" in row)
        assert heads[0] < heads[1] < slip < heads[2]
        await desk.resize(160, 40)
        await desk.until(lambda: "Versions" in desk.lines()[2], "the versions beside the agreements")


async def test_clicks(sample: Room) -> None:
    """A click does what enter does: on a version, on a cell of the history, on a change."""
    async with sample.desk((100, 40)) as desk:
        await desk.press("v")
        await desk.see_screen(AllianceScreen)
        await desk.pilot.click("#versions", offset=(6, 1))
        await desk.see_screen(VersionScreen)
        await desk.see("version 2")
        await desk.press("escape", "h")
        await desk.see_screen(HistoryScreen)
        await desk.see("▌ ◆ Ada")
        row = next(at for at, line in enumerate(desk.lines()) if "░ 4%" in line)
        await desk.pilot.click(offset=(desk.lines()[row].index("░ 4%"), row))
        await desk.see_screen(DiffScreen)
        await desk.see("v2 (4 Jun 2025) → v3 (4 Dec 2025)", "▌◆ Ada · reworded")
        row = next(at for at, line in enumerate(desk.lines()) if "● Grace · reworded" in line)
        await desk.pilot.click(offset=(4, row))
        await desk.see_screen(VersionScreen)
        await desk.see("version 3", "Name your highest hopes")
