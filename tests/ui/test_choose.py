"""Choose: 3 or 4 each, matches, the order of turns, each partner's own key."""

from __future__ import annotations

import pytest

from alliance_tui.domain.alliance import SIDES, Side
from alliance_tui.screens.choose import ChooseScreen
from alliance_tui.screens.library import LibraryScreen
from alliance_tui.screens.section import SectionScreen
from alliance_tui.screens.turn_order import TurnOrderDialog
from alliance_tui.services import alliances, sessions
from alliance_tui.widgets.choice_list import ChoiceRow
from tests.ui.driver import BANK, CHOSEN, Desk, Room

MATCH = "◆●\u00a0one\u00a0turn\u00a0for\u00a0both"


async def choose(desk: Desk, name: str, picks: dict[str, tuple[str, ...]]) -> None:
    """Go down the list and pick with each key its questions."""
    for question in BANK.choosable:
        for key, wanted in picks.items():
            if question.id in wanted:
                await desk.press(key)
        await desk.press("j")


async def test_three_and_four_with_a_match(room: Room) -> None:
    """The two choose, see how far they are, and begin."""
    name = room.prepared()
    async with room.desk() as desk:
        await desk.open()
        await desk.see("← ◆ Ada", "● Grace →")
        await choose(desk, name, {"left": CHOSEN[Side.LEFT], "right": CHOSEN[Side.RIGHT]})
        await desk.see("Ada 3 chosen ✓", "Grace 4 chosen ✓", MATCH)
        await desk.press("enter")
        await desk.see_screen(SectionScreen)
        await desk.see("turn 1 of 6")
    assert room.session(name).choices == CHOSEN


async def test_picks_are_taken_back(room: Room) -> None:
    """The same key again."""
    name = room.prepared()
    async with room.desk() as desk:
        await desk.open()
        await desk.press("left", "right")
        await desk.see(MATCH)
        await desk.press("left", "right")
        await desk.see_no_more(MATCH)
    assert room.session(name).choices == dict.fromkeys(SIDES, ())


async def test_fifth_is_refused(room: Room) -> None:
    """With the reason, and what to do."""
    name = room.prepared()
    async with room.desk() as desk:
        await desk.open()
        await desk.burst(*["left", "j"] * 5)
        await desk.see_notice("Ada has 4 already. Take one back to choose another.")
        await desk.see("Ada 4 chosen ✓")
    assert len(room.session(name).choices[Side.LEFT]) == 4


@pytest.mark.parametrize(
    ("keys", "why"),
    [
        ([], "Ada has chosen 0; it takes 3 or 4: 3 more"),
        (["left", "j"] * 3, "Grace has chosen 0"),
        ([*["right", "j"] * 3, *["left", "j"] * 2], "Ada has chosen 2; it takes 3 or 4: one more"),
    ],
)
async def test_too_few(room: Room, keys: list[str], why: str) -> None:
    """The start is refused with who lacks how many."""
    name = room.prepared()
    async with room.desk() as desk:
        await desk.open()
        await desk.burst(*keys)
        await desk.press("enter")
        await desk.see_notice(why)
        desk.on(ChooseScreen)
    assert room.session(name).countdown.started is None


async def test_nudge_for_a_neglected_section(room: Room) -> None:
    """It is said, and nothing is refused."""
    room.prepared()
    async with room.desk() as desk:
        await desk.open()
        await desk.see("← Ada picks · → Grace picks · d deals a set")
        await desk.burst(*["left", "right", "j"] * 3, "j", "right")
        await desk.see("enter begins. Nobody has chosen from Backup plan yet.")
        await desk.press("enter")
        await desk.see_screen(SectionScreen)


async def test_order_is_changed(room: Room) -> None:
    """The order is shown; J and K carry a turn along; it is the order of the talk."""
    name = room.prepared()
    room.choose(name)
    async with room.desk() as desk:
        await desk.open()
        before = [turn.question for turn in room.session(name).turns]
        await desk.press("o")
        await desk.see_screen(TurnOrderDialog)
        await desk.see("Order of turns", "▌ 1  ● Grace asks", "Then Closing, asked of both.")
        await desk.press("J")
        await desk.press("J")
        await desk.see("▌ 3  ● Grace asks")
        await desk.press("K")
        await desk.press("escape")
        after = [turn.question for turn in room.session(name).turns]
        assert after == [before[1], before[0], *before[2:]]
        await desk.press("enter")
        await desk.see_screen(SectionScreen)
        assert desk.on(SectionScreen).question.id == before[1]


async def test_no_order_without_turns(room: Room) -> None:
    """It says what comes first."""
    room.prepared()
    async with room.desk() as desk:
        await desk.open()
        await desk.press("o")
        await desk.see_notice("Choose questions first")


@pytest.mark.parametrize(("left", "right"), [("Ada", "Anton"), ("李雷", "韩梅梅"), ("[/]", "?")])
async def test_the_arrow_to_a_side_is_its_partner_s_key(room: Room, left: str, right: str) -> None:
    """Whatever the names: it is shown beside them, and no letter of theirs does anything."""
    name = room.prepared(left, right)
    async with room.desk((120, 30)) as desk:
        await desk.open()
        await desk.see(f"← ◆ {left}", f"● {right} →")
        await desk.press("a", "left", "j", "right", "j", "left", "right")
        await desk.see(f"{left} 2 chosen", f"{right} 2 chosen")
    first, second, third = (question.id for question in BANK.choosable[:3])
    assert room.session(name).choices == {Side.LEFT: (first, third), Side.RIGHT: (second, third)}


