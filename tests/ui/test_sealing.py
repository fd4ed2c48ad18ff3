"""A sealed session: the passphrase at the opening, forgotten ones, and what opens when both are ready."""

from __future__ import annotations

import pytest

from alliance_tui.domain.viewer import Viewer
from alliance_tui.screens.kept_text import KeptTextDialog
from alliance_tui.screens.passphrase import PassphraseDialog
from alliance_tui.screens.section import SectionScreen
from alliance_tui.services import drafts, sealing, sessions
from alliance_tui.storage.library import Library
from tests.ui.driver import Desk, Room
from tests.unit.samples import LEFT, RIGHT
from tests.unit.sealing import without_scrypt


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    without_scrypt(monkeypatch)


def sealed(room: Room) -> str:
    """A begun session whose question `tone` is answered apart and sealed; Ada is at the keyboard."""
    name = room.begun()
    room.library = on_side(room, LEFT)
    sessions.set_sealing(room.library, name, True)
    sessions.set_apart(room.library, name, ("tone",), True)
    sessions.go_to(room.library, name, "tone")
    return name


def on_side(room: Room, side: str) -> Library:
    """Another program on a side."""
    return Library(room.library.root, viewer=Viewer(LEFT if side == LEFT else RIGHT))


async def choose(desk: Desk, *typed: str) -> None:
    """Choose a passphrase: type it twice."""
    await desk.see_screen(PassphraseDialog)
    for word in typed:
        await desk.type(word)
        await desk.press("enter")


def files(room: Room) -> bytes:
    """All that is below the store."""
    return b"".join(path.read_bytes() for path in room.library.root.rglob("*") if path.is_file())


async def test_it_is_chosen_at_the_opening_and_asked_at_the_next(room: Room) -> None:
    """What it costs to forget it is said before; a wrong one opens nothing."""
    name = sealed(room)
    async with room.desk(opening=name) as desk:
        await desk.see("A forgotten passphrase costs you the covered answers")
        await choose(desk, "plum", "pear")
        await desk.see("The two were not the same.")
        await choose(desk, "plum", "plum")
        await desk.see_screen(SectionScreen)
        await desk.write("a word for nobody yet")
        await desk.flush()
    assert b"word for nobody" not in files(room)
    room.library = on_side(room, LEFT)
    async with room.desk(opening=name) as desk:
        await desk.see("Your passphrase opens them")
        await choose(desk, "pear")
        await desk.see("This passphrase does not open")
        assert "word for nobody" not in desk.text()
        await choose(desk, "plum")
        await desk.see_screen(SectionScreen)
        await desk.see("a word for nobody yet")


async def test_without_it_nothing_is_written_and_it_is_asked_again(room: Room) -> None:
    name = sealed(room)
    async with room.desk(opening=name) as desk:
        await desk.see_screen(PassphraseDialog)
        await desk.press("escape", "enter")
        await desk.see_screen(PassphraseDialog)
        await desk.press("escape")
        await desk.clear_notices()
        await desk.press("s")
        await desk.see_notice("V asks for it")
        await desk.press("V")
        await choose(desk, "plum", "plum")
        await desk.see_screen(SectionScreen)
        await desk.write("covered")
        await desk.flush()
    assert room.written(name, "tone") == "covered"


async def test_a_forgotten_one_costs_what_it_sealed_after_asking(room: Room) -> None:
    name = sealed(room)
    sealing.unlock(room.library, name, "plum")
    room.say(name, "tone", "lost words")
    room.library = on_side(room, LEFT)
    async with room.desk(opening=name) as desk:
        await desk.see_screen(PassphraseDialog)
        await desk.press("escape")
        await desk.see("V: your passphrase opens it")
        await desk.press("V", "ctrl+r")
        await desk.see("Forgotten for good?")
        await desk.press("k")
        assert room.session(name).answers["tone", LEFT].seal
        await desk.press("V", "ctrl+r", "g")
        await choose(desk, "pear", "pear")
        await desk.see_screen(SectionScreen)
        await desk.press("tab")
        await desk.write("other words")
        await desk.flush()
    assert room.written(name, "tone") == "other words"


async def test_the_other_ones_choice_moves_no_view(room: Room) -> None:
    """A notice says what is to be done, and nothing else happens."""
    name = room.begun()
    room.library, grace = on_side(room, LEFT), on_side(room, RIGHT)
    async with room.desk(opening=name) as desk:
        await desk.see_screen(SectionScreen)
        sessions.set_sealing(grace, name, True)
        await desk.tick()
        await desk.see_notice("V chooses your passphrase")
        desk.on(SectionScreen)


async def test_what_both_are_ready_for_opens_on_a_screen_that_only_looks_on(room: Room) -> None:
    """Ada was ready before Grace had a passphrase, so only Ada's program can open her answer."""
    name = sealed(room)
    sealing.unlock(room.library, name, "plum")
    room.say(name, "tone", "hers")
    sessions.say_ready(room.library, name, "tone", LEFT, True)
    grace = on_side(room, RIGHT)
    async with room.desk(opening=name) as desk:
        await desk.see("hers")
        sealing.unlock(grace, name, "quince")
        sessions.answer(grace, name, "tone", RIGHT, "his")
        sessions.say_ready(grace, name, "tone", RIGHT, True)
        await desk.tick()
        await desk.see("hers", "his")
    assert grace.session(name).answers["tone", LEFT].text == "hers"


async def test_it_is_said_whose_program_is_awaited(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("alliance_tui.screens.unsealing.GRACE", 0.01)
    name = sealed(room)
    sealing.unlock(room.library, name, "plum")
    room.say(name, "tone", "hers")
    sessions.say_ready(room.library, name, "tone", LEFT, True)
    room.library = on_side(room, RIGHT)
    sealing.unlock(room.library, name, "quince")
    async with room.desk(opening=name) as desk:
        await desk.see_screen(SectionScreen)
        sessions.say_ready(room.library, name, "tone", RIGHT, True)
        await desk.tick()
        await desk.see_notice("Ada’s answer is sealed still: it opens when Ada’s program is here next.")
        assert "hers" not in desk.text()


async def test_a_sealed_text_that_came_too_late_is_offered_after_its_passphrase(room: Room) -> None:
    name = sealed(room)
    session = sealing.unlock(room.library, name, "plum")
    drafts.keep_text(room.library, name, "", session, "tone", LEFT, "late words", "a:1")
    room.library = Library(room.library.root)
    room.sign(name)
    room.library = on_side(room, LEFT)
    async with room.desk(opening=name) as desk:
        await desk.see("is kept sealed")
        assert "late words" not in desk.text()
        await choose(desk, "plum")
        await desk.see_screen(KeptTextDialog)
        await desk.see("late words")
