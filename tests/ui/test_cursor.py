"""Where the terminal's cursor stands: at the caret, or else on the marked row, in every list and form."""

from __future__ import annotations

import pytest
from textual.geometry import Offset
from textual.widgets import OptionList

from alliance_tui.domain.alliance import Side
from alliance_tui.screens.choose import ChooseScreen
from alliance_tui.screens.history import HistoryScreen
from alliance_tui.screens.kept_text import KeptTextDialog
from alliance_tui.screens.library import LibraryScreen
from alliance_tui.screens.list_dialog import ListDialog
from alliance_tui.screens.over_time import OverTimeScreen
from alliance_tui.screens.palette import Palette
from alliance_tui.screens.prepare import PrepareScreen
from alliance_tui.screens.section import SectionScreen
from alliance_tui.screens.slip import SlipScreen
from alliance_tui.screens.trash import TrashDialog
from alliance_tui.screens.turn_order import TurnOrderDialog
from alliance_tui.services import drafts
from alliance_tui.services.drafts import KeptText
from alliance_tui.widgets.choice_list import ChoiceList
from tests.ui.driver import Room
from tests.ui.tour import furnish, tour
from tests.ui.wire import WiredDesk

SHOWN = 25
"""The mode of a terminal that shows its cursor."""
SIZES = pytest.mark.parametrize("size", [(100, 30), (80, 24), (40, 12)], ids=lambda size: "x".join(map(str, size)))
POINTER = "▌ "
PLACES = {
    "library": "▌ ◆ Ada & ● Grace",
    "prepare": "a name; the le",
    "section": "◆ Ada ",
    "writing": "  ",
    "help": "One asks, the other",
    "extend": "  ",
    "agree": "One line both of you",
    "agreements": "▌ ◆●",
    "stop": "Everything written is kept.",
    "choose": "▌ What assumptions",
    "order": "▌ 1  ● Grace asks",
    "review": "We agree",
    "revisit": "◆● both · since v2",
    "table": "   ",
    "signing": "   ",
    "alliance": "▌ v2  signed",
    "version": "We agree",
    "finding": "  ",
    "diff": " Atmosphere",
    "versions": "▌ v2 →",
    "filter": "▌ section ",
    "history": "+ new",
    "over time": "▌ ◆●",
    "slips": "▌ ◆● both  We ring",
    "slip": "what happened, in",
}
"""What begins at the cursor on each screen of the tour."""
FIELDS = {"prepare", "writing", "extend", "agree", "finding", "slip"}
"""Screens of the tour that open with somebody writing."""


def under_cursor(desk: WiredDesk) -> str:
    """The cursor's row from the cursor on."""
    screen = desk.app.shown.screen
    return "".join(screen.buffer[screen.cursor.y][x].data for x in range(screen.cursor.x, screen.columns))


@SIZES
async def test_on_every_screen(room: Room, size: tuple[int, int]) -> None:
    """It is shown where somebody writes, and nowhere else."""
    furnish(room)
    async with WiredDesk(room, size) as desk:
        seen = set()
        async for name in tour(desk):
            seen.add(name)
            assert under_cursor(desk).startswith(PLACES[name]), f"{name}: {under_cursor(desk)}"
            assert (SHOWN in desk.app.shown.modes) == (name in FIELDS), name
        assert seen == set(PLACES)


def marked_row(desk: WiredDesk) -> str:
    """The cursor's row from the cursor on, without what is at the right edge of its list."""
    return under_cursor(desk).rstrip("│┃ ●·")


async def walk(desk: WiredDesk, rows: int, mark: str = POINTER) -> None:
    """Go down a list and up again; the cursor is on the mark all the way."""
    passed = [marked_row(desk)]
    for key in [*"j" * (rows - 1), *"k" * (rows - 1)]:
        await desk.press(key)
        passed.append(marked_row(desk))
        assert desk.differences() == []
    assert all(row.startswith(mark) for row in passed)
    assert passed == passed[::-1]
    assert len(set(passed)) == rows


@SIZES
async def test_down_the_library(room: Room, size: tuple[int, int]) -> None:
    """More alliances than fit."""
    for number in range(15):
        room.prepared(f"Ada {number}", "Grace")
    async with WiredDesk(room, size) as desk:
        await desk.see("15 alliances")
        await walk(desk, 15, "▌ ◆ Ada ")


@SIZES
async def test_down_the_questions_and_turns(room: Room, size: tuple[int, int]) -> None:
    """Rows that wrap, under headings, and in a dialog that is scrolled by the mark."""
    room.choose(room.prepared())
    async with WiredDesk(room, size) as desk:
        await desk.open()
        await desk.see_screen(ChooseScreen)
        await walk(desk, 13)
        await desk.press("o")
        await desk.see_screen(TurnOrderDialog)
        await walk(desk, 6)


