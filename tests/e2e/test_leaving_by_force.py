"""The program ended from outside, or its terminal gone: the draft is saved and nothing stays behind."""

from __future__ import annotations

import fcntl
import os
import signal
import subprocess
import termios
import time
import tty
from collections.abc import Callable
from pathlib import Path

import pytest

from alliance_tui.storage.library import Library
from alliance_tui.terminal.output_pace import QUESTION
from tests.e2e.conftest import OpenTerminal
from tests.e2e.session import lay_down
from tests.e2e.sshd import Sshd
from tests.e2e.terminal import Terminal

WORDS = "the last words typed"
ALTERNATE, MOUSE, PASTE = 1049, 1000, 2004


def begin_writing(terminal: Terminal) -> None:
    """Type into the marked side; the words are on the screen, perhaps not on disk yet."""
    terminal.wait_for("enter write")
    terminal.press("enter")
    terminal.wait_for("  writing")
    terminal.type(WORDS)
    terminal.wait_for(WORDS)


def written(store: Path, name: str) -> set[str]:
    """What is on disk, by either side."""
    _, session = Library(store).load(name)
    assert session
    return {answer.text for answer in session.answers.values()}


@pytest.fixture
def name(store: Path) -> str:
    """An alliance in whose session nothing was said yet."""
    return lay_down(store)


@pytest.fixture
def writing(alliance: Path, store: Path, name: str, terminal: OpenTerminal) -> Terminal:
    """A terminal in which somebody is writing."""
    opened = terminal([alliance, "--store", store, "open", name])
    begin_writing(opened)
    return opened


@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGTERM, signal.SIGQUIT, signal.SIGINT])
def test_a_signal(writing: Terminal, store: Path, name: str, number: signal.Signals) -> None:
    """Saved, the terminal restored, the exit code a shell expects."""
    writing.signal(number)
    assert writing.wait_exit() == 128 + number
    assert WORDS in written(store, name)
    assert not writing.modes & {ALTERNATE, MOUSE, PASTE}
    assert 25 in writing.modes
    assert not writing.survivors()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_while_an_answer_is_awaited(writing: Terminal, number: signal.Signals) -> None:
    """The terminal reads lines and echoes them again, whether the answer ever comes or not."""
    writing.withhold_answers()
    for word in WORDS.split() * 10:
        writing.type(word)
        writing.wait_for(word)
    writing.wait_quiet(0.2)
    assert QUESTION.encode() in writing.raw
    writing.signal(number)
    assert writing.wait_exit() == 128 + number
    assert writing.settings[tty.LFLAG] & (termios.ECHO | termios.ICANON) == termios.ECHO | termios.ICANON
    assert writing.settings[tty.IFLAG] & termios.ICRNL


def test_a_dropped_line(writing: Terminal, store: Path, name: str) -> None:
    """Saved and gone; there is no terminal to restore."""
    writing.hangup()
    assert writing.wait_exit() == 128 + signal.SIGHUP
    assert WORDS in written(store, name)
    assert not writing.survivors()


def test_a_dropped_line_while_hangups_are_ignored(
    alliance: Path, store: Path, name: str, terminal: OpenTerminal
) -> None:
    """As under nohup: no orphan that spins."""
    ignoring: list[str | Path] = ["sh", "-c", 'trap "" HUP; exec "$@"', "sh", alliance, "--store", store, "open", name]
    opened = terminal(ignoring)
    begin_writing(opened)
    opened.hangup()
    assert opened.wait_exit() == 128 + signal.SIGHUP
    assert WORDS in written(store, name)
    assert not opened.survivors()


def fill_the_line(terminal: Terminal) -> None:
    """Have the program write until nothing more fits into a terminal that does not read."""
    terminal.stall()
    for number in range(60):
        terminal.resize(100 + number % 2, 30)
        time.sleep(0.05)  # each resize has to become output before the next one replaces it


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_terminal_that_stops_reading(writing: Terminal, store: Path, name: str, number: signal.Signals) -> None:
    """The event loop may be stuck in a write; the words are saved all the same and the process goes."""
    fill_the_line(writing)
    writing.signal(number)
    assert writing.wait_exit() == 128 + number
    assert WORDS in written(store, name)
    assert not writing.survivors()


