"""A revisit's agreements: verdicts by each partner's own key, differences to talk about, amendments with a reason."""

from __future__ import annotations

import pytest

from alliance_tui.domain.alliance import Side, Verdict
from alliance_tui.screens.over_time import OverTimeScreen
from alliance_tui.screens.review import ReviewScreen
from alliance_tui.screens.section import SectionScreen
from alliance_tui.services import agreements
from tests.ui.driver import Desk, Room


@pytest.fixture
def name(room: Room) -> str:
    """A second session with two agreements from the first."""
    name = room.begun()
    room.agree(name, "Grace tells Ada within the week.", agreement="early")
    room.agree(name, "We walk on Fridays.", agreement="walk")
    room.sign(name)
    room.revisited(name)
    return name


async def to_agreements(desk: Desk) -> None:
    """From the library to the list of all agreements."""
    await desk.open()
    await desk.see_screen(SectionScreen)
    await desk.press("A")
    await desk.see_screen(OverTimeScreen)


@pytest.mark.parametrize("size", [(100, 30), (80, 24), (40, 12)])
async def test_each_partner_judges_with_the_arrow_to_their_side(room: Room, name: str, size: tuple[int, int]) -> None:
    """Living, slipped, outgrown, none again; a difference is shown to talk about."""
    async with room.desk(size) as desk:
        await to_agreements(desk)
        await desk.see("│ –  –", "←/→ verdict")
        await desk.press("left")
        await desk.see("│ ◆  –")
        await desk.press("right")
        await desk.see("│ ◆  ●")
        await desk.press("right")
        await desk.see("│ ◆  ●▲", "talk about it")
        await desk.press("right", "left", "left")
        await desk.see("× ◆○ ●○")
        await desk.press("right")
        await desk.see("│ ◆○ –")
    early, walk = room.session(name).agreements
    assert early.verdicts == {Side.LEFT: Verdict.OUTGROWN}
    assert walk.verdicts == {}


async def test_outgrown_by_both_goes_with_the_signature(room: Room, name: str) -> None:
    """And says so before."""
    async with room.desk() as desk:
        await to_agreements(desk)
        await desk.press(*["left"] * 3, *["right"] * 3)
        await desk.see("Ada outgrown  ● Grace outgrown", "retired when you sign")
    room.sign(name)
    assert [agreement.id for agreement in room.versions(name)[-1].agreements] == ["walk"]


async def test_names_in_other_scripts(room: Room) -> None:
    """Judge by the arrows, too."""
    name = room.begun("愛", "グレース")
    room.agree(name, "We walk.", agreement="walk")
    room.sign(name)
    room.revisited(name)
    async with room.desk() as desk:
        await to_agreements(desk)
        await desk.press("left", "right", "right")
        await desk.see("◆ 愛 living  ● グレース slipped", "talk about it")


async def test_amended_with_a_reason(room: Room, name: str) -> None:
    """Reworded, and why; it is shown, signed, and told with the difference. The next session starts without it."""
    async with room.desk((80, 24)) as desk:
        await to_agreements(desk)
        await desk.press("enter")
        await desk.see("why it changes (may stay empty):", "↓ why")
        await desk.press("ctrl+u")
        await desk.type("Grace tells Ada the same day.")
        await desk.press("down")
        await desk.type("a week is too [long]")
        await desk.press("enter")
        await desk.see_screen(OverTimeScreen)
        await desk.see("Grace tells Ada the same day.", "because: a week is too [long]")
        await desk.press("escape", "r")
        await desk.see("because: a week is too [long]")
    agreement = room.session(name).agreements[0]
    assert (agreement.id, agreement.since, agreement.reason) == ("early", 1, "a week is too [long]")
    room.sign(name)
    assert room.versions(name)[-1].agreements[0].reason == "a week is too [long]"
    async with room.desk() as desk:
        await desk.press("d")
        await desk.see("(because: a", "week is too [long])")
    room.revisited(name)
    assert room.session(name).agreements[0].reason == ""
    assert list(room.library.check()) == []


async def test_an_amendment_thought_better_of(room: Room, name: str) -> None:
    """Escape puts wording and reason back."""
    async with room.desk() as desk:
        await to_agreements(desk)
        await desk.press("enter", "down")
        await desk.type("too long")
        await desk.press("escape")
        await desk.see_screen(OverTimeScreen)
    assert room.session(name).agreements[0].reason == ""


async def test_todays_agreements_take_no_verdict_and_no_reason(room: Room) -> None:
    """There is nothing to judge in a first session."""
    name = room.begun()
    room.agree(name, "We walk.")
    async with room.desk() as desk:
        await to_agreements(desk)
        assert "verdict" not in desk.text()
        await desk.press("enter")
        await desk.see("We agree")
        assert "why it changes" not in desk.text()


async def test_review_nudges_and_lets_them_sign(room: Room, name: str) -> None:
    """As long as a verdict is missing; it is no rule."""
    async with room.desk((80, 24)) as desk:
        await desk.open()
        await desk.press("r")
        await desk.see_screen(ReviewScreen)
        await desk.see("2 agreements without a verdict from both: A")
        await desk.press("A", "left", "right", "j", "left", "escape")
        await desk.see("1 agreement without a verdict from both: A")
        await desk.press("left", "enter", "escape")
        await desk.see("◆ Ada signed")
        for side in Side:
            agreements.judge(room.library, name, "walk", side, Verdict.LIVING)
        await desk.tick()
        await desk.see_no_more("without a verdict")
