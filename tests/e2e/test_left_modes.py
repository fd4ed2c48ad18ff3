"""What a terminal is left in by a program that was killed: nothing that a killed vim would not leave, but for the
alternate screen."""

from __future__ import annotations

import os
import shlex
import signal
from pathlib import Path

import pytest

from tests.e2e.conftest import OpenTerminal
from tests.e2e.session import PATIENCE
from tests.e2e.sshd import Sshd, living
from tests.e2e.terminal import Terminal, marked_processes
from tests.e2e.test_reports import prepare
from tests.full import FULL
from tests.needs import need

ALTERNATE_SCREEN = {f"private mode {number} True" for number in (47, 1047, 1049)}
SHELL = '"$@"; echo over; read line'
"""A shell that runs a program and lives on, as one's own does."""
AWAY: dict[str, tuple[str, ...]] = {"writing": ("enter", "enter")}
AWAY |= {"library": (), "moving": ("enter",), "palette": ("ctrl+p",)} if FULL else {}
"""Keys that lead to where the program is killed."""
NEVER = {"private mode 1003 True", "private mode 1015 True", "kitty's keyboard"}
"""What is never asked for: motions of the mouse, places that look like text, every key as an escape code."""


def in_shell(*words: str | os.PathLike[str]) -> list[str]:
    """The argv of a program within a shell."""
    return ["sh", "-c", SHELL, "sh", *(os.fspath(word) for word in words)]


def kill_child(terminal: Terminal, parent: int) -> None:
    """Kill what the shell runs, and see the shell go on."""
    [child] = [pid for pid, above in living() if above == parent]
    os.kill(child, signal.SIGKILL)
    terminal.wait_until(lambda _: b"over" in terminal.raw, "the shell to go on", PATIENCE)


@pytest.fixture
def left_by_vim(terminal: OpenTerminal) -> frozenset[str]:
    """What `vim -u NONE` leaves when it is killed."""
    editor = terminal(in_shell(need("vim", "vim"), "-u", "NONE"))
    editor.wait_for("VIM - Vi IMproved", PATIENCE)
    editor.wait_quiet(0.5)
    kill_child(editor, editor.pid)
    assert ALTERNATE_SCREEN & editor.left
    return editor.left


def see_no_more_left(terminal: Terminal, allowed: frozenset[str]) -> None:
    """Wait until the terminal is in no other mode."""
    terminal.wait_until(lambda _: terminal.left <= allowed | ALTERNATE_SCREEN, f"no more than {allowed} left", PATIENCE)


@pytest.mark.parametrize("place", AWAY)
@pytest.mark.parametrize("options", [[], ["--no-mouse"], ["--plain-output"]], ids=" ".join)
def test_killed(
    place: str, options: list[str], alliance: Path, store: Path, terminal: OpenTerminal, left_by_vim: frozenset[str]
) -> None:
    """Wherever it is."""
    prepare(store)
    killed = terminal(in_shell(alliance, "--store", store, *options))
    killed.wait_for("enter open", PATIENCE)
    for key in AWAY[place]:
        killed.press(key)
        killed.wait_quiet(0.3)
    assert ALTERNATE_SCREEN & killed.left
    assert not NEVER & killed.left
    with killed._news:
        killed._emulator.feed(b"\x1b[1;5r")  # as within a frame that moves rows
    kill_child(killed, killed.pid)
    see_no_more_left(killed, left_by_vim)


@pytest.mark.parametrize("options", [[], ["--mouse"]], ids=" ".join)
def test_killed_over_ssh(
    options: list[str], alliance: Path, store: Path, terminal: OpenTerminal, sshd: Sshd, left_by_vim: frozenset[str]
) -> None:
    """At the far end of the line, whose shell lives on; the mouse only where it was asked for."""
    prepare(store)
    mark = f"ALLIANCE_FAR={store}"
    words = shlex.join(in_shell(alliance, "--store", store, *options))
    killed = terminal(sshd.command("sh", "-c", f"exec env {shlex.quote(mark)} {words}"))
    killed.wait_for("enter open", PATIENCE)
    assert bool({1000, 1002, 1006} & killed.modes) is bool(options)
    [shell] = [pid for pid, _ in living() if is_shell(pid, store)]
    kill_child(killed, shell)
    see_no_more_left(killed, left_by_vim)


def is_shell(pid: int, store: Path) -> bool:
    """Whether this is the far shell that runs the program on that store."""
    try:
        words = (Path("/proc") / str(pid) / "cmdline").read_bytes().split(b"\0")
    except OSError:
        return False
    return words[:1] == [b"sh"] and SHELL.encode() in words and os.fsencode(store) in words


@pytest.mark.parametrize("way", ["quit", "signal"])
def test_left_in_order(way: str, alliance: Path, store: Path, terminal: OpenTerminal) -> None:
    """On every other way out nothing is left at all."""
    prepare(store)
    left = terminal([alliance, "--store", store])
    left.wait_for("enter open", PATIENCE)
    if way == "quit":
        left.press("q")
    else:
        left.signal(signal.SIGTERM)
    left.wait_exit(PATIENCE)
    assert left.left == frozenset()
    assert marked_processes(left.mark) == []
