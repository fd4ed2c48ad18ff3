"""A pulse: a key for each agreement, a line if one likes, noted at the end; nothing that was begun is lost."""

from __future__ import annotations

import pytest

from alliance_tui.app import AllianceApp
from alliance_tui.domain.alliance import SIDES, Side, Verdict
from alliance_tui.screens.alliance import AllianceScreen
from alliance_tui.screens.dialogs import Choice
from alliance_tui.screens.over_time import OverTimeScreen
from alliance_tui.screens.pulse import PulseScreen
from alliance_tui.screens.revisit import RevisitScreen
from alliance_tui.services import alliances, drafts, sessions
from alliance_tui.services.pulses import give_pulse
from alliance_tui.storage.library import Library
from tests.ui.driver import Desk, Room

SIZES = [(100, 30), (80, 24), (60, 20), (40, 12)]
WORDS = ("We walk on Fridays.", "Grace tells Ada early.", "Mondays at two.", "No telephones.", "Money, monthly.")


@pytest.fixture
def name(room: Room) -> str:
    """An alliance with five agreements, signed a month ago."""
    name = room.begun()
    for number, words in enumerate(WORDS):
        room.agree(name, words, agreement=f"a{number}")
    room.sign(name)
    room.clock.advance(30 * 86400)
    return name


def noted(room: Room, name: str, side: Side = Side.LEFT) -> dict[str, tuple[str, str]]:
    """What a partner's pulses say."""
    pulses = Library(room.library.root).alliance(name).pulses
    return {pulse.agreement: (pulse.verdict, pulse.words) for pulse in pulses if pulse.side is side}


async def to_pulse(desk: Desk) -> PulseScreen:
    await desk.see_screen(AllianceScreen)
    await desk.press("p")
    await desk.see_screen(PulseScreen)
    return desk.on(PulseScreen)


@pytest.mark.parametrize("size", SIZES)
async def test_a_key_an_agreement_and_one_to_end(room: Room, name: str, size: tuple[int, int]) -> None:
    """At every size; in one burst, too."""
    async with room.desk(size, opening=name, side=Side.LEFT) as desk:
        await to_pulse(desk)
        await desk.see("◆ Ada   a pulse · 0 of 5")
        await desk.burst("l", "s", "l", "l")
        await desk.see("4 of 5", "Money, monthly.")
        await desk.press("s", "enter")
        await desk.see_screen(AllianceScreen)
        await desk.see_notice("Noted. Both of you find it")
    assert noted(room, name) == {f"a{at}": ("slipped" if at in (1, 4) else "living", "") for at in range(5)}
    assert {pulse.at for pulse in room.library.alliance(name).pulses} == {room.clock.now()}
    assert drafts.form(room.library, name, drafts.pulse(Side.LEFT)) is None
    assert list(room.library.check()) == []


async def test_a_line_beside_a_verdict(room: Room, name: str) -> None:
    """Keys are text of it until enter; then they act again, on the same agreement."""
    async with room.desk(opening=name, side=Side.RIGHT) as desk:
        await to_pulse(desk)
        await desk.press("j", "w")
        await desk.type("Late [/], still 你好")
        await desk.press("enter")
        await desk.see("not yet  Late [/], still 你好")
        await desk.press("s")
        await desk.see("●▲ slipped  Late [/], still 你好")
        await desk.press("escape")
        await desk.see_screen(AllianceScreen)
    assert noted(room, name, Side.RIGHT) == {"a1": ("slipped", "Late [/], still 你好")}
    assert noted(room, name) == {}


async def test_all_of_it_in_one_burst(room: Room, name: str) -> None:
    """Keys are text and keys again in the order in which they were pressed."""
    async with room.desk(opening=name, side=Side.LEFT) as desk:
        await to_pulse(desk)
        await desk.burst("l", "w", "L", "a", "t", "e", "enter", "s", "enter")
        await desk.see_screen(AllianceScreen)
    assert noted(room, name) == {"a0": ("living", ""), "a1": ("slipped", "Late")}


async def test_at_one_keyboard_it_asks_whose_it_is(room: Room, name: str) -> None:
    async with room.desk(opening=name) as desk:
        await desk.see_screen(AllianceScreen)
        await desk.press("p")
        await desk.see_screen(Choice)
        await desk.press("right")
        await desk.see_screen(PulseScreen)
        await desk.see("● Grace   a pulse")
        await desk.press("l", "enter")
        await desk.see_screen(AllianceScreen)
    assert noted(room, name, Side.RIGHT) == {"a0": ("living", "")}


async def test_what_was_begun_is_there_again(room: Room, name: str) -> None:
    """A key and half a line are on disk as they are typed; nothing is noted by that."""
    async with room.desk(opening=name, side=Side.LEFT) as desk:
        page = await to_pulse(desk)
        await desk.press("l", "w")
        await desk.type("Half a li")
        page.save_now()  # as a signal does it
    assert noted(room, name) == {}
    async with room.desk(opening=name, side=Side.LEFT) as desk:
        await to_pulse(desk)
        await desk.see("◆ living", "not yet  Half a li", "1 of 5")
        await desk.press("q")
        await desk.see_screen(AllianceScreen)
        assert noted(room, name) == {}
        await to_pulse(desk)
        await desk.press("enter")
        await desk.see_notice("A line without “living” or “slipped” is kept")
        await to_pulse(desk)
        await desk.see("0 of 5", "Half a li")
        await desk.press("j", "d", "escape")
        await desk.see_screen(AllianceScreen)
    assert noted(room, name) == {"a0": ("living", "")}
    assert drafts.form(room.library, name, drafts.pulse(Side.LEFT)) is None


