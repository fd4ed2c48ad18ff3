"""The command over a store of its own, the app replaced, and somebody who answers."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from alliance_tui import cli
from alliance_tui.commands import interactive
from tests.unit.test_cli import Cli, Opened


@pytest.fixture
def alliance(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Cli:
    """The command over an empty store."""
    return Cli(tmp_path / "store", capsys)


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> Opened:
    """The app, replaced, on what looks like a terminal."""
    app = Opened()
    monkeypatch.setattr(interactive, "run_app", app)
    monkeypatch.setattr(cli, "_terminal_problem", lambda: "")
    return app


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], list[str]]:
    """Somebody at a terminal who gives one answer; returns the questions asked."""

    def answer(given: str) -> list[str]:
        asked: list[str] = []

        def ask(question: str) -> str:
            asked.append(question)
            return given

        monkeypatch.setattr(sys.stdin, "isatty", lambda: True)
        monkeypatch.setattr("builtins.input", ask)
        return asked

    return answer
