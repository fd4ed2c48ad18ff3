"""What somebody else has drawn on the terminal goes, and what the program shows comes back."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest

from tests.e2e.conftest import OpenTerminal
from tests.e2e.session import Sitting, lay_down

WRECK = b"\x1b[2J\x1b[5;5H\x1b[1;31mBroadcast message from root\x1b[m\x1b[2;9H"
PLACES = {"library": [], "talk": ["enter"], "writing": ["enter", "enter"], "dialog": ["enter", "a"], "help": ["?"]}


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("cause", ["ctrl+l", "continue", "size"])
@pytest.mark.parametrize("output", [[], ["--plain-output"]], ids=["light", "plain"])
def test_the_screen_comes_back(
    place: str, cause: str, output: list[str], alliance: Path, store: Path, terminal: OpenTerminal
) -> None:
    """On any screen, by a key, when the program is continued, and after the terminal had another size."""
    lay_down(store)
    sitting = Sitting(terminal, [alliance, "--store", store, *output])
    for key in PLACES[place]:
        sitting.terminal.press(key)
        sitting.terminal.wait_quiet(0.3)
    before = sitting.screen.split("\n")
    with sitting.terminal._news:
        sitting.terminal._emulator.feed(WRECK)
    if cause == "ctrl+l":
        sitting.terminal.press("ctrl+l")
    elif cause == "continue":
        sitting.terminal.signal(signal.SIGCONT)
    else:
        sitting.resize(90, 28)
        sitting.resize(100, 30)

    def ticking(lines: list[str]) -> list[str]:
        """The lines without those in which time passes."""
        return [line for number, line in enumerate(lines) if place == "library" or number not in (1, 5)]

    sitting.see_that(lambda screen: ticking(screen.split("\n")) == ticking(before), "\n".join(before))