async def test_a_set_is_dealt_and_taken_back_at_once(room: Room) -> None:
    """Beside what was picked: one from each section for each; one undo takes all of it back, and no pick."""
    name = room.prepared()
    async with room.desk() as desk:
        await desk.open()
        await desk.see("d deals a set")
        await desk.press("left", "d")
        await desk.see("Ada 4 chosen ✓", "Grace 4 chosen ✓")
        dealt = room.session(name).choices
        assert "assumptions" in dealt[Side.LEFT]
        assert all(len({BANK[pick].section for pick in picks}) == 4 for picks in dealt.values())
        await desk.press("d")
        await desk.see_notice("There is nothing to add")
        await desk.press("u")
        await desk.see("Ada 1 chosen", "Grace 0 chosen")
    assert room.session(name).choices == {Side.LEFT: ("assumptions",), Side.RIGHT: ()}


async def test_a_set_is_dealt_to_oneself_alone_where_each_has_a_program(room: Room) -> None:
    """The other deals and picks for themselves."""
    name = room.prepared()
    async with room.desk(opening=name, side=Side.RIGHT) as grace:
        await grace.press("d")
        await grace.see("Grace (you) 4 chosen ✓", "Ada 0 chosen")
    assert room.session(name).choices[Side.LEFT] == ()


async def test_the_order_of_turns_is_beside_the_questions_where_there_is_room(room: Room) -> None:
    room.choose(room.prepared())
    async with room.desk((160, 40)) as desk:
        await desk.open()
        await desk.see("Order of turns", "1  ● Grace asks")
        await desk.resize(120, 40)
        await desk.see_no_more("Order of turns")


async def test_a_click_picks_or_marks(room: Room) -> None:
    """In a partner's column it picks for them; on a question it marks it."""
    name = room.prepared()
    async with room.desk() as desk:
        await desk.open()
        rows = list(desk.on(ChooseScreen).query(ChoiceRow))
        await desk.pilot.click(rows[2].query(".-pick").last())
        await desk.see("Grace 1 chosen")
        assert desk.on(ChooseScreen).choices.current_row is rows[2]
        await desk.pilot.click(rows[4].query_one(".-text"))
        assert desk.on(ChooseScreen).choices.current_row is rows[4]
    assert room.session(name).choices[Side.RIGHT] == (BANK.choosable[2].id,)


async def test_begin_is_in_the_footer_of_the_smallest_terminal(room: Room) -> None:
    room.prepared("Bartholomew", "Wilhelmina")
    async with room.desk((40, 12)) as desk:
        await desk.open()
        assert "enter begin" in desk.footer


async def test_escape_goes_one_step_back(room: Room) -> None:
    """To the talk if the questions were opened from there, else to the library."""
    room.begun()
    async with room.desk() as desk:
        await desk.open()
        await desk.press("c", "escape")
        await desk.see_screen(SectionScreen)


async def test_session_is_found_again_where_it_was(room: Room) -> None:
    """Half chosen, left, and opened again."""
    room.prepared()
    async with room.desk() as desk:
        await desk.open()
        await desk.press("left", "j", "left", "q")
        await desk.see_screen(LibraryScreen)
        await desk.see("session prepared")
    async with room.desk() as desk:
        await desk.open()
        await desk.see("Ada 2 chosen, one more")


async def test_choice_can_change_during_the_talk(room: Room) -> None:
    """One more question; not fewer than three; enter goes back to the talk."""
    name = room.begun()
    async with room.desk() as desk:
        await desk.open()
        await desk.press("c")
        await desk.see_screen(ChooseScreen)
        await desk.press("left")
        await desk.see_notice("The talk has begun with 3 at least")
        await desk.press("j", "left")
        await desk.see("Ada 4 chosen ✓")
        await desk.press("enter")
        await desk.see_screen(SectionScreen)
    assert "hopes" in room.session(name).choices[Side.LEFT]


async def test_last_times_questions_are_chosen_at_a_revisit(room: Room) -> None:
    """The next session begins with them; they can be taken back."""
    room.signed()
    room.clock.advance(86400)
    async with room.desk() as desk:
        await desk.press("r")
        await desk.see("Prepare a session")
        await desk.press("enter")
        await desk.see_screen(ChooseScreen)
        await desk.see("Ada 3 chosen ✓", "Grace 4 chosen ✓", "second session")


async def test_what_was_picked_last_time_is_shown(room: Room) -> None:
    """In the place of a pick that was taken back."""
    name = room.signed()
    alliances.revisit(room.library, name)
    sessions.choose(room.library, name, Side.LEFT, "assumptions", False)
    async with room.desk() as desk:
        await desk.open()
        await desk.see("Ada 2 chosen, one more")
        [row] = [line for line in desk.lines() if "What assumptions" in line]
        assert "v1" in row.split()
