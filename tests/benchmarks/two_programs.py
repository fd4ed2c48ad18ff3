"""What two programs at one session cost, and how soon each sees what the other does: real ones, in pseudo-terminals."""

from __future__ import annotations

import json
import os
import signal
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache, partial
from pathlib import Path
from statistics import quantiles

from alliance_tui.domain.terms import Side
from alliance_tui.storage.catalogue import SESSION
from tests.benchmarks.programs import ALLIANCE, OURS
from tests.benchmarks.pty import PATIENCE, Measured, NeverShown, now
from tests.benchmarks.rows import AtMost, Figures, Results, Row, Samples, interleaved, medians
from tests.benchmarks.stores import FEW, MANY, RUNNING, many, sample
from tests.processes import cpu

ANSWER = "What is typed here."
WORDS = 10
"""Words typed in one run."""
BETWEEN_KEYS, BETWEEN_WORDS = 0.06, 0.37
"""Seconds; the second is no multiple of a poll's."""
STARTED = 0.04
"""Seconds of CPU in one second below which two programs have started."""
SECONDS = 10
"""How long two programs are watched."""


@cache
def store(count: int) -> Path:
    """The sample among so many alliances."""
    root = many(count)
    sample(root, ANSWER)
    os.sync()  # else the first saves wait for all of that
    return root


class Two:
    """Grace's program and Ada's at the sample's session. Both terminals are read and answered all the time."""

    def __init__(self, root: Path, grace: Measured, ada: Measured) -> None:
        """Both have just been started."""
        self.grace, self.ada, self._session = grace, ada, root / RUNNING / SESSION
        self.reading = [grace, ada]
        self.until(lambda: all(is_said(each, "here") for each in self.reading), "here, on both screens")
        while self._computed(1) > STARTED:  # the library below is read, and modules are imported
            pass

    def _computed(self, seconds: float) -> float:
        """Read for so long; returns what the two have computed meanwhile, in seconds of CPU."""
        before = sum(cpu(each.pid) for each in self.reading)
        self.listen(seconds)
        return sum(cpu(each.pid) for each in self.reading) - before

    def listen(self, seconds: float) -> None:
        """Read for so long."""
        end = now() + seconds
        while now() < end:
            for terminal in self.reading:
                terminal.pump(0.002)

    def until(self, holds: Callable[[], bool], what: str) -> float:
        """Read until it is so; returns seconds."""
        began = now()
        while not holds():
            if now() > began + PATIENCE:
                raise NeverShown(f"never showed {what}")
            self.listen(0.005)
        return now() - began

    @property
    def saves(self) -> int:
        """How often the session has been saved."""
        return generation(self._session)


def generation(file: Path) -> int:
    """How often a file has been saved."""
    return int(json.loads(file.read_bytes().partition(b"\n")[0])["generation"])


@contextmanager
def two(count: int) -> Iterator[Two]:
    """Both programs, in a store of so many alliances."""
    root = store(count)
    argv = [ALLIANCE, "--store", str(root), "open", RUNNING, "--as"]
    with tempfile.TemporaryDirectory() as home:
        env = {"HOME": home}
        with Measured([*argv, Side.RIGHT], env) as grace, Measured([*argv, Side.LEFT], env) as ada:
            yield Two(root, grace, ada)


def is_said(terminal: Measured, words: str) -> bool:
    """Whether a pane's head says so of its partner."""
    return any(f"{name}  {words}" in row for row in terminal.lines for name in ("Ada", "Grace"))


def typed(count: int) -> Samples:
    """Grace types words; seconds from each word's last key until it is on Ada's screen."""
    with two(count) as both:
        both.grace.press(b"\x1b[C")
        both.grace.press(b"\r", patience=3)
        both.grace.write(b"\x15")  # ctrl+u, so that all of it is in view
        samples = []
        for number in range(WORDS):
            word = f" {number}{os.urandom(2).hex()}"
            for key in word:
                both.listen(BETWEEN_KEYS)
                both.grace.write(key.encode())
            seen = partial(_shows, both.ada, word.strip())
            samples.append(both.until(seen, word))
            both.listen(BETWEEN_WORDS + 0.01 * number)
        both.grace.write(b"\x1b")
        both.listen(1)
    return {"wall": samples}


def _shows(terminal: Measured, word: str) -> bool:
    return any(word in line for line in terminal.lines)


@cache
def typing(runs: int) -> Results:
    """The same in a small and in a large store."""
    return interleaved(runs, {OURS: partial(typed, MANY), f"with {FEW}": partial(typed, FEW)})


def tenth(runs: int) -> Figures:
    """What nine of ten of these took at most."""
    return {
        name: samples if isinstance(samples, str) else quantiles(samples["wall"], n=10)[-1]
        for name, samples in typing(runs).items()
    }


def stands() -> Samples:
    """Both do nothing: milliseconds of CPU and bytes a second, of the dearer one; and how often they save."""
    with two(FEW) as both:
        both.listen(3)
        saves, began = both.saves, now()
        computed = [cpu(each.pid) for each in both.reading]
        for _ in range(SECONDS):  # seldom, as this process computes, too
            time.sleep(1)
            both.listen(0.01)
        seconds = now() - began
        spent = max(cpu(each.pid) - before for each, before in zip(both.reading, computed, strict=True))
        size = max(sum(len(chunk.data) for chunk in each.since(began)) for each in both.reading)
        return {
            "cpu": [spent * 1000 / seconds],
            "bytes": [size / seconds],
            "saves": [both.saves - saves],
        }


@cache
def idle(runs: int) -> Results:
    """That alone."""
    return interleaved(runs, {OURS: stands})


def lost() -> Samples:
    """Grace's line is silent, is heard again, and her program is killed: seconds until Ada's screen says so."""
    with two(FEW) as both:
        grace = both.grace
        both.reading.remove(grace)
        silent = both.until(lambda: is_said(both.ada, "line silent"), "line silent")
        both.reading.append(grace)
        back = both.until(lambda: is_said(both.ada, "here"), "here again")
        both.listen(1)
        os.kill(grace.pid, signal.SIGKILL)
        gone = both.until(lambda: is_said(both.ada, "gone"), "gone")
        return {"silent": [silent], "back": [back], "gone": [gone]}


@cache
def losing(runs: int) -> Results:
    """That alone."""
    return interleaved(runs, {OURS: lost})


def of(results: Callable[[int], Results], kind: str) -> Callable[[int], Figures]:
    """One kind of figure of these."""
    return lambda runs: medians(results(runs), kind)


TABLE = (
    Row("a word on the other's screen, 10,000 alliances: median", "s", "", of(typing, "wall"), AtMost(0.25, False)),
    Row("a word on the other's screen, 10,000 alliances: 9 of 10", "s", "", tenth, AtMost(0.4, False)),
    Row("two programs idle: CPU a second, each", "ms", "", of(idle, "cpu"), AtMost(10, False)),
    Row("two programs idle: bytes a second, each", "B", "", of(idle, "bytes"), AtMost(30, False)),
    Row("two programs idle: saves", "", "", of(idle, "saves"), AtMost(0, False)),
    Row("until the other sees that a program was killed", "s", "", of(losing, "gone"), AtMost(1, False)),
    Row("until the other sees that a line is silent", "s", "", of(losing, "silent"), AtMost(10, False)),
    Row("until the other sees that it is heard again", "s", "", of(losing, "back"), AtMost(2, False)),
)
