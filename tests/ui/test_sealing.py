"""A sealed session: the passphrase at the opening, forgotten ones, and what opens when both are ready."""

from __future__ import annotations

import pytest

from alliance_tui.domain.alliance import Side
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


def sealed(room: Room) -> tuple[str, Library]:
    """A begun session whose question `tone` is answered apart and sealed; its name, and a program of Ada's."""
    name, ada = room.begun(), on_side(room, LEFT)
    sessions.choose_apart(ada, name, ("tone",), True)
    sessions.go_to(ada, name, "tone")
    return name, ada


def on_side(room: Room, side: Side) -> Library:
    """Another program on a side."""
    return Library(room.library.root, viewer=Viewer(side))


async def give(desk: Desk, *typed: str) -> None:
    """Type a passphrase where it is asked for, twice where it is chosen."""
    await desk.see_screen(PassphraseDialog)
    for word in typed:
        await desk.type(word)
        await desk.press("enter")


def written(library: Library, name: str) -> str | None:
    """What a program sees of Ada's answer."""
    answer = library.session(name).answers.get(("tone", LEFT))
    return answer.text if answer else None


async def test_it_is_chosen_at_the_opening_and_asked_at_the_next(room: Room) -> None:
    """What it costs to forget it is said before; a wrong one opens nothing."""
    name, _ = sealed(room)
    async with room.desk(opening=name, side=LEFT) as desk:
        await desk.see("A forgotten passphrase costs you the covered answers")
        await give(desk, "plum", "pear")
        await desk.see("The two were not the same.")
        await give(desk, "plum", "plum")
        await desk.see_screen(SectionScreen)
        await desk.write("a word for nobody yet")
        await desk.flush()
    assert not any(b"word for" in path.read_bytes() for path in room.library.root.rglob("*") if path.is_file())
    async with room.desk(opening=name, side=LEFT) as desk:
        await desk.see("Your passphrase opens")
        await give(desk, "pear")
        await desk.see("This passphrase does not open")
        assert "word for nobody" not in desk.text()
        await give(desk, "plum")
        await desk.see_screen(SectionScreen)
        await desk.see("a word for nobody yet")


async def test_why_a_passphrase_was_not_taken_is_in_view_on_a_small_screen(room: Room) -> None:
    name, _ = sealed(room)
    async with room.desk((40, 12), opening=name, side=LEFT) as desk:
        await give(desk, "plum", "pear")
        await desk.see("The two were not the same.")
        await give(desk, "plum", "plum")
        await desk.see_screen(SectionScreen)
    async with room.desk((40, 12), opening=name, side=LEFT) as desk:
        await give(desk, "pear")
        await desk.see("does not open your")


async def test_what_one_keyboard_types_as_a_question_is_sealed_stays_on_the_screen(room: Room) -> None:
    """Its author has no key yet, so it is kept in no file; it is saved once the question is answered together."""
    name = room.begun()
    async with room.desk(opening=name) as desk:
        await desk.press("enter")
        await desk.type("Half a")
        grace, asked = on_side(room, RIGHT), room.session(name).current
        sessions.choose_apart(grace, name, (asked,), True)
        await desk.tick()
        await desk.type(" sentence")
        await desk.press("escape")
        await desk.see("Half a sentence")
        await desk.see_notice("What you typed stays on the screen.")
        sessions.set_apart(grace, name, (asked,), False)
        await desk.tick()
        await desk.until(
            lambda: room.written(name, asked, desk.on(SectionScreen).side) == "Half a sentence", "the save"
        )


async def test_it_is_chosen_with_answering_apart(room: Room) -> None:
    """The passphrase is asked for at once; at one keyboard there is none to ask for."""
    name = room.prepared()
    async with room.desk(opening=name, side=LEFT) as desk:
        await desk.press("v")
        await desk.see("Covered, not encrypted", "covered and sealed")
        await desk.press("s")
        await give(desk, "plum", "plum")
        await desk.see("Answers are given apart, covered and sealed, until both are ready.")
    session = room.session(name)
    assert session.sealing and {*session.keys} == {LEFT} and len(session.apart) == len(session.bank.questions)
    async with room.desk(opening=name) as desk:
        await desk.see("covered and sealed")


async def test_it_is_neither_shown_nor_copied(room: Room) -> None:
    name, _ = sealed(room)
    async with room.desk((40, 12), opening=name, side=LEFT) as desk:
        await desk.see_screen(PassphraseDialog)
        await desk.type("plum")
        await desk.see("••••")
        await desk.press("shift+home", "ctrl+c", "ctrl+x")
        assert "plum" not in desk.text() and not desk.app.clipboard
        await give(desk, "", "plum")
        await desk.see_screen(SectionScreen)


