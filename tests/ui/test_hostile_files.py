"""The program over a store with a hostile file in it: it goes on, and the other alliance can be opened."""

from __future__ import annotations

from pathlib import Path

import pytest

from alliance_tui.screens.library import LibraryScreen
from tests.hostile_files import NAME, OTHER, Trial, sample
from tests.ui.driver import Desk, Room

KEYS = ("enter", "j", "r", "escape", "d", "escape", "h", "escape", "a", "n", "t", "escape", "enter", "escape")
"""Keys that lead from the talk, or from wherever one is, to most screens and back."""


async def walk(desk: Desk) -> None:
    """Open the alliance of the hostile file as far as it opens, go about in it, and look at it in other ways."""
    for start in (desk.app.open_alliance, desk.app.revisit):
        await start(NAME)
        await desk.wait_until_idle()
        await desk.press(*KEYS)
        await home(desk)
    await desk.press("n")
    await home(desk)


async def home(desk: Desk) -> None:
    """Back to the library."""
    for _ in range(8):
        if isinstance(desk.screen, LibraryScreen):
            return
        await desk.press("escape")
        if not isinstance(desk.screen, LibraryScreen):
            await desk.press("q")
    raise AssertionError(f"no way back\n{desk.text()}")


@pytest.mark.parametrize("at", range(3))
async def test_the_program_goes_on(tmp_path: Path, at: int) -> None:
    """Whatever is wrong in the file; some of all there are."""
    await try_some(tmp_path, 2, at)


async def try_some(folder: Path, number: int, seed: int) -> None:
    """Walk through the program with each of some hostile files in the store."""
    trial = Trial(folder / "store")
    for hostile in sample(trial.files(), number, seed):
        trial.put(hostile)
        room = Room(folder, trial.clock)
        async with room.desk() as desk:
            await walk(desk)
            assert desk.alive, hostile[:2]
        assert room.library.load(OTHER)