def test_a_stop_and_a_continue_keep_the_order_of_keys(writing: Terminal, store: Path, name: str) -> None:
    """A second thread that reads the keyboard would shuffle what is typed."""
    writing.signal(signal.SIGSTOP)
    writing.signal(signal.SIGCONT)
    more = " abcdefghijklmnopqrstuvwxyz"
    for _ in range(3):
        writing.signal(signal.SIGCONT)
        writing.type(more)
    writing.wait_until(lambda screen: screen.count("vwxyz") == 3, "three alphabets")
    writing.press("escape")
    writing.wait_for("enter write")
    writing.press("q")
    writing.wait_for("Library")
    assert WORDS + 3 * more in written(store, name)


def test_a_line_dropped_over_ssh(alliance: Path, store: Path, name: str, terminal: OpenTerminal, sshd: Sshd) -> None:
    """The client is killed: the program on the other side saves and goes."""
    opened = terminal(sshd.command(str(alliance), "--store", str(store), "open", name))
    begin_writing(opened)
    opened.kill()
    wait_until(lambda: not running(store), "the program to be gone")
    assert WORDS in written(store, name)


@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGTERM, signal.SIGQUIT])
def test_a_signal_over_ssh(
    alliance: Path, store: Path, name: str, terminal: OpenTerminal, sshd: Sshd, number: signal.Signals
) -> None:
    """As at home: saved, the terminal restored at the other end of the line, the exit code passed on."""
    opened = terminal(sshd.command(str(alliance), "--store", str(store), "open", name))
    begin_writing(opened)
    for process in running(store):
        os.kill(process, number)
    assert opened.wait_exit() == 128 + number
    assert WORDS in written(store, name)
    assert not opened.modes & {ALTERNATE, MOUSE, PASTE}


def test_a_lock_that_another_program_will_not_let_go(writing: Terminal, store: Path, name: str) -> None:
    """Told, the words kept on the screen, and saved once the lock is free."""
    with (store / name / "session.json.lock").open("r+") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        writing.type(" and more")
        writing.wait_for("UNSAVED")
        writing.wait_for(f"{WORDS} and more")
        assert f"{WORDS} and more" not in written(store, name)
    writing.wait_gone("UNSAVED")
    wait_until(lambda: f"{WORDS} and more" in written(store, name), "the words on disk")


def test_over_ssh_without_a_terminal(alliance: Path, store: Path, name: str, sshd: Sshd) -> None:
    """One line that says so, exit 2, nothing left running."""
    command = [word for word in sshd.command(str(alliance), "--store", str(store), "open", name) if word != "-tt"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, stdin=subprocess.DEVNULL, check=False)
    assert done.returncode == 2
    assert len(done.stderr.strip().splitlines()) == 1
    assert "terminal" in done.stderr
    assert not running(store)


@pytest.mark.parametrize("away", ["2>/dev/full", ">/dev/full"])
def test_a_stream_that_takes_nothing(alliance: Path, store: Path, name: str, terminal: OpenTerminal, away: str) -> None:
    """It ends at once, without touching the screen; for other streams see `test_locales.py`."""
    opened = terminal(["sh", "-c", f'exec "$@" {away}', "sh", alliance, "--store", store, "open", name])
    assert opened.wait_exit() == 2
    assert ALTERNATE not in opened.modes
    assert b"Traceback" not in opened.raw


def running(store: Path) -> list[int]:
    """Processes that were told of this store."""
    found = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                words = (folder / "cmdline").read_bytes()
            except OSError:
                continue
            if str(store).encode() in words and b"alliance" in words.split(b"\0")[0] + words.split(b"\0")[1][-20:]:
                found.append(int(folder.name))
    return found


def wait_until(holds: Callable[[], bool], what: str, patience: float = 20) -> None:
    """Look again until it holds; AssertionError after `patience` seconds."""
    end = time.monotonic() + patience
    while not holds():
        assert time.monotonic() < end, f"waited for {what}"
        time.sleep(0.05)
