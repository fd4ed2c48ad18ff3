"""The terminal changes its size at random while somebody types: nothing is lost, and the screen is right afterwards.

ALLIANCE_RESIZES=500 for all of them; fewer in the ordinary run.
"""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest

from tests.e2e.conftest import OpenTerminal
from tests.e2e.session import Sitting, lay_down, read_json

RESIZES = int(os.environ.get("ALLIANCE_RESIZES", "60"))
LARGEST = (300, 100)
EDGES = [
    (1, 1),
    LARGEST,
    (1, 100),
    (300, 1),
    (39, 12),
    (40, 11),
    (40, 12),
    (2, 2),
    (59, 24),
    (60, 15),
    (79, 23),
    (80, 24),
]


@pytest.mark.parametrize("seed", [1, 2])
def test_random_sizes_while_typing(alliance: Path, store: Path, terminal: OpenTerminal, seed: int) -> None:
    """From 1 by 1 to 300 by 100; every letter arrives, and a fresh program shows the same screen."""
    lay_down(store)
    chance = random.Random(seed)
    sitting = Sitting(terminal, [alliance, "--store", store], 100, 30)
    sitting.open()
    sitting.write("Start ")
    typed = "Start "
    sizes = EDGES + [(chance.randint(1, LARGEST[0]), chance.randint(1, LARGEST[1])) for _ in range(RESIZES // 2)]
    for number, size in enumerate(sizes):
        sitting.resize(*size)
        words = f"{number} "
        sitting.terminal.type(words)
        typed += words
        if chance.random() < 0.3:
            sitting.terminal.wait_quiet(0.02)
        assert sitting.alive
    sitting.resize(100, 30)
    sitting.terminal.type("END.")
    sitting.see("END.", "writing", "0 of")
    sitting.stop_writing()
    asked = read_json(alliance, store, "show", "Ada")["questions"]
    assert [each[side]["text"] for each in asked for side in ("left", "right") if each[side]] == [f"{typed}END."]
    sitting.leave()
    assert sitting.quit() == 0


def test_smallest_and_largest_from_the_start(alliance: Path, store: Path, terminal: OpenTerminal) -> None:
    """It starts at any size, and becomes right when there is room."""
    lay_down(store)
    for size in ((1, 1), (2, 1), (1, 60), LARGEST):
        shown = terminal([alliance, "--store", store, "open", "Ada"], columns=size[0], rows=size[1])
        shown.wait_until(lambda _screen: 2004 in shown.modes, "the app")  # noqa: B023
        shown.wait_quiet(0.1)
        assert shown.poll() is None
        shown.resize(100, 30)
        shown.wait_for("0 of")
        shown.wait_for("enter write")
        shown.close()
