"""When the disk refuses, and when the program itself is at fault."""

from __future__ import annotations

import os

import pytest
from textual.geometry import Offset
from textual.screen import Screen
from textual.widgets import Static

from alliance_tui.domain.alliance import Side
from alliance_tui.screens.alliance import AllianceScreen
from alliance_tui.screens.library import LibraryScreen
from alliance_tui.screens.palette import Palette
from alliance_tui.screens.prepare import PrepareScreen
from alliance_tui.screens.section import SectionScreen
from alliance_tui.screens.session_page import SessionPage
from alliance_tui.screens.signing import SignedScreen
from alliance_tui.widgets.option_list import PointerList
from tests.ui.driver import Room

SECRET = "My mother's illness."


def full(_descriptor: int) -> None:
    """What fsync says of a full disk."""
    raise OSError(28, "No space left on device")


async def test_unsaved_is_told_until_it_is_saved(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    """The notice stays, so do the words, writing goes on; then all of it is on disk."""
    name = room.begun()
    async with room.desk() as desk:
        await desk.open()
        with monkeypatch.context() as broken:
            broken.setattr(os, "fsync", full)
            await desk.press("enter")
            await desk.type("One ")
            await desk.see("UNSAVED")
            await desk.see_notice("the disk is full")
            await desk.clear_notices()
            await desk.type("two")
            await desk.tick()
            assert "UNSAVED" in desk.text()
            assert "One two" in desk.text()
            assert room.written(name, "hopes") == ""
        await desk.see_no_more("UNSAVED")
        await desk.see_notice("Saved. Nothing was lost.")
        await desk.until(lambda: room.written(name, "hopes") == "One two", "the words on disk")


async def test_unsaved_words_keep_the_screen(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    """Leaving, quitting and reviewing wait for the save; going to another question keeps the words."""
    name = room.begun()
    async with room.desk() as desk:
        await desk.open()
        with monkeypatch.context() as broken:
            broken.setattr(os, "fsync", full)
            await desk.press("enter")
            await desk.type("Kept.")
            await desk.press("escape")
            await desk.see("UNSAVED")
            for key in ("q", "r", "c"):
                await desk.press(key)
                if not isinstance(desk.screen, SectionScreen):
                    await desk.see("Not saved")
                    await desk.press("s")
                await desk.see_screen(SectionScreen)
            assert desk.alive
            assert "Kept." in desk.text()
        await desk.until(lambda: room.written(name, "hopes") == "Kept.", "the words on disk")
        await desk.press("q")
        await desk.see_screen(LibraryScreen)


async def test_unsaved_is_told_at_the_narrowest(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where the bar has one line."""
    room.begun()
    async with room.desk((50, 14)) as desk:
        await desk.open()
        with monkeypatch.context() as broken:
            broken.setattr(os, "fsync", full)
            await desk.press("enter")
            await desk.type("One ")
            await desk.see_notice("the disk is full")
            await desk.clear_notices()
            shown = desk.text()
        assert "UNSAVED" in shown


async def test_moving_on_while_unsaved(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    """Words of two questions wait, and both arrive."""
    name = room.begun()
    async with room.desk() as desk:
        await desk.open()
        with monkeypatch.context() as broken:
            broken.setattr(os, "fsync", full)
            await desk.write("First.")
            await desk.press("j")
            await desk.see("UNSAVED")
            await desk.write("Second.")
            await desk.press("k")
            shown = desk.text()
        await desk.see_no_more("UNSAVED")
        await desk.until(lambda: room.written(name, "hopes") == "First.", "the first words on disk")
        answers = {answer.text for answer in room.session(name).answers.values()}
        assert "Second." in answers
        assert "First." in shown


async def test_refused_choice_is_said(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    """An act that can't be saved is not shown as done."""
    name = room.prepared()
    async with room.desk() as desk:
        await desk.open()
        with monkeypatch.context() as broken:
            broken.setattr(os, "fsync", full)
            await desk.press("left")
            await desk.see_notice("the disk is full")
            assert "Ada 0 chosen" in desk.text()
        await desk.press("left")
        await desk.see("Ada 1 chosen")
    assert len(room.session(name).choices[Side.LEFT]) == 1


async def test_form_that_cannot_be_kept(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    """It says so, and the form stays filled in."""
    async with room.desk() as desk:
        await desk.press("n")
        await desk.see_screen(PrepareScreen)
        with monkeypatch.context() as broken:
            broken.setattr(os, "fsync", full)
            await desk.type("Ada")
            await desk.see_notice("the disk is full")
            await desk.press("down")
            await desk.type("Grace")
            await desk.press("ctrl+g")
            desk.on(PrepareScreen)
        await desk.press("ctrl+g")
        await desk.see("Choose")
    assert len(room.library.names()) == 1


async def test_session_signed_elsewhere(room: Room) -> None:
    """The other terminal signed: it is said, and the version is shown."""
    name = room.begun()
    async with room.desk() as desk:
        await desk.open()
        room.sign(name)
        await desk.press("s")
        await desk.see_notice("Signed on the other screen: this is version 1 now.")
        await desk.see_screen(SignedScreen)
        assert "Version 1" in desk.text()
        await desk.press("enter")
        await desk.see_screen(AllianceScreen)


@pytest.mark.parametrize("kind", [RuntimeError, KeyError])
async def test_fault_shows_no_words(
    room: Room, kind: type[Exception], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing that anybody wrote is printed, and what was saved is whole."""
    name = room.begun()
    room.say(name, "hopes", SECRET)

    def broken(self: SectionScreen, number: int) -> None:
        words = self.session.answers["hopes", Side.LEFT].text
        raise kind(words)

    monkeypatch.setattr(SectionScreen, "action_section", broken)
    desk = room.desk()
    with pytest.raises(kind):
        async with desk:
            await desk.open()
            desk.post("3")
            await desk.wait_until_idle()
    printed = [*map(str, desk.app._exit_renderables), *desk.app.last_words]
    desk.app._print_error_renderables()
    said = capsys.readouterr()
    for text in (*printed, said.out, said.err):
        assert "mother" not in text
        assert "Ada" not in text
    assert any("fault of its own" in text for text in (*printed, said.err))
    assert room.written(name, "hopes") == SECRET


@pytest.mark.parametrize("keys", [[], ["n"], ["question_mark"]])
async def test_a_click_on_what_has_just_gone(room: Room, keys: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Textual would ask it for its parent, and end the program."""
    room.begun()
    async with room.desk() as desk:
        await desk.press(*keys)
        monkeypatch.setattr(Screen, "get_widget_and_offset_at", lambda screen, x, y: (Static("gone"), Offset(0, 0)))
        await desk.pilot.click(offset=(20, 10))
        assert desk.alive


async def test_pages_in_a_palette_without_room_for_its_list(room: Room) -> None:
    """Textual would end the program."""
    room.begun()
    async with room.desk((40, 4)) as desk:
        await desk.press("ctrl+p")
        await desk.until(lambda: isinstance(desk.screen, Palette), "the palette")
        await desk.press("pagedown", "pageup", "pagedown")
        assert desk.alive
        await desk.press("escape")


async def test_pages_in_a_list_without_room(room: Room) -> None:
    """As a terminal of a few rows may leave it."""
    async with room.desk() as desk:
        choices = PointerList("one", "two")
        choices.styles.height = 0
        await desk.screen.mount(choices)
        assert not choices.scrollable_content_region
        await choices.run_action("page_down")
        await choices.run_action("page_up")
        assert desk.alive


@pytest.mark.parametrize("opening", [False, True])
async def test_what_is_read_while_the_program_ends_is_shown_to_nobody(room: Room, opening: bool) -> None:
    """The parts of a screen go before it does, and before what it has asked the disk for is there."""
    room.begun()
    async with room.desk() as desk:
        if opening:
            await desk.open()
        page = desk.app.screen
        await page.query("*").remove()
        desk.app._running = False
        if isinstance(page, SessionPage):
            page._stamp = None
            await page._poll()
            page._tick()
        else:
            assert isinstance(page, LibraryScreen)
            await page.reload()
