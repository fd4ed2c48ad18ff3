"""Prepare's choice of questions, and a talk that goes on with another bank's."""

from __future__ import annotations

import pytest
from textual.widgets import Input

from alliance_tui.domain.alliance import SIDES, Side
from alliance_tui.screens.choose import ChooseScreen
from alliance_tui.screens.library import LibraryScreen
from alliance_tui.screens.prepare import PrepareScreen
from alliance_tui.screens.review import ReviewScreen
from alliance_tui.screens.section import SectionScreen
from alliance_tui.services import sessions
from alliance_tui.storage.bank_files import TEMPLATE, built_in_text
from alliance_tui.storage.question_banks import QuestionBanks, bank_folder
from tests.ui.driver import BANK, Desk, Room

WORKSHEET = "‹ Designing the Alliance · 15 questions ›"
SHORT = "‹ A short revisit · 7 questions ›"
OWN = "‹ My questions · 4 questions ›"


def put_own(text: str = "") -> None:
    """A bank of one's own in the user's folder."""
    bank_folder().mkdir(parents=True, exist_ok=True)
    (bank_folder() / "mine.toml").write_text(text or built_in_text(TEMPLATE))


async def new(desk: Desk) -> None:
    """The form of a new alliance."""
    await desk.press("n")
    await desk.see_screen(PrepareScreen)


async def revisit(desk: Desk) -> None:
    """The form of the next session."""
    await desk.press("r")
    await desk.see_screen(PrepareScreen)


def times(desk: Desk) -> tuple[str, str]:
    """The minutes in the form, and how many of them for Closing."""
    form = desk.on(PrepareScreen)
    return form.query_one("#length", Input).value, form.query_one("#reserve", Input).value


async def test_no_choice_is_shown_where_there_is_none(room: Room) -> None:
    """For a first session there is the worksheet; a broken bank of one's own is named, and changes nothing."""
    put_own("id = ")
    async with room.desk() as desk:
        await new(desk)
        await desk.see("90 minutes", "can’t be used: mine.toml; `alliance questions` says why")
        assert "Questions" not in desk.text()
        await desk.fill(["Ada", "Grace", "", "", "60"])
        await desk.press("ctrl+g")
        await desk.see_screen(ChooseScreen)
    assert room.session("ada-and-grace").bank == BANK


@pytest.mark.parametrize("text", ["minutes = " + "9" * 4301, "a." * 100_000 + "a = 1", "a = " + "[" * 100_000])
async def test_a_hostile_bank_is_named_and_stops_nothing(room: Room, text: str) -> None:
    """Neither a new alliance nor the next session of one."""
    put_own(text)
    room.signed(tone="frank")
    async with room.desk() as desk:
        for start in (revisit, new):
            await start(desk)
            await desk.see("can’t be used: mine.toml; `alliance questions` says why")
            await desk.press("escape")
            assert desk.alive


@pytest.mark.parametrize("what", ["gone", "broken", "other"])
async def test_a_bank_changes_while_prepare_is_open(room: Room, what: str) -> None:
    """The session asks what was shown."""
    put_own()
    async with room.desk() as desk:
        await new(desk)
        await desk.fill(["Ada", "Grace", "", ""])
        await desk.press("tab", "left")
        await desk.see(OWN)
        path = bank_folder() / "mine.toml"
        if what == "gone":
            path.unlink()
        else:
            path.write_text("id = [" if what == "broken" else path.read_text().replace("My questions", "Others"))
        await desk.press("ctrl+g")
        await desk.see_screen(ChooseScreen)
        await desk.see("What do you bring that I might not see?")
    assert room.session("ada-and-grace").bank.title == "My questions"


async def test_a_bank_goes_between_two_looks(room: Room) -> None:
    """The form that had it chosen offers what is left."""
    put_own()
    async with room.desk() as desk:
        await new(desk)
        await desk.fill(["Ada", "Grace", "", ""])
        await desk.press("tab", "left")
        await desk.see(OWN)
        await desk.press("escape")
        await desk.see_screen(LibraryScreen)
        (bank_folder() / "mine.toml").unlink()
        await new(desk)
        await desk.see("90 minutes")
        await desk.see_no_more(OWN)
        await desk.press("ctrl+g")
        await desk.see_screen(ChooseScreen)
    assert room.session("ada-and-grace").bank == BANK


