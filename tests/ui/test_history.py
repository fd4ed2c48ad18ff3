"""History: a grid moved in by keys, which opens the difference that a cell stands for."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from alliance_tui.domain import history
from alliance_tui.domain.alliance import Side
from alliance_tui.screens.alliance import AllianceScreen
from alliance_tui.screens.diff import DiffScreen
from alliance_tui.screens.history import HistoryScreen
from alliance_tui.storage.library import Library
from alliance_tui.text.diff import TextKind, measure
from tests.make_data import ANCHOR, SAMPLE
from tests.ui.driver import BANK, Desk, Room
from tests.unit.clock import FakeClock


@pytest.fixture
def sample(tmp_path: Path) -> Room:
    """The sample, at its own moment."""
    room = Room(tmp_path, FakeClock(ANCHOR))
    shutil.copytree(SAMPLE, tmp_path / "store")
    assert isinstance(room.library, Library)
    return room


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """Comparing waits for this event."""
    go_on = threading.Event()

    def wait(old: str, new: str) -> tuple[TextKind, float]:
        assert not (old and new and old != new) or go_on.wait(30)
        return measure(old, new)

    monkeypatch.setattr(history, "measure", wait)
    yield go_on
    go_on.set()


async def to_history(desk: Desk) -> None:
    """From the library."""
    await desk.press("v")
    await desk.see_screen(AllianceScreen)
    await desk.press("h")
    await desk.see_screen(HistoryScreen)
    await desk.see("▌")


@pytest.mark.parametrize("size", [(80, 24), (100, 30)])
async def test_the_sample_shows_four_columns(sample: Room, size: tuple[int, int]) -> None:
    """Three versions and the open session."""
    async with sample.desk(size) as desk:
        await to_history(desk)
        header = next(line for line in desk.lines() if "v1" in line)
        assert header.split() == ["v1", "v2", "v3", "open"]
        await desk.see("Intentions", "+ new", "░ 4%", "█ rewritten", "· kept")
        await desk.see("v3 → open: rewritten  Intentions", "◆ Ada  What assumptions do you have of each other?")


async def test_every_cell_has_a_sign_without_colour(sample: Room) -> None:
    """And the signs are explained."""
    async with sample.desk((100, 40)) as desk:
        await to_history(desk)
        await desk.see("· kept  ░ reworded  █ rewritten  + new  × removed")
        await desk.press("end")
        await desk.see("× gone", "Agreements", "◆● both  Nobody spends more than £300")


async def test_moving_stops_at_the_edges(sample: Room) -> None:
    """By arrows and by letters."""
    async with sample.desk((80, 24)) as desk:
        await to_history(desk)
        await desk.press("l", "right", "k", "up")
        await desk.see("v3 → open: rewritten")
        await desk.press("h", "left")
        await desk.see("v1 → v2: new")
        await desk.press("h", "h", "h")
        await desk.see("v1: absent")
        await desk.press("j", "j")
        await desk.see("v1: new", "◆ Ada  Name your highest hopes")
        await desk.press("pagedown", "space", "space")
        await desk.see("Nobody spends more than £300")
        await desk.press("home")
        await desk.see("◆ Ada  What assumptions")


async def test_enter_opens_the_difference_there(sample: Room) -> None:
    """Of that version from the one before, at that question."""
    async with sample.desk((80, 24)) as desk:
        await to_history(desk)
        await desk.press("h", *"jjjjjjjj")
        await desk.see("v2 → v3: reworded, 36% of the words", "◆ Ada  What can you count on from each other?")
        await desk.press("enter")
        await desk.see_screen(DiffScreen)
        await desk.see("v2 (4 Jun 2025) → v3 (4 Dec 2025)", "▌◆ Ada · moved")
        await desk.press("q")
        await desk.see_screen(HistoryScreen)
        await desk.see("v2 → v3: reworded, 36% of the words")


async def test_the_open_session_is_compared_too(sample: Room) -> None:
    """From the last column."""
    async with sample.desk((100, 30)) as desk:
        await to_history(desk)
        await desk.press("enter")
        await desk.see_screen(DiffScreen)
        await desk.see("v3 (4 Dec 2025) → open session", "▌◆ Ada · rewritten", "spent the money")


async def test_nothing_stands_before_the_first(sample: Room) -> None:
    """It says so."""
    async with sample.desk() as desk:
        await to_history(desk)
        await desk.press("h", "h", "h", "enter")
        await desk.see_notice("Nothing stands before the first version")
        desk.on(HistoryScreen)


async def test_what_was_kept_is_shown_unfolded(room: Room) -> None:
    """And it is said that nothing changed."""
    room.signed_twice("Warm.", "Frank.")
    async with room.desk((80, 24)) as desk:
        await to_history(desk)
        await desk.press("j")
        await desk.see("v1 → v2: kept", "● Grace  What is the tone")
        await desk.press("enter")
        await desk.see_notice("This did not change.")
        await desk.see("The same as ever.")


@pytest.mark.parametrize("size", [(60, 20), (40, 12)])
async def test_narrow_screens_scroll_sideways_under_fixed_heads(sample: Room, size: tuple[int, int]) -> None:
    """The newest versions first; older ones come into view when they are marked, and the heads stay."""
    async with sample.desk(size) as desk:
        await to_history(desk)
        await desk.see("open", "← more", "▌ ◆  What as")
        assert "v1" not in desk.text()
        await desk.press("h", "h", "h")
        await desk.see("v1", "more →", "▌ ◆  What as")


async def test_help_and_the_way_back(room: Room) -> None:
    """As everywhere."""
    room.signed_twice("Warm.", "Frank.")
    async with room.desk((80, 24)) as desk:
        await to_history(desk)
        await desk.press("question_mark")
        await desk.see("Open the difference that the marked cell stands for", "a colour")
        await desk.press("escape", "q")
        await desk.see_screen(AllianceScreen)
        await desk.press("d", "h")
        await desk.see_screen(HistoryScreen)


async def test_names_and_questions_are_never_markup(room: Room) -> None:
    """Whatever people are called."""
    name = room.begun("[red]Ann", "[/] Bob")
    room.say(name, "tone", "Warm.", Side.RIGHT)
    room.agree(name, "[@click=app.quit]x[/]")
    room.sign(name)
    async with room.desk((100, 30)) as desk:
        await to_history(desk)
        await desk.see("● [/] Bob  What is the tone", "◆● both    [@click=app.quit]x[/]")
        assert desk.alive


async def test_nothing_signed_has_no_history(room: Room) -> None:
    """It says so."""
    room.prepared()
    async with room.desk() as desk:
        await desk.press("v", "h")
        await desk.see_notice("Nothing is signed yet")


async def test_keys_answer_while_the_cells_fill_in(sample: Room, held: threading.Event) -> None:
    """What takes no comparison is there at once."""
    async with sample.desk((100, 30)) as desk:
        await to_history(desk)
        await desk.see("v3 → open: comparing…", "+ new", "· kept", "…")
        await desk.press("h", "j")
        await desk.see("v2 → v3: kept  Intentions", "● Grace  What assumptions")
        held.set()
        await desk.see("█ rewritten")
        await desk.press("l", "k")
        await desk.see("v3 → open: rewritten")


async def test_a_history_that_is_left_while_it_fills_in_leaves_nothing_behind(
    sample: Room, held: threading.Event
) -> None:
    async with sample.desk((100, 30)) as desk:
        await to_history(desk)
        await desk.see("comparing…")
        await desk.press("q")
        await desk.see_screen(AllianceScreen)
        assert not [*desk.app.workers]
        held.set()
        await desk.wait_until_idle()
        assert desk.alive


async def test_only_what_is_in_view_is_compared(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    """The rows below are compared when they come into view."""
    compared = []

    def note(old: str, new: str) -> tuple[TextKind, float]:
        compared.append(new)
        return measure(old, new)

    monkeypatch.setattr(history, "measure", note)
    name = room.begun()
    asked = [question.id for question in BANK]
    for question in asked:
        room.say(name, question, f"We talk of {question}.")
    room.sign(name)
    room.revisited(name)
    for question in asked:
        room.say(name, question, f"We think, too, of {question}.")
    room.sign(name)
    async with room.desk((80, 14)) as desk:
        await to_history(desk)
        await desk.see("v1 → v2: reworded, ")
        assert f"We think, too, of {asked[0]}." in compared and f"We think, too, of {asked[-1]}." not in compared
        await desk.press("end")
        await desk.until(lambda: f"We think, too, of {asked[-1]}." in compared, "the last row")
