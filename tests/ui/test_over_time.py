"""Agreements over time: a key from everywhere, the marked line's story, filters, and in a session the acts."""

from __future__ import annotations

import re
from typing import Any

import pytest

from alliance_tui.domain.agreement_story import Stories, Story
from alliance_tui.domain.alliance import Side, Verdict
from alliance_tui.render.agreement_layout import row_lines
from alliance_tui.render.agreement_story import Stretch
from alliance_tui.screens.agreement import AgreementDialog
from alliance_tui.screens.alliance import AllianceScreen
from alliance_tui.screens.dialogs import Reader
from alliance_tui.screens.library import LibraryScreen
from alliance_tui.screens.list_dialog import ListDialog
from alliance_tui.screens.over_time import OverTimeScreen
from alliance_tui.screens.review import ReviewScreen
from alliance_tui.screens.section import SectionScreen
from alliance_tui.screens.slip import SlipScreen
from alliance_tui.services import agreements, sessions, slips
from alliance_tui.widgets import agreement_grid
from tests.ui.driver import Desk, Room


@pytest.fixture
def name(room: Room) -> str:
    """Three versions: an agreement that slipped and was reworded, one that was retired, and one that is new."""
    name = room.begun()
    room.agree(name, "Grace tells Ada within the week.", agreement="early")
    room.agree(name, "We walk on Fridays.", agreement="walk")
    room.sign(name)
    room.clock.advance(86400)
    slips.add_slip(room.library, name, "early", "Three days late.", "", room.clock.now())
    room.revisited(name)
    agreements.withdraw(room.library, name, "walk")
    agreements.judge(room.library, name, "early", Side.RIGHT, Verdict.SLIPPED)
    room.agree(name, "Grace tells Ada the same day.", agreement="early")
    agreements.give_reason(room.library, name, "early", "A week is long.")
    room.sign(name)
    room.revisited(name)
    room.agree(name, "Both of us ring before we write.", agreement="ring")
    room.sign(name)
    return name


async def over_time(desk: Desk) -> OverTimeScreen:
    """From wherever A leads there."""
    await desk.press("A")
    await desk.see_screen(OverTimeScreen)
    return desk.on(OverTimeScreen)


def cells(desk: Desk, row: str) -> list[str]:
    """The cells of the line with these words, one a version."""
    line = next(line for line in desk.lines() if row in line)
    return re.split(" {2,}", line.partition(row)[2].strip())


async def test_one_key_from_the_library_and_the_alliance(room: Room, name: str) -> None:
    async with room.desk() as desk:
        await over_time(desk)
        await desk.see("v1 Mar 2026", "v2 Apr 2026", "v3 May 2026", "↯ 13 Mar", "+ new  │ kept  ~ reworded  × retired")
        assert cells(desk, "Grace tells Ada the same day.") == ["+ new", "~ –", "●▲", "│"]
        assert cells(desk, "We walk on Fridays.") == ["+ new", "× retired", "·"]
        await desk.press("escape")
        desk.on(LibraryScreen)
        await desk.press("v")
        await desk.see_screen(AllianceScreen)
        await over_time(desk)
        await desk.press("q")
        desk.on(AllianceScreen)


async def test_the_story_of_the_marked_line(room: Room, name: str) -> None:
    """Below the table as much as there is room for; enter, and a click, show all of it."""
    async with room.desk((100, 40)) as desk:
        screen = await over_time(desk)
        await desk.see("agreed: Grace tells Ada within the week.", "Three days late.", "not repaired yet")
        await desk.see("Grace tells Ada within the week same day.", "because: A week is long.", "Ada has not said")
        await desk.press("j", "j")
        await desk.see("(no longer in force)", "v2 · 12 Apr  retired")
        await desk.press("enter")
        await desk.see_screen(Reader)
        await desk.press("escape")
        row = next(at for at, line in enumerate(desk.lines()) if "Grace tells Ada the same day." in line)
        await desk.pilot.click(offset=(20, row))
        await desk.see_screen(Reader)
        await desk.see("Three days late.")
        assert screen._grid.row == 0


