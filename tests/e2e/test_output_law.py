"""The law of the output layer on real lines: with and without it, a terminal ends up showing the same."""

from __future__ import annotations

import random
import shlex
import shutil
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import zip_longest
from pathlib import Path
from typing import Any

import pytest

from alliance_tui.services import countdown
from alliance_tui.storage.library import Library
from alliance_tui.terminal.cells import has_uncertain_width, is_emoji
from tests.e2e import stock_output
from tests.e2e.conftest import OpenTerminal
from tests.e2e.session import PATIENCE, lay_down
from tests.e2e.sshd import Sshd
from tests.e2e.terminal import Terminal
from tests.full import FULL
from tests.needs import need

SCRIPTS = range(20 if FULL else 2)
STEPS = 12
CURSOR_SHOWN = 25
WIDEST = 2
"""Cells of a caret."""
ROOMS = [(100, 30), (80, 24), (60, 20), (40, 12), (120, 36)]
KEYS = ["enter", "escape", "up", "down", "left", "right", "home", "end", "tab", "pageup", "pagedown", "backspace"]
LETTERS = "jjjkkrcadvhsxmu12345?"
TEXTS = [
    "plain words, one after the other ",
    "我们一起散步。",
    "e\u0301 n\u0303 Việt ",
    "👩‍💻 ❤️ ☕ 👍🏽 ",
    "ไทย हिन्दी عربي ",
]


@dataclass(frozen=True)
class Picture:
    """What a terminal shows: its cells, row by row, and where its cursor is, and whether it is shown."""

    rows: list[list[Any]]
    cursor: tuple[int, int]
    shown: bool

    def differs_from(self, stock: Picture) -> dict[int, str]:
        """The rows that differ from stock output's, but for the caret: drawn there, the terminal's cursor here.

        It is drawn in the cursor's row; not always in its column, where the terminal counts cells as Textual does not.
        Where stock output leaves the terminal's cursor is its own affair: it hides it.
        """
        if len(self.rows) != len(stock.rows):
            return {-1: f"{len(self.rows)} rows for {len(stock.rows)}"}
        found = {-1: "stock output shows the cursor"} if stock.shown else {}
        carets = 0
        for y, (ours, theirs) in enumerate(zip(self.rows, stock.rows, strict=True)):
            for x, (mine, other) in enumerate(zip_longest(ours, theirs)):
                at_caret = self.shown and y == self.cursor[1] and mine and other and mine.data == other.data
                if mine != other:
                    carets += at_caret
                    if not at_caret:
                        found[y] = f"{x},{y}: {mine} for {other}"
        if self.shown and not 1 <= carets <= WIDEST:
            found[self.cursor[1]] = f"stock output draws a caret of {carets} cells"
        return found

    def disputed(self, y: int) -> bool:
        """Whether terminals count the cells of that row differently: then it also matters which frames were drawn."""
        return y >= 0 and any(has_uncertain_width(cell.data) for cell in self.rows[y] if cell.data)

    def has_emoji(self, y: int) -> bool:
        """Whether there is an emoji in that row: what follows is in its column in tmux, but not from stock output."""
        return y >= 0 and any(is_emoji(cell.data) for cell in self.rows[y] if cell.data)


Wrap = Callable[[list[str]], list[str]]
"""The command line within which another runs."""


def seen(terminal: Terminal) -> Picture:
    """What our own emulator shows."""
    cursor = terminal._emulator.screen.cursor
    rows = terminal._emulator.screen.visible_rows()
    return Picture(rows, (cursor.x, cursor.y), CURSOR_SHOWN in terminal.modes)


