"""What somebody else has drawn on the terminal goes, and what the program shows comes back."""

from __future__ import annotations

import re
import signal
from pathlib import Path

import pytest

from tests.e2e.conftest import OpenTerminal
from tests.e2e.session import Sitting, lay_down

WRECK = b"\x1b[2J\x1b[5;5H\x1b[1;31mBroadcast message from root\x1b[m\x1b[2;9H"
PLACES = {"library": [], "talk": ["enter"], "writing": ["enter", "enter"], "dialog": ["enter", "a"], "help": ["?"]}
CAUSES = ("ctrl+l", "continue", "size")


@pytest.mark.parametrize(
    ("place", "cause", "options"),
    [
        *((place, cause, ()) for place in PLACES for cause in CAUSES),
        *(("dialog", cause, ("--plain-output",)) for cause in CAUSES),
    ],
)
def test_the_screen_comes_back(
    place: str, cause: str, options: tuple[str, ...], alliance: Path, store: Path, terminal: OpenTerminal
) -> None:
    """On any screen, by a key, when the program is continued, and after the terminal had another size."""
    lay_down(store)
    sitting = Sitting(terminal, [alliance, "--store", store, *options])
    for key in PLACES[place]:
        sitting.terminal.press(key)
        sitting.terminal.wait_quiet(0.3)
    before = sitting.terminal.wait_quiet(0.1)
    with sitting.terminal._news:
        sitting.terminal._emulator.feed(WRECK)
    if cause == "ctrl+l":
        sitting.terminal.press("ctrl+l")
    elif cause == "continue":
        sitting.terminal.signal(signal.SIGCONT)
    else:
        sitting.resize(90, 28)
        sitting.resize(100, 30)

    def timeless(screen: str) -> str:
        """The screen without its times."""
        return re.sub(r"\d+:\d\d", "", screen)

    sitting.see_that(lambda screen: timeless(screen) == timeless(before), before)