async def test_verdicts_are_of_the_words_before(room: Room, name: str) -> None:
    """In the version in which the words are new, and in the overview while that is in force."""
    said = ("v1’s words: ◆–  ●▲ slipped", "changed, because: A week is long.")
    async with room.desk() as desk:
        await desk.press("v", "j", "enter")
        await desk.see(*said)


async def test_what_does_not_fit_is_reached(room: Room) -> None:
    """Versions by h and l; at 40 columns one stands beside the agreements."""
    name = room.begun()
    for number in range(12):
        room.agree(name, f"{number} times a day we ring before we write.", agreement=f"a{number}")
    for _ in range(4):
        room.sign(name)
        room.revisited(name)
    async with room.desk((40, 12)) as desk:
        await over_time(desk)
        await desk.see("h 4 older  ↓ 10 more", "open")
        assert desk.lines()[0].endswith("agreements over time")
        assert "esc back" in desk.footer
        await desk.press("h")
        await desk.see("h 3 older  l 1 newer", "v4 Jun 2026")
        await desk.press(*"hhhhhh")
        await desk.see("l 4 newer", "v1 Mar 2026")
        await desk.press("end")
        await desk.see("11 times a day")
        await desk.press("pageup", "home")
        await desk.see("0 times a day")
        await desk.press(*"llllll")
        await desk.see("h 4 older")


async def test_filters(room: Room, name: str) -> None:
    """Those of each partner, what slipped, lacks a verdict, or is new; none says so."""
    async with room.desk() as desk:
        await over_time(desk)
        await desk.see("‹all 3›  ◆ Ada’s 3  ● Grace’s 3  slipped 1  no verdict 1  new since v2: 1  retired 1")
        await desk.press("f", "f", "f")
        await desk.see("‹slipped 1›")
        await desk.see_no_more("We walk on Fridays.")
        await desk.press("f", "f")
        await desk.see("‹new since v2: 1›", "Both of us ring")
        await desk.press("f")
        await desk.see("‹retired 1›", "We walk on Fridays.")
        await desk.see_no_more("Both of us ring")
        await desk.press("f")
        await desk.see("‹all 3›", "We walk on Fridays.")


async def test_a_filter_that_lets_nothing_through(room: Room) -> None:
    name = room.begun()
    room.agree(name, "We walk.")
    room.sign(name)
    async with room.desk() as desk:
        await over_time(desk)
        await desk.press("f", "f", "f")
        await desk.see("No agreement of this kind. f shows others.")


async def test_slips_and_repairs_from_there(room: Room, name: str) -> None:
    async with room.desk() as desk:
        await over_time(desk)
        await desk.press("j", "s")
        await desk.see_screen(SlipScreen)
        await desk.type("Wrote first.")
        await desk.press("escape", "ctrl+g")
        await desk.see_screen(OverTimeScreen)
        await desk.see("slipped 2", "Wrote first.")
        await desk.press("k", "s")
        await desk.see_screen(ListDialog)
        await desk.see("It slipped again", "Three days late.")
        await desk.press("j", "enter")
        await desk.see_screen(SlipScreen)
        await desk.type("Tea.")
        await desk.press("escape", "ctrl+g", "enter")
        await desk.see("repaired: Tea.")


