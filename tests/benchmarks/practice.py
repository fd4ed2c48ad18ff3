"""How many pairs one host carries: sessions open at once, two terminals each, in one of which somebody types.

Run: python -m tests.benchmarks.practice [--sessions N ...] [--alliances N] [--seconds N]
Prints a line for each number of sessions, and stops at the first that bends: a key in twenty is on the other's screen
only after `BENT` seconds. Programs are started as an invited ssh key starts them; sshd itself is not in the figures,
and this process, which reads all terminals, is not either, though it computes on the same cores. Every key is another
letter, so that it is known again in the other's output. The disk's queue is seen by a probe, which flushes a small
file in the same folder once a second.
"""

from __future__ import annotations

import argparse
import os
import select
import shutil
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from statistics import median, quantiles
from threading import Event, Thread
from unicodedata import east_asian_width

from alliance_tui.domain.terms import Side
from alliance_tui.storage.catalogue import SESSION
from tests.benchmarks.programs import ALLIANCE
from tests.benchmarks.pty import PATIENCE, Measured, NeverShown, now
from tests.benchmarks.stores import MANY, RUNNING, furnish, sample
from tests.benchmarks.two_programs import ANSWER, generation, is_said
from tests.processes import cpu, memory

SESSIONS = (1, 5, 10, 20, 50)
SECONDS = 20
"""How long is typed for each number of sessions."""
RATE = 5
"""Keys a second in each session."""
BENT = 1.0
"""Seconds."""
LETTERS = [each for each in map(chr, range(0x100, 0x590)) if each.isalpha() and east_asian_width(each) == "N"]
HEAD = "sessions, key ms, 95 %, lost, cores, CPU ms/s, PSS MiB, RSS MiB, free MiB, saves/s, fsync ms, 95 %".split(", ")  # noqa: SIM905


class Terminal(Measured):
    """One partner's program; of what it writes, only letters are looked for."""

    awaited: dict[bytes, float]
    """When each letter was typed that is not here yet."""
    delays: list[float]
    """Seconds that each other letter took."""

    def computed(self) -> float:
        """Nothing: /proc is not read at each piece of output."""
        return 0.0

    def read(self) -> None:
        """Read what is there, answer it, and look for letters; drop it."""
        if self.pump(0):
            moment, data = self.chunks[-1].time, b"".join(chunk.data for chunk in self.chunks[-2:])
            for letter in [letter for letter in self.awaited if letter in data]:
                self.delays.append(moment - self.awaited.pop(letter))


