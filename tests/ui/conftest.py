"""A room for two in a folder of the test's own."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from alliance_tui.terminal import key_order
from tests.ui.driver import Room


@pytest.fixture
def room(tmp_path: Path) -> Room:
    """An empty store and a clock that stands at noon."""
    return Room(tmp_path)


@pytest.fixture(autouse=True)
def _no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let keys act at once after a change that nobody asked for; tests of that pause set it again."""
    monkeypatch.setattr(key_order, "PAUSE", 0.0)


@pytest.fixture(autouse=True)
def _no_fsync(monkeypatch: pytest.MonkeyPatch) -> None:
    """Do not wait for the disk; tests/faults looks at what a power cut leaves."""
    monkeypatch.setattr(os, "fsync", lambda descriptor: None)


@pytest.fixture(autouse=True)
def _colours(monkeypatch: pytest.MonkeyPatch) -> None:
    """Draw in true colour: Rich keeps a style's codes as they were first asked for, whatever the terminal has."""
    monkeypatch.setenv("COLORTERM", "truecolor")
    monkeypatch.setenv("TERM", "xterm-256color")
