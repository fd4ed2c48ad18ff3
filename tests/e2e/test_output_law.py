"""The law of the output layer on real lines: with and without it, a terminal ends up showing the same."""

from __future__ import annotations

import random
import shlex
import shutil
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from alliance_tui.services import sessions
from alliance_tui.storage.library import Library
from tests.e2e.conftest import OpenTerminal
from tests.e2e.session import PATIENCE, lay_down
from tests.e2e.sshd import Sshd
from tests.e2e.terminal import Terminal
from tests.full import FULL
from tests.needs import need

SCRIPTS = range(20 if FULL else 2)
STEPS = 12
CURSOR_SHOWN = 25
WIDEST = 4
"""Cells of a caret on an emoji, as terminals draw it that know nothing of modifiers."""
ROOMS = [(100, 30), (80, 24), (60, 20), (40, 12), (120, 36)]
KEYS = ["enter", "escape", "up", "down", "left", "right", "home", "end", "tab", "pageup", "pagedown", "backspace"]
LETTERS = "jkrcadvhsxmu12345?"
TEXTS = [
    "plain words, one after the other ",
    "我们一起散步。",
    "e\u0301 n\u0303 Việt ",
    "👩‍💻 ❤️ ☕ 👍🏽 ",
    "ไทย हिन्दी عربي ",
]

Wrap = Callable[[list[str]], list[str]]


def pictures_differ(plain: Terminal, light: Terminal) -> list[str]:
    """Where the cells of two terminals differ, but for the caret: drawn on one, the terminal's cursor on the other.

    It is drawn in the cursor's row; not always in its column, where the terminal counts cells as Textual does not.
    """
    one, other = plain._emulator.screen, light._emulator.screen
    shown = CURSOR_SHOWN in light.modes
    found = [] if CURSOR_SHOWN not in plain.modes else ["stock output shows the cursor"]
    drawn = 0
    for row in range(one.lines):
        for column in range(one.columns):
            ours, theirs = other.buffer[row][column], one.buffer[row][column]
            if shown and row == other.cursor.y and ours != theirs and ours.data == theirs.data:
                drawn += 1
            elif ours != theirs:
                found.append(f"{column},{row}: {ours} for {theirs}")
    if shown and not 1 <= drawn <= WIDEST:
        found.append(f"stock output draws a caret of {drawn} cells")
    if shown and (one.cursor.x, one.cursor.y) != (other.cursor.x, other.cursor.y):
        found.append(f"the cursor at {other.cursor.x},{other.cursor.y} for {one.cursor.x},{one.cursor.y}")
    return found


def run_script(seed: int, alliance: Path, folder: Path, open_terminal: OpenTerminal, wrap: Wrap) -> None:
    """The same random keys, texts and sizes for both, which must look the same after each few."""
    chance = random.Random(seed)
    store = folder / "plain"
    name = lay_down(store, versions=2)
    sessions.pause(Library(store), name, datetime.now(UTC))
    shutil.copytree(store, folder / "light")
    columns, rows = chance.choice(ROOMS)
    lines = [[str(alliance), "--store", str(folder / kind)] for kind in ("plain", "light")]
    lines[0].append("--plain-output")
    both = [open_terminal(wrap(line), columns=columns, rows=rows) for line in lines]
    for each in both:
        each.wait_for("Library", PATIENCE)
    for step in range(STEPS):
        kind = chance.random()
        for each in both:
            act(each, kind, random.Random(f"{seed} {step}"))
        if step % 3 == 2:
            end = time.monotonic() + PATIENCE  # notices come and go, and not in the same instant
            while (found := pictures_differ(*both)) and time.monotonic() < end:
                time.sleep(0.1)
            assert found == [], f"step {step}\n{both[0].screen()}\n---\n{both[1].screen()}"
            if both[0].poll() is not None:
                break


def act(terminal: Terminal, kind: float, chance: random.Random) -> None:
    """One step, and silence after it."""
    if terminal.poll() is not None:
        return
    if kind < 0.6:
        for _ in range(3):
            terminal.press(chance.choice(KEYS) if chance.random() < 0.5 else chance.choice(LETTERS))
            terminal.wait_quiet(0.1)
    elif kind < 0.9:
        terminal.press("enter")
        terminal.wait_quiet(0.1)
        terminal.paste(chance.choice(TEXTS) * 3)
    else:
        terminal.resize(*chance.choice(ROOMS))
    terminal.wait_quiet(0.2)


@pytest.mark.parametrize("seed", SCRIPTS)
def test_in_tmux(seed: int, alliance: Path, tmp_path: Path, terminal: OpenTerminal) -> None:
    """What tmux makes of it."""
    tmux = need("tmux", "tmux")
    settings = tmp_path / "tmux.conf"
    settings.write_text('set -g status off\nset -g default-terminal "tmux-256color"\nset -s escape-time 20\n')

    def wrap(line: list[str]) -> list[str]:
        return [tmux, "-u", "-f", str(settings), "-L", line[2][-5:], "new-session", shlex.join(line)]

    run_script(seed, alliance, tmp_path, terminal, wrap)


@pytest.mark.parametrize("seed", SCRIPTS)
def test_over_ssh(seed: int, alliance: Path, tmp_path: Path, terminal: OpenTerminal, sshd: Sshd) -> None:
    """What comes out of a real ssh line."""
    run_script(1000 + seed, alliance, tmp_path, terminal, lambda line: sshd.command(*line))


def test_in_the_terminal_itself(alliance: Path, tmp_path: Path, terminal: OpenTerminal) -> None:
    """Nothing in between."""
    run_script(2000, alliance, tmp_path, terminal, lambda line: line)
