"""A room for two in a folder of the test's own."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.ui.driver import Room


@pytest.fixture
def room(tmp_path: Path) -> Room:
    """An empty store and a clock that stands at noon."""
    return Room(tmp_path)