async def test_killed_between_noting_it_and_forgetting_the_form(room: Room, name: str) -> None:
    """What is noted is not there to be noted again; what is said later is."""
    give_pulse(
        room.library, name, Side.LEFT, {"a0": (Verdict.LIVING, ""), "a2": (Verdict.LIVING, "")}, room.clock.now()
    )
    room.clock.advance(86400)
    form = room.library.root / name / "drafts.json"
    async with room.desk(opening=name, side=Side.LEFT) as desk:
        await to_pulse(desk)
        await desk.press("l", "s", "k", "w")
        await desk.type("On the 9th.")
        await desk.press("enter")
        await desk.flush()
        kept = form.read_bytes()
        room.clock.advance(60)
        await desk.press("enter")
        await desk.see_screen(AllianceScreen)
    form.write_bytes(kept)
    async with room.desk(opening=name, side=Side.LEFT) as desk:
        await to_pulse(desk)
        await desk.see("0 of 5")
        assert "On the 9th" not in desk.text()
        await desk.press("j", "j", "l", "q")
        await desk.see_screen(AllianceScreen)
        await to_pulse(desk)
        await desk.see("1 of 5")


async def test_two_at_once(room: Room, name: str) -> None:
    """Neither undoes the other."""
    async with room.desk(opening=name, side=Side.LEFT) as ada, room.desk(opening=name, side=Side.RIGHT) as grace:
        await to_pulse(ada)
        await to_pulse(grace)
        await ada.press("l", "s")
        await grace.press("s", "enter")
        await ada.press("enter")
        await ada.see_screen(AllianceScreen)
        await ada.press("A")
        await ada.see_screen(OverTimeScreen)
        await ada.see("pulse ◆  ●▲", "pulse ◆▲ –", "Grace’s pulse: slipped", "Ada’s pulse: living")
    assert noted(room, name) == {"a0": ("living", ""), "a1": ("slipped", "")}
    assert noted(room, name, Side.RIGHT) == {"a0": ("slipped", "")}


async def test_alone_it_ends_the_program(room: Room, name: str) -> None:
    desk = room.desk()
    desk.app = AllianceApp(Library(room.library.root), room.clock, opening=name, side=Side.LEFT, pulse=True)
    desk._run = desk.app.run_test(size=(80, 24))
    async with desk:
        await desk.see_screen(PulseScreen)
        await desk.press("l", "l", "l", "l", "l", "enter")
        await desk.until(lambda: desk.app._exit, "the end")
    assert len(noted(room, name)) == 5


@pytest.mark.parametrize("side", [Side.LEFT, None])
async def test_why_there_is_none_to_give(room: Room, name: str, side: Side | None) -> None:
    """Nothing agreed; a session that is open, at the key that is pressed on a page from before it was.

    At one keyboard, too, before it is asked whose pulse it is.
    """
    bare = room.signed("Ines", "Tomás")
    async with room.desk(opening=bare, side=side) as desk:
        await desk.see_screen(AllianceScreen)
        await desk.press("p")
        await desk.see_notice("Version 1 has no agreement")
        desk.on(AllianceScreen)
    async with room.desk(opening=name, side=side) as desk:
        await desk.see_screen(AllianceScreen)
        room.revisited(name)
        await desk.press("p")
        await desk.see_notice("Your session is open")


async def test_it_stands_beside_the_agreement_in_the_next_session(room: Room, name: str) -> None:
    """Those since the last version; the verdicts are still to be given."""
    for side, verdict in zip(SIDES, (Verdict.LIVING, Verdict.SLIPPED), strict=True):
        give_pulse(room.library, name, side, {"a0": (verdict, f"{side} words")}, room.clock.now())
    alliances.revisit(room.library, name)
    async with room.desk(opening=name) as desk:
        await desk.see_screen(RevisitScreen)
        await desk.see("Ada’s pulse: living, “left words”", "Grace’s pulse: slipped, “right words”", "not yet")
        assert "no slip was noted" not in desk.text()
        await desk.press("n")
        await desk.see("no slip was noted since v1")


async def test_a_pulse_that_is_due_is_said_to_whom_it_concerns(room: Room) -> None:
    """On the alliance's page and in the library's row."""
    name = room.begun()
    room.agree(name, "We walk.", agreement="a0")
    sessions.set_review(room.library, name, room.clock.now().date().replace(month=9))
    room.sign(name)
    room.clock.advance(29 * 86400)
    give_pulse(room.library, name, Side.LEFT, {"a0": (Verdict.LIVING, "")}, room.clock.now())
    async with room.desk(opening=name, side=Side.LEFT) as desk:
        await desk.see_screen(AllianceScreen)
        assert "pulse due" not in desk.text()
    async with room.desk(opening=name, side=Side.RIGHT) as desk:
        await desk.see_screen(AllianceScreen)
        await desk.see("pulse due")
        await desk.press("q")
        await desk.see("! pulse due · review in")
