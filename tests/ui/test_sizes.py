"""Every screen at every size, and while being resized."""

from __future__ import annotations

import asyncio
import random
from dataclasses import dataclass

import pytest
from textual.geometry import Size

from alliance_tui.screens.page import SMALLEST, Page
from tests.full import FULL
from tests.ui.driver import Room
from tests.ui.tour import furnish, tour

SIZES = [(40, 12), (60, 20), (80, 24), (200, 60), (1, 1), (20, 5)]
"""In the order of the issue; 100x30 is where each screen is come upon."""
EDGES = [(39, 12), (40, 11), (40, 12)]
NO_ROOM: dict[str, int] = {"agreements": 20, "versions": 20, "slips": 20}
"""Dialogs left out of what is smaller than this: `test_list_in_a_dialog_at_one_column` is about them."""
NOTICE = "Alliance needs"


async def test_every_screen_at_every_size(room: Room) -> None:
    """Alive, within its bounds, and too small is said on pages."""
    furnish(room)
    seen = []
    async with room.desk() as desk:
        async for name in tour(desk):
            seen.append(name)
            for size in SIZES if FULL else SIZES[len(seen) % 2 :: 2]:
                if name in NO_ROOM and size[0] < NO_ROOM[name]:
                    continue
                await desk.resize(*size)
                assert desk.alive, (name, size)
                rows = desk.lines()
                assert len(rows) == size[1], (name, size)
                small = size[0] < SMALLEST[0] or size[1] < SMALLEST[1]
                if isinstance(desk.screen, Page) and size not in ((1, 1), (20, 5)):
                    assert (NOTICE in desk.text()) == small, (name, size, desk.text())
                elif isinstance(desk.screen, Page):
                    assert desk.screen.has_class("-too-small"), (name, size)
            await desk.resize(100, 30)
    assert len(seen) == 25


async def test_the_edge_of_what_is_too_small(room: Room) -> None:
    """A column or a row less than 40x12 and it is said; at 40x12 it is not."""
    async with room.desk() as desk:
        for size in EDGES:
            await desk.resize(*size)
            assert (NOTICE in desk.text()) == (size != SMALLEST), (size, desk.text())


async def test_a_size_that_screens_are_not_told_of(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    """It has torn what the terminal shows, so all of it is painted anew."""
    async with room.desk() as desk:
        painted: list[Size] = []
        monkeypatch.setattr(desk.app, "repaint", lambda: painted.append(desk.screen.outer_size))
        desk.post_size(Size(39, 11))
        while desk.app._size != Size(39, 11):
            await asyncio.sleep(0)
        desk.post_size(Size(100, 30))
        await desk.wait_until_idle()
        assert painted == [Size(100, 30)]


async def test_list_in_a_dialog_at_one_column(room: Room) -> None:
    """A dialog over the talk while the window is squeezed to nothing."""
    furnish(room)
    desk = room.desk()
    async with desk:
        await desk.open()
        await desk.press("A")
        desk.post_size(Size(1, 1))
        await desk.wait_until_idle()
        assert desk.alive


@dataclass(frozen=True)
class Smallest:
    """A stop of the tour at 40x12."""

    page: bool
    rows: list[str]
    """Those that are not empty."""
    footer: str


_smallest = dict[str, Smallest]()


async def smallest(room: Room) -> dict[str, Smallest]:
    """Every stop of one tour, which is made for the first test that asks."""
    if not _smallest:
        furnish(room)
        stops = {}
        async with room.desk(SMALLEST) as desk:
            async for name in tour(desk):
                await desk.until(lambda: bool(desk.footer), f"keys on {name}")
                rows = [row for row in desk.lines() if row.strip()]
                stops[name] = Smallest(isinstance(desk.screen, Page), rows, desk.footer)
        _smallest.update(stops)
    return _smallest


async def test_keys_that_are_needed_are_named_at_the_smallest(room: Room) -> None:
    """At 40x12 the last row has keys, and what is being looked at has at least a row."""
    for name, stop in (await smallest(room)).items():
        assert stop.footer, name
        assert len(stop.rows) > 4, (name, stop.rows)


async def test_dialogs_name_the_way_out_at_the_smallest(room: Room) -> None:
    """Whoever is in a dialog at 40 columns sees how to leave it."""
    stops = await smallest(room)
    assert [(name, stop.footer) for name, stop in stops.items() if not stop.page and "esc" not in stop.footer] == []


async def test_answer_has_room_at_the_smallest(room: Room) -> None:
    """At 40x12 one side at a time; what is written is seen as it is written."""
    name = room.begun()
    async with room.desk((40, 12)) as desk:
        await desk.open()
        await desk.press("enter")
        await desk.type("one\ntwo\nthree")
        await desk.see("three", "▌ ◆ Ada  writing")
        assert "● Grace" not in desk.text()
        await desk.press("escape", "tab")
        await desk.see("▌ ● Grace")
        await desk.flush()
    assert room.written(name, "hopes") == "one\ntwo\nthree"


async def test_resized_in_a_hurry(room: Room) -> None:
    """Sizes one after the other without a pause: most where most is laid out anew, a few on every screen."""
    furnish(room)
    dice = random.Random(2)
    many, few = (30, 5) if FULL else (10, 2)
    async with room.desk() as desk:
        async for name in tour(desk):
            for _ in range(many if name in ("section", "writing", "diff") else few):
                desk.post_size(Size(dice.randint(1, 220), dice.randint(1, 70)))
            await desk.wait_until_idle()
            assert desk.alive, name
            await desk.resize(100, 30)


async def test_stacked_and_side_by_side(room: Room) -> None:
    """Side by side from 80 columns, stacked from 60, one at a time below."""
    room.begun()
    async with room.desk((80, 24)) as desk:
        await desk.open()
        assert any(row.startswith(" ▌ ◆ Ada") and "│ ● Grace" in row for row in desk.lines())
        await desk.resize(79, 24)
        assert [row.split()[1:] for row in desk.lines() if row.startswith((" ▌ ◆", " │ ●"))] == [
            ["◆", "Ada"],
            ["●", "Grace"],
        ]
        await desk.resize(59, 24)
        assert [row for row in desk.lines() if "│ ● Grace" in row] == []


async def test_writing_goes_on_through_a_resize(room: Room) -> None:
    """From wide to too small and back: the caret is where it was and nothing is lost."""
    name = room.begun()
    async with room.desk() as desk:
        await desk.open()
        await desk.press("enter")
        await desk.type("Before ")
        await desk.resize(20, 5)
        await desk.resize(50, 14)
        await desk.resize(100, 30)
        await desk.type("after")
        await desk.press("escape")
        await desk.wait_until_idle()
        assert "Before after" in desk.text()
    assert room.written(name, "hopes") == "Before after"