async def test_a_bank_of_ones_own(room: Room) -> None:
    """Down from Where; arrows go through what there is, and round; the form remembers it."""
    put_own()
    async with room.desk() as desk:
        await new(desk)
        await desk.see("tab to change", "Designing the Alliance · 15 questions")
        await desk.fill(["Ada", "Grace", "", ""])
        await desk.press("tab", "left")
        await desk.see(OWN)
        await desk.press("space")
        await desk.see(WORKSHEET)
        await desk.press("left")
        await desk.see(OWN)
        await desk.press("escape")
        await new(desk)
        await desk.see("My questions")
        await desk.press("ctrl+g")
        await desk.see_screen(ChooseScreen)
        await desk.see("What do you bring that I might not see?")
    assert room.session("ada-and-grace").bank.title == "My questions"


async def test_tab_and_arrows_pass_through_the_choice(room: Room) -> None:
    """It is a field among the others."""
    put_own()
    async with room.desk() as desk:
        await new(desk)
        await desk.fill(["Ada", "Grace", "", ""])
        await desk.press("tab", "tab")
        await desk.fill(["45"])
        assert times(desk) == ("45", "12")
        await desk.press("up", "left")
        await desk.see(OWN)
        await desk.press("tab")
        assert desk.on(PrepareScreen).focused is desk.on(PrepareScreen).query_one("#length")


async def test_a_bank_suggests_its_times(room: Room) -> None:
    """Until somebody has typed others."""
    room.signed(tone="frank")
    async with room.desk() as desk:
        await revisit(desk)
        await desk.press("tab")
        await desk.see(WORKSHEET)
        assert times(desk) == ("90", "12")
        await desk.press("up", "up")
        await desk.fill(["Ada", "Grace", "", ""])
        await desk.press("tab", "right")
        await desk.see(SHORT)
        assert times(desk) == ("30", "5")
        await desk.press("down", "end", "ctrl+u", "2", "0", "up", "left")
        await desk.see(WORKSHEET)
        assert times(desk) == ("20", "5")


async def test_a_revisit_with_another_bank(room: Room) -> None:
    """What was said to questions it lacks stands: shown in the talk and in the review."""
    name = room.signed(tone="frank")
    async with room.desk() as desk:
        await revisit(desk)
        await desk.press("up")
        await desk.fill(["Ada", "Grace", "", ""])
        await desk.press("tab", "right", "ctrl+g")
        await desk.see_screen(ChooseScreen)
        await desk.see("Where we are", "not started · 30:00")
        await desk.see_no_more("hopes and dreams")
        for side, picks in {
            Side.LEFT: ("since-then", "held", "one-thing"),
            Side.RIGHT: ("since-then", "held", "next-slip"),
        }.items():
            for question in picks:
                sessions.choose(room.library, name, side, question, True)
        await desk.press("enter")
        await desk.see_screen(SectionScreen)
        await desk.go_to("tone")
        await desk.see("asked earlier, from “Designing the Alliance”", "frank")
        await desk.write("franker")
        await desk.press("r")
        await desk.see_screen(ReviewScreen)
        await desk.see(BANK["tone"].text, "franker")
    assert [question.id for question in room.session(name).bank.closing] == ["thanks"]


async def test_a_bank_that_leaves_a_section_out(room: Room) -> None:
    """Its key says so, in the talk and in the review."""
    put_own()
    name = room.prepared()
    async with room.desk() as desk:
        await desk.open()
        await desk.press("t")
        await desk.see_screen(PrepareScreen)
        await desk.press("down", "down", "left")
        await desk.see(OWN)
        await desk.press("ctrl+g")
        await desk.see_screen(ChooseScreen)
        for side in SIDES:
            for question in ("hope", "bring", "need"):
                sessions.choose(room.library, name, side, question, True)
        await desk.press("enter")
        await desk.see_screen(SectionScreen)
        await desk.press("4")
        await desk.see_notice("There are no questions for Backup plan today.")
        await desk.clear_notices()
        await desk.press("r")
        await desk.see_screen(ReviewScreen)
        await desk.press("2")
        await desk.see_notice("There are no questions for Atmosphere today.")


async def test_the_bank_of_the_run_is_shown_first(room: Room) -> None:
    """`--bank`, also for a revisit."""
    room.signed(tone="frank")
    desk = room.desk()
    desk.app.question_banks = QuestionBanks(bank_folder(), "short-revisit")
    async with desk:
        await revisit(desk)
        await desk.see("30 minutes, 5 of them for Closing", "A short revisit · 7 questions")
        assert times(desk) == ("30", "5")


async def test_all_of_it_in_a_small_terminal(room: Room) -> None:
    """40 by 12: the choice scrolls into view and is cut short."""
    put_own(built_in_text(TEMPLATE).replace("My questions", "Questions of a very long name, much too long for this"))
    async with room.desk((40, 12)) as desk:
        await new(desk)
        await desk.press("down", "down", "down", "down", "left")
        await desk.see("‹ Questions ")
        assert all(len(line) <= 40 for line in desk.lines())
