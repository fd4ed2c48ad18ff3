"""Choose: 3 or 4 each, matches, the order of turns, each partner's own key."""

from __future__ import annotations

import pytest

from alliance_tui.domain.alliance import SIDES, Side
from alliance_tui.screens.choose import ChooseScreen
from alliance_tui.screens.library import LibraryScreen
from alliance_tui.screens.section import SectionScreen
from alliance_tui.screens.turn_order import TurnOrderDialog
from tests.ui.driver import BANK, CHOSEN, Desk, Room


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
        await desk.see("a Ada", "g Grace")
        await choose(desk, name, {"a": CHOSEN[Side.LEFT], "g": CHOSEN[Side.RIGHT]})
        await desk.see("Ada 3 of 3-4 ✓", "Grace 4 of 3-4 ✓", "= one turn for")
        await desk.press("enter")
        await desk.see_screen(SectionScreen)
        await desk.see("turn 1 of 6")
    assert room.session(name).choices == CHOSEN


async def test_picks_are_taken_back(room: Room) -> None:
    """The same key again."""
    name = room.prepared()
    async with room.desk() as desk:
        await desk.open()
        await desk.press("a", "g")
        await desk.see("●", "= one turn for both")
        await desk.press("a", "g")
        await desk.see_no_more("●", "= one turn for both")
    assert room.session(name).choices == dict.fromkeys(SIDES, ())


async def test_fifth_is_refused(room: Room) -> None:
    """With the reason, and what to do."""
    name = room.prepared()
    async with room.desk() as desk:
        await desk.open()
        await desk.burst(*"ajajajaja")
        await desk.see_notice("Ada has 4 already. Take one back to choose another.")
        await desk.see("Ada 4 of 3-4 ✓")
    assert len(room.session(name).choices[Side.LEFT]) == 4


@pytest.mark.parametrize(
    ("keys", "why"),
    [
        ("", "Ada has chosen 0; it takes 3 or 4: 3 more"),
        ("ajaja", "Grace has chosen 0"),
        ("gjgjgjaja", "Ada has chosen 2; it takes 3 or 4: one more"),
    ],
)
async def test_too_few(room: Room, keys: str, why: str) -> None:
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
        await desk.see("j and k move; Ada picks with a and Grace picks with g.")
        await desk.burst(*"agjagjagjjg")
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
        await desk.see("Order of turns", "▌ 1  Grace asks", "Then Closing, asked of both.")
        await desk.press("J")
        await desk.press("J")
        await desk.see("▌ 3  Grace asks")
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


@pytest.mark.parametrize(
    ("left", "right", "keys"),
    [
        ("Ada", "Anton", ("a", "n")),
        ("Ada", "Aa", ("a", "right")),
        ("Peter", "Evi", ("r", "i")),
        ("李雷", "韩梅梅", ("left", "right")),
        ("Élise", "Joë", ("l", "right")),
        ("[/]", "?", ("left", "right")),
    ],
)
async def test_each_has_a_key(room: Room, left: str, right: str, keys: tuple[str, str]) -> None:
    """The first letter of the name that is free, told on screen, else an arrow; the arrows always work."""
    name = room.prepared(left, right)
    shown = {"left": "←", "right": "→"}
    async with room.desk((120, 30)) as desk:
        await desk.open()
        await desk.see(f"{shown.get(keys[0], keys[0])} {left}", f"{shown.get(keys[1], keys[1])} {right}")
        await desk.press(keys[0], "j", keys[1], "j", "left", "right")
        await desk.see(f"{left} 2 of 3-4", f"{right} 2 of 3-4")
    first, second, third = (question.id for question in BANK.choosable[:3])
    assert room.session(name).choices == {Side.LEFT: (first, third), Side.RIGHT: (second, third)}


async def test_keys_belong_to_the_alliance_in_view(room: Room) -> None:
    """After one alliance's keys, the next one has its own, and the talk has the screen's own again."""
    room.prepared("Xenia", "Zoë")
    room.clock.advance(60)
    room.prepared("Ada", "Grace")
    async with room.desk() as desk:
        await desk.open()
        await desk.see("a Ada", "g Grace")
        await desk.press("q")
        await desk.see_screen(LibraryScreen)
        await desk.press("j")
        await desk.open()
        await desk.see("x Xenia", "z Zoë")
        await desk.press("x", "z", "a", "g")
        await desk.see("Xenia 1 of 3-4", "Zoë 1 of 3-4")


async def test_session_is_found_again_where_it_was(room: Room) -> None:
    """Half chosen, left, and opened again."""
    room.prepared()
    async with room.desk() as desk:
        await desk.open()
        await desk.press("a", "j", "a", "q")
        await desk.see_screen(LibraryScreen)
        await desk.see("session prepared")
    async with room.desk() as desk:
        await desk.open()
        await desk.see("Ada 2 of 3-4, one more")


async def test_choice_can_change_during_the_talk(room: Room) -> None:
    """One more question; not fewer than three; enter goes back to the talk."""
    name = room.begun()
    async with room.desk() as desk:
        await desk.open()
        await desk.press("c")
        await desk.see_screen(ChooseScreen)
        await desk.press("a")
        await desk.see_notice("The talk has begun with 3 at least")
        await desk.press("j", "a")
        await desk.see("Ada 4 of 3-4 ✓")
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
        await desk.press("ctrl+g")
        await desk.see_screen(ChooseScreen)
        await desk.see("Ada 3 of 3-4 ✓", "Grace 4 of 3-4 ✓", "second session")
