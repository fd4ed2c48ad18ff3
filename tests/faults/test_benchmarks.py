"""What the benchmarks measure with: CPU of a whole tree of processes, the end of an act, peers that do not start."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from tests.benchmarks import pty
from tests.benchmarks.practice import RATE, Practice
from tests.benchmarks.programs import OURS, Program
from tests.benchmarks.pty import Measured, NeverShown
from tests.benchmarks.rows import AtMost, Results, Row, interleaved, medians
from tests.benchmarks.starting import start
from tests.processes import at_rest, cpu, tree

COMPUTE = "import time\nwhile time.process_time() < {}: pass\n"
"""Seconds of CPU."""
PATIENCE = 30
"""Seconds for a state to come about on a loaded machine."""


@contextmanager
def running(code: str) -> Iterator[subprocess.Popen[bytes]]:
    """A Python that runs this code."""
    with subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        try:
            yield process
        finally:
            process.kill()


def wait_until(holds: Callable[[], bool], what: str) -> None:
    """Wait until something is so."""
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end, what
        time.sleep(0.01)


def test_cpu_is_that_of_children_living_and_ended_and_of_threads() -> None:
    code = f"""
import subprocess, sys, threading
from subprocess import PIPE
child = {COMPUTE.format(0.2)!r}
subprocess.run([sys.executable, "-c", child])
living = subprocess.Popen([sys.executable, "-c", child + "print(flush=True); input()"], stdin=PIPE, stdout=PIPE)
living.stdout.readline()
def compute():
    exec({COMPUTE.format(0.2)!r})
    print("done", flush=True)
    threading.Event().wait()
threading.Thread(target=compute, daemon=True).start()
threading.Event().wait()
"""
    with running(code) as process:
        assert process.stdout and process.stdout.readline() == b"done\n"
        assert len(tree(process.pid)) == 2
        assert 0.55 <= cpu(process.pid) < 3


def test_a_program_that_is_gone_has_used_nothing() -> None:
    with running("") as process:
        process.wait()
    assert cpu(process.pid) == 0


def test_who_computes_or_waits_for_a_core_is_not_at_rest() -> None:
    with running("print(flush=True)\ninput()\nwhile True: pass") as process:
        assert process.stdin and process.stdout and process.stdout.readline()
        wait_until(lambda: at_rest(process.pid), "it waits for a line")
        before = cpu(process.pid)
        process.stdin.write(b"\n")
        process.stdin.flush()
        wait_until(lambda: cpu(process.pid) > before and not at_rest(process.pid), "it computes")


def test_an_act_ends_with_the_last_paint_however_long_the_pauses_of_computing() -> None:
    code = f"""
import sys, termios, time, tty
tty.setraw(0)
print("ready", end="", flush=True)
sys.stdin.read(1)
for part in "abc":
    began = time.process_time()
    while time.process_time() < began + 3 * {pty.REST}: pass
    print(part, end="", flush=True)
time.sleep(1000)
"""
    with Measured([sys.executable, "-c", code]) as terminal:
        terminal.shows("ready")
        terminal.rest()
        act = terminal.press(b"x")
        assert act.size == len("abc")
        assert 9 * pty.REST <= act.cpu < 20 * pty.REST
        assert act.last >= act.cpu * 0.9


def test_an_act_that_brings_nothing_about_ends_too() -> None:
    with Measured([sys.executable, "-c", "import time; print('ready', flush=True); time.sleep(1000)"]) as terminal:
        terminal.shows("ready")
        terminal.rest()
        assert terminal.press(b"x").size == len("x")  # what the kernel echoes


def peer(*argv: str) -> Program:
    """A program that is to show "never"."""
    return Program(lambda folder: argv, "never")


@pytest.mark.parametrize(
    ("argv", "reason"),
    [
        (("/does/not/exist",), "ended without output"),
        (("true",), "ended without output"),
        (("echo", "no such module"), "ended, showing no such module"),
        (("sleep", "1000"), "no output in 1 s"),
        (("sh", "-c", "echo else; sleep 1000"), "never showed 'never', but else"),
    ],
)
def test_a_peer_that_cannot_start_says_so_in_its_row(
    argv: tuple[str, ...], reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pty, "PATIENCE", 1.0)

    def results(runs: int) -> Results:
        return interleaved(runs, {OURS: lambda: {"cpu": [2.0]}, "peer": lambda: start(peer(*argv)), "vim": None})

    row = Row("start", "ms", "peer", lambda runs: medians(results(runs), "cpu"), AtMost(1))
    what, ours, beside, ratio, target, verdict, others = row.line(row.figures(2))
    assert (what, ours, beside, ratio, target) == ("start", "2 ms", f"peer {reason}", "", "≤ 1 x")
    assert (verdict, others) == ("no peer", "vim not installed")


def test_ours_that_cannot_start_has_failed() -> None:
    def fail() -> dict[str, list[float]]:
        raise NeverShown("ended without output")

    row = Row("start", "ms", "", lambda runs: medians(interleaved(runs, {OURS: fail}), "cpu"), AtMost(1, ratio=False))
    assert row.line(row.figures(1))[1:6] == ("ended without output", "", "", "≤ 1 ms", "FAILED")


@pytest.mark.parametrize(("ours", "verdict"), [(1.5, "met"), (1.51, "MISSED")])
def test_a_verdict_is_about_the_ratio(ours: float, verdict: str) -> None:
    row = Row("a key", "ms", "floor", lambda runs: {OURS: ours, "floor": 1.0}, AtMost(1.5))
    assert row.verdict(row.figures(1)) == verdict


def test_every_letter_that_is_typed_in_a_practice_is_found_on_the_other_screen(tmp_path: Path) -> None:
    store = tmp_path / "store"
    store.mkdir(mode=0o700)
    with ExitStack() as stack:
        practice = Practice(store, stack)
        practice.begin()
        practice.type(1)
        [(_, reader)] = practice.pairs
        practice.until(lambda: not reader.awaited, "all letters")
        assert len(reader.delays) == RATE
        assert practice.saves() > 0
