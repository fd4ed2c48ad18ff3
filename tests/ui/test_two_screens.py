"""Two screens on one session: what each writes stays, nobody is thrown out, and what is signed was read."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

import pytest

from alliance_tui.domain.alliance import SIDES, Holder, Side, Verdict
from alliance_tui.screens import session_page
from alliance_tui.screens.kept_text import KeptTextDialog
from alliance_tui.screens.library import LibraryScreen
from alliance_tui.screens.over_time import OverTimeScreen
from alliance_tui.screens.prepare import PrepareScreen
from alliance_tui.screens.review import ReviewScreen
from alliance_tui.screens.section import SectionScreen
from alliance_tui.screens.signing import SignedScreen, SigningDialog
from alliance_tui.services import agreements, drafts, sessions
from alliance_tui.terminal import key_order
from alliance_tui.text.caret import moved_index
from tests.ui.driver import Desk, Room


@asynccontextmanager
async def two(room: Room, size: tuple[int, int] = (100, 30)) -> AsyncIterator[tuple[Desk, Desk]]:
    """Two programs, both at the open session."""
    async with AsyncExitStack() as stack:
        desks = [await stack.enter_async_context(room.desk(size)) for _ in range(2)]
        for desk in desks:
            await desk.open()
        yield desks[0], desks[1]


async def both_look(*desks: Desk) -> None:
    """A second passes on both screens."""
    for desk in desks:
        await desk.tick()


# Texts written at the same time


@pytest.mark.parametrize(
    ("key", "left"), [("m", "Warm."), ("t", "Cool."), ("b", "Warm.\n\nCool.")], ids=["mine", "theirs", "both"]
)
async def test_two_texts_are_both_kept_until_one_takes_them(room: Room, key: str, left: str) -> None:
    """On the screen that wrote "Warm." that is the text in the field, and the box has the other's."""
    name = room.begun()
    async with two(room) as (one, other):
        for desk, text in ((one, "Cool."), (other, "Warm.")):
            await desk.press("enter")
            await desk.type(text)
        await one.press("escape")
        await other.see("written on both screens")
        await other.press("escape")
        await other.see("Warm.", "written at the same time", "Cool.")
        await one.tick()
        await one.see("Cool.", "written at the same time", "Warm.")
        assert one.text().index("Cool.") < one.text().index("Warm.")
        assert other.text().index("Warm.") < other.text().index("Cool.")
        await other.press(key)
        await other.see_no_more("at the same time")
        assert room.written(name, "hopes") == left
        await other.press("u")
        await other.see_notice("Undone: Ada’s answer to")
        await other.see("at the same time")


async def test_what_the_other_saves_does_not_move_what_is_read(room: Room) -> None:
    """Lines above and below come and go; the first line in view stays the first, the caret where it is."""
    name = room.begun()
    before = "\n".join(f"line {number}" for number in range(60))
    room.say(name, "hopes", before)
    async with two(room) as (one, _):
        editor = one.on(SectionScreen).split.panes[Side.LEFT].editor
        editor.move_cursor((40, 2))
        await one.press("pageup")
        top = editor.text.split("\n")[editor.scroll_offset.y]
        for text in (f"new\nmore\n{before}", before, before.replace("line 59", "the end")):
            room.say(name, "hopes", text)
            await one.tick()
            assert editor.text == text
            assert editor.text.split("\n")[editor.scroll_offset.y] == top
            line, column = editor.cursor_location
            assert (editor.text.split("\n")[line], column) == ("line 40", 2)


@pytest.mark.parametrize(
    ("before", "after", "index", "moved"),
    [
        ("one two", "one two three", 4, 4),
        ("one two", "zero one two", 4, 9),
        ("one two three", "one three", 6, 5),
        ("one two", "one 2", 7, 5),
        ("aaa", "aaaa", 2, 2),
        ("abc", "", 2, 0),
    ],
)
def test_where_a_place_in_a_text_goes(before: str, after: str, index: int, moved: int) -> None:
    """With what stands before it or after it; to the start of what changed around it."""
    assert moved_index(before, after, index) == moved


