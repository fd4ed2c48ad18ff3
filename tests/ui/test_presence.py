"""Two programs at one session, a side each: where each is, on the other's screen."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from alliance_tui.domain.alliance import Side
from alliance_tui.screens.choose import ChooseScreen
from alliance_tui.screens.drafts import DELAY
from alliance_tui.screens.library import LibraryScreen
from alliance_tui.screens.others_here import ASK, SILENT
from alliance_tui.screens.review import ReviewScreen
from alliance_tui.screens.section import SectionScreen
from alliance_tui.screens.session_page import SessionPage
from alliance_tui.storage.folder_watch import OFTEN
from alliance_tui.storage.here_files import here_names
from alliance_tui.terminal.output_pace import QUESTION
from tests.ui.driver import Desk, Room
from tests.ui.test_absent import Line

ADA, GRACE = Side


@asynccontextmanager
async def two(
    folder: Path, sides: tuple[Side | None, Side | None] = (ADA, GRACE), size: tuple[int, int] = (100, 30)
) -> AsyncIterator[tuple[Desk, Desk]]:
    """Two programs at the first question of a session, whose timers stand still."""
    room = Room(folder)
    name = room.begun()
    one, other = (room.desk(size, opening=name, side=side) for side in sides)
    async with one, other:
        await tick(one, other)
        yield one, other


async def tick(*desks: Desk) -> None:
    """Let each tell where it is, then see where the others are."""
    for _ in range(2):
        for desk in desks:
            await desk.tick()


def said(desk: Desk, side: Side) -> str:
    """What a side's pane says of where its partner is."""
    return desk.on(SectionScreen).split.panes[side].presence


async def test_here_and_writing(tmp_path: Path) -> None:
    async with two(tmp_path) as (ada, grace):
        assert [said(desk, side) for desk in (ada, grace) for side in Side] == ["", "here", "here", ""]
        await grace.press("5", "enter")
        await tick(ada, grace)
        assert (said(ada, GRACE), said(grace, ADA)) == ("writing at Closing 1", "at Intentions 1")
        await ada.press("5")
        await tick(ada, grace)
        assert (said(ada, GRACE), said(grace, ADA)) == ("writing", "here")
        await grace.press("escape")
        await tick(ada, grace)
        assert said(ada, GRACE) == "here"


async def test_on_other_screens(tmp_path: Path) -> None:
    async with two(tmp_path) as (ada, grace):
        await grace.press("r")
        await grace.see_screen(ReviewScreen)
        await tick(ada, grace)
        assert said(ada, GRACE) == "reviewing"
        assert "Ada has not signed yet · at Intentions 1" in grace.text()
        await grace.press("r", "c")
        await grace.see_screen(ChooseScreen)
        await tick(ada, grace)
        assert said(ada, GRACE) == "choosing"
        assert "Ada 3 chosen ✓ · at Intentions 1" in grace.text()


async def test_gone_and_back(tmp_path: Path) -> None:
    async with two(tmp_path) as (ada, grace):
        await grace.press("q")
        await grace.see_screen(LibraryScreen)
        await tick(ada, grace)
        assert said(ada, GRACE) == "gone"
        await grace.open()
        await tick(ada, grace)
        assert said(ada, GRACE) == "here"
        assert len(here_names(ada.room.library.root / "ada-and-grace")) == 2


async def test_one_pane_names_the_other(tmp_path: Path) -> None:
    """Where one pane is shown alone, the other's border would not be seen."""
    async with two(tmp_path, size=(40, 12)) as (ada, grace):
        for desk in (ada, grace):
            desk.on(SectionScreen).split.activate(ADA, writing=False)
            await desk.wait_until_idle()
        assert "Ada  you · Grace here" in ada.text()
        assert "◆ Ada  here" in grace.text()
        await grace.press("q")
        await tick(ada)
        await ada.clear_notices()
        assert "Ada  you · Grace gone" in ada.text()


@pytest.mark.parametrize(
    ("sides", "seen"),
    [
        ((None, None), ["", "", "", ""]),
        ((ADA, None), ["", "here", "here", ""]),
        ((ADA, ADA), ["", "", "", ""]),
    ],
)
async def test_who_has_not_said_who_they_are(
    tmp_path: Path, sides: tuple[Side | None, Side | None], seen: list[str]
) -> None:
    """Counts as the partner of whoever has; two such do not know of each other which side to show it on."""
    async with two(tmp_path, sides) as desks:
        assert [said(desk, side) for desk in desks for side in Side] == seen


async def test_alone_everything_is_as_ever(room: Room) -> None:
    """Nothing is said, and polls and saves are no more than they were."""
    name = room.begun()
    async with room.desk(opening=name) as desk:
        await tick(desk)
        page = desk.on(SessionPage)
        assert [said(desk, side) for side in Side] == ["", ""]
        assert (page.save_delay, page.others._watch) == (DELAY, None)


async def test_polls_and_saves_are_frequent_while_somebody_is_here(tmp_path: Path) -> None:
    async with two(tmp_path) as (ada, grace):
        page = ada.on(SessionPage)
        for timer in page._timers:
            timer.pause()
        assert page.save_delay == OFTEN
        await grace.press("right", "enter")
        await grace.type("seen without a second hand")
        await ada.until(lambda: said(ada, GRACE) == "writing", "writing")
        await ada.see("seen without a second hand")
        await grace.press("escape", "q")
        await ada.until(lambda: said(ada, GRACE) == "gone", "gone")
        assert (page.save_delay, page.others._watch) == (DELAY, None)


async def test_a_silent_line_is_told_and_comes_back(tmp_path: Path) -> None:
    async with two(tmp_path) as (ada, grace):
        line, seconds = Line(grace), 0
        await tick(ada, grace)
        line.cut()
        while said(ada, GRACE) != "line silent":
            seconds += 1
            grace.clock.advance(1)
            await tick(grace, ada)
        assert SILENT < seconds < 10
        await line.mend()
        await tick(ada, grace)
        assert said(ada, GRACE) == "here"


async def test_the_terminal_is_asked_while_somebody_is_here(tmp_path: Path) -> None:
    """A few bytes every two seconds; alone, once a minute."""
    async with two(tmp_path) as (ada, grace):
        line = Line(grace)
        line.sent.clear()
        for _ in range(60):
            grace.clock.advance(1)
            await grace.tick()
        assert line.sent.count(QUESTION) == 60 / ASK
        await ada.press("q")
        await ada.see_screen(LibraryScreen)
        await tick(grace)
        line.sent.clear()
        for _ in range(60):
            grace.clock.advance(1)
            await grace.tick()
        assert line.sent.count(QUESTION) == 1


async def test_the_library_says_who_is_at_a_session(tmp_path: Path) -> None:
    async with two(tmp_path) as (ada, grace):
        await grace.press("q")
        await grace.see_screen(LibraryScreen)
        await grace.on(LibraryScreen)._follow()
        await grace.see("session open · 90:00 left · Ada here")
        await ada.press("q")
        await ada.see_screen(LibraryScreen)
        await grace.on(LibraryScreen)._follow()
        await grace.see_no_more("here")
