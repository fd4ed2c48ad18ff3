"""Review and sign; stopping without signing."""

from __future__ import annotations

import re
from datetime import date

import pytest

from alliance_tui.domain.alliance import Side
from alliance_tui.domain.session import Stage
from alliance_tui.screens.alliance import AllianceScreen
from alliance_tui.screens.choose import ChooseScreen
from alliance_tui.screens.diff import DiffScreen
from alliance_tui.screens.library import LibraryScreen
from alliance_tui.screens.review import ReviewScreen
from alliance_tui.screens.section import SectionScreen
from alliance_tui.screens.signing import SignedScreen, SigningDialog
from alliance_tui.storage.config import Config
from tests.ui.driver import Desk, Room
from tests.ui.tour import furnish


async def to_review(desk: Desk) -> None:
    """From the library to the review of the marked alliance."""
    await desk.open()
    await desk.press("r")
    await desk.see_screen(ReviewScreen)


async def sign(desk: Desk, key: str) -> None:
    """Go to the signatures with a partner's key, which signs nothing there; sign with enter, come back to read."""
    await desk.press(key, key)
    await desk.see_screen(SigningDialog)
    await desk.see("enter signs")
    await desk.press("enter")
    await desk.see(", 12:00")
    await desk.press("escape")
    await desk.see_screen(ReviewScreen)


async def test_everything_is_there(room: Room) -> None:
    """Both sides' answers, how others were given, agreements, signatures, the review date."""
    name = room.begun()
    room.say(name, "hopes", "My hopes.")
    room.say(name, "hopes", "Hers.", Side.RIGHT)
    room.agree(name, "We walk.")
    async with room.desk((100, 60)) as desk:
        await to_review(desk)
        await desk.see("We walk.", "My hopes.", "Hers.", "← ◆ Ada has not signed yet", "→ ● Grace has not signed yet")
        await desk.see("review in 92 days")


async def test_both_sign(room: Room) -> None:
    """One, then the other: that is version 1."""
    name = room.begun()
    room.say(name, "hopes", "My hopes.")
    async with room.desk() as desk:
        await to_review(desk)
        await desk.see("← ◆ Ada", "→ ● Grace")
        await sign(desk, "left")
        await desk.see_notice("Ada has signed")
        await desk.see("◆ Ada signed 12 Mar, 12:00 ✓", "● Grace has not signed yet")
        await desk.press("right")
        await desk.see("Version 1", "1 answer, 0 agreements", "12 March 2026 · Rosa’s", "● Grace →")
        await desk.press("enter")
        await desk.see_screen(SignedScreen)
        await desk.see_notice("Signed by both: version 1.")
        whole = room.versions(name)[0].hash
        await desk.see("Version 1", "review in 92 days", " ".join(whole[at : at + 4] for at in range(0, 32, 4)))
        await desk.press("e")
        await desk.see("Take it with you")
        await desk.press("escape", "enter")
        await desk.see_screen(AllianceScreen)
        await desk.see("v1  signed 12 Mar")
        await desk.press("q")
        await desk.see("Library", "v1  12 Mar", "review in 92 days")
    (version,) = room.versions(name)
    assert version.answers["hopes", Side.LEFT].text == "My hopes."
    assert version.review == date(2026, 6, 12)
    assert room.library.load(name)[1] is None
    assert list(room.library.check()) == []


@pytest.mark.parametrize("keys", [["left", "q"], ["left", "escape"]])
async def test_not_yet(room: Room, keys: list[str]) -> None:
    """One goes back from the signatures without one."""
    name = room.begun()
    async with room.desk() as desk:
        await to_review(desk)
        await desk.press(*keys)
        await desk.see_screen(ReviewScreen)
        await desk.see("◆ Ada has not signed yet")
    assert not room.session(name).signatures


async def test_signature_taken_back(room: Room) -> None:
    """The same key again."""
    name = room.begun()
    async with room.desk() as desk:
        await to_review(desk)
        await sign(desk, "left")
        await desk.see("◆ Ada signed")
        await desk.press("left")
        await desk.see_notice("Ada’s signature was taken back.")
        await desk.see("◆ Ada has not signed yet")
    assert not room.session(name).signatures