class Practice:
    """All terminals, two by two; read and answered all the time."""

    def __init__(self, root: Path, stack: ExitStack) -> None:
        """No session is open; what is started ends with the stack."""
        self.root = root
        self.pairs: list[tuple[Terminal, Terminal]] = []
        self._stack = stack
        self._poll = select.epoll()
        self._by_fd: dict[int, Terminal] = {}

    @property
    def terminals(self) -> list[Terminal]:
        """All of them."""
        return [*self._by_fd.values()]

    def begin(self) -> None:
        """Open one more session, on both sides, and let one of them write."""
        name = f"{RUNNING}-{len(self.pairs)}"
        with tempfile.TemporaryDirectory(
            dir=self.root.parent
        ) as fresh:  # of now: else one is asked about the time since
            sample(Path(fresh), ANSWER)
            shutil.move(Path(fresh) / RUNNING, self.root / name)
        argv = [ALLIANCE, "--store", str(self.root), "open", name, "--locked", "--as"]
        pair = [self._stack.enter_context(Terminal([*argv, side])) for side in (Side.RIGHT, Side.LEFT)]
        for each in pair:
            each.awaited, each.delays = {}, []
            self._by_fd[each.fileno()] = each
            self._poll.register(each, select.EPOLLIN)
        writer, reader = pair
        self.until(lambda: all(is_said(each, "here") for each in pair), "here, on both")
        writer.write(b"\x1b[C\r")
        self.until(lambda: any("writing" in line for line in writer.lines), "writing")
        self.pairs.append((writer, reader))

    def listen(self, seconds: float) -> None:
        """Read for so long."""
        end = now() + seconds
        while (left := end - now()) > 0:
            for fd, _ in self._poll.poll(left):
                self._by_fd[fd].read()

    def until(self, holds: Callable[[], bool], what: str) -> None:
        """Read until it is so."""
        end = now() + PATIENCE
        while not holds():
            if now() > end:
                raise NeverShown(f"never showed {what}")
            self.listen(0.2)

    def type(self, seconds: float) -> None:
        """Type in every session, evenly; one session after the other."""
        for writer, _ in self.pairs:
            writer.write(b"\x15")  # ctrl+u, so that all of it is in view
        self.listen(2)
        for _, reader in self.pairs:
            reader.delays = []
        began, step = now(), 1 / RATE / len(self.pairs)
        for number in range(int(seconds / step)):
            self.listen(began + number * step - now())
            writer, reader = self.pairs[number % len(self.pairs)]
            letter = LETTERS[number // len(self.pairs) % len(LETTERS)].encode()
            writer.write(letter)
            reader.awaited[letter] = now()
        self.listen(2)

    def saves(self) -> int:
        """How often the sessions have been saved."""
        return sum(generation(self.root / f"{RUNNING}-{at}" / SESSION) for at, _ in enumerate(self.pairs))

    def measure(self, seconds: float) -> tuple[list[str], float]:
        """Type; returns a line of the table and, in seconds, what 95 of 100 keys took at most."""
        self.type(2)
        probe = Probe(self.root)
        saves, computed, began = self.saves(), sum(cpu(each.pid) for each in self.terminals), now()
        self.type(seconds)
        took = now() - began
        computed = sum(cpu(each.pid) for each in self.terminals) - computed
        fsync = [each * 1000 for each in probe.end()]
        count = len(self.pairs)
        delays = [delay for _, reader in self.pairs for delay in reader.delays]
        lost = sum(len(reader.awaited) for _, reader in self.pairs)
        late = quantiles(delays, n=20)[-1]
        size = {kind: sum(memory(each.pid, kind) for each in self.terminals) / count for kind in ("Pss", "Rss")}
        free = int(Path("/proc/meminfo").read_text().split("MemAvailable:")[1].split()[0]) / 1024
        figures = (
            median(delays) * 1000, late * 1000, lost, computed / took, computed / took * 1000 / count, size["Pss"],
            size["Rss"], free, (self.saves() - saves) / took, median(fsync), quantiles(fsync, n=20)[-1],
        )  # fmt: skip
        return [str(count), *(f"{figure:,.1f}" if figure < 10 else f"{figure:,.0f}" for figure in figures)], late


class Probe:
    """Flushes a small file once in a while, from a thread, and remembers how long it took."""

    def __init__(self, folder: Path) -> None:
        """Begin."""
        self._taken: list[float] = []
        self._ended = Event()
        self._file = folder / "probe"
        self._thread = Thread(target=self._run)
        self._thread.start()

    def _run(self) -> None:
        with self._file.open("wb", buffering=0) as file:
            while not self._ended.wait(0.25):
                began = time.perf_counter()
                file.write(b"probe")
                os.fsync(file)
                self._taken.append(time.perf_counter() - began)

    def end(self) -> list[float]:
        """End; returns seconds."""
        self._ended.set()
        self._thread.join()
        self._file.unlink()
        return self._taken


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.practice", description=__doc__)
    parser.add_argument("--sessions", type=int, nargs="*", default=SESSIONS)
    parser.add_argument("--alliances", type=int, default=MANY)
    parser.add_argument("--seconds", type=float, default=SECONDS)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="alliance-practice-") as folder, ExitStack() as stack:
        root = Path(folder) / "store"
        furnish(root, args.alliances)
        os.sync()  # else the first saves wait for all of that
        practice = Practice(root, stack)
        print("  ".join(word.rjust(8) for word in HEAD), flush=True)
        for count in args.sessions:
            while len(practice.pairs) < count:
                practice.begin()
            practice.listen(5)
            cells, late = practice.measure(args.seconds)
            print("  ".join(cell.rjust(8) for cell in (*cells, f"(load {os.getloadavg()[0]:.1f})")), flush=True)
            if late > BENT:
                print(f"bends at {count} sessions")
                break


if __name__ == "__main__":
    main()