def differences(both: Mapping[str, Picture], redrawn: bool, emoji: bool) -> dict[int, str]:
    """What differs: of the rows that are not disputed, or of all once both were redrawn; `emoji`: those with one.

    Where rows with an emoji may not be compared, none are before both were redrawn as long as one is shown: stock
    output leaves parts of them behind in rows to which they move.
    """
    pictures = stock, light = both["plain"], both["light"]
    found = light.differs_from(stock)
    if light.shown and light.has_emoji(light.cursor[1]):  # stock output tears the emoji under its caret
        found.pop(light.cursor[1], None)
    if not redrawn:
        found = {y: what for y, what in found.items() if not any(each.disputed(y) for each in pictures)}
    if not emoji:
        if not redrawn and any(each.has_emoji(y) for each in pictures for y in range(len(each.rows))):
            return {}
        # the row below, too: tmux moves there from where it takes the cursor to be
        skipped = {
            y + by
            for each in pictures
            for y in range(len(each.rows))
            if each.has_emoji(y) or (each.disputed(y) and not redrawn)
            for by in (0, 1)
        }
        found = {y: what for y, what in found.items() if y not in skipped}
    return found


def run_script(
    seed: int,
    alliance: Path,
    folder: Path,
    open_terminal: OpenTerminal,
    wrap: Wrap,
    emoji: bool = True,
) -> None:
    """The same random keys, texts and sizes for both, which must look the same after each few.

    What a terminal shows of a row whose cells it counts differently depends on which parts of it were drawn, and in
    which order; stock output draws it again for each move of its caret. Such rows are compared after Ctrl+L, those with
    an emoji only with `emoji`.
    """
    chance = random.Random(seed)
    store = folder / "plain"
    name = lay_down(store, versions=2)
    countdown.pause(Library(store), name, datetime.now(UTC))
    shutil.copytree(store, folder / "light")
    columns, rows = chance.choice(ROOMS)
    lines = {kind: [str(alliance), "--store", str(folder / kind)] for kind in ("plain", "light")}
    lines["plain"][:1] = [sys.executable, stock_output.__file__]
    both = {kind: open_terminal(wrap(line), columns=columns, rows=rows) for kind, line in lines.items()}
    for each in both.values():
        each.wait_for("Library", PATIENCE)

    def found(redrawn: bool) -> dict[int, str]:
        return differences({kind: seen(each) for kind, each in both.items()}, redrawn, emoji)

    for step in range(STEPS):
        kind = chance.random()
        for each in both.values():
            act(each, kind, random.Random(f"{seed} {step}"))
        if step % 3 == 2:
            if both["plain"].poll() is not None:
                break
            for redrawn in (False, True):
                end = time.monotonic() + PATIENCE  # notices come and go, and not in the same instant
                while found(redrawn) and time.monotonic() < end:
                    time.sleep(0.1)
                screens = "\n---\n".join(each.screen() for each in both.values())
                assert found(redrawn) == {}, f"step {step}, redrawn: {redrawn}\n{screens}"
                if not redrawn:
                    for each in both.values():
                        each.press("ctrl+l")
                        each.wait_quiet(0.1)


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
    """What tmux shows of it, on our own emulator."""
    tmux = need("tmux", "tmux")
    settings = tmp_path / "tmux.conf"
    settings.write_text('set -g status off\nset -g default-terminal "tmux-256color"\nset -s escape-time 20\n')

    def wrap(line: list[str]) -> list[str]:
        return [tmux, "-u", "-f", str(settings), "-S", f"{line[-1]}.socket", "new-session", shlex.join(line)]

    run_script(seed, alliance, tmp_path, terminal, wrap, emoji=False)


@pytest.mark.parametrize("seed", SCRIPTS)
def test_over_ssh(seed: int, alliance: Path, tmp_path: Path, terminal: OpenTerminal, sshd: Sshd) -> None:
    """What comes out of a real ssh line."""
    run_script(1000 + seed, alliance, tmp_path, terminal, lambda line: sshd.command(*line))


def test_in_the_terminal_itself(alliance: Path, tmp_path: Path, terminal: OpenTerminal) -> None:
    """Nothing in between."""
    run_script(2000, alliance, tmp_path, terminal, lambda line: line)
