"""Two screens on one session, each of them stale at times: no word is lost, and nothing is signed unseen."""

from __future__ import annotations

import os
import random
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from alliance_tui.services import alliances
from alliance_tui.services.alliances import Preparation
from alliance_tui.storage.library import Library
from tests.laws.screen import START, Outcome, Screen, later, stored_words

ACTS = int(os.environ.get("ALLIANCE_ACTS", "60"))
"""Acts of each screen; the long run takes 300."""
EXAMPLES = int(os.environ.get("ALLIANCE_STORIES", "8"))


class Story:
    """Two screens, and what the two typed and removed, as they would tell it."""

    def __init__(self, root: Path, seed: int) -> None:
        self.chance = random.Random(seed)
        self.root = root
        name = alliances.begin_alliance(Library(root), Preparation("Ada", "Grace"), START).name
        self.screens = [Screen(Library(root), name, who, random.Random(f"{seed}{who}")) for who in ("ada", "bob")]
        self.there: set[str] = set()
        self.now = START

    def go_on(self) -> None:
        """One act on one of the screens, judged from outside."""
        screen = self.chance.choice(self.screens)
        self.now = later(self.now, self.chance)
        outcome = screen.act(self.now)
        self.judge(outcome)

    def judge(self, outcome: Outcome) -> None:
        """What was typed is there, but for what somebody has knowingly removed; of that there may be copies still."""
        self.there = (self.there | outcome.typed) - outcome.removed
        lost = self.there - stored_words(self.root)
        assert not lost, lost
        if outcome.signed is not None and outcome.shown is not None:
            assert outcome.signed <= outcome.shown


@settings(
    max_examples=EXAMPLES,
    derandomize=True,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.too_slow],
)
@given(st.integers(0, 2**32))
def test_no_word_is_lost_between_two_screens(seed: int) -> None:
    """Every act, undo and cancel among them; a word goes only if somebody who saw it removed it."""
    with tempfile.TemporaryDirectory() as folder:
        story = Story(Path(folder) / "store", seed)
        for _ in range(2 * ACTS):
            story.go_on()
        assert list(Library(story.root).check()) == []
