"""Diff: two versions, laid out by width or by choice."""

from __future__ import annotations

import pytest

from alliance_tui.screens.diff import DiffScreen
from alliance_tui.screens.library import LibraryScreen
from alliance_tui.screens.list_dialog import ListDialog
from tests.ui.driver import Desk, Room

OLD = "I never surprise you in front of the board. You hear it from me first."
NEW = "I never surprise you in front of the team. You hear it from me first."


async def to_diff(desk: Desk) -> None:
    """From the library."""
    await desk.press("d")
    await desk.see_screen(DiffScreen)
    await desk.see("unchanged answers")


def picture(desk: Desk, first: str, last: str) -> list[str]:
    """The rows from the one with `first` to the one with `last`."""
    rows = desk.lines()
    start = next(index for index, row in enumerate(rows) if first in row)
    end = next(index for index, row in enumerate(rows) if last in row)
    return rows[start : end + 1]


async def test_picture_at_100_columns(room: Room) -> None:
    """Side by side."""
    room.signed_twice(OLD, NEW)
    async with room.desk((100, 30)) as desk:
        await to_diff(desk)
        assert desk.lines()[0] == " Diff · Ada & Grace · v1 (12 Mar) → v2 (11 Apr)"
        assert picture(desk, "Atmosphere", "first.") == WIDE.strip("\n").split("\n")


async def test_picture_at_60_columns(room: Room) -> None:
    """Inline."""
    room.signed_twice(OLD, NEW)
    async with room.desk((60, 30)) as desk:
        await to_diff(desk)
        assert picture(desk, "Atmosphere", "first.") == NARROW.strip("\n").split("\n")


WIDE = """
  Atmosphere · What is the tone or relational environment you want to create?
  Ada · reworded
  │ v1                                            │ v2
  │ I never surprise you in front of the          │ I never surprise you in front of the {+team+}.
  │ [-board-]. You hear it from me first.         │ You hear it from me first.
"""
NARROW = """
  Atmosphere · What is the tone or relational environment
  you want to create?
  Ada · reworded
  │ I never surprise you in front of the
  │ [-board-]{+team+}. You hear it from me first.
"""


async def test_layout_by_width_and_by_choice(room: Room) -> None:
    """Wide is side by side, narrow inline; s turns it, and then it stays."""
    room.signed_twice(OLD, NEW)
    woven = "[-board-]{+team+}."

    def inline() -> bool:
        return woven in " ".join(desk.text().replace("│", " ").split())

    async with room.desk((100, 30)) as desk:
        await to_diff(desk)
        await desk.until(lambda: not inline(), "side by side")
        await desk.resize(79, 24)
        await desk.until(inline, "inline")
        await desk.resize(80, 24)
        await desk.until(lambda: not inline(), "side by side")
        await desk.press("s")
        await desk.until(inline, "inline")
        await desk.resize(120, 24)
        await desk.until(inline, "inline")
        await desk.press("s")
        await desk.until(lambda: not inline(), "side by side")


async def test_jumping_between_changes(room: Room) -> None:
    """n and N; a sign shows which is current; the ends say so."""
    name = room.begun()
    long = " ".join(f"Sentence number {number} stays." for number in range(60))
    for question in ("hopes", "tone", "conflict"):
        room.say(name, question, f"First of {question}. {long}")
    room.sign(name)
    room.revisited(name)
    for question in ("hopes", "tone", "conflict"):
        room.say(name, question, f"Second of {question}. {long}")
    room.sign(name)
    async with room.desk() as desk:
        await desk.press("d")
        await desk.see("3 reworded")
        assert "▌" not in desk.text()
        for question in ("hopes", "tone", "conflict"):
            await desk.press("n")
            await desk.see("▌ Ada · reworded", f"{{+Second+}} of {question}.")
        await desk.press("n")
        await desk.see_notice("No change after this one.")
        await desk.press("N", "N")
        await desk.see("{+Second+} of hopes.")
        await desk.press("N")
        await desk.see_notice("No change before this one.")


async def test_unfold(room: Room) -> None:
    """What did not change is counted; enter shows it, and folds it again."""
    room.signed_twice(OLD, NEW)
    async with room.desk() as desk:
        await to_diff(desk)
        assert "The same as ever." not in desk.text()
        await desk.press("enter")
        await desk.see("The same as ever.", "Calmly.")
        await desk.press("enter")
        await desk.see_no_more("The same as ever.")


async def test_ledger(room: Room) -> None:
    """What changed, counted by kind."""
    room.signed_twice(OLD, NEW)
    async with room.desk() as desk:
        await to_diff(desk)
        await desk.see("2 kept", "1 reworded")


async def test_other_versions(room: Room) -> None:
    """Any two, chosen from a list."""
    name = room.signed_twice("Warm.", "Frank.")
    room.revisited(name)
    room.say(name, "tone", "Light.")
    room.sign(name)
    async with room.desk() as desk:
        await desk.press("d")
        await desk.see("v2 (11 Apr) → v3 (11 May)", "Light")
        await desk.press("v")
        await desk.see_screen(ListDialog)
        await desk.see("v2 → v3", "v1 → v2", "v1 → v3")
        await desk.press("j", "enter")
        await desk.see("v1 (12 Mar) → v2 (11 Apr)", "Warm")
        await desk.press("v", "j", "j", "enter")
        await desk.see("v1 (12 Mar) → v3 (11 May)", "Light")
        await desk.press("v", "escape")
        await desk.see_screen(DiffScreen)
        await desk.press("q")
        await desk.see_screen(LibraryScreen)


async def test_nothing_changed(room: Room) -> None:
    """It says so."""
    room.signed_twice(OLD, OLD)
    async with room.desk() as desk:
        await desk.press("d")
        await desk.see("Nothing changed: the two versions say the same.")


@pytest.mark.parametrize("text", ["[-not a mark-] {+nor this+}", "[/] [red]x"])
async def test_marks_in_the_text_itself(room: Room, text: str) -> None:
    """Signs that people typed are shown as they typed them."""
    room.signed_twice(f"{text} one", f"{text} two")
    async with room.desk() as desk:
        await desk.press("d")
        await desk.see(f"{text} [-one-]", f"{text} {{+two+}}")
