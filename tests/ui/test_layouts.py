"""Keys under other keyboard layouts: letters act as the keys they lie on while moving, and are text in every field."""

from __future__ import annotations

import pytest
from textual import events

from alliance_tui.domain.alliance import Side
from alliance_tui.screens.agreement import AgreementDialog
from alliance_tui.screens.alliance import AllianceScreen
from alliance_tui.screens.choose import ChooseScreen
from alliance_tui.screens.dialogs import Ask, Choice
from alliance_tui.screens.help import HelpScreen
from alliance_tui.screens.library import LibraryScreen
from alliance_tui.screens.list_dialog import ListDialog
from alliance_tui.screens.over_time import OverTimeScreen
from alliance_tui.screens.palette import Palette
from alliance_tui.screens.prepare import PrepareScreen
from alliance_tui.screens.review import ReviewScreen
from alliance_tui.screens.section import SectionScreen
from alliance_tui.screens.signing import SigningDialog
from alliance_tui.screens.slip import SlipScreen
from alliance_tui.screens.turn_order import TurnOrderDialog
from alliance_tui.terminal import key_order
from alliance_tui.terminal.key_order import NO_KEY
from alliance_tui.terminal.us_layout import us_character
from tests.ui.driver import Desk, Room
from tests.ui.tour import furnish

LATIN = "abcdefghijklmnoprstuvxyzAS?"
LAYOUTS = {
    "Russian": "фисвуапршолдьтщзкыегмчня" + "ФЫ?",
    "Greek": "αβψδεφγηιξκλμνοπρστθωχυζ" + "ΑΣ\u037e",
    "Hebrew": "שנבגקכעיןחלךצמםפרדאוהסטז" + "AS?",
    "Arabic": "شﻻؤيثبلاهتنمةىخحقسفعرءغئ" + "\u0650\u064d؟",
    "full width": "ａｂｃｄｅｆｇｈｉｊｋｌｍｎｏｐｒｓｔｕｖｘｙｚ" + "ＡＳ？",
    "Korean": "ㅁㅠㅊㅇㄷㄹㅎㅗㅑㅓㅏㅣㅡㅜㅐㅔㄱㄴㅅㅕㅍㅌㅛㅋ" + "AS?",
}
"""What is typed under a layout with the keys of `LATIN`. q and w are left out: not all layouts have a letter there."""

TRIED = ("Russian", "Arabic")


def under(layout: str, keys: str) -> str:
    """Return what these keys type under a layout."""
    return keys.translate(str.maketrans(LATIN, LAYOUTS[layout]))


@pytest.mark.parametrize("layout", LAYOUTS)
def test_what_is_typed_stands_for_the_keys(layout: str) -> None:
    """So that two layouts are enough for the ways through the program."""
    typed = under(layout, LATIN)
    assert "".join(char if char.isascii() else us_character(char) or "" for char in typed) == LATIN


@pytest.mark.parametrize("layout", TRIED)
async def test_a_walk_through_the_screens(room: Room, layout: str) -> None:
    """Library, help, talk, choose, order, review, signing: every letter acts, and nothing is said of it."""
    furnish(room)

    async with room.desk() as desk:

        async def press(keys: str) -> None:
            await desk.press(*under(layout, keys))

        await press("v")
        await desk.see_screen(AllianceScreen)
        await press("h")
        await desk.press("escape", "escape")
        await desk.see_screen(LibraryScreen)
        await press("?")
        await desk.see_screen(HelpScreen)
        await press("j")
        await press("?")
        await desk.see_screen(LibraryScreen)
        await desk.open()
        here = desk.on(SectionScreen).question
        await press("j")
        await desk.until(lambda: desk.on(SectionScreen).question != here, "another question")
        await press("s")
        await desk.see("▌ spoken")
        await press("u")
        await desk.see_no_more("▌ spoken")
        await press("p")
        await desk.see("paused · ")
        await press("p")
        await desk.see_no_more("paused · ")
        await press("c")
        await desk.see_screen(ChooseScreen)
        await press("o")
        await desk.see_screen(TurnOrderDialog)
        await press("jo")
        await desk.see_screen(ChooseScreen)
        await desk.press("enter")
        await desk.see_screen(SectionScreen)
        await press("r")
        await desk.see_screen(ReviewScreen)
        await desk.press("left")
        await desk.see_screen(SigningDialog)
        await press("q")
        await desk.see_screen(ReviewScreen)
        assert NO_KEY not in desk.said


