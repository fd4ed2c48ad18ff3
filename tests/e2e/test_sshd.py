"""The sshd the end-to-end tests use gives a real remote terminal."""

from __future__ import annotations

import socket
from contextlib import suppress
from pathlib import Path

import pytest

from tests.e2e.conftest import OpenTerminal
from tests.e2e.sshd import Sshd, living, run_sshd
from tests.needs import need


def test_a_command_runs_in_a_remote_terminal(terminal: OpenTerminal, sshd: Sshd) -> None:
    """Words arrive unsplit, the far side has a terminal of our size, and its exit code comes back."""
    script = 'echo "$1"; stty size; echo "$TERM"; tty; exit 7'
    line = terminal(sshd.command("sh", "-c", script, "sh", "two  [words] 'ü'"), columns=90, rows=25)
    assert line.wait_exit() == 7
    shown = line.screen().split("\n")
    assert shown[:3] == ["two  [words] 'ü'", "25 90", "xterm-256color"]
    assert shown[3].startswith("/dev/pts/")


def test_the_far_side_has_a_home_of_its_own(terminal: OpenTerminal, sshd: Sshd) -> None:
    """A remote program never sees the tester's own files."""
    line = terminal(sshd.command("printenv", "HOME"))
    line.wait_for(str(sshd.home))
    assert line.wait_exit() == 0


def test_a_resize_crosses_the_line(terminal: OpenTerminal, sshd: Sshd) -> None:
    """A change of size arrives at the remote program."""
    line = terminal(sshd.command("sh", "-c", "trap 'stty size' WINCH; echo up; while :; do sleep 0.1; done"))
    line.wait_for("up")
    line.resize(70, 22)
    line.wait_for("22 70")


def test_nothing_is_left_behind(terminal: OpenTerminal) -> None:
    """Not the daemon, not a session still open, not a remote program that ignores the dropped line."""
    with run_sshd() as daemon:
        line = terminal(daemon.command("sh", "-c", "trap '' HUP; setsid sleep 1000 & echo away; sleep 1000"))
        line.wait_for("away")
        place = str(daemon.home.parent)
        assert running(place)
        session = [pid for pid, parent in living() if parent == daemon.pid]
        assert session
    assert line.wait_exit() == 255
    assert running(place) == []
    assert not set(session) & set(dict(living()))
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", daemon.port))


def running(place: str) -> list[str]:
    """The living processes that have this place on their command line or in their environment."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            said = (process / "cmdline").read_bytes() + (process / "environ").read_bytes()
            if place.encode() in said and not said.startswith(b"ssh\0"):
                found.append(process.name)
    return found


def test_a_missing_program_names_its_package(monkeypatch: pytest.MonkeyPatch) -> None:
    """In CI the tests fail with what to install; elsewhere they are passed over."""
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="apt-get install openssh-server"):
        need("no-such-sshd", "openssh-server")
    monkeypatch.delenv("CI")
    with pytest.raises(pytest.skip.Exception, match="apt-get install openssh-server"):
        need("no-such-sshd", "openssh-server")
