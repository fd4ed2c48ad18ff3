"""What has to be so before the app is opened, and what is said after it."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

import pytest
from textual.app import App

from alliance_tui.app import AllianceApp
from alliance_tui.commands import interactive
from alliance_tui.domain.errors import AllianceError
from alliance_tui.screens import key_table
from alliance_tui.storage.config import config_file
from alliance_tui.storage.library import Library
from alliance_tui.terminal.keymap import put_in_force
from tests.unit.clock import FakeClock

ARGUMENTS = Namespace(plain_output=False, mouse=False, bank=None)


def test_nothing_opens_where_a_fault_would_print_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Textual's own way to end shows the values of variables."""
    monkeypatch.setattr(interactive, "keep_memory_private", lambda: None)
    monkeypatch.setattr(AllianceApp, "run", lambda *args, **options: pytest.fail("it opened"))
    monkeypatch.delattr(App, "_fatal_error")
    with pytest.raises(AllianceError, match="Nothing was opened"):
        interactive.run_app(ARGUMENTS, Library(tmp_path / "store"), FakeClock())


def test_what_did_not_fit_is_said_at_the_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """On stderr, a line each."""
    monkeypatch.setattr(interactive, "keep_memory_private", lambda: None)
    monkeypatch.setattr(AllianceApp, "run", lambda *args, **options: None)
    monkeypatch.delattr(App, "_display")
    assert interactive.run_app(ARGUMENTS, Library(tmp_path / "store"), FakeClock()) == 0
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("Alliance used Textual's own drawing: ")
    assert said.err.count("\n") == 1


def test_keys_are_checked_before_anything_opens(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Once; and the app has them by the names that Textual knows."""
    opened: list[AllianceApp] = []
    monkeypatch.setattr(interactive, "keep_memory_private", lambda: None)
    monkeypatch.setattr(AllianceApp, "run", lambda self, **options: opened.append(self))
    config_file().parent.mkdir(parents=True)
    config_file().write_text('[keys]\nundo = "&"\n')
    assert interactive.run_app(ARGUMENTS, Library(tmp_path / "store"), FakeClock()) == 0
    assert [app.config.keys for app in opened] == [{"undo": ("ampersand",)}]
    with monkeypatch.context() as again:
        again.setattr(key_table, "check_keys", lambda *_: pytest.fail("it was checked twice"))
        assert interactive.run_app(ARGUMENTS, Library(tmp_path / "store"), FakeClock()) == 0
    config_file().write_text('[keys]\nundo = "ctrl+p"\n')
    with pytest.raises(AllianceError, match=r"keys\.undo: ctrl\+p is the key of palette too"):
        interactive.run_app(ARGUMENTS, Library(tmp_path / "store"), FakeClock())
    assert [app.config.keys for app in opened] == [{"undo": ("ampersand",)}] * 2
    put_in_force({})