async def test_changed_word_takes_the_signature_back(room: Room) -> None:
    """And says why, there and at the next review."""
    name = room.begun()
    async with room.desk() as desk:
        await to_review(desk)
        await sign(desk, "left")
        await desk.see("◆ Ada signed")
        await desk.press("r")
        await desk.see_screen(SectionScreen)
        await desk.press("n", "n")
        await desk.write("One more word.")
        await desk.see_notice("Ada: the signature was taken back, because ")
        await desk.press("r")
        await desk.see_screen(ReviewScreen)
        await desk.see("◆ Ada has not signed yet", "the signature was taken back", "One more word.")
    assert not room.session(name).signatures


async def test_review_date(room: Room) -> None:
    """A day, a span, none; what is no day is refused; undo."""
    name = room.begun()
    async with room.desk() as desk:
        await to_review(desk)
        await desk.see("review in 92 days")
        for typed, shown in (("2026-09-01", "1 Sep"), ("6 weeks", "23 Apr"), ("1 month", "12 Apr")):
            await desk.press("d", "ctrl+u")
            await desk.paste(typed)
            await desk.press("enter")
            await desk.see(shown)
        await desk.press("d", "ctrl+u")
        await desk.paste("2026-03-12")
        await desk.press("enter")
        await desk.see_notice("not ahead of us")
        await desk.press("d", "ctrl+u", "enter")
        await desk.see("no review date")
        await desk.press("u")
        await desk.see("12 Apr")
    assert room.session(name).review == date(2026, 4, 12)


async def test_review_dates_to_choose_from(room: Room) -> None:
    """Weeks and months, by the arrows, each with the day that it is; what is typed has its day, too."""
    name = room.begun()
    async with room.desk() as desk:
        await to_review(desk)
        await desk.press("d")
        await desk.see("2 weeks · 4 weeks · 6 weeks · 3 months · 6 months")
        seen = []
        for _ in range(6):
            await desk.press("down")
            seen += re.findall(r"│  (\d+ \w+ 2026) ", desk.text())
        weeks = ["26 March 2026", "9 April 2026", "23 April 2026"]
        assert seen == [*weeks, "12 June 2026", "12 September 2026", "26 March 2026"]
        await desk.press("up", "up")
        await desk.see("12 June 2026")
        await desk.press("ctrl+u")
        await desk.see_no_more("12 June 2026")
        await desk.type("5w")
        await desk.see("16 April 2026")
        await desk.press("down", "enter")
        await desk.see("review in 14 days")
    assert room.session(name).review == date(2026, 3, 26)


async def test_review_date_at_the_signatures(room: Room) -> None:
    """What is signed there has the day that is shown there."""
    name = room.begun()
    async with room.desk() as desk:
        await to_review(desk)
        await desk.press("left", "d", "ctrl+u")
        await desk.paste("6 weeks")
        await desk.press("enter")
        await desk.see("review in 42 days · 23 April 2026")
        await desk.press("enter", "right", "enter")
        await desk.see_screen(SignedScreen)
        await desk.see("review in 42 days · 23 April 2026")
    assert room.versions(name)[0].review == date(2026, 4, 23)


async def test_back_to_the_talk(room: Room) -> None:
    """To the question they were at, or to a section."""
    room.begun()
    async with room.desk() as desk:
        await desk.open()
        await desk.press("4", "r")
        await desk.see_screen(ReviewScreen)
        await desk.press("escape")
        await desk.see_screen(SectionScreen)
        await desk.see("▌4 Backup plan")
        await desk.press("r")
        await desk.see_screen(ReviewScreen)
        await desk.press("5")
        await desk.see_screen(SectionScreen)
        await desk.see("▌5 Closing")


async def test_set_aside_and_taken_up(room: Room) -> None:
    """The clock stands still; the library says so; opening it goes on, paused until they go on."""
    name = room.begun()
    async with room.desk() as desk:
        await desk.open()
        await desk.write("Kept.")
        await desk.pass_time(600)
        await desk.press("S")
        await desk.see("Stop without signing?")
        await desk.press("s")
        await desk.see_screen(LibraryScreen)
        await desk.see("session set aside · 80:00")
    assert room.session(name).stage is Stage.SET_ASIDE
    room.clock.advance(5 * 86400)
    async with room.desk() as desk:
        await desk.see("session set aside · 80:00")
        await desk.open()
        desk.on(SectionScreen)
        await desk.see("Kept.", "paused · 68:00 to Closing · 80:00 left")
        await desk.press("p")
        await desk.see_no_more("paused")