async def test_without_it_nothing_is_written_and_it_is_asked_again(room: Room) -> None:
    name, ada = sealed(room)
    async with room.desk(opening=name, side=LEFT) as desk:
        await desk.see_screen(PassphraseDialog)
        await desk.press("escape", "enter")
        await desk.see_screen(PassphraseDialog)
        await desk.press("escape")
        await desk.clear_notices()
        await desk.press("s")
        await desk.see_notice("your passphrase is needed before you write here")
        await desk.press("V")
        await give(desk, "plum", "plum")
        await desk.see_screen(SectionScreen)
        await desk.write("covered")
        await desk.flush()
    sealing.unlock(ada, name, "plum")
    assert written(ada, name) == "covered"


async def test_a_forgotten_one_costs_what_it_sealed_after_asking(room: Room) -> None:
    name, ada = sealed(room)
    sealing.unlock(ada, name, "plum")
    sessions.answer(ada, name, "tone", LEFT, "lost words")
    async with room.desk(opening=name, side=LEFT) as desk:
        await desk.see_screen(PassphraseDialog)
        await desk.press("escape")
        await desk.see("V  your passphrase opens it")
        await desk.press("V", "ctrl+r")
        await desk.see("Forgotten for good?")
        await desk.press("k")
        assert written(ada, name) == "lost words"
        await desk.press("V", "ctrl+r", "g")
        await give(desk, "pear", "pear")
        await desk.see_screen(SectionScreen)
        await desk.press("tab")
        await desk.write("other words")
        await desk.flush()
    sealing.unlock(ada, name, "pear")
    assert written(ada, name) == "other words"


async def test_the_other_ones_choice_moves_no_view(room: Room) -> None:
    """A notice says what is to be done, and nothing else happens."""
    name = room.begun()
    async with room.desk(opening=name, side=LEFT) as desk:
        await desk.see_screen(SectionScreen)
        sessions.choose_apart(on_side(room, RIGHT), name, (), True)
        await desk.tick()
        await desk.see_notice("V chooses your passphrase")
        desk.on(SectionScreen)


async def test_what_both_are_ready_for_opens_on_a_screen_that_only_looks_on(room: Room) -> None:
    """Ada was ready before Grace had a passphrase, so only Ada's program can open her answer."""
    name, ada = sealed(room)
    sealing.unlock(ada, name, "plum")
    sessions.answer(ada, name, "tone", LEFT, "hers")
    sessions.say_ready(ada, name, "tone", LEFT, True)
    grace = on_side(room, RIGHT)
    async with room.desk(opening=name, side=LEFT) as desk:
        await give(desk, "plum")
        await desk.see("hers")
        sealing.unlock(grace, name, "quince")
        sessions.answer(grace, name, "tone", RIGHT, "his")
        sessions.say_ready(grace, name, "tone", RIGHT, True)
        await desk.tick()
        await desk.see("hers", "his")
    assert written(grace, name) == "hers"


async def test_it_is_said_whose_program_is_awaited(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("alliance_tui.screens.unsealing.GRACE", 0.01)
    name, ada = sealed(room)
    sealing.unlock(ada, name, "plum")
    sessions.answer(ada, name, "tone", LEFT, "hers")
    sessions.say_ready(ada, name, "tone", LEFT, True)
    grace = on_side(room, RIGHT)
    async with room.desk(opening=name, side=RIGHT) as desk:
        await give(desk, "quince", "quince")
        await desk.see_screen(SectionScreen)
        sessions.say_ready(grace, name, "tone", RIGHT, True)
        await desk.tick()
        await desk.see_notice("Ada’s answer is sealed still: it opens when Ada’s program is here next.")
        assert "hers" not in desk.text()


async def test_a_sealed_text_that_came_too_late_is_offered_after_its_passphrase(room: Room) -> None:
    name, ada = sealed(room)
    session = sealing.unlock(ada, name, "plum")
    drafts.keep_text(ada, name, "", session, "tone", LEFT, "late words", "a:1")
    room.sign(name)
    async with room.desk(opening=name, side=LEFT) as desk:
        await desk.see("is kept sealed")
        assert "late words" not in desk.text()
        await give(desk, "plum")
        await desk.see_screen(KeptTextDialog)
        await desk.see("late words")