@pytest.mark.parametrize("layout", TRIED)
async def test_a_question_with_a_key_for_each_answer(room: Room, layout: str) -> None:
    """Yes or no to a deletion, and its undoing."""
    room.signed()
    async with room.desk() as desk:
        await desk.press("D")
        await desk.see_screen(Choice)
        await desk.press(*under(layout, "n"))
        await desk.see_screen(LibraryScreen)
        assert room.library.names()
        await desk.burst("D", *under(layout, "y"))
        await desk.until(lambda: not room.library.names(), "the deletion")
        await desk.burst(*under(layout, "u"))
        await desk.until(lambda: bool(room.library.names()), "the undoing")


@pytest.mark.parametrize(
    ("write", "text"),
    [
        ("i", "漢字😀é"),
        ("ш", "привет"),
        ("ι", "ιδέα"),
        ("ן", "שלום"),
        ("ه", "مرحبا"),
        ("ｉ", "ｆｕｌｌ　width？"),
        ("ㅑ", "ㅂㅈ"),
    ],
)
async def test_the_key_that_begins_to_write_and_the_text_in_one_burst(room: Room, write: str, text: str) -> None:
    """The first letter is a key, all others are text; what comes after escape is a key again."""
    name = room.begun()
    async with room.desk() as desk:
        await desk.open()
        here = desk.on(SectionScreen).question.id
        await desk.burst(write, *text, "escape", "т")
        await desk.until(lambda: desk.on(SectionScreen).question.id != here, "the next turn")
        await desk.flush()
        assert NO_KEY not in desk.said
    assert room.written(name, here) == text


async def test_writing_begun_twice_in_one_burst(room: Room) -> None:
    """Keys and texts in turn."""
    name = room.begun()
    async with room.desk() as desk:
        await desk.open()
        await desk.burst("ш", *"швы", "escape", "tab", "ш", *"ты", "escape", "ф", *"фраза", "enter", "т")
        await desk.wait_until_idle()
        await desk.flush()
    assert {room.written(name, "hopes", side) for side in Side} == {"швы", "ты"}
    assert [each.text for each in room.session(name).agreements] == ["фраза"]


async def test_text_while_a_dialog_with_a_field_opens(room: Room) -> None:
    """An agreement, and a number of minutes: not one letter of what is typed behind the key is changed."""
    name = room.begun()
    async with room.desk() as desk:
        await desk.open()
        await desk.burst("ф", *"наша ёлка")
        assert desk.on(AgreementDialog).query_one("#line").text == "наша ёлка"  # type: ignore[attr-defined]
        await desk.press("enter")
        await desk.see_screen(SectionScreen)
        await desk.burst("у", *"нуль")
        await desk.see_screen(Ask)
        assert desk.on(Ask).query_one("#field").value == "нуль"  # type: ignore[attr-defined]
        await desk.press("escape")
    assert [each.text for each in room.session(name).agreements] == ["наша ёлка"]


async def test_text_behind_enter_in_the_list_of_agreements(room: Room) -> None:
    """Enter opens the agreement, and what follows is text, in any layout; none of it is a key of the list."""
    name = room.begun()
    room.agree(name, "One", "hopes", "one")
    room.agree(name, "Two", "hopes", "two")
    async with room.desk() as desk:
        await desk.open()
        await desk.burst("Ф", "о", "enter", *" and d", *" выдра", "enter")
        await desk.see_screen(OverTimeScreen)
        await desk.burst("л", "down", "up", "enter", *"!", "enter", "й")
        await desk.see_screen(SectionScreen)
    assert [each.text for each in room.session(name).agreements] == ["One!", "Two and d выдра"]


async def test_text_of_a_form_and_of_a_search(room: Room) -> None:
    """Names in other scripts, typed behind the keys that open the form and the search."""
    room.signed("Олег", "Ирина")
    room.clock.advance(60)
    room.signed("Ada", "Grace")
    async with room.desk() as desk:
        await desk.burst("／", *"олег")
        await desk.see("Олег")
        await desk.see_no_more("Grace")
        await desk.press("escape")
        await desk.burst("т", *"Ольга", "enter", *"Πέτρος")
        page = desk.on(PrepareScreen)
        assert [page.fields()[field] for field in ("left", "right")] == ["Ольга", "Πέτρος"]


