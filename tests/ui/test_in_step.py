"""Keys and clicks in step with the screens: second choices, keys behind the last one, screens closed from two sides."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from typing import Any, ClassVar

import pytest
from textual import events
from textual.binding import BindingType
from textual.geometry import Offset
from textual.screen import Screen
from textual.style import Style
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from alliance_tui.domain.alliance import Side
from alliance_tui.domain.steps import Doer
from alliance_tui.screens.about import AboutScreen
from alliance_tui.screens.alliance import AllianceScreen
from alliance_tui.screens.base import key
from alliance_tui.screens.choose import ChooseScreen
from alliance_tui.screens.dialogs import Ask, Choice
from alliance_tui.screens.help import HelpScreen
from alliance_tui.screens.history import HistoryScreen
from alliance_tui.screens.library import LibraryScreen
from alliance_tui.screens.over_time import OverTimeScreen
from alliance_tui.screens.page import Page
from alliance_tui.screens.palette import Palette
from alliance_tui.screens.prepare import PrepareScreen
from alliance_tui.screens.review import ReviewScreen
from alliance_tui.screens.section import SectionScreen
from alliance_tui.screens.signing import SignedScreen
from alliance_tui.screens.slip import SlipScreen
from alliance_tui.screens.theme import ThemeDialog
from alliance_tui.screens.version import VersionScreen
from alliance_tui.services import sessions
from alliance_tui.services.over_time import read_over_time
from alliance_tui.widgets.line_input import LineInput
from alliance_tui.widgets.option_list import PointerList
from tests.ui.driver import Desk, Room
from tests.ui.tour import furnish


async def open_palette(desk: Desk, words: str = "") -> Palette:
    """Open the palette and wait for what it finds."""
    await desk.press("ctrl+p")
    await desk.see_screen(Palette)
    await desk.type(words)
    palette = desk.on(Palette)
    await desk.until(lambda: palette.query_one(OptionList).highlighted is not None, "commands")
    return palette


@pytest.mark.parametrize("times", [2, 3])
async def test_enter_again_in_the_palette(room: Room, times: int) -> None:
    """The command runs once, and only the palette closes."""
    room.begun()
    async with room.desk() as desk:
        await open_palette(desk, "designed")
        await desk.burst(*["enter"] * times)
        await desk.see_screen(AboutScreen)
        assert len(desk.app.screen_stack) == 2


async def test_double_click_in_the_palette(room: Room) -> None:
    """The second click finds a list that is empty by now."""
    room.begun()
    async with room.desk() as desk:
        palette = await open_palette(desk, "designed")
        place = palette.query_one(OptionList).content_region.offset + Offset(4, 0)
        driver = desk.app._driver
        assert driver is not None
        for kind in (events.MouseDown, events.MouseUp) * 2:
            driver.process_message(kind(None, *place, 0, 0, 1, False, False, False, *place))
        await desk.see_screen(AboutScreen)
        assert len(desk.app.screen_stack) == 2


async def test_enter_again_among_the_themes(room: Room) -> None:
    """The second one finds the library."""
    async with room.desk() as desk:
        await open_palette(desk, "theme")
        await desk.press("enter")
        await desk.see_screen(ThemeDialog)
        await desk.burst("down", "enter", "enter")
        await desk.see_screen(LibraryScreen)


async def test_a_click_on_an_option_that_has_gone(room: Room) -> None:
    """The row was drawn, the list has changed since."""
    async with room.desk() as desk:
        choices = PointerList("one", "two")
        await desk.screen.mount(choices)
        chosen: list[Any] = []
        choices.action_select = lambda: chosen.append(choices.highlighted)  # type: ignore[method-assign]
        for option in (2, 1):
            click = events.Click(
                choices, 0, 0, 0, 0, 1, False, False, False, style=Style.from_meta({"option": option}).rich_style
            )
            choices.post_message(click)
            await desk.wait_until_idle()
        assert chosen == [1]


async def test_pages_among_options_that_have_just_come(room: Room) -> None:
    """They have no lines before the next frame."""
    async with room.desk() as desk:
        choices = PointerList("one", "two")
        await desk.screen.mount(choices)
        await desk.wait_until_idle()
        choices.set_options([Option(str(number)) for number in range(30)])
        choices.highlighted = 20
        choices._line_cache.clear()  # as a resize does, between two frames
        await choices.run_action("page_up")
        assert desk.alive
        assert choices.highlighted is not None
        assert choices.highlighted < 20


@pytest.mark.parametrize(
    "behind", [["n"], ["n", "a", "ctrl+g"], ["enter", "escape"], ["ctrl+p", "enter"], ["s", "b", "question_mark"]]
)
async def test_keys_behind_the_last_one(room: Room, behind: list[str]) -> None:
    """The program has been left; nothing opens any more."""
    room.begun()
    desk = room.desk()
    async with desk:
        opened: list[Any] = []
        desk.app.push_screen = lambda screen, *args: opened.append(screen)  # type: ignore[method-assign]
        desk.post("q", *behind)
        await desk.wait_until_idle()
        assert opened == []
    assert desk.app._exception is None
    assert desk.app.return_code == 0


async def test_a_key_for_a_screen_that_is_being_built(room: Room) -> None:
    """It waits, and acts there."""
    built, noted = asyncio.Event(), []

    class Slow(Page):
        BINDINGS: ClassVar[list[BindingType]] = [key("j", "note", "note")]

        async def on_mount(self) -> None:
            await built.wait()

        def action_note(self) -> None:
            noted.append(self.is_mounted)

    async with room.desk() as desk:
        desk.screen.call_later(desk.app.push_screen, Slow())  # a page's own queue, as after a click, holds no key back
        await desk.until(lambda: isinstance(desk.screen, Slow), "the screen")
        desk.post("j")
        await desk.wait_until_idle()
        assert noted == []
        built.set()
        await desk.until(lambda: noted == [True], "the key")


async def test_a_key_that_comes_back_acts_on_no_other_screen(room: Room) -> None:
    """A busy page gives an unwanted escape back when the palette is open by then: it does not close it."""
    room.begun()
    async with room.desk() as desk:
        await desk.open()
        page = desk.on(SectionScreen)
        escape = events.Key("escape", "\x1b")
        desk.app._pressed_on[escape] = page
        escape._set_forwarded()
        await desk.press("ctrl+p")
        await desk.see_screen(Palette)
        page.post_message(escape)
        await desk.wait_until_idle()
        assert isinstance(desk.screen, Palette)
        await desk.press("escape")
        await desk.see_screen(SectionScreen)


async def test_a_letter_that_comes_back_takes_no_agreement_out(room: Room) -> None:
    """Pressed on the page, it is not the dialog's key."""
    name = room.begun()
    room.agree(name, "Call first.")
    async with room.desk() as desk:
        await desk.open()
        await desk.burst("d", "A")
        await desk.see_screen(OverTimeScreen)
        assert [each.text for each in room.session(name).agreements] == ["Call first."]


