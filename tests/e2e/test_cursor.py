"""Where the cursor of a real terminal stands while nobody writes: on the marked row."""

from __future__ import annotations

import shlex
import subprocess
import time
from pathlib import Path

import pytest

from tests.e2e.conftest import OpenTerminal
from tests.e2e.session import PATIENCE, lay_down
from tests.e2e.terminal import Terminal
from tests.needs import need

SIZES = pytest.mark.parametrize("size", [(100, 30), (80, 24), (40, 12)], ids=lambda size: "x".join(map(str, size)))
CURSOR_SHOWN = 25


def fill(store: Path) -> None:
    """Three alliances; the one that is marked first has an open session."""
    for name in ("Ann", "Bea"):
        lay_down(store, name, "Rosa", begun=False)
    lay_down(store, "Ada", "Grace", versions=1)


def under_cursor(terminal: Terminal) -> str:
    """The cursor's row from the cursor on."""
    column, row = terminal.cursor
    return terminal.screen().splitlines()[row][column:]


@SIZES
def test_in_a_pseudo_terminal(size: tuple[int, int], alliance: Path, store: Path, terminal: OpenTerminal) -> None:
    """In the library, the questions of a session, its sides, and while somebody writes."""
    fill(store)
    program = terminal([alliance, "--store", store], columns=size[0], rows=size[1])

    def expect(words: str) -> None:
        program.wait_until(lambda _: under_cursor(program).startswith(words), f"{words!r} at the cursor", PATIENCE)

    program.wait_for("3 alliances", PATIENCE)
    rows = []
    for key in "jjk":
        program.press(key)
        program.wait_quiet(0.2)
        expect("▌ ")
        rows.append(under_cursor(program))
    assert rows[0] == rows[2] != rows[1]
    program.press("k")
    expect("▌ ◆ Ada & ● Grace")
    program.press("enter")
    expect("◆ Ada")
    program.press("tab")
    expect("● Grace")
    assert CURSOR_SHOWN not in program.modes
    program.press("enter")
    program.type("My hopes")
    program.wait_for("My hopes", PATIENCE)
    program.wait_until(lambda _: CURSOR_SHOWN in program.modes, "a shown cursor", PATIENCE)
    column, row = program.cursor
    assert program.screen().splitlines()[row][:column].endswith("My hopes")
    program.press("escape")
    expect("● Grace")
    assert CURSOR_SHOWN not in program.modes


@SIZES
def test_in_tmux(size: tuple[int, int], alliance: Path, store: Path, terminal: OpenTerminal) -> None:
    """As tmux passes it on to a screen reader."""
    tmux = need("tmux", "tmux")
    fill(store)
    socket = [tmux, "-u", "-f", "/dev/null", "-S", f"{store}.socket"]
    program = terminal(
        [*socket, "new-session", shlex.join([str(alliance), "--store", str(store)]), ";", "set", "status", "off"],
        columns=size[0],
        rows=size[1],
    )
    program.wait_for("3 alliances", PATIENCE)

    def ask(*command: str) -> str:
        return subprocess.run([*socket, *command], check=True, capture_output=True, encoding="utf-8").stdout

    def row() -> str:
        column, at = map(int, ask("display-message", "-p", "#{cursor_x} #{cursor_y}").split())
        return ask("capture-pane", "-p").splitlines()[at][column:]

    passed: list[str] = []
    for key in "jjkk":
        program.press(key)
        program.wait_quiet(0.2)
        end = time.monotonic() + PATIENCE
        while (not row().startswith("▌ ") or row() in passed[-1:]) and time.monotonic() < end:
            time.sleep(0.1)
        passed.append(row())
    assert all(each.startswith("▌ ") for each in passed)
    assert passed[0] == passed[2] != passed[1]
    assert passed[3].startswith("▌ ◆ Ada & ● Grace")