@SIZES
async def test_down_agreements_slips_and_versions(room: Room, size: tuple[int, int]) -> None:
    """Lists in dialogs, longer than these."""
    name = room.begun()
    for number in range(9):
        room.agree(name, f"{number} times a day we ring before we write, and say why we ring.")
    async with WiredDesk(room, size) as desk:
        await desk.open()
        await desk.press("A")
        await desk.see_screen(OverTimeScreen)
        await walk(desk, 9)
    for _ in range(3):
        room.sign(name)
        room.revisited(name)
    room.sign(name)
    async with WiredDesk(room, size) as desk:
        await desk.press("v")
        await walk(desk, 4, "▌ v")
        await desk.press("s")
        await desk.see_screen(ListDialog)
        await walk(desk, 9)
        await desk.press("escape", "d", "v")
        await desk.wait_until_idle()
        await walk(desk, 6, "▌ v")


@SIZES
async def test_over_the_history(room: Room, size: tuple[int, int]) -> None:
    """On the marked cell, behind its bar."""
    furnish(room)
    async with WiredDesk(room, size) as desk:
        await desk.press("v", "h")
        await desk.see_screen(HistoryScreen)
        await desk.until(lambda: bool(desk.screen.query("HistoryGrid")), "the grid")
        places = []
        for key in "jhljjhhkllk":
            await desk.press(key)
            screen = desk.app.shown.screen
            assert screen.buffer[screen.cursor.y][screen.cursor.x - 1].data == "▌"
            assert screen.lines_of_text()[screen.cursor.y].startswith("▌ ")
            places.append((screen.cursor.x, screen.cursor.y))
        assert len(set(places)) >= (3 if size[0] == 40 else 5)


@SIZES
async def test_from_change_to_change(room: Room, size: tuple[int, int]) -> None:
    """At the head of the current one, and on the top line of the view while that is scrolled out of it."""
    name = furnish(room)
    for question in ("tone", "conflict", "assumptions"):
        room.say(name, question, "Another word. " * 300)
    room.sign(name)
    async with WiredDesk(room, size) as desk:
        await desk.press("d")
        await desk.see_changes()
        heads = []
        for key in "nnnN":
            await desk.press(key)
            assert under_cursor(desk).startswith(("◆ ", "● "))
            heads.append(marked_row(desk))
        assert heads[1] == heads[3]
        assert heads[2] != heads[3]
        await desk.press(*["pageup"] * 20)
        view = desk.screen.query_one("DiffView").content_region
        assert (desk.app.shown.screen.cursor.x, desk.app.shown.screen.cursor.y) == view.offset


async def test_a_marked_row_that_is_scrolled_out_of_view(room: Room) -> None:
    """On the top of the list, never on what lies around it."""
    room.prepared()
    async with WiredDesk(room, (40, 12)) as desk:
        await desk.open()
        await desk.see_screen(ChooseScreen)
        box = desk.screen.query_one(ChoiceList)
        box.scroll_to(y=20, animate=False, immediate=True)
        await desk.wait_until_idle()
        cursor = desk.app.shown.screen.cursor
        assert cursor.y == box.content_region.y
        assert desk.differences() == []
        await desk.press("j")
        assert under_cursor(desk).startswith(POINTER)


@SIZES
async def test_sides_and_fields_that_nobody_writes_in(room: Room, size: tuple[int, int]) -> None:
    """On the title that bears the mark."""
    furnish(room)
    async with WiredDesk(room, size) as desk:
        await desk.open()
        await desk.see_screen(SectionScreen)
        for key, name in (("l", "● Grace"), ("h", "◆ Ada"), ("tab", "● Grace"), ("j", ""), ("k", "")):
            await desk.press(key)
            assert under_cursor(desk).startswith(name or ("◆", "●")), key
        await desk.press("r", "q", "v", "s", "enter")
        await desk.see_screen(SlipScreen)
        await desk.press("escape")
        assert under_cursor(desk).startswith("What happened ")
        await desk.press("tab")
        assert under_cursor(desk).startswith("How it was repaired ")


async def test_a_caret_that_is_scrolled_out_of_view(room: Room) -> None:
    """Hidden, on the top of what is written in, until the caret is in view again."""
    room.say(room.begun(), "hopes", "A line.\n" * 60)
    async with WiredDesk(room, (80, 24)) as desk:
        await desk.open()
        await desk.press("enter")
        editor = desk.screen.focused
        assert editor is not None
        assert SHOWN in desk.app.shown.modes
        editor.scroll_to(y=0, animate=False, immediate=True)
        await desk.wait_until_idle()
        cursor = desk.app.shown.screen.cursor
        assert (cursor.x, cursor.y) == editor.content_region.offset
        assert SHOWN not in desk.app.shown.modes
        await desk.type("x")
        assert SHOWN in desk.app.shown.modes
        assert desk.differences() == []


