"""Leaving: everything typed is kept, and the terminal is handed back as it was."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.e2e.conftest import OpenTerminal
from tests.e2e.session import Sitting, lay_down, read_json

CURSOR, ALTERNATE_SCREEN, BRACKETED_PASTE = 25, 1049, 2004
MOUSE = {1000, 1002, 1003, 1006, 1015}
PLACES: dict[str, tuple[Callable[[Sitting], None], ...]] = {
    "the library": (),
    "the form": (Sitting.new_alliance,),
    "the talk": (Sitting.open,),
    "an answer": (Sitting.open, Sitting.start_writing),
    "an agreement": (Sitting.open, lambda sitting: sitting.start_agreement("We part as friends")),
    "the review": (Sitting.open, Sitting.review),
}
"""Where one can be when leaving, and the steps that lead there from the library."""


def go(sitting: Sitting, place: str) -> None:
    """Go to a place."""
    for step in PLACES[place]:
        step(sitting)


def assert_restored(sitting: Sitting) -> None:
    """The shell finds the terminal as it was: its own screen, its cursor, no mouse, no brackets."""
    modes = sitting.terminal.modes
    assert CURSOR in modes
    assert not modes & {ALTERNATE_SCREEN, BRACKETED_PASTE, *MOUSE}
    assert sitting.screen.strip() == ""


@pytest.mark.parametrize("place", PLACES)
def test_the_palette_leaves_from_anywhere(alliance: Path, store: Path, terminal: OpenTerminal, place: str) -> None:
    """It ends with 0 and the terminal is as before."""
    lay_down(store)
    sitting = Sitting(terminal, [alliance, "--store", store], 80, 24)
    go(sitting, place)
    assert sitting.quit_by_palette() == 0
    assert_restored(sitting)


def test_q_leaves_screen_by_screen(alliance: Path, store: Path, terminal: OpenTerminal) -> None:
    """From the talk to the library, from there out."""
    lay_down(store)
    sitting = Sitting(terminal, [alliance, "--store", store], 80, 24)
    sitting.open()
    sitting.leave()
    assert sitting.quit() == 0
    assert_restored(sitting)


def test_what_was_typed_just_before_leaving_is_kept(alliance: Path, store: Path, terminal: OpenTerminal) -> None:
    """Keys and the leaving in one burst: the last word is on disk, in an answer and in an agreement."""
    lay_down(store)
    sitting = Sitting(terminal, [alliance, "--store", store], 80, 24)
    sitting.open()
    side = sitting.side
    sitting.start_writing()
    sitting.terminal.send(b"the very last word")
    assert sitting.quit_by_palette() == 0
    asked = read_json(alliance, store, "show", "Ada")["questions"]
    assert [each[side]["text"] for each in asked if each[side]] == ["the very last word"]

    sitting.start_again()
    sitting.terminal.press("a")
    sitting.see("whose doing")
    sitting.terminal.send(b"We keep the last word")
    assert sitting.quit_by_palette() == 0
    assert [each["text"] for each in read_json(alliance, store, "show", "Ada")["agreements"]] == [
        "We keep the last word"
    ]


def test_a_form_left_in_a_burst_is_kept(alliance: Path, store: Path, terminal: OpenTerminal) -> None:
    """Half a form, then the palette: it is there again."""
    sitting = Sitting(terminal, [alliance, "--store", store], 80, 24)
    sitting.new_alliance()
    sitting.terminal.send(b"Adalberta")
    assert sitting.quit_by_palette() == 0
    sitting.start()
    sitting.new_alliance()
    sitting.terminal.wait_for("Adalberta")


@pytest.mark.parametrize("place", PLACES)
def test_ctrl_q_leaves_nowhere(alliance: Path, store: Path, terminal: OpenTerminal, place: str) -> None:
    """The program lives on, and ends as ever."""
    lay_down(store)
    sitting = Sitting(terminal, [alliance, "--store", store], 80, 24)
    go(sitting, place)
    sitting.terminal.press("ctrl+q")
    assert sitting.quit_by_palette() == 0


@pytest.mark.parametrize("place", ["the library", "an answer"])
def test_ctrl_c_ends_nothing_by_accident(alliance: Path, store: Path, terminal: OpenTerminal, place: str) -> None:
    """The program lives on and answers its keys."""
    lay_down(store)
    sitting = Sitting(terminal, [alliance, "--store", store], 80, 24)
    go(sitting, place)
    sitting.terminal.press("ctrl+c")
    if place == "an answer":
        sitting.terminal.type("still here")
        sitting.see("still here")
    else:
        sitting.open()
        sitting.see("enter write")
    assert sitting.alive
