"""Diff: two versions, laid out by width or by choice."""

from __future__ import annotations

import pytest

from alliance_tui.screens.diff import DiffScreen
from alliance_tui.screens.library import LibraryScreen
from alliance_tui.screens.list_dialog import ListDialog
from alliance_tui.screens.version import VersionScreen
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


def without_colours(desk: Desk) -> Desk:
    """As with NO_COLOR."""
    desk.app.no_color = True
    return desk


def drawn(desk: Desk, attribute: str) -> list[str]:
    """What is struck through, underlined or bold on the screen, piece by piece."""
    strips = desk.screen._compositor.render_strips()
    return [part.text for strip in strips for part in strip if part.style and getattr(part.style, attribute)]


async def test_picture_at_100_columns(room: Room) -> None:
    """Side by side."""
    room.signed_twice(OLD, NEW)
    async with without_colours(room.desk((100, 30))) as desk:
        await to_diff(desk)
        assert desk.lines()[0] == " ◆ Ada & ● Grace   v1 (12 Mar) → v2 (11 Apr)"
        assert picture(desk, "Atmosphere", "first.") == WIDE.strip("\n").split("\n")


async def test_picture_at_60_columns(room: Room) -> None:
    """Inline."""
    room.signed_twice(OLD, NEW)
    async with without_colours(room.desk((60, 30))) as desk:
        await to_diff(desk)
        assert picture(desk, "Atmosphere", "from me first.") == NARROW.strip("\n").split("\n")


WIDE = """
 Atmosphere · What is the tone or relational environment you want to
 create?

 ◆ Ada · reworded
 │ v1                                            │ v2
 │ I never surprise you in front of the          │ I never surprise you in front of the {+team+}.
 │ [-board-]. You hear it from me first.         │ You hear it from me first.
"""
NARROW = """
 Atmosphere · What is the tone or relational environment
 you want to create?

 ◆ Ada · reworded
 │ I never surprise you in front of the
 │ [-board-]{+team+}. You hear it from me first.
"""


async def test_with_colours_words_are_struck_and_underlined(room: Room) -> None:
    """Signs would be in the way then."""
    room.signed_twice(OLD, NEW)
    async with room.desk((100, 30)) as desk:
        await to_diff(desk)
        assert drawn(desk, "strike") == ["taken out", "board"]
        assert drawn(desk, "underline") == ["put in", "team"]
        assert "[-" not in desk.text()


@pytest.mark.parametrize("width", [100, 60])
async def test_what_was_rewritten_is_two_plain_paragraphs(room: Room, width: int) -> None:
    """One under the other or side by side, each with its sign."""
    room.signed_twice("Like the workshop on a good day.", "Warm tea, honest numbers.")
    async with room.desk((width, 30)) as desk:
        await desk.press("d")
        await desk.see("◆ Ada · rewritten", "▌ − v1", "▌ Like the workshop", "▌ + v2", "▌ Warm tea, honest")
        assert drawn(desk, "strike") == drawn(desk, "underline") == []


async def test_layout_by_width_and_by_choice(room: Room) -> None:
    """Wide is side by side, narrow inline; s turns it, and then it stays."""
    room.signed_twice(OLD, NEW)
    woven = "board team."

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
            await desk.see("▌◆ Ada · reworded", f"Second of {question}.")
        await desk.press("n")
        await desk.see_notice("No change after this one.")
        await desk.press("N", "N")
        await desk.see("Second of hopes.")
        await desk.press("N")
        await desk.see_notice("No change before this one.")


async def test_unfold(room: Room) -> None:
    """What did not change is counted; enter shows it, and folds it again."""
    room.signed_twice(OLD, NEW)
    async with room.desk() as desk:
        await to_diff(desk)
        assert "The same as ever." not in desk.text()
        await desk.press("u")
        await desk.see("The same as ever.", "Calmly.")
        await desk.press("u")
        await desk.see_no_more("The same as ever.")


async def test_a_list_of_changes_to_jump_from(room: Room) -> None:
    """In a dialog; with room to spare beside the changes, where n marks in it, too."""
    name = room.signed_twice("Warm.", "Frank.")
    room.revisited(name)
    room.say(name, "tone", "Light.")
    room.say(name, "conflict", "Not at all.")
    room.sign(name)
    async with room.desk((80, 24)) as desk:
        await desk.press("d")
        await desk.see("2 rewritten")
        await desk.press("c")
        await desk.see_screen(ListDialog)
        await desk.see("◆ Ada  ~\N{NO-BREAK SPACE}rewritten", "What is the tone", "How do you choose to be")
        await desk.press("j", "enter")
        await desk.see_screen(DiffScreen)
        await desk.see("▌Backup plan")
        await desk.resize(160, 40)
        await desk.see("▌   How do you choose to be with each o…")
        await desk.press("N")
        await desk.see("▌Atmosphere", "▌   What is the tone or relational envi…")


async def test_to_the_version_at_that_place_and_back(room: Room) -> None:
    """Enter opens it; d leads back to the difference there, escape to where one was."""
    name = room.begun()
    long = " ".join(f"Sentence number {number} stays." for number in range(60))
    for words in ("First", "Second"):
        for question in ("hopes", "tone", "conflict"):
            room.say(name, question, f"{words} of {question}. {long}")
        room.sign(name)
        if words == "First":
            room.revisited(name)
    async with room.desk((100, 30)) as desk:
        await desk.press("d")
        await desk.see("3 reworded")
        await desk.press("n", "n", "enter")
        await desk.see_screen(VersionScreen)
        await desk.see("version 2", "Second of tone.")
        await desk.press("5", "4", "d")
        await desk.see_screen(DiffScreen)
        await desk.see("▌Backup plan", "Second of conflict.")
        await desk.press("1", "enter")
        await desk.see_screen(VersionScreen)
        await desk.see("Second of hopes.")
        await desk.press("N")
        await desk.see("version 1", "First of hopes.")
        await desk.press("d")
        await desk.see_notice("This is the first version")
        await desk.press("escape")
        await desk.see_screen(DiffScreen)
        await desk.see("▌Intentions")
        await desk.press("escape")
        await desk.see_screen(LibraryScreen)


async def test_sections(room: Room) -> None:
    """1 to 5, as in the talk; a section without a change says so."""
    room.signed_twice(OLD, NEW)
    async with room.desk((100, 30)) as desk:
        await to_diff(desk)
        await desk.press("2")
        await desk.see("▌Atmosphere")
        await desk.press("4")
        await desk.see_notice("Nothing changed in Backup plan.")


async def test_ledger(room: Room) -> None:
    """What changed, counted by kind."""
    room.signed_twice(OLD, NEW)
    async with room.desk() as desk:
        await to_diff(desk)
        await desk.see("~\N{NO-BREAK SPACE}1 reworded  2 kept")
        await desk.resize(40, 12)
        await desk.see("~\N{NO-BREAK SPACE}1  2 kept")


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
    async with without_colours(room.desk()) as desk:
        await desk.press("d")
        await desk.see(f"{text} [-one-]", f"{text} {{+two+}}")