async def test_review_stays_where_it_is_read(room: Room) -> None:
    """Words above it grow on the other screen."""
    name = room.begun()
    for question in ("assumptions", "hopes", "tone", "requests", "feedback", "conflict"):
        room.say(name, question, "\n".join(f"{question} {number}" for number in range(8)))
    async with two(room, (80, 24)) as (one, _):
        await one.press("r")
        await one.see_screen(ReviewScreen)
        await one.press("pagedown")
        top = one.lines()[2]
        room.say(name, "assumptions", "\n".join(f"assumptions {number}" for number in range(20)))
        await one.tick()
        await one.until(lambda: one.lines()[2] == top, f"{top} as the first line")


# Undo and cancel


async def test_undo_leaves_what_the_other_has_changed_since(room: Room) -> None:
    """It says so, and takes nothing away."""
    name = room.begun()
    async with two(room) as (one, other):
        await one.write("Cool.")
        await other.tick()
        await other.press("left", "enter", "end")
        await other.type(" And warm.")
        await other.press("escape")
        await one.press("u")
        await one.see_notice("changed on the other screen since. Nothing was undone")
        assert room.written(name, "hopes") == "Cool. And warm."
        await one.see("Cool. And warm.")


async def test_cancel_takes_back_only_what_the_dialog_wrote(room: Room) -> None:
    """The other's agreement and verdict, given meanwhile, stay."""
    name = room.begun()
    async with two(room) as (one, _):
        await one.press("a")
        await one.type("Mine")
        await one.flush()
        room.agree(name, "Theirs", "hopes")
        await one.press("escape")
        await one.see("Theirs")
    assert [agreement.text for agreement in room.session(name).agreements] == ["Theirs"]


async def test_two_wordings_of_one_agreement_are_both_kept(room: Room) -> None:
    """Neither takes the other's place, and a cancel takes back its own alone."""
    name = room.begun()
    room.agree(name, "We walk", "hopes", "walk")
    async with two(room) as (one, other):
        for desk in (one, other):
            await desk.press("A", "enter")
        await one.type(" on Fridays")
        await one.press("enter")
        await other.tick()
        await other.see("changed on the other screen: We walk on Fridays")
        await other.type(" daily")
        await other.press("enter")
        await other.see_notice("Both wordings are kept")
        assert [each.text for each in room.session(name).agreements] == ["We walk on Fridays", "We walk daily"]


async def test_one_undo_takes_back_one_verdict(room: Room) -> None:
    """Not all that was said in the dialog."""
    name = room.begun()
    room.agree(name, "We walk", "hopes", "walk")
    room.sign(name)
    room.revisited(name)
    async with room.desk() as desk:
        await desk.open()
        await desk.press("A", "left", "right", "escape", "u")
        await desk.see_notice("Undone: Grace’s verdict on an agreement")
        assert room.session(name).agreements[0].verdicts == {Side.LEFT: Verdict.LIVING}
        await desk.press("u")
        assert room.session(name).agreements[0].verdicts == {}


# Lists


async def test_taking_out_what_the_other_has_taken_out(room: Room) -> None:
    """The list follows; the marked agreement stays marked, and it alone goes."""
    name = room.begun()
    for text in ("One", "Two", "Three"):
        room.agree(name, text, "hopes", text)
    async with two(room) as (one, _):
        one.stop_timers()
        await one.press("A", "j", "j")
        agreements.withdraw(room.library, name, "One")
        await one.tick()
        await one.see_no_more("One")
        await one.press("d")
        await one.until(lambda: [each.text for each in room.session(name).agreements] == ["Two"], "Two alone")
        agreements.withdraw(room.library, name, "Two")
        await one.press("d")
        await one.see_notice("taken out on the other screen")
        await one.press("d")
        one.on(OverTimeScreen)
        assert one.alive


async def test_a_verdict_that_the_other_has_just_given_is_not_written_over(room: Room) -> None:
    """It is shown instead."""
    name = room.begun()
    room.agree(name, "We walk", "hopes", "walk")
    room.sign(name)
    room.revisited(name)
    async with two(room) as (one, _):
        await one.press("A")
        agreements.judge(room.library, name, "walk", Side.LEFT, Verdict.OUTGROWN)
        await one.press("left")
        await one.see_notice("changed on the other screen meanwhile")
        await one.see("outgrown")
    assert room.session(name).agreements[0].verdicts == {Side.LEFT: Verdict.OUTGROWN}


# Signing


