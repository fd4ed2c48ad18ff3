"""A revisit begins with the agreements from last time, one at a time, each judged by both partners."""

from __future__ import annotations

import pytest

from alliance_tui.domain.alliance import SIDES, Side, Verdict
from alliance_tui.screens.agreement import AgreementDialog
from alliance_tui.screens.choose import ChooseScreen
from alliance_tui.screens.prepare import PrepareScreen
from alliance_tui.screens.review import ReviewScreen
from alliance_tui.screens.revisit import RevisitScreen
from alliance_tui.screens.section import SectionScreen
from alliance_tui.services import agreements, alliances, sessions, slips
from tests.ui.driver import Desk, Room

ADA, GRACE = SIDES
SIZES = [(100, 30), (80, 24), (60, 20), (40, 12), (200, 60)]


@pytest.fixture
def name(room: Room) -> str:
    """An alliance with two agreements in force, the second reworded for version 2, which slipped since."""
    name = room.begun()
    room.agree(name, "Grace tells Ada the same day.", agreement="early")
    room.agree(name, "We walk.", agreement="walk")
    room.sign(name)
    room.revisited(name)
    room.agree(name, "We walk on Fridays.", agreement="walk")
    agreements.give_reason(room.library, name, "walk", "Mondays are full")
    room.sign(name)
    slips.add_slip(room.library, name, "walk", "It rained.", "With coats.", room.clock.now())
    room.clock.advance(30 * 86400)
    return name


def prepared(room: Room, name: str) -> None:
    """The third session, not begun."""
    alliances.revisit(room.library, name)


@pytest.mark.parametrize("size", SIZES)
async def test_a_revisit_begins_with_the_agreements(room: Room, name: str, size: tuple[int, int]) -> None:
    """After Prepare, at every size: words, owner, since when, why reworded, slips; a verdict by each arrow; then on."""
    async with room.desk(size) as desk:
        await desk.press("r")
        await desk.see_screen(PrepareScreen)
        await desk.press("ctrl+g")
        await desk.see_screen(RevisitScreen)
        await desk.see("1 of 2", "◆● both · since v1", "Grace tells Ada the same day.")
        await desk.see("← ◆ Ada", "→ ● Grace")
        await desk.press("left", "right", "enter")
        await desk.see("2 of 2", "We walk on Fridays.")
        await desk.press("pagedown", "pagedown")
        await desk.see("↯ 11 Apr  It rained.", "repaired: With coats.")
        await desk.press("left", "left", "right", "enter")
        await desk.see_screen(ChooseScreen)
    early, walk = room.session(name).agreements
    assert early.verdicts == dict.fromkeys(SIDES, Verdict.LIVING)
    assert walk.verdicts == {ADA: Verdict.SLIPPED, GRACE: Verdict.LIVING}


async def test_why_and_slips_are_told(room: Room, name: str) -> None:
    prepared(room, name)
    async with room.desk() as desk:
        await desk.open()
        await desk.see("no slip was noted since v2")
        await desk.press("n")
        await desk.see("reworded in v2, because: Mondays are full", "↯ 11 Apr  It rained.", "repaired: With coats.")


async def test_it_goes_on_at_the_first_without_a_verdict(room: Room, name: str) -> None:
    """From the library, too; nothing has to be said, and then the questions come."""
    prepared(room, name)
    agreements.judge(room.library, name, "early", ADA, Verdict.LIVING)
    agreements.judge(room.library, name, "early", GRACE, Verdict.LIVING)
    async with room.desk() as desk:
        await desk.open()
        await desk.see_screen(RevisitScreen)
        await desk.see("agreement 2 of 2", "We walk on Fridays.")
        await desk.press("escape")
        await desk.see_screen(PrepareScreen)
        await desk.press("ctrl+g")
        await desk.see_screen(RevisitScreen)
        await desk.press("c")
        await desk.see_screen(ChooseScreen)
        await desk.press("L")
        await desk.see_screen(RevisitScreen)
        await desk.press("escape")
        await desk.see_screen(ChooseScreen)
    for side in SIDES:
        agreements.judge(room.library, name, "walk", side, Verdict.LIVING)
    async with room.desk() as desk:
        await desk.open()
        await desk.see_screen(ChooseScreen)


async def test_different_verdicts_are_marked_until_talked_about(room: Room, name: str) -> None:
    """On this screen, in the list and at the review; another verdict marks them again."""
    prepared(room, name)
    async with room.desk() as desk:
        await desk.open()
        await desk.press("left", "right", "right")
        await desk.see("1 verdict differs", "You differ. Talk about it; t marks it as talked about.")
        await desk.press("t")
        await desk.see("You differ, and have talked about it.")
        await desk.see_no_more("1 verdict differs")
        await desk.press("right")
        await desk.see("1 verdict differs")
        await desk.press("u")
        await desk.see("You differ, and have talked about it.")
        await desk.press("left", "left")
        await desk.see("1 verdict differs")
        await desk.press("right")
        await desk.see("Both of you say outgrown: it is retired when you sign.")


