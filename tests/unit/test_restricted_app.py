"""What keeps the app from leading anywhere else."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from textual.app import App
from textual.binding import Binding
from textual.dom import DOMNode
from textual.driver import Driver

from alliance_tui import screens
from alliance_tui.app import AllianceApp

PACKAGE = Path(__file__).parents[2] / "alliance_tui"
OTHER_PROGRAMS = {"subprocess", "pty", "webbrowser", "multiprocessing", "code", "pdb", "runpy"}
STARTING = {"system", "popen", "fork", "forkpty", "startfile", "open_url", "suspend", "create_subprocess_exec"}
RUNNING = re.compile("exec[lv]p?e?|spawn[lv]p?e?|posix_spawnp?")
ALLOWED = {("process_hardening.py", "execve"), ("restricted_app.py", "open_url"), ("restore_process.py", "subprocess")}
"""The interpreter taking its own place; Textual's opener, made to do nothing; a shell with one fixed line to run."""


def imported(tree: ast.AST) -> set[str]:
    """The modules a file imports."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add((node.module or "").partition(".")[0])
    return found


def named(tree: ast.AST) -> set[str]:
    """The attributes, functions and imported names in a file."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            found.add(node.attr)
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            found.add(node.name)
        elif isinstance(node, ast.ImportFrom):
            found |= {alias.name for alias in node.names}
    return found


def test_nothing_starts_another_program() -> None:
    """No shell, editor, pager or browser; the name is looked for, not the call."""
    found = set()
    for path in PACKAGE.rglob("*.py"):
        tree = ast.parse(path.read_text("utf-8"))
        names = {name for name in named(tree) if name in STARTING or RUNNING.fullmatch(name)}
        found |= {(path.name, name) for name in names | (imported(tree) & OTHER_PROGRAMS)}
    assert found == ALLOWED


def test_no_key_leads_out() -> None:
    """Not one that Textual binds by itself, nor one of ours, on the app, any screen or any widget."""
    screens.import_ahead()
    kinds: list[type] = [DOMNode]
    for kind in kinds:
        kinds += kind.__subclasses__()
    bound = [binding for kind in {*kinds} for binding in kind.__dict__.get("BINDINGS", [])]
    actions = {each.action if isinstance(each, Binding) else each[1] for each in bound}
    assert {"quit", "undo", "pause"} <= actions
    out = re.compile("screenshot|suspend|open_url|deliver|devtools|link")
    assert not [action for action in actions if out.search(action)]


def test_what_textual_offers_does_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever calls it."""

    def fail(*_: object, **__: object) -> None:
        raise AssertionError("done all the same")

    monkeypatch.setattr(App, "save_screenshot", fail)
    monkeypatch.setattr(App, "export_screenshot", fail)
    monkeypatch.setattr(Driver, "open_url", fail)
    monkeypatch.setattr("os.kill", fail)
    app = AllianceApp.__new__(AllianceApp)
    app.open_url("https://example.org")
    app.action_suspend_process()
    app.action_screenshot()
    assert app.deliver_screenshot() is None