async def test_text_of_a_note(room: Room) -> None:
    """The form about a slip has a moving layer and texts."""
    furnish(room)
    async with room.desk() as desk:
        await desk.press("v", "ы")
        await desk.see_screen(ListDialog)
        await desk.press("о", "л", "enter")
        await desk.see_screen(SlipScreen)
        await desk.burst(*"шаг", "escape", "ш", *"шла", "escape")
        assert [editor.text for editor in desk.on(SlipScreen).editors.values()] == ["шагшла", ""]
        await desk.press("й")
        await desk.until(lambda: not isinstance(desk.screen, SlipScreen), "the screen before")


async def test_the_palette_takes_text(room: Room) -> None:
    """Also what is typed before it is there."""
    room.begun()
    async with room.desk() as desk:
        await desk.open()
        await desk.burst("ctrl+p", *"пауза")
        await desk.see_screen(Palette)
        await desk.press(*"ё？")
        field = desk.screen.query_one("CommandInput")
        assert field.value == "паузаё？"  # type: ignore[attr-defined]
        assert NO_KEY not in desk.said


async def test_text_when_the_terminals_window_lost_the_focus(room: Room) -> None:
    """A field without the focus for that alone gets the letters unchanged."""
    name = room.begun()
    async with room.desk() as desk:
        await desk.open()
        await desk.burst("ш", *"до")
        desk.app.post_message(events.AppBlur())
        await desk.wait_until_idle()
        assert desk.screen.focused is None
        await desk.burst(*"мой", "escape")
        await desk.flush()
    assert room.written(name, "hopes") == "домой"


# What is no key


@pytest.mark.parametrize("char", [*"é漢あ가😀№", "\u0301", "\ufffd"])
async def test_what_is_on_no_key_is_said(room: Room, char: str) -> None:
    """On a screen and in a dialog: one sentence, which does not repeat the character; nothing else happens."""
    name = room.begun()
    async with room.desk() as desk:
        for opening, screen in (
            ("", LibraryScreen),
            ("enter", SectionScreen),
            ("r", ReviewScreen),
            ("left", SigningDialog),
        ):
            if opening:
                await desk.press(opening)
            await desk.see_screen(screen)
            desk.app._notice_ends = 0.0
            await desk.clear_notices()
            before = desk.text()
            await desk.press(char)
            assert desk.said == [NO_KEY]
            await desk.see("Latin letters")
            await desk.clear_notices()
            assert desk.text() == before
    assert not room.session(name).signatures


async def test_it_is_said_once_while_it_is_shown(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    """A whole sentence of an input method gives one notice; a later one gives another."""
    now = 1000.0
    monkeypatch.setattr(key_order, "monotonic", lambda: now)
    async with room.desk() as desk:
        await desk.burst(*"漢字かな漢字かな")
        assert desk.said == [NO_KEY]
        now += key_order.SHOWN - 0.1
        await desk.burst(*"漢字")
        assert desk.said == [NO_KEY]
        now += 0.2
        await desk.burst(*"漢字")
        assert desk.said == [NO_KEY] * 2


async def test_nothing_is_said_of_latin_keys_that_do_nothing(room: Room) -> None:
    """Nor of the same keys under another layout."""
    async with room.desk() as desk:
        await desk.press(*"zW~;%", "f5", "ctrl+t", *"яＷ；Ж")
        assert desk.said == []


async def test_nothing_is_said_of_text(room: Room) -> None:
    """In an answer everything is text."""
    name = room.begun()
    text = "é漢あ가😀№\u0301\u200d\u3000？"
    async with room.desk() as desk:
        await desk.open()
        await desk.write(text)
        await desk.flush()
        assert desk.said == []
    assert room.written(name, "hopes") == text


async def opened(desk: Desk) -> SectionScreen:
    """The talk of the marked alliance."""
    await desk.open()
    return desk.on(SectionScreen)


@pytest.mark.parametrize("digit", "２٢۲๒")
async def test_digits_of_other_scripts_are_the_sections(room: Room, digit: str) -> None:
    """Section 2 of the talk."""
    room.begun()
    async with room.desk() as desk:
        page = await opened(desk)
        before = page.question.section
        await desk.press(digit)
        await desk.until(lambda: page.question.section != before, "the second section")
