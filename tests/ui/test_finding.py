"""Finding words: in a version, in a difference, in what is about to be signed."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.content import Content
from textual.widgets import Static

from alliance_tui.domain.alliance import Side
from alliance_tui.domain.finding import FoundIn, Kind, Searched
from alliance_tui.domain.viewer import Viewer
from alliance_tui.screens import word_search
from alliance_tui.screens.alliance import AllianceScreen
from alliance_tui.screens.diff import DiffScreen
from alliance_tui.screens.finding import FindingPage
from alliance_tui.screens.over_time import OverTimeScreen
from alliance_tui.screens.page import Page
from alliance_tui.screens.review import ReviewScreen
from alliance_tui.screens.section import SectionScreen
from alliance_tui.screens.version import VersionScreen
from alliance_tui.screens.word_search import WordSearch, WordsFound
from alliance_tui.services import sessions, slips
from alliance_tui.services.search import search
from alliance_tui.storage.library import Library
from alliance_tui.text.finding import Wanted
from alliance_tui.widgets.diff_view import DiffView
from alliance_tui.widgets.find_bar import FindBar
from alliance_tui.widgets.found import CURRENT, HIT
from tests.ui.driver import Desk, Room
from tests.ui.test_cursor import SHOWN, under_cursor
from tests.ui.wire import WiredDesk


def signed(room: Room) -> str:
    """An alliance with a version in which Ada speaks of the harbour, once before and once after a long text."""
    name = room.begun()
    room.say(name, "assumptions", "That we meet at the harbour.")
    room.say(name, "tone", "\n".join(f"line {number}" for number in range(60)), Side.RIGHT)
    room.say(name, "conflict", "By the Harbour, or in the café.")
    room.agree(name, "We meet on Fridays.")
    room.sign(name)
    return name


async def version(desk: Desk, name: str) -> VersionScreen:
    """The version, in view."""
    alliance = desk.room.library.alliance(name)
    await desk.app.push_screen(VersionScreen(alliance, alliance.versions[0]))
    await desk.see_screen(VersionScreen)
    return desk.on(VersionScreen)


def current(page: FindingPage) -> str:
    """The words at the place the keys are at, as they are marked."""
    hit = page.hits.current
    assert hit is not None
    return str(hit.text.content)[slice(*hit.place)]


@pytest.mark.parametrize("size", [(100, 30), (40, 12)])
async def test_two_keys_beside_the_word(tmp_path: Path, size: tuple[int, int]) -> None:
    """Typing finds at once; enter leaves the field; n, enter and N go through the places, and round at the ends."""
    room = Room(tmp_path)
    name = signed(room)
    async with room.desk(size) as desk:
        page = await version(desk, name)
        await desk.press("slash")
        await desk.type("harb")
        assert "1 of 2" in desk.text() and current(page) == "harb"
        assert "meet at the harbour" in desk.text()
        await desk.press("enter", "n")
        assert "2 of 2" in desk.text() and "By the Harbour" in desk.text() and current(page) == "Harb"
        assert desk.lines()[page.marked_place().y].find("Harb") >= 0
        await desk.press("enter")
        assert "1 of 2" in desk.text() and "meet at the harbour" in desk.text()
        await desk.press("N")
        assert "2 of 2" in desk.text() and "By the Harbour" in desk.text()
        await desk.press("escape")
        assert "2 of 2" not in desk.text() and page.hits.current is None
        desk.on(VersionScreen)
        await desk.press("escape")
        assert not isinstance(desk.screen, VersionScreen)


async def test_the_same_words_in_the_next_version(tmp_path: Path) -> None:
    """From version to version the search goes on; where there is nothing, n and N go to the next version."""
    room = Room(tmp_path)
    name = room.signed_twice("By the harbour.", "By the sea.")
    async with room.desk((80, 24)) as desk:
        await version(desk, name)
        await desk.press("slash")
        await desk.type("harbour")
        await desk.press("enter", "right_square_bracket")
        await desk.see("nothing in version 2")
        await desk.press("N")
        await desk.see("1 of 1", "By the harbour.")
        assert len([line for line in desk.lines() if "harbour" in line]) == 2
        assert desk.screen.query_one(FindBar).size.height == 1


async def test_nothing_found_says_where(tmp_path: Path) -> None:
    """Enter then stays in the field, and the words can be changed; n and N are letters."""
    room = Room(tmp_path)
    name = signed(room)
    async with room.desk() as desk:
        page = await version(desk, name)
        await desk.press("slash", "n", "N", "q", "enter")
        assert "nothing in version 1" in desk.text() and page.typing
        await desk.press("backspace", "backspace", "backspace")
        await desk.type('"the café')
        assert "1 of 1" in desk.text() and current(page) == "the café"
        await desk.press("enter")
        await desk.pilot.click(FindBar)
        await desk.press("ctrl+u")
        assert "1 of 1" not in desk.text() and page.typing
        await desk.press("enter")
        assert page.find_bar is None


async def test_words_are_marked_by_more_than_colour(tmp_path: Path) -> None:
    """And the text is as it was when the search ends."""
    room = Room(tmp_path)
    name = signed(room)
    async with room.desk() as desk:
        page = await version(desk, name)
        before = [text.content for text in page.query(Static)]
        await desk.press("slash")
        await desk.type("harbour")
        first, second = (hit.text.content for hit in page.hits.places)
        assert isinstance(first, Content) and isinstance(second, Content)
        assert [span.style for span in first.spans if "reverse" in str(span.style)] == [CURRENT]
        assert [span.style for span in second.spans if "underline" in str(span.style)] == [HIT]
        await desk.press("escape")
        assert [text.content for text in page.query(Static)] == before


async def test_the_terminal_s_cursor(tmp_path: Path) -> None:
    """It is the caret while words are typed, and then, hidden, on the row with the current place."""
    room = Room(tmp_path)
    signed(room)
    async with WiredDesk(room, (60, 20)) as desk:
        await desk.press("v", "enter")
        await desk.see_screen(VersionScreen)
        await desk.press("slash")
        await desk.type("harbour")
        assert SHOWN in desk.app.shown.modes and under_cursor(desk).strip() == "1 of 2"
        await desk.press("enter", "n")
        assert SHOWN not in desk.app.shown.modes and "By the Harbour" in under_cursor(desk)
        assert desk.differences() == []


async def test_in_a_difference(tmp_path: Path) -> None:
    """In the layout that is shown; what did not change is unfolded when it is found there. n goes through changes
    again when the search has ended."""
    room = Room(tmp_path)
    room.signed_twice("We meet at the harbour.", "We meet at the old harbour.")
    async with room.desk() as desk:
        await desk.press("d")
        await desk.see("We meet at the", "harbour.")
        page = desk.on(DiffScreen)
        await desk.press("slash")
        await desk.type("harbour")
        assert "1 of 2" in desk.text()
        await desk.press("enter", "s")
        assert "1 of 1" in desk.text()
        assert page.query_one(FindBar).size.height == 1
        await desk.press("s", "n")
        assert "2 of 2" in desk.text()
        assert "Calmly" not in desk.text()
        await desk.press("slash", "ctrl+u")
        await desk.type("calmly")
        assert "1 of 1" in desk.text() and "Calmly" in desk.text()
        await desk.press("slash", "ctrl+u")
        await desk.type("nowhere")
        assert "nothing in v1 and v2" in desk.text()
        await desk.press("escape", "n")
        assert page.marked_widget() is not page.query_one(DiffView)


async def test_in_what_is_about_to_be_signed(tmp_path: Path) -> None:
    """Also in what the other screen changes meanwhile; the keys of Review work again when the search has ended."""
    room = Room(tmp_path)
    name = room.begun()
    room.say(name, "tone", "Warm, by the harbour.")
    async with room.desk(opening=name) as desk:
        await desk.press("r")
        await desk.see_screen(ReviewScreen)
        await desk.press("slash")
        await desk.type("harbour")
        assert "1 of 1" in desk.text()
        await desk.press("enter")
        room.say(name, "conflict", "At the harbour.", Side.RIGHT)
        await desk.tick()
        await desk.see("1 of 2")
        await desk.press("n")
        await desk.see("2 of 2", "At the harbour.")
        await desk.press("escape", "escape")
        await desk.see_screen(SectionScreen)


async def test_covered_words_are_not_found(tmp_path: Path) -> None:
    """Each program finds what it shows."""
    room = Room(tmp_path)
    name = room.begun()
    sessions.set_apart(room.library, name, ["tone"], True)
    sessions.answer(Library(room.library.root, viewer=Viewer(Side.LEFT)), name, "tone", Side.LEFT, "By the harbour.")
    for side, words in (
        (Side.RIGHT, "nothing in this session"),
        (None, "nothing in this session"),
        (Side.LEFT, "1 of 1"),
    ):
        async with room.desk(opening=name, side=side) as desk:
            await desk.press("r")
            await desk.see_screen(ReviewScreen)
            await desk.press("slash")
            await desk.type("harbour")
            assert words in desk.text()


async def opened(desk: Desk, name: str, words: str, kind: Kind) -> FoundIn:
    """Search the store and open what was found of this kind."""
    wanted = Wanted(words)
    [there] = [each for step in search(desk.room.library, wanted, Searched()) for each in step if each.name == name]
    [found] = [each for each in there.found if each.kind is kind]
    await desk.app.show_found(name, found, words)
    await desk.wait_until_idle()
    return there


@pytest.mark.parametrize("size", [(100, 30), (40, 12)])
async def test_what_a_search_found_is_opened_at_its_place(tmp_path: Path, size: tuple[int, int]) -> None:
    """In the last version that has it, with the words marked; escape ends the search, then goes back."""
    room = Room(tmp_path)
    name = room.begun()
    for question in ("assumptions", "tone"):
        room.say(name, question, "By the harbour.", Side.RIGHT)
    room.say(name, "conflict", "Harbour, and harbour.", Side.LEFT)
    room.say(name, "conflict", "To the harbour.", Side.RIGHT)
    room.agree(name, "We meet at the old harbour.", "tone", "old")
    room.sign(name)
    room.revisited(name)
    room.say(name, "conflict", "To the sea.", Side.RIGHT)
    room.sign(name)
    async with room.desk(size) as desk:
        await opened(desk, name, "to harbour", Kind.ANSWER)
        page = desk.on(VersionScreen)
        assert page.version.number == 1 and current(page) == "To"
        assert "To the harbour" in " ".join(desk.text().split())
        await desk.press("n")
        assert "2 of 2" in desk.text() and current(page) == "harbour"
        await desk.press("escape", "escape")
        await opened(desk, name, "old harbour", Kind.AGREEMENT)
        assert desk.on(VersionScreen).version.number == 2 and "We meet at the old harbour" in desk.text()


async def test_a_slip_and_an_open_session(tmp_path: Path) -> None:
    """A slip is in its agreement's story; what no version has yet is in the talk, at its question."""
    room = Room(tmp_path)
    name = room.begun()
    room.agree(name, "We keep the books together.", "tone", "books")
    room.agree(name, "We meet on Fridays.", "tone", "friday")
    room.sign(name)
    slips.add_slip(room.library, name, "friday", "The harbour was closed.", "", room.clock.now())
    room.revisited(name)
    room.say(name, "conflict", "A new harbour.")
    async with room.desk() as desk:
        await opened(desk, name, "closed", Kind.SLIP)
        desk.on(OverTimeScreen)
        await desk.see("The harbour was closed.", "▌ ◆● both   We meet on Fridays")
        await desk.press("escape")
        await opened(desk, name, "new", Kind.ANSWER)
        await desk.see("A new harbour.")
        desk.on(SectionScreen)