@SIZES
async def test_down_the_form(room: Room, size: tuple[int, int]) -> None:
    """At the caret of each field."""
    async with WiredDesk(room, size) as desk:
        await desk.press("n")
        await desk.see_screen(PrepareScreen)
        for field in ("left", "right", "partnership", "place", "length", "reserve", "when"):
            if field == "length":
                await desk.press("down")  # past the questions
            await desk.press("end", "ctrl+u")
            await desk.type(field)
            before = desk.app.shown.screen.lines_of_text()[desk.app.shown.screen.cursor.y]
            assert before[: desk.app.shown.screen.cursor.x].endswith(f" {field}")
            await desk.press("down")
        await desk.press("escape")


@SIZES
async def test_in_dialogs(room: Room, size: tuple[int, int]) -> None:
    """On what is asked, on the first of what is to be read, on the marked row of a list."""
    name = furnish(room)
    kept = KeptText("e", "tone", Side.LEFT, "Late words.", room.session(name).id)
    async with WiredDesk(room, size) as desk:
        for key, words in (("D", "The whole alliance"), ("question_mark", "Every alliance"), ("b", "What it is")):
            await desk.press(key)
            await desk.wait_until_idle()
            assert under_cursor(desk).startswith(words)
            assert SHOWN not in desk.app.shown.modes
            await desk.press("escape")
        await desk.press("U")
        await desk.see_screen(TrashDialog)
        assert under_cursor(desk).startswith("Nothing is in the trash.")
        await desk.press("escape")
        await desk.open()
        await desk.press("r", "left")
        assert under_cursor(desk).strip().startswith("Version")
        await desk.press("escape", "d")
        assert SHOWN in desk.app.shown.modes
        await desk.press("escape", "q")
        await desk.see_screen(LibraryScreen)
        drafts.save_text(room.library, name, room.library.alliance(name).id, kept)
        await desk.press("enter")
        await desk.see_screen(KeptTextDialog)
        assert under_cursor(desk).startswith("This was typed")


@SIZES
async def test_in_the_trash(room: Room, size: tuple[int, int]) -> None:
    """Down and up."""
    for number in range(5):
        name = room.prepared(f"Ada {number}")
        room.library.delete(name, room.clock.now(), id=room.library.alliance(name).id)
    async with WiredDesk(room, size) as desk:
        await desk.press("U")
        await desk.see_screen(TrashDialog)
        await walk(desk, 5, "▌ ◆ Ada ")


@SIZES
async def test_in_the_palette(room: Room, size: tuple[int, int]) -> None:
    """On the marked command, or in the field while there is none."""
    room.begun()
    async with WiredDesk(room, size) as desk:
        await desk.press("ctrl+p")
        await desk.see_screen(Palette)
        await desk.type("ver")
        commands = desk.screen.query_one(OptionList)
        await desk.until(lambda: commands.highlighted == 0, "a command")
        first = under_cursor(desk)
        assert str(commands.get_option_at_index(0).prompt).startswith(first[2:12])
        await desk.press("down")
        await desk.until(lambda: commands.highlighted == 1, "another")
        assert under_cursor(desk) != first
        assert str(commands.get_option_at_index(1).prompt).startswith(under_cursor(desk)[2:12])
        await desk.press("escape")


async def test_where_there_is_no_list(room: Room) -> None:
    """On the first line of what is said instead; at the top left of a screen that is too small."""
    async with WiredDesk(room, (80, 24)) as desk:
        assert under_cursor(desk).startswith("◆●  Design your alliance.")
        await desk.press("s")
        await desk.see("▌ ")
        assert under_cursor(desk).startswith(POINTER)
        await desk.press("slash")
        await desk.type("nobody at all")
        assert SHOWN in desk.app.shown.modes
        await desk.press("enter")
        assert desk.differences() == []
        await desk.resize(30, 8)
        assert (desk.app.shown.screen.cursor.x, desk.app.shown.screen.cursor.y) == (0, 0)


async def test_a_mark_that_moves_alone_moves_the_cursor_alone(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    """A frame in which no cell changes is sent all the same; one in which nothing moved is not."""
    room.prepared()
    async with WiredDesk(room, (80, 24)) as desk:
        library = desk.on(LibraryScreen)
        await desk.see("▌ ")
        await desk.wait_until_idle()

        async def sent() -> list[str]:
            """What is sent with the next frame."""
            desk.app.sent.clear()
            desk.app.frames.clear()
            library.refresh()
            await desk.until(lambda: bool(desk.app.frames), "a frame")
            return desk.app.sent

        assert await sent() == []
        below = library.marked_place() + Offset(0, 1)
        monkeypatch.setattr(library, "marked_place", lambda: below)
        assert await sent() == ["\x1bD"]


async def test_with_plain_output(room: Room) -> None:
    """Textual's own output puts it there too."""
    for name in ("Ada", "Grace"):
        room.prepared(name, "Rosa")
    async with WiredDesk(room, (80, 24), stock_parts=True) as desk:
        await desk.see("▌ ")
        await walk(desk, 2)