async def test_a_dialog_below_another_does_not_close_it(room: Room) -> None:
    """It is seen behind the other, and answered by what it waited for."""
    async with room.desk() as desk:
        below = Ask("Below", "words")
        await desk.app.push_screen(below)
        await desk.app.push_screen(Choice("Above", "words", {"yes": "yes"}))
        below.dismiss("late")
        await desk.wait_until_idle()
        assert desk.app.screen_stack[-2:] == [below, desk.on(Choice)]
        await desk.press("y")
        assert desk.screen is below


async def test_the_lowest_screen_stays(room: Room) -> None:
    """Two that close one screen, a key and a look at the disk, close it once."""
    room.begun()
    async with room.desk() as desk:
        await desk.open()
        desk.app.pop_screen()
        desk.app.pop_screen()
        await desk.wait_until_idle()
        library = desk.on(LibraryScreen)
        await desk.app.switch_screen(HelpScreen("", {}))
        assert desk.app.screen_stack == [library, desk.on(HelpScreen)]
        await desk.press("escape")
        assert desk.on(LibraryScreen) is library


async def test_the_second_signature_while_the_page_looks_at_the_disk(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The look finds no session any more and closes the page, before what was signed is shown in its place."""
    name = room.begun()
    room.say(name, "hopes", "One.")
    async with room.desk() as desk:
        await desk.open()
        await desk.press("r")
        page = desk.on(ReviewScreen)
        sessions.sign(room.library, name, Side.LEFT, room.clock.now())
        await desk.tick()
        begun, signing = threading.Event(), threading.Event()
        stamp = desk.app.library.session_stamp

        def slow_stamp(name: str) -> tuple[int, int, int] | None:
            begun.set()
            assert signing.wait(10)
            return stamp(name)

        monkeypatch.setattr(desk.app.library, "session_stamp", slow_stamp)
        page._stamp = None
        look = asyncio.create_task(page._poll())
        await asyncio.to_thread(begun.wait, 10)
        sign = asyncio.create_task(page.sign(Side.RIGHT, Doer(page.session)))
        await asyncio.sleep(0)
        signing.set()
        await asyncio.gather(look, sign)
        await desk.see_screen(SignedScreen)
        assert len(room.versions(name)) == 1
        await desk.press("enter")
        await desk.see_screen(AllianceScreen)
        await desk.press("q")
        await desk.see_screen(LibraryScreen)


async def test_what_the_palette_found_is_for_its_own_screen(room: Room) -> None:
    """A command that comes when another screen is in view does not act."""
    room.begun()
    async with room.desk() as desk:
        await desk.open()
        page = desk.on(SectionScreen)
        desk.app.push_screen(HelpScreen("", {}))
        await page._run("leave")
        await desk.wait_until_idle()
        desk.on(HelpScreen)
        assert page in desk.app.screen_stack


async def test_an_action_from_the_palette_that_replaces_its_screen(room: Room) -> None:
    """It does not wait for the screen that waits for it."""
    room.signed()
    async with room.desk() as desk:
        await desk.open()
        desk.on(AllianceScreen)
        await open_palette(desk, "begin the next session")
        await desk.press("enter")
        await desk.see_screen(PrepareScreen)


@pytest.mark.parametrize("leave", ["pop", "switch"])
async def test_a_screen_that_leaves_from_its_own_queue(room: Room, leave: str) -> None:
    """As the answer to a dialog does that a click has opened: the program goes on."""
    room.begun()
    async with room.desk() as desk:
        await desk.open()
        page = desk.on(SectionScreen)

        async def go() -> None:
            await (desk.app.pop_screen() if leave == "pop" else desk.app.switch_screen(HelpScreen("", {})))

        page.call_later(go)
        await desk.until(lambda: desk.screen is not page and not page.is_running, "the end of the screen")
        await desk.press("ctrl+p")
        await desk.see_screen(Palette)


FROM_THE_LIBRARY = [
    ["b"],
    ["question_mark"],
    ["D"],
    ["U"],
    ["slash", "x"],
    ["n"],
    ["v"],
    ["v", "s"],
    ["v", "b"],
    ["ctrl+p"],
]
FROM_THE_TALK = [["a"], ["A"], ["S"], ["e"], ["question_mark"], ["enter"], ["enter", "x"], ["r"], ["ctrl+p"], ["c"]]


@pytest.mark.parametrize("keys", FROM_THE_LIBRARY, ids="-".join)
async def test_escape_and_a_key_at_once(room: Room, keys: list[str]) -> None:
    """Whatever Escape closes, the key acts on what comes into view; terminals send the two together."""
    furnish(room)
    async with room.desk() as desk:
        await desk.see_screen(LibraryScreen)
        await desk.press(*keys)
        await desk.burst("escape", "question_mark")
        if len(keys) > 1 and keys[0] == "v":
            await desk.burst("escape", "escape", "question_mark")
        await desk.see_screen(HelpScreen)
        help_screen = desk.screen
        await desk.burst("escape", "question_mark")
        await desk.until(lambda: isinstance(desk.screen, HelpScreen) and desk.screen is not help_screen, "it again")


@pytest.mark.parametrize("keys", FROM_THE_TALK, ids="-".join)
async def test_escape_and_a_key_at_once_in_the_talk(room: Room, keys: list[str]) -> None:
    """The key acts in the talk, or on the page below."""
    furnish(room)
    async with room.desk() as desk:
        await desk.open()
        await desk.see_screen(SectionScreen)
        await desk.press(*keys)
        await desk.burst("escape", "question_mark")
        await desk.see_screen(HelpScreen)


async def test_letters_and_escape_in_the_search(room: Room) -> None:
    """Escape ends the search that the letters before it began; the next key is one of the library."""
    furnish(room)
    async with room.desk() as desk:
        await desk.see_screen(LibraryScreen)
        await desk.burst("slash", *"nobody", "escape", "question_mark")
        await desk.see_screen(HelpScreen)
        await desk.press("escape")
        assert desk.on(LibraryScreen).query_one(LineInput).value == ""
        assert " of " not in desk.text()


async def test_letters_and_escape_in_a_slip(room: Room) -> None:
    """All of them are kept when the next key leaves the page."""
    furnish(room)
    async with room.desk() as desk:
        await desk.see_screen(LibraryScreen)
        await desk.press("v", "s", "enter")
        await desk.see_screen(SlipScreen)
        await desk.burst(*"Late again", "escape", "q")
        await desk.until(lambda: not isinstance(desk.screen, SlipScreen), "the page below")
        await desk.press("s", "enter")
        await desk.see_screen(SlipScreen)
        await desk.see("Late again")


@pytest.mark.parametrize("how", ["closed", "quit"])
async def test_a_screen_that_is_left_while_it_is_built(room: Room, how: str) -> None:
    """It has no widgets to fill or to fit to its size, and the program goes on, or ends as it should."""
    name = room.signed()
    room.revisited(name)
    alliance, session = room.library.load(name)
    assert session and alliance.latest
    version = alliance.latest
    screens: list[Callable[[], Screen[Any]]] = [
        lambda: SectionScreen(name, session, None),
        lambda: ChooseScreen(name, session, None),
        lambda: ReviewScreen(name, session, None),
        lambda: AllianceScreen(alliance, session),
        lambda: OverTimeScreen(read_over_time(alliance, session, None)),
        lambda: VersionScreen(alliance, version),
        lambda: SignedScreen(alliance, version),
        lambda: HistoryScreen(alliance),
        lambda: Choice("Delete it?", "", {"yes": "delete", "no": "keep"}),
        Palette,
    ]
    for make in screens:
        async with room.desk() as desk:
            screen = make()
            desk.app.push_screen(screen)
            screen.post_message(events.Resize(desk.app.size, desk.app.size))
            if how == "closed":
                desk.app.pop_screen()
            else:
                desk.app.exit(return_code=0)
            await desk.wait_until_idle()
            assert desk.app._exception is None
            assert desk.app.return_code in (None, 0)
            if how == "closed":
                desk.on(LibraryScreen)


async def test_a_look_at_the_disk_without_news_wakes_nobody(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    """The page polls only when there is something to read."""
    name = room.begun()
    async with room.desk() as desk:
        await desk.open()
        desk.stop_timers()
        await desk.tick()
        page, polls = desk.on(SectionScreen), list[str]()

        async def poll() -> None:
            polls.append("polled")

        monkeypatch.setattr(page, "_poll", poll)
        page._look_after = 0
        page._look_for_news()
        assert page._looking
        await asyncio.wrap_future(page._looking)
        await desk.wait_until_idle()
        assert polls == []
        room.say(name, "hopes", "New.", Side.RIGHT)
        page._look_after = 0
        page._look_for_news()
        await desk.until(lambda: polls == ["polled"], "a poll")
