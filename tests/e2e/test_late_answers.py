"""A client that answers six seconds late, in a tmux as it comes and over a real sshd: only what is pressed acts."""

from __future__ import annotations

import shlex
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from tests.e2e.conftest import OpenTerminal
from tests.e2e.session import PATIENCE, Sitting
from tests.e2e.sshd import Sshd
from tests.e2e.terminal import Terminal
from tests.e2e.test_reports import LATE, PLACES, ROWS, prepare, see_kept, see_next_key
from tests.e2e.witness import Witness
from tests.full import FULL
from tests.needs import need

LATE_BY = 6.0
"""Seconds; tmux waits five for its own."""
SEEN_AT = ("library", "moving", "writing", "signing last") if FULL else ("writing", "signing last")
PASSED_ON = [data for name, data in ROWS.items() if name != "no code point"]
"""What reaches a program in tmux as it came; tmux 3.3a makes blanks of the other one, as if they were typed."""


@pytest.fixture
def tmux(tmp_path: Path) -> list[str]:
    """A tmux with no settings at all, and a socket of its own."""
    return [need("tmux", "tmux"), "-u", "-f", "/dev/null", "-S", str(tmp_path / "socket")]


@pytest.fixture
def in_tmux(tmux: list[str], alliance: Path, store: Path, terminal: OpenTerminal) -> Callable[[float], Sitting]:
    """Opens the program in a tmux whose client answers so many seconds late."""

    def start(late: float) -> Sitting:
        prepare(store)
        words = shlex.join([str(alliance), "--store", str(store)])
        return Sitting(partial(terminal, answers_after=late), [*tmux, "new-session", words], 100, 31)

    return start


@pytest.mark.parametrize("place", SEEN_AT)
def test_late_answers_in_tmux(
    place: str, in_tmux: Callable[[float], Sitting], tmux: list[str], store: Path, terminal: OpenTerminal
) -> None:
    """It asks its client at each attach, and gives the program what comes too late for itself."""
    sitting = in_tmux(0)
    PLACES[place](sitting, store)
    witness = Witness(sitting, store)
    second = terminal([*tmux, "attach"], columns=100, rows=31, answers_after=LATE_BY)
    second.wait_for("0:", PATIENCE)
    second.wait_until(lambda _: second.asked, "tmux to ask its client", PATIENCE)
    second.wait_answered()
    second.wait_quiet(1.0)
    witness.confirm_unchanged(f"late answers in {place}")
    for data in PASSED_ON if FULL else [b"".join(PASSED_ON)]:
        second.send(data)
        second.wait_quiet(1.0)
        witness.confirm_unchanged(f"{data!r} in {place}")
    sitting.terminal = second
    see_next_key(sitting, place)


def test_late_answers_at_the_start_in_tmux(in_tmux: Callable[[float], Sitting], store: Path) -> None:
    """The first client's, while somebody already writes."""
    sitting = in_tmux(LATE_BY)
    PLACES["writing"](sitting, store)
    witness = Witness(sitting, store)
    sitting.terminal.wait_answered()
    sitting.terminal.wait_quiet(1.0)
    witness.confirm_unchanged("late answers")
    see_next_key(sitting, "writing")
    see_kept(store, "Beforex")


@pytest.mark.parametrize("at_once", [True, False])
def test_escape_and_the_next_key_in_tmux(at_once: bool, in_tmux: Callable[[float], Sitting], store: Path) -> None:
    """Within the half second in which tmux holds an escape back."""
    sitting = in_tmux(0)
    PLACES["moving"](sitting, store)
    question = sitting.question
    sitting.start_writing()
    sitting.type("abc")
    sitting.see("abc")
    if at_once:
        sitting.terminal.send(b"\x1bn")
    else:
        sitting.terminal.send(b"\x1b")
        sitting.terminal.wait_answered()
        sitting.terminal.send(b"n")
    sitting.see_no_more("writing")
    sitting.see_that(lambda screen: sitting.asked(screen) not in ("", question), "the next turn")
    see_kept(store, "abc")


def test_keys_with_alt_type_nothing_in_tmux(in_tmux: Callable[[float], Sitting], store: Path) -> None:
    """As tmux passes them on."""
    sitting = in_tmux(0)
    PLACES["writing"](sitting, store)
    for data in (b"\x1b[1;3A", b"\x1b[1;3D", b"\x1b\x1b[A", b"\x1b[13;3u", b"\x1b[27;3;13~"):
        sitting.terminal.send(data)
        sitting.terminal.wait_quiet(1.0)
        if "writing" not in sitting.screen:
            sitting.start_writing()
    sitting.stop_writing()
    see_kept(store, "Before")


@pytest.mark.parametrize("place", SEEN_AT)
def test_late_answers_over_ssh(place: str, alliance: Path, store: Path, terminal: OpenTerminal, sshd: Sshd) -> None:
    """The program's own questions are answered when nobody waits any more, and others' answers come besides."""
    prepare(store)
    argv = sshd.command(alliance, "--store", store)
    sitting = Sitting(partial(terminal, answers_after=LATE_BY), argv, 100, 30)
    PLACES[place](sitting, store)
    witness = Witness(sitting, store)
    sitting.terminal.wait_answered()
    witness.confirm(f"late answers in {place}")
    for data in (*ROWS.values(), *LATE):
        witness.deliver(data)
        witness.confirm(f"{data!r} in {place}")
    see_next_key(sitting, place)


def test_answers_come_late(terminal: OpenTerminal) -> None:
    """The client of these tests keeps its answers back, and what is typed meanwhile goes before them."""
    ask = "printf '\\033[5n'; stty raw -echo; printf ready; head -c 7 | od -c; sleep 100"
    asked: Terminal = terminal(["sh", "-c", ask], answers_after=1)
    asked.wait_for("ready")
    asked.type("typ")
    asked.wait_for("t   y   p 033   [   0   n")
