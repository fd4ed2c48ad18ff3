"""A session with nothing but Textual's own parts: all of it can be used."""

from __future__ import annotations

import pytest

from alliance_tui.domain.alliance import Side
from alliance_tui.screens.agreement import AgreementDialog
from alliance_tui.screens.alliance import AllianceScreen
from alliance_tui.screens.choose import ChooseScreen
from alliance_tui.screens.library import LibraryScreen
from alliance_tui.screens.palette import Palette
from alliance_tui.screens.prepare import PrepareScreen
from alliance_tui.screens.review import ReviewScreen
from alliance_tui.screens.section import SectionScreen
from alliance_tui.screens.signing import SignedScreen
from alliance_tui.terminal import text_area
from alliance_tui.terminal.frames import LightCompositor
from alliance_tui.widgets.answer_editor import AnswerEditor
from tests.ui.driver import Room
from tests.ui.tour import furnish, tour
from tests.ui.wire import WiredDesk


async def test_every_screen_opens(room: Room) -> None:
    """None of them holds a part of ours, and each is shown as Textual draws it."""
    furnish(room)
    async with WiredDesk(room, (100, 30), stock_parts=True) as desk:
        async for name in tour(desk):
            assert desk.differences() == [], name
            for screen in desk.app.screen_stack:
                assert not isinstance(screen._compositor, LightCompositor)
                assert not [*screen.query("LightTextArea")]
        assert desk.app.last_words == []


async def test_a_session_from_names_to_signatures(room: Room) -> None:
    """Names, questions, answers with edits in their middle, a paste, an agreement, both signatures."""
    name = room.begun()
    async with WiredDesk(room, (100, 30), stock_parts=True) as desk:
        await desk.open()
        await desk.press("enter")
        await desk.burst(*"We finsh it.", "left", *["ctrl+left"] * 2, *"really ", "ctrl+w", "end", *" Yes")
        await desk.press("up", "down", "enter")
        await desk.paste("One\nTwo")
        await desk.press("ctrl+z", "ctrl+y", "escape")
        await desk.flush()
        assert room.written(name, "hopes") == "We finsh it. Yes\nOne\nTwo"
        await desk.press("tab")
        await desk.write("Mine.")
        await desk.press("a")
        await desk.see_screen(AgreementDialog)
        await desk.burst(*"We walk daly.", "left", "left", "left", "i", "enter")
        await desk.see_screen(SectionScreen)
        await desk.see("We walk daily.")
        await desk.press("r")
        await desk.see_screen(ReviewScreen)
        await desk.press("left", "enter")
        await desk.see_notice("Ada has signed")
        await desk.press("right", "enter")
        await desk.see_screen(SignedScreen)
        assert desk.differences() == []
        await desk.press("enter")
        await desk.see_screen(AllianceScreen)
        assert desk.differences() == []
    (version,) = room.versions(name)
    assert [version.answers["hopes", side].text for side in Side] == ["We finsh it. Yes\nOne\nTwo", "Mine."]
    assert [each.text for each in version.agreements] == ["We walk daily."]


async def test_the_form_and_the_choice_of_questions(room: Room) -> None:
    """Fields with a caret that Textual draws, lists by pages, and a dialog's answers."""
    async with WiredDesk(room, (100, 30), stock_parts=True) as desk:
        await desk.burst("n", *"Ada", "enter", *"race", "home", "G", "end", *"xx", "backspace", "left")
        await desk.see_screen(PrepareScreen)
        assert desk.differences() == []
        await desk.press("delete", "ctrl+g")
        await desk.see_screen(ChooseScreen)
        await desk.press("d", "j", "left", "pagedown", "pageup")
        assert desk.differences() == []
        await desk.press("S", "a")
        await desk.see_screen(LibraryScreen)


async def test_the_palette(room: Room) -> None:
    """Search, pages, and the command that was marked."""
    furnish(room)
    async with WiredDesk(room, (100, 30), stock_parts=True) as desk:
        await desk.press("ctrl+p")
        await desk.see_screen(Palette)
        await desk.type("open")
        await desk.press("down", "pagedown", "pageup")
        assert desk.differences() == []
        await desk.press("escape")
        await desk.see_screen(LibraryScreen)


async def test_an_editor_that_does_not_fit(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    """Answers are written in Textual's own; frames stay light; one line tells of it at the end."""
    monkeypatch.setattr(text_area, "misfit", lambda: "TextArea has other insides: _theme")
    name = room.begun()
    async with WiredDesk(room, (100, 30)) as desk:
        await desk.open()
        await desk.press("enter")
        await desk.type("Written in it.")
        assert type(desk.screen.focused) is AnswerEditor
        assert desk.differences() == []
        await desk.press("escape")
        await desk.flush()
        assert desk.app.last_words == ["Alliance used Textual's own editor: TextArea has other insides: _theme."]
    assert room.written(name, "hopes") == "Written in it."
