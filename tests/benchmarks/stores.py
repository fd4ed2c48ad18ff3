"""Stores to measure on: the sample, and one with as many alliances as are asked for."""

from __future__ import annotations

import tempfile
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from alliance_tui.domain.alliance import Side
from alliance_tui.services import sessions
from alliance_tui.services.demo import make_demo
from alliance_tui.storage.library import Library
from tests.benchmarks.many import furnish

RUNNING = "ada-and-grace"
"""The sample's alliance whose session is running."""
ANSWERED = ("count-on", Side.RIGHT)
"""The answer its talk is at."""
FEW, SOME, MANY = 10, 1_000, 10_000
"""Alliances."""
_places: list[tempfile.TemporaryDirectory[str]] = []
"""Folders that go away when the process ends."""


def sample(root: Path, text: str = "") -> Library:
    """The sample, with this text for the answer that the talk is at."""
    library = make_demo(root, datetime.now(UTC))
    if text:
        question, side = ANSWERED
        sessions.answer(library, RUNNING, question, side, text)
    return library


@cache
def many(count: int, versions: int = 1) -> Path:
    """Make a store with so many alliances, each of so many versions; made once, gone when the process ends."""
    place = tempfile.TemporaryDirectory(prefix="alliance-many-")
    _places.append(place)
    root = Path(place.name) / "store"
    furnish(root, count, versions)
    return root