async def test_in_a_session_it_follows_and_does_what_the_page_can(room: Room, name: str) -> None:
    """Verdicts by arrows, both counted above; undone; reworded; taken out; what another program did is shown."""
    room.revisited(name)
    async with room.desk() as desk:
        await desk.open()
        await desk.see_screen(SectionScreen)
        await over_time(desk)
        await desk.see("← ◆ Ada & ● Grace →", "◆ 0 ● 0 of 2 verdicts", "←/→ verdict")
        assert cells(desk, "Grace tells Ada the same day.")[-2:] == ["│ –", "–"]
        await desk.press("right", "right", "left")
        await desk.see("◆ 1 ● 1 of 2 verdicts", "│ ◆  ●▲", "talk about it")
        assert room.session(name).agreements[0].verdicts == {Side.LEFT: Verdict.LIVING, Side.RIGHT: Verdict.SLIPPED}
        await desk.press("u")
        await desk.see("│ –  ●▲")
        agreements.judge(room.library, name, "ring", Side.LEFT, Verdict.OUTGROWN)
        await desk.tick()
        await desk.see("│ ◆○ –")
        await desk.press("j", "enter")
        await desk.see_screen(AgreementDialog)
        await desk.press("end")
        await desk.type(" Always.")
        await desk.press("enter")
        await desk.see_screen(OverTimeScreen)
        await desk.see("Both of us ring before we write. Always.", "~ ◆○ –")
        await desk.press("d")
        await desk.see("× retired")
        await desk.press("right", "left")
        await desk.see_notice("no longer in force")
        await desk.press("u", "space")
        await desk.see_screen(Reader)
        await desk.press("escape", "escape")
        desk.on(SectionScreen)


async def test_for_one_partner_only_the_own_verdict_and_filter(room: Room, name: str) -> None:
    room.revisited(name)
    async with room.desk(side=Side.RIGHT, opening=name) as desk:
        await desk.see_screen(SectionScreen)
        await over_time(desk)
        await desk.see("→ your verdict", "mine 3")
        await desk.press("left", "right")
        await desk.see("│ –  ●")
    assert room.session(name).agreements[0].verdicts == {Side.RIGHT: Verdict.LIVING}


async def test_from_review_and_when_the_session_ends_elsewhere(room: Room, name: str) -> None:
    room.revisited(name)
    async with room.desk() as desk:
        await desk.open()
        await desk.press("r")
        await desk.see_screen(ReviewScreen)
        await over_time(desk)
        room.sign(name)
        await desk.tick()
        await desk.see("Signed")
        assert not isinstance(desk.screen, OverTimeScreen)


async def test_what_another_program_wrote_is_shown(room: Room, name: str) -> None:
    async with room.desk() as desk:
        screen = await over_time(desk)
        slips.add_slip(room.library, name, "ring", "Wrote first.", "", room.clock.now())
        await screen._follow()
        await desk.see("slipped 2")


async def test_without_any_agreement(room: Room) -> None:
    name = room.prepared()
    async with room.desk() as desk:
        await over_time(desk)
        await desk.see("No agreements yet.")
        await desk.press("enter", "f", "s", "j", "h", "escape")
        desk.on(LibraryScreen)
        sessions.abandon(room.library, name, room.clock.now(), room.session(name).id)
        await desk.press("A")
        await desk.see_notice("Nothing is signed yet")


async def test_only_what_is_in_view_is_laid_out(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many agreements there are."""
    name = room.begun()
    for number in range(100):
        room.agree(name, f"Agreement {number}.", agreement=f"a{number}")
    room.sign(name)
    laid_out: list[str] = []

    def count(stories: Stories, story: Story, *rest: Any) -> list[list[Stretch]]:
        laid_out.append(story.id)
        return row_lines(stories, story, *rest)

    monkeypatch.setattr(agreement_grid, "row_lines", count)
    async with room.desk((100, 30)) as desk:
        await over_time(desk)
        await desk.see("Agreement 0.")
        assert 0 < len(laid_out) < 60
        laid_out.clear()
        await desk.press("j")
        assert len(laid_out) < 5
        await desk.press("end")
        await desk.see("Agreement 99.")
        assert 0 < len(laid_out) < 60


@pytest.mark.parametrize("size", [(100, 30), (60, 20), (40, 12)])
async def test_the_whole_story_fits_its_box(room: Room, name: str, size: tuple[int, int]) -> None:
    """A line that is too long for the box would go on at its left edge."""
    slips.add_slip(room.library, name, "early", "The letter came late and nobody said so. " * 6, "", room.clock.now())
    async with room.desk(size) as desk:
        await desk.press("A", "enter")
        await desk.see("An agreement over time")
        inside = [line.strip(" │┃") for line in desk.lines() if "│" in line]
        assert not [
            line for line in inside if line in ("late", "and", "so.", "The", "letter", "nobody", "said", "came")
        ]
