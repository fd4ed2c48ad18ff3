"""Every screen at every size, and while the size changes: alive, legible, nothing needed out of reach."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from alliance_tui.domain.alliance import SIDES
from tests.e2e.conftest import OpenTerminal
from tests.e2e.session import BANK, CHOICES, Sitting, lay_down, opening, read_json
from tests.full import FULL

LEFT, RIGHT = SIDES
SIZES = [(40, 12), (60, 20), (80, 24), (100, 30), (200, 60)]
TOURED = SIZES if FULL else [(40, 12), (80, 24)]
TOO_SMALL = (39, 11)


@dataclass(frozen=True)
class Stop:
    """A screen on the tour: the keys that lead there from the one before, and what it must show."""

    name: str
    keys: tuple[str, ...]
    shows: tuple[str, ...]
    page: bool = True
    """Whether it is a page of its own, whose last line ends with the way to help."""


TOUR = [
    Stop("library", (), ("Library", "◆ Ada & ● Grace", "enter open")),
    Stop("background", ("b",), ("Designing an alliance", "esc back"), page=False),
    Stop("library's help", ("escape", "?"), ("Keys", "esc back"), page=False),
    Stop("deletion", ("escape", "D"), ("Delete Ada & Grace?", "y  delete", "n  keep"), page=False),
    Stop("form", ("n", "n"), ("Begin an alliance", "One of you", "The other"), page=False),
    Stop("overview", ("escape", "v"), ("◆ Ada & ● Grace", "We agree", "Versions", "v2  signed")),
    Stop("version", ("enter",), ("version 2", "We agree")),
    Stop("older version", ("N",), ("version 1", "We agree")),
    Stop("diff", ("escape", "d"), ("v1", "→ v2", "read there")),
    Stop("diff, the other layout", ("s",), ("read there",)),
    Stop("diff, unfolded", ("u",), ("read there",)),
    Stop("diff's versions", ("v",), ("Compare", "v1 → v2"), page=False),
    Stop("library again", ("escape", "escape", "escape"), ("Library", "◆ Ada & ● Grace")),
    Stop("talk", ("enter",), ("▌1", opening("assumptions"), "◆ Ada answers", "▌ ◆ Ada", "enter write")),
    Stop("atmosphere", ("2",), ("▌2", "Atmosphere", opening("tone"))),
    Stop("responsibility", ("3",), ("▌3", "Responsibility", opening("count-on"))),
    Stop("backup plan", ("4",), ("▌4", "Backup plan", opening("conflict"))),
    Stop("closing", ("5",), ("▌5", "Closing", opening("appreciation"))),
    Stop("agreement", ("a",), ("One line both of you", "◆● both"), page=False),
    Stop("agreements", ("escape", "A"), ("agreements", "Agreement 1 of both")),
    Stop("rewording", ("enter",), ("why it changes", "◆● both"), page=False),
    Stop("extension", ("escape", "escape", "e"), ("Extend the session", "Minutes to add"), page=False),
    Stop("stop", ("escape", "S"), ("Stop without signing?", "set aside", "abandon"), page=False),
    Stop("palette", ("escape", "ctrl+p"), ("Search for commands",), page=False),
    Stop("talk's help", ("escape", "?"), ("Keys", "esc back"), page=False),
    Stop("choice", ("escape", "c"), (opening("assumptions"), "Ada 3 chosen", "Grace 4 chosen")),
    Stop("order", ("o",), ("Order of turns", "▌ 1"), page=False),
    Stop("review", ("escape", "enter", "r"), ("◆ Ada", "● Grace", "signed", "review in", "Ada signs")),
    Stop("review date", ("d",), ("Review date",), page=False),
    Stop("signing", ("escape", "left"), ("signing", "Version 3", "Ada signs"), page=False),
    Stop("library at last", ("q", "q"), ("Library", "◆ Ada & ● Grace")),
]
"""Every screen and dialog, in an alliance with two versions and an open session."""


def go_to(sitting: Sitting, stop: Stop) -> None:
    """Press the keys that lead to a stop, each when the one before has been dealt with."""
    for number, key in enumerate(stop.keys, 1):
        before = without_figures(sitting.terminal.wait_quiet(0.1))
        sitting.terminal.press(key)
        if number < len(stop.keys):  # a key that comes while a dialog is being closed is pressed on it, and is dropped
            sitting.see_that(lambda screen: without_figures(screen) != before, f"what {key} does")  # noqa: B023


def visit(sitting: Sitting, stop: Stop) -> None:
    """Go to a stop and look round."""
    go_to(sitting, stop)
    sitting.see(*stop.shows)
    if stop.page:
        sitting.see_that(lambda screen: screen.rstrip().endswith("? help"), f"the way to help, on {stop.name}")
    assert sitting.alive


@pytest.mark.parametrize(("columns", "rows"), TOURED)
def test_every_screen(alliance: Path, store: Path, terminal: OpenTerminal, columns: int, rows: int) -> None:
    """Each screen is reached by its keys and shows what it is for."""
    lay_down(store, versions=2)
    sitting = Sitting(terminal, [alliance, "--store", store], columns, rows)
    for stop in TOUR:
        visit(sitting, stop)
    assert sitting.quit() == 0


def test_every_screen_while_being_resized(alliance: Path, store: Path, terminal: OpenTerminal) -> None:
    """On each screen the terminal becomes large, small, too small and what it was; the next key still works."""
    lay_down(store, versions=2)
    sitting = Sitting(terminal, [alliance, "--store", store], 100, 30)
    for stop in TOUR:
        visit(sitting, stop)
        for size in [*SIZES, *reversed(SIZES), TOO_SMALL] if FULL else [(40, 12), (200, 60), TOO_SMALL]:
            sitting.resize(*size)
        sitting.terminal.wait_quiet(0.1)
        sitting.resize(100, 30)
        sitting.see(*stop.shows)
        sitting.terminal.wait_quiet()
        assert sitting.alive
    assert sitting.quit() == 0


def test_a_size_that_comes_back_at_once_is_painted_anew(alliance: Path, store: Path, terminal: OpenTerminal) -> None:
    """A terminal that was smaller for a moment has lost what stood beyond its edge."""
    lay_down(store)
    sitting = Sitting(terminal, [alliance, "--store", store], 80, 24)
    sitting.see("◆ Ada & ● Grace", "enter open")
    sitting.terminal.wait_quiet()
    for size in ((20, 2), (80, 24)) * 5:
        sitting.resize(*size)
    sitting.terminal.wait_until(lambda screen: "◆ Ada & ● Grace" in screen and "enter open" in screen, "both")


def test_writing_goes_on_after_a_size_that_was_too_small(alliance: Path, store: Path, terminal: OpenTerminal) -> None:
    """What is typed after it is text, as it was before it."""
    lay_down(store)
    sitting = Sitting(terminal, [alliance, "--store", store], 40, 12)
    sitting.open()
    sitting.write("Half a sen")
    sitting.resize(*TOO_SMALL)
    sitting.see("40 columns and 12 rows")
    sitting.resize(40, 12)
    sitting.see("writing", "Half a sen")
    sitting.terminal.type("tence")
    sitting.terminal.wait_for("Half a sentence")


def test_too_small_says_so_and_keeps_everything(alliance: Path, store: Path, terminal: OpenTerminal) -> None:
    """Below 40 by 12 there is a notice; with room again everything is where it was."""
    lay_down(store)
    sitting = Sitting(terminal, [alliance, "--store", store], 40, 12)
    sitting.open()
    sitting.write("Half a sen")
    sitting.resize(*TOO_SMALL)
    sitting.see("40 columns and 12 rows")
    sitting.resize(1, 1)
    sitting.terminal.wait_quiet()
    sitting.resize(40, 12)
    sitting.see("Half a sen")


def test_a_whole_turn_in_40_by_12(alliance: Path, store: Path, terminal: OpenTerminal) -> None:
    """Choose, write, switch sides, next turn, review, sign: all within the smallest terminal."""
    sitting = Sitting(terminal, [alliance, "--store", store], 40, 12)
    sitting.begin_alliance()
    sitting.choose(left=CHOICES[LEFT], right=CHOICES[RIGHT])
    sitting.begin()
    first, side = sitting.question, sitting.side
    sitting.answer("In little room")
    sitting.answer("And so say I", side.other)
    second, other = sitting.next_turn(), sitting.side
    sitting.answer("Room enough")
    sitting.agree("Small is fine")
    sitting.review()
    sitting.sign_both()
    shown = {each["question"]: each for each in read_json(alliance, store, "show", "Ada")["questions"]}
    assert [shown[first][each]["text"] for each in (side, side.other)] == ["In little room", "And so say I"]
    assert shown[second][other]["text"] == "Room enough"


def test_the_whole_question_can_be_read_in_40_by_12(alliance: Path, store: Path, terminal: OpenTerminal) -> None:
    """Even the longest question stands there to its last word, with who is asked below it."""
    lay_down(store)
    sitting = Sitting(terminal, [alliance, "--store", store], 40, 12)
    sitting.open()
    sitting.go_to_section(4)
    while sitting.question != "ending":
        sitting.next_question()
    sitting.see_that(reads(BANK["ending"].text), "the whole question")


def without_figures(screen: str) -> str:
    """The screen but for what a clock changes."""
    return re.sub(r"\d", "", screen)


def reads(text: str) -> Callable[[str], bool]:
    """Whether a text stands on the screen, wherever its lines are broken."""
    return lambda screen: text in " ".join(re.sub("[▁▂▃▄▅▆▇█]", " ", screen).split())