async def test_set_aside_while_choosing(room: Room) -> None:
    """A session that has not begun can be set aside too, and is taken up where it was."""
    room.prepared()
    async with room.desk() as desk:
        await desk.open()
        await desk.press("left", "S", "s")
        await desk.see_screen(LibraryScreen)
        await desk.see("session set aside")
        await desk.open()
        desk.on(ChooseScreen)
        await desk.see("Ada 1 chosen")


async def test_stopping_thought_better_of(room: Room) -> None:
    """Escape goes on."""
    name = room.begun()
    async with room.desk() as desk:
        await desk.open()
        await desk.press("S", "escape")
        await desk.see_screen(SectionScreen)
    assert room.session(name).stage is Stage.OPEN


async def test_abandoned_and_brought_back(room: Room) -> None:
    """Off the table, and back with u in the library."""
    name = room.begun()
    async with room.desk() as desk:
        await desk.open()
        await desk.write("Kept.")
        await desk.press("S", "a")
        await desk.see_screen(LibraryScreen)
        await desk.see_no_more("session open")
        assert room.library.load(name)[1] is None
        await desk.press("u")
        await desk.see_notice("The session is back.")
        await desk.see("session open")
        await desk.open()
        await desk.see("Kept.")


async def test_agreement_changed_at_the_review(room: Room) -> None:
    """The document follows, and the signature is taken back."""
    name = room.begun()
    room.agree(name, "We walk.")
    async with room.desk() as desk:
        await to_review(desk)
        await sign(desk, "left")
        await desk.see("◆ Ada signed")
        await desk.press("A", "d", "escape")
        await desk.see_notice("because the agreements changed")
        await desk.clear_notices()  # the notice lies over the signatures
        await desk.see(
            "No agreements were put into words.", "◆ Ada has not signed yet", "because the agreements changed"
        )
        await desk.press("u")
        await desk.until(lambda: len(room.session(name).agreements) == 1, "the agreement on disk")


async def test_undo_at_the_review_is_shown(room: Room) -> None:
    """What is about to be signed is what is read."""
    name = room.begun()
    room.agree(name, "We walk.")
    async with room.desk() as desk:
        await to_review(desk)
        await desk.press("A", "d", "escape")
        await desk.see("No agreements were put into words.")
        await desk.press("u")
        await desk.until(lambda: len(room.session(name).agreements) == 1, "the agreement on disk")
        await desk.wait_until_idle()
        assert "We walk." in desk.text()


async def test_next_version_shows_what_changed(room: Room) -> None:
    """A revisit, one answer changed, both sign: the difference is in view."""
    name = room.signed(hopes="To build it well.")
    room.revisited(name)
    async with room.desk() as desk:
        await desk.open()
        await desk.write("To build it quickly.")
        await desk.press("r")
        await desk.see_screen(ReviewScreen)
        await sign(desk, "left")
        await desk.see("◆ Ada signed")
        await desk.press("right", "enter")
        await desk.see_screen(SignedScreen)
        await desk.press("enter")
        await desk.see_screen(DiffScreen)
        await desk.see("v1", "v2", "reworded")
    assert len(room.versions(name)) == 2


async def test_it_begins_at_the_top(room: Room) -> None:
    """Also where it is marked what changed since the last version, which takes a moment."""
    furnish(room)
    async with room.desk() as desk:
        await desk.open()
        await desk.press("r")
        await desk.see_screen(ReviewScreen)
        await desk.see("since v2: ")
        assert desk.on(ReviewScreen).document.scroll_offset.y == 0


async def test_no_review_date_is_proposed_from_a_day_that_is_over(room: Room) -> None:
    """The settings may name a day; one sets the date oneself then."""
    name = room.begun()
    desk = room.desk()
    desk.app.config = Config(review="2026-02-01")
    async with desk:
        await to_review(desk)
        await desk.see("no review date")
    assert room.session(name).review is None
