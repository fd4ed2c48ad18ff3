"""Diff: filtered, since somebody looked last, against the open session, and while it is being worked out."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from alliance_tui.domain import changes
from alliance_tui.domain.alliance import Side
from alliance_tui.screens.diff import DiffScreen
from alliance_tui.screens.diff_filter import DiffFilterDialog
from alliance_tui.screens.library import LibraryScreen
from alliance_tui.screens.list_dialog import ListDialog
from alliance_tui.text.diff import TextChange, compare_text
from alliance_tui.widgets import diff_view
from tests.ui.driver import Desk, Room


@pytest.fixture
def name(room: Room) -> str:
    """Two versions: both partners changed something, in two sections; an agreement was added."""
    name = room.begun()
    room.say(name, "tone", "Warm and frank.")
    room.say(name, "tone", "Kind and slow.", Side.RIGHT)
    room.say(name, "conflict", "I walk once round the house.")
    room.sign(name)
    room.revisited(name)
    room.say(name, "tone", "Warm and quick.")
    room.say(name, "tone", "Kind and sure.", Side.RIGHT)
    room.say(name, "conflict", "I walk twice round the house.")
    room.agree(name, "We walk on Fridays.", "hopes")
    room.sign(name)
    return name


async def to_diff(desk: Desk) -> None:
    """From the library."""
    await desk.press("d")
    await desk.see_changes()
    await desk.see("3", "1", "quick")


@pytest.mark.parametrize("size", [(80, 24), (40, 12)])
async def test_filtered_by_section_side_and_kind(room: Room, name: str, size: tuple[int, int]) -> None:
    """One, then more; c shows everything again; escape leaves it as it was."""
    async with room.desk(size) as desk:
        await to_diff(desk)
        await desk.press("f")
        await desk.see_screen(DiffFilterDialog)
        await desk.see("▌ section", "‹ all ›", "‹ both ›")
        await desk.press("l", "l", "enter")
        await desk.see("only Atmosphere: 2 of 4", "quick")
        await desk.press("f", "j", "right", "enter")
        await desk.see("only Atmosphere · Ada: 1 of 4")
        assert "sure" not in desk.text()
        await desk.press("f", "j", "j", "left", "escape")
        await desk.see("only Atmosphere · Ada: 1 of 4")
        await desk.press("f", "c")
        await desk.see_no_more("only")
        await desk.press("f", "j", "j", "left", "enter")
        await desk.see("only added: 1 of 4", "We walk on Fridays.")


async def test_nothing_left_says_so(room: Room, name: str) -> None:
    """Which is not that nothing changed."""
    async with room.desk() as desk:
        await to_diff(desk)
        await desk.press("f", "h", "h", "enter")
        await desk.see("only Closing: 0 of 4", "Nothing of this kind.")


async def test_since_each_looked_last(room: Room, name: str) -> None:
    """Noted for each on their own, on disk."""
    async with room.desk((80, 24)) as desk:
        await to_diff(desk)
        await desk.press("L")
        await desk.see("What is new to whom?", "Ada, who looked at v1 last", "Grace, who looked at v1 last")
        await desk.press("left")
        await desk.see("v1 (12 Mar) → v2 (11 Apr)")
        await desk.press("L")
        await desk.see("Ada, who looked at v2 last", "Grace, who looked at v1 last")
        await desk.press("left")
        await desk.see_notice("Ada has looked at v2 already, and nothing is newer.")
    assert room.library.alliance(name).last_read == {Side.LEFT: 2}
    for text in ("Light.", "Bright."):
        room.revisited(name)
        room.say(name, "tone", text)
        room.sign(name)
    async with room.desk((80, 24)) as desk:
        await desk.press("d")
        await desk.see("v3 (11 May) → v4")
        await desk.press("L", "left")
        await desk.see("v2 (11 Apr) → v4 (10 Jun)")
    assert room.library.alliance(name).last_read == {Side.LEFT: 4}
    assert list(room.library.check()) == []


async def test_against_the_open_session(room: Room, name: str) -> None:
    """It is one of the pairs, and read anew each time."""
    room.revisited(name)
    room.say(name, "hopes", "To build it well.")
    async with room.desk() as desk:
        await to_diff(desk)
        await desk.press("v")
        await desk.see_screen(ListDialog)
        await desk.see("v2 → open session", "v1 → v2", "v1 → open session")
        await desk.press("enter")
        await desk.see("v2 (11 Apr) → open session", "1 new answer", "To build it well.")
        room.say(name, "hopes", "To build it quickly.")
        await desk.press("v", "enter")
        await desk.see("To build it quickly.")


async def test_a_first_version_against_the_open_session(room: Room) -> None:
    """From the alliance's own page."""
    name = room.signed(tone="Warm.")
    room.revisited(name)
    room.say(name, "tone", "Frank.")
    async with room.desk() as desk:
        await desk.press("v", "d")
        await desk.see_screen(DiffScreen)
        await desk.see("v1 (12 Mar) → open session", "Frank.")


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """Comparing two texts that say other things waits for this event; "at once" in the new one lets it pass."""
    go_on = threading.Event()

    def wait(old: str, new: str) -> TextChange:
        assert old == new or "at once" in new or go_on.wait(30)
        return compare_text(old, new)

    monkeypatch.setattr(changes, "compare_text", wait)
    yield go_on
    go_on.set()


async def test_keys_answer_while_it_is_worked_out(room: Room, name: str, held: threading.Event) -> None:
    """A long comparison shows that it goes on; help opens, and q leaves, with nothing left behind."""
    async with room.desk() as desk:
        await desk.press("d")
        await desk.see_screen(DiffScreen)
        await desk.see("v1 (12 Mar) → v2 (11 Apr)", "Comparing…")
        await desk.press("question_mark")
        await desk.see("To the next or previous change")
        await desk.press("escape", "q")
        await desk.see_screen(LibraryScreen)
        assert not [*desk.app.workers]
        held.set()
        await desk.wait_until_idle()
        assert desk.alive


async def test_the_view_fills_in_while_texts_are_compared(
    room: Room, name: str, held: threading.Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is compared is shown and can be gone to; the counts come with the last of it."""
    monkeypatch.setattr(diff_view, "LONGEST", 0)
    room.revisited(name)
    room.say(name, "assumptions", "Shown at once.")
    room.say(name, "tone", "Shown later, when the rest is.")
    room.sign(name)
    async with room.desk() as desk:
        await desk.press("d")
        await desk.see("Shown at once.", "Comparing…")
        await desk.press("n")
        await desk.see("▌◆ Ada · new answer")
        await desk.press("n")
        await desk.see_notice("More is still being compared.")
        await desk.press("c", "f")
        desk.on(DiffScreen)
        held.set()
        await desk.see("Shown later", "1 new answer", "▌◆ Ada · new answer")
        await desk.see_no_more("Comparing…")


async def test_coarse_marks_are_owned_up_to(room: Room) -> None:
    """Where a text was too long to mark as finely as usual."""
    old = " ".join(f"word{number % 7}" for number in range(6000))
    new = " ".join(f"word{number % 5}" for number in range(6000))
    room.signed_twice(old, new)
    async with room.desk() as desk:
        await desk.press("d")
        await desk.see("the marks are coarse")