async def test_what_was_not_read_is_not_signed(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    """A word changes behind the question: nothing is signed, the word is shown, and then it can be."""
    monkeypatch.setattr(session_page, "QUIET_TIME", 0.0)
    name = room.begun()
    room.say(name, "hopes", "Read.")
    async with two(room) as (one, _):
        await one.press("r", "left")
        await one.see("Ada signs")
        room.say(name, "hopes", "Not read.")
        await one.press("enter")
        await one.see_notice("Nothing was signed")
        await one.see("Not read.")
        assert room.session(name).signatures == {}
        await one.press("left", "enter")
        await one.see_notice("Ada has signed")


async def test_a_dialog_over_older_words_says_so(room: Room) -> None:
    """Whose words, and what to do."""
    name = room.begun()
    async with two(room) as (one, _):
        await one.press("r", "left")
        await one.see_screen(SigningDialog)
        room.say(name, "hopes", "New.", Side.RIGHT)
        await one.tick()
        await one.see("Grace’s answer to", "esc: read it.")
        await one.press("enter")
        await one.see_notice("Nothing was signed")


async def test_the_second_signature_waits_for_the_other_screen_to_come_to_rest(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A word that came in the last seconds is read first."""
    name = room.begun()
    monkeypatch.setattr(session_page, "QUIET_TIME", 1000.0)  # however busy the machine is
    async with two(room) as (one, other):
        await one.press("r")
        sessions.sign(room.library, name, Side.LEFT, room.clock.now())
        room.say(name, "hopes", "New.", Side.RIGHT)
        sessions.sign(room.library, name, Side.LEFT, room.clock.now())
        await one.tick()
        await one.press("right", "enter")
        await one.see_notice("in the last seconds")
        assert room.versions(name) == ()
        monkeypatch.setattr(session_page, "QUIET_TIME", 0.0)
        await one.press("right", "enter")
        await one.see_notice("Signed by both: version 1.")
        await one.see_screen(SignedScreen)
        await other.tick()
        await other.see_screen(SignedScreen)


async def test_both_screens_arrive_at_the_signed_version(room: Room) -> None:
    """With the same words, wherever the other was."""
    room.begun()
    async with two(room) as (one, other):
        await other.press("3", "question_mark")
        await one.press("r", "left", "enter", "right", "enter")
        await one.see_notice("Signed by both: version 1.")
        await one.see_screen(SignedScreen)
        await other.tick()
        await other.see_notice("Signed by both: version 1.")
        await other.see_screen(SignedScreen)


# A screen is never taken away from somebody who types


def signed(room: Room, name: str) -> None:
    room.sign(name)


def abandoned(room: Room, name: str) -> None:
    sessions.abandon(room.library, name, room.clock.now(), room.session(name).id)


def deleted(room: Room, name: str) -> None:
    room.library.delete(name, room.clock.now(), id=room.library.alliance(name).id)


@pytest.mark.parametrize(
    ("ends", "words"),
    [
        (signed, "Signed on the other screen: this is version 1 now"),
        (abandoned, "abandoned on the other screen"),
        (deleted, "deleted on the other screen"),
    ],
)
async def test_who_types_stays_and_keeps_every_letter(
    room: Room, ends: object, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Sixty letters, half of them before and half after the end; none of them acts on another screen."""
    monkeypatch.setattr(key_order, "PAUSE", 600.0)
    name = room.begun()
    letters = "qndDurasxyAS" * 5
    async with two(room) as (one, _):
        await one.press("enter")
        await one.type(letters[:30])
        await one.flush()
        assert callable(ends)
        ends(room, name)
        await one.type(letters[30:])
        await one.see_notice(words)
        editor = one.on(SectionScreen).split.panes[Side.LEFT].editor
        assert editor.text == letters
        await one.flush()
        await one.press("escape")
        await one.see_screen(KeptTextDialog if ends is signed else LibraryScreen)
        await one.type("qqDy")  # what was still typed for the editor acts on nothing
        assert one.alive
        assert one.app.is_running
        found = [path for path in room.library.root.rglob("*.json") if letters in path.read_text("utf-8")]
        assert [path.name for path in found] == ["drafts.json"]


async def test_a_text_that_was_kept_is_offered_at_the_next_opening(room: Room) -> None:
    """And put into the next session, or thrown away."""
    name = room.begun()
    async with room.desk() as desk:
        await desk.open()
        await desk.press("enter")
        await desk.type("Before. ")
        await desk.flush()
        room.sign(name)
        await desk.type("After.")
        await desk.see_notice("kept apart")
        await desk.flush()
        await desk.press("escape")
        await desk.see_screen(KeptTextDialog)
    room.revisited(name)
    async with room.desk() as desk:
        await desk.press("enter")
        await desk.see("In no version", "Before. After.")
        await desk.press("n")
        await desk.see_screen(SectionScreen)
        assert drafts.kept_texts(room.library, name) == ()
    assert room.written(name, "hopes") == "Before. After."


async def test_a_store_that_is_away_for_a_moment(room: Room) -> None:
    """It is trouble, told until it is over; the screen stays, and all is saved when the store is back."""
    name = room.begun()
    away = room.library.root.with_name("away")
    async with room.desk() as desk:
        await desk.open()
        await desk.press("enter")
        await desk.type("One ")
        await desk.flush()
        room.library.root.rename(away)
        await desk.type("two")
        await desk.tick()
        await desk.see("UNSAVED", "One two")
        assert not room.library.root.exists()
        away.rename(room.library.root)
        await desk.until(lambda: room.written(name, "hopes") == "One two", "the words on disk")
        await desk.tick()
        await desk.see_no_more("UNSAVED")


async def test_keys_after_a_change_that_nobody_asked_for_are_dropped_until_a_pause(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Then they act again."""
    monkeypatch.setattr(key_order, "PAUSE", 600.0)
    room.begun()
    async with two(room) as (one, other):
        await one.press("r", "left", "enter", "right", "enter")
        await one.see_screen(SignedScreen)
        await other.tick()
        await other.see_screen(SignedScreen)
        await other.press("q", "q", "q")
        other.on(SignedScreen)
        monkeypatch.setattr(key_order, "PAUSE", 0.0)
        await other.press("q", "q")
        await other.see_screen(LibraryScreen)


async def test_set_aside_on_the_other_screen_moves_nobody(room: Room) -> None:
    """The words that are typed are saved in the session, which is there still."""
    name = room.begun()
    async with two(room) as (one, _):
        await one.press("enter")
        await one.type("Half ")
        sessions.set_aside(room.library, name, room.clock.now())
        await one.tick()
        await one.type("and whole.")
        await one.press("escape")
        one.on(SectionScreen)
        await one.see("paused")
    assert room.written(name, "hopes") == "Half and whole."


# Prepare


async def test_a_cancelled_edit_comes_back_marked(room: Room) -> None:
    """And goes with one key."""
    name = room.prepared()
    async with room.desk() as desk:
        await desk.open()
        await desk.press("t")
        await desk.see_screen(PrepareScreen)
        await desk.press("up", "up", "end")
        await desk.type("beth")
        await desk.press("escape")
        assert str(room.session(name).partners) == "Ada & Grace"
        await desk.press("t")
        await desk.see("Adabeth", "Not in force")
        await desk.press("ctrl+r")
        await desk.see_no_more("Adabeth", "Not in force")


async def test_names_that_the_other_has_corrected_meanwhile(room: Room) -> None:
    """They are not put back by who saw the old ones."""
    name = room.prepared()
    async with room.desk() as desk:
        await desk.open()
        await desk.press("t")
        await desk.see_screen(PrepareScreen)
        room.library.record(name).rename(room.session(name).partners._replace(left="Ida"), "cofounders")
        await desk.press("ctrl+g")
        await desk.see_notice("changed on the other screen")
        desk.on(PrepareScreen)
    assert str(room.session(name).partners) == "Ida & Grace"


async def test_the_holder_alone_is_changed_beside_the_others_wording(room: Room) -> None:
    """Two people act on two parts of one agreement."""
    name = room.begun()
    room.agree(name, "We walk", "hopes", "walk")
    async with two(room) as (one, _):
        await one.press("A", "enter")
        agreements.agree(room.library, name, "hopes", "We walk daily", Holder.BOTH, "walk")
        await one.press("tab", "tab", "enter")
    [agreement] = room.session(name).agreements
    assert (agreement.text, agreement.holder) == ("We walk daily", Holder.LEFT)
    assert SIDES[0].value == agreement.holder.value