async def test_a_search_beside_the_program_s_own_thread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Shown as it is found, up to a limit; a new search ends the one before."""
    room = Room(tmp_path)
    for left in ("Ada", "Ines", "Mei"):
        room.signed(left, "Grace", tone="By the harbour.", conflict="At the harbour.")
    async with room.desk() as desk:
        shown: list[WordsFound] = []
        words = WordSearch(desk.on(Page), shown.append)
        words.begin("never shown")
        words.begin("harbour")
        await desk.until(lambda: bool(shown) and shown[-1].complete, "the end of the search")
        assert {each.wanted.words for each in shown} == {"harbour"}
        assert [len(each.found) for each in shown[-1].found] == [2, 2, 2]
        monkeypatch.setattr(word_search, "LIMIT", 3)
        words.begin("harbou")
        await desk.until(lambda: shown[-1].room == 0, "the limit")
        assert [len(each.found) for each in shown[-1].found] == [2, 1] and not shown[-1].complete


async def test_from_the_overview_and_from_the_talk(room: Room) -> None:
    """A word typed after the slash is text, however fast it comes; from the talk in Review, and back."""
    name = signed(room)
    async with room.desk() as desk:
        await desk.press("v")
        await desk.see_screen(AllianceScreen)
        await desk.burst(*"/friday")
        assert "1 of 1" in desk.text() and current(desk.on(AllianceScreen)) == "Friday"
        await desk.press("escape", "escape")
        room.revisited(name)
        await desk.open()
        await desk.see_screen(SectionScreen)
        await desk.burst(*"/harbour")
        await desk.see_screen(ReviewScreen)
        await desk.see("1 of 2")
        await desk.press("escape", "escape")
        desk.on(SectionScreen)