async def test_what_is_left_open_is_said(room: Room, name: str) -> None:
    """A key too many, and enter past different verdicts, past a missing one, and to the questions."""
    prepared(room, name)
    async with room.desk() as desk:
        await desk.open()
        await desk.press("left", "left", "left", "left")
        await desk.see_notice("Ada’s verdict was taken back: there is none now.")
        await desk.press("left", "right", "right", "enter")
        await desk.see_notice("Agreement 1: you differ")
        await desk.press("right", "k", "t")
        await desk.clear_notices()
        await desk.press("enter")
        assert not desk.said
        await desk.press("enter")
        await desk.see_screen(ChooseScreen)
        await desk.see_notice("Left as it is: 1 without a verdict. L comes back to it.")


async def test_reworded_and_taken_out(room: Room, name: str) -> None:
    """By the acts of the talk; an undo restores what was taken out."""
    prepared(room, name)
    async with room.desk() as desk:
        await desk.open()
        await desk.press("w")
        await desk.see_screen(AgreementDialog)
        await desk.press("ctrl+u")
        await desk.type("Grace tells Ada at once.")
        await desk.press("down")
        await desk.type("It was too late.")
        await desk.press("enter")
        await desk.see_screen(RevisitScreen)
        await desk.see("Grace tells Ada at once.", "reworded now, because: It was too late.")
        await desk.press("d")
        await desk.see("agreement 1 of 1", "We walk on Fridays.")
        await desk.press("d")
        await desk.see("No agreement from last time is left.")
        await desk.press("u")
        await desk.see("agreement 1 of 1", "We walk on Fridays.")
    assert [each.id for each in room.session(name).agreements] == ["walk"]


@pytest.mark.parametrize("size", SIZES)
async def test_each_gives_their_own_alone(room: Room, name: str, size: tuple[int, int]) -> None:
    """Where each has a program; the other's is shown once it is given."""
    prepared(room, name)
    async with room.desk(size, side=GRACE, opening=name) as grace:
        await grace.see_screen(RevisitScreen)
        await grace.see("◆ Ada  not yet", "→ ● Grace")
        assert "← ◆ Ada" not in "\n".join(grace.lines()[1:])  # below the heading
        await grace.press("left", "right")
        await grace.until(lambda: bool(room.session(name).agreements[0].verdicts), "her verdict")
        assert "← " not in grace.footer
        agreements.judge(room.library, name, "early", ADA, Verdict.SLIPPED)
        await grace.tick()
        await grace.see("◆ Ada  ◆▲ slipped", "You differ.")
    assert room.session(name).agreements[0].verdicts == {ADA: Verdict.SLIPPED, GRACE: Verdict.LIVING}


async def test_a_click_does_what_the_arrow_does(room: Room, name: str) -> None:
    """On one's own side alone."""
    prepared(room, name)
    async with room.desk(side=GRACE, opening=name) as grace:
        await grace.see_screen(RevisitScreen)
        for pane in grace.on(RevisitScreen).panes.values():
            await grace.pilot.click(pane)
        await grace.until(lambda: bool(room.session(name).agreements[0].verdicts), "her verdict")
    assert room.session(name).agreements[0].verdicts == {GRACE: Verdict.LIVING}


async def test_it_can_be_opened_from_the_talk(room: Room, name: str) -> None:
    """And leads back there; with no agreement from last time, the key does nothing."""
    room.revisited(name)
    async with room.desk() as desk:
        await to_talk(desk)
        await desk.press("4", "L")
        await desk.see_screen(RevisitScreen)
        await desk.press("enter", "enter")
        await desk.see_screen(SectionScreen)
        await desk.see("▌4 Backup plan")
    room.begun("Mei", "Noor")
    async with room.desk(opening="mei-and-noor") as desk:
        await desk.see_screen(SectionScreen)
        await desk.press("L")
        desk.on(SectionScreen)


async def to_talk(desk: Desk) -> None:
    await desk.press("down", "up")
    await desk.open()
    await desk.see_screen(SectionScreen)


# The review of a revisit


async def test_the_review_marks_what_changed(room: Room, name: str) -> None:
    """One line above the signatures, marks in the document; m takes the marks away."""
    room.revisited(name)
    room.say(name, "hopes", "To build it well.", Side.RIGHT)
    room.agree(name, "We ring before we write.", "hopes", "ring")
    agreements.judge(room.library, name, "early", ADA, Verdict.LIVING)
    agreements.judge(room.library, name, "early", GRACE, Verdict.SLIPPED)
    async with room.desk((100, 60)) as desk:
        await to_talk(desk)
        await desk.press("r")
        await desk.see_screen(ReviewScreen)
        await desk.see("since v2: 1 new, 1 agreement added, 1 verdict differs")
        await desk.see("+ ◆● both  We ring before we write.", "│ ◆● both  Grace tells Ada", "● Grace  + new answer")
        await desk.press("m")
        await desk.see_no_more("new answer", "+ ◆● both")
        await desk.see("since v2: 1 new, 1 agreement added")
        await desk.press("m")
        await desk.see("● Grace  + new answer")


async def test_what_was_kept_is_said_in_the_same_words_before_and_after_signing(room: Room) -> None:
    """Of what was said again, and of what nobody went to."""
    name = room.signed(hopes="To build it well.", tone="Calm.")
    room.revisited(name)
    sessions.keep(room.library, name, "tone", ADA)
    words = ("◆ Ada  from v1", "◆ Ada  kept from v1")
    async with room.desk((100, 60)) as desk:
        await desk.open()
        await desk.press("r")
        await desk.see(*words)
    room.sign(name)
    async with room.desk((100, 60)) as desk:
        await desk.press("v", "enter")
        await desk.see("(from v1)", "(kept from v1)")
