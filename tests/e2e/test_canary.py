"""What somebody wrote is in the store and on the screen, and nowhere else: no log, traceback, title, file, argument."""

from __future__ import annotations

import signal
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from alliance_tui.domain.alliance import SIDES
from alliance_tui.services import sessions
from alliance_tui.storage.library import Library
from tests.e2e.conftest import OpenTerminal
from tests.e2e.faulty import CANARY
from tests.e2e.session import PATIENCE, Sitting, lay_down, read_json

FAULTY = Path(__file__).with_name("faulty.py")
WAYS_OUT = b"\x1b[?1049l"
"""What ends the alternate screen: what comes after it stays on the terminal."""


def words_left_in(folder: Path, apart_from: Path) -> list[Path]:
    """The files below a folder that hold the words, the store's own left out."""
    files = [file for file in folder.rglob("*") if file.is_file() and not file.is_relative_to(apart_from)]
    return [file for file in files if CANARY.encode() in file.read_bytes() or CANARY in file.name]


def open_to_others(folder: Path) -> list[Path]:
    """What below a folder others could read, list or enter."""
    return [path for path in (folder, *folder.rglob("*")) if path.stat().st_mode & 0o077]


def assert_not_told(sitting: Sitting) -> None:
    """Nothing was said after the end, nor in a title."""
    _, ended, after = sitting.terminal.raw.rpartition(WAYS_OUT)
    assert ended
    assert CANARY.encode() not in after
    assert b"Traceback" not in after
    assert sitting.terminal.title == ""
    assert b"\x1b]0;" not in sitting.terminal.raw
    assert b"\x1b]2;" not in sitting.terminal.raw


FAULTS = {
    "handler": ("escape", "pagedown"),
    "painting": ("escape",),
    "writer": ("escape", "tab", "s"),
    "saving": (),
    "input": ("x",),
}
"""Where a fault is put in, and the keys that bring it about once the words are written."""


@pytest.mark.parametrize("place", FAULTS)
def test_a_fault_tells_nobody_what_was_written(alliance: Path, store: Path, terminal: OpenTerminal, place: str) -> None:
    """Not even one whose own message quotes it; and the words are in the store."""
    lay_down(store)
    sitting = Sitting(terminal, [sys.executable, FAULTY, place, "--store", store], 100, 30)
    sitting.open()
    sitting.start_writing()
    sitting.terminal.type(CANARY)
    for key in FAULTS[place]:
        sitting.terminal.wait_quiet(0.1)
        with suppress(AssertionError):  # the terminal's own answers are input, too: it may have ended by one
            sitting.terminal.press(key)
    assert sitting.terminal.wait_exit(PATIENCE) == 1
    assert_not_told(sitting)
    assert "fault of its own (RuntimeError at faulty.py" in sitting.screen
    assert words_left_in(sitting.terminal.home, store) == []
    assert open_to_others(store) == []
    if place != "saving":
        asked = read_json(alliance, store, "show", "Ada")["questions"]
        assert CANARY in [each[side]["text"] for each in asked for side in ("left", "right") if each[side]]


def test_a_fault_while_printing_tells_nobody(store: Path, terminal: OpenTerminal) -> None:
    """One line, with the kind and the place of it alone."""
    name = lay_down(store)
    sessions.answer(Library(store), name, "hopes", SIDES[0], CANARY)
    shown = terminal([sys.executable, FAULTY, "printing", "--store", store, "show", "Ada"], columns=150)
    assert shown.wait_exit() == 1
    assert CANARY.encode() not in shown.raw
    assert shown.screen().startswith("Alliance stopped by a fault of its own (RuntimeError at faulty.py:")
    assert shown.raw.count(b"\n") == 1


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGQUIT, signal.SIGKILL, None], ids=str)
def test_nothing_is_left_behind(
    alliance: Path, store: Path, terminal: OpenTerminal, ending: signal.Signals | None
) -> None:
    """However it ends: neither in temporary files nor in those that others may read."""
    lay_down(store)
    sitting = Sitting(terminal, ["/bin/sh", "-c", 'umask 0; exec "$@"', "sh", alliance, "--store", store], 100, 30)
    sitting.open()
    sitting.write(CANARY)
    for pid in sitting.terminal.survivors():
        process = Path("/proc") / str(pid)
        assert CANARY.encode() not in (process / "cmdline").read_bytes() + (process / "environ").read_bytes()
    if ending is None:
        sitting.stop_writing()
        sitting.leave()
        assert sitting.quit() == 0
    else:
        sitting.terminal.signal(ending)
        assert sitting.terminal.wait_exit(PATIENCE) == 128 + ending
    assert words_left_in(sitting.terminal.home, store) == []
    assert open_to_others(store) == []
    if ending is not signal.SIGKILL:
        assert_not_told(sitting)


def test_the_sample_and_what_was_tried_in_it_are_gone(alliance: Path, store: Path, terminal: OpenTerminal) -> None:
    """It was in a temporary folder."""
    sitting = Sitting(terminal, [alliance, "demo"], 100, 30)
    sitting.new_alliance()
    sitting.fill_in(left=CANARY)
    sitting.terminal.press("escape")
    sitting.see("enter open")
    assert sitting.quit() == 0
    assert words_left_in(sitting.terminal.home, store) == []
    assert [*sitting.terminal.home.glob("alliance-*")] == []
