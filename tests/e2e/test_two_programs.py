"""Two programs on one store under random keys, pastes, clicks and resizes: no fault, no silence, no word lost.

ALLIANCE_KEYS=100000 for a long run; fewer in the ordinary one. A failure names its seed and the last acts;
`python -m tests.e2e.fuzz SEED KEYS --trace` tells the traceback.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.e2e.fuzz import play

KEYS = int(os.environ.get("ALLIANCE_KEYS", "1500"))


@pytest.mark.parametrize(("seed", "careful"), [(1, True), (2, False), (3, True), (4, False)])
def test_random_keys_in_two_programs(alliance: Path, store: Path, seed: int, careful: bool) -> None:
    """Every probe is answered and no program ends by itself; where nobody takes a word away, each is stored."""
    played = play([str(alliance), "--store", str(store)], store, seed, KEYS // 4, careful)
    assert played.keys >= KEYS // 4
    assert played.words > 0 or KEYS < 20_000  # a short run may end before a word stays on a screen
    assert played.missing == ()
