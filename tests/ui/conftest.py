"""A room for two in a folder of the test's own."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet

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


_parse = Stylesheet._parse_rules
_parsed: dict[tuple[Any, ...], list[RuleSet]] = {}


@pytest.fixture(autouse=True)
def _styles_parsed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Parse a style sheet once for all programs that have the same variables."""

    def parse(sheet: Stylesheet, *args: Any, **options: Any) -> list[RuleSet]:
        key = frozenset(sheet._variables.items()), args, frozenset(options.items())
        if key not in _parsed:
            _parsed[key] = _parse(sheet, *args, **options)
        return _parsed[key]

    monkeypatch.setattr(Stylesheet, "_parse_rules", parse)
