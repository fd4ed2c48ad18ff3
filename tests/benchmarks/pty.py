"""A program in a pseudo-terminal, measured from outside: when each piece of its output came, and how long it was.

Every chunk is dated when it is read. What the program asks of its terminal is answered at once; all else is drawn
only when it is looked at, in small slices between which waiting output is read, so that the emulator delays no date.
"""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple, Self

from tests.benchmarks.processes import tree
from tests.e2e.emulator import QUERY, UNFINISHED, Emulator

now = time.perf_counter

COLUMNS, ROWS = 120, 36
GAP = 0.03
"""Seconds of silence that end a burst."""
SLICE = 512
"""Bytes drawn between two looks at the pseudo-terminal."""
PATIENCE = 60.0
"""Seconds a program may take to show what it is waited for."""
FOREIGN = ("LINES", "COLUMNS", "TMUX", "NO_COLOR", "TERM_PROGRAM", "PYTHONDONTWRITEBYTECODE", "ALLIANCE_STORE")


class NeverShown(Exception):
    """A program did not show what was waited for."""


class Chunk(NamedTuple):
    """A piece of output and when it was read, in seconds of `now`."""

    time: float
    data: bytes


class Burst(NamedTuple):
    """What a key brought about: seconds until its first and its last byte, and how many bytes."""

    first: float
    last: float
    size: int


class Measured:
    """A program in a pseudo-terminal of its own; use it with `with`."""

    def __init__(self, argv: Sequence[str], env: Mapping[str, str] | None = None) -> None:
        """Start it; `env` is laid over this process's environment."""
        self.chunks: list[Chunk] = []
        self.ended = False
        self._emulator = Emulator(COLUMNS, ROWS)
        self._drawn = 0
        self._tail = b""
        environ = {name: value for name, value in os.environ.items() if name not in FOREIGN}
        environ |= {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8", "TZ": "UTC", **(env or {})}
        self.started = now()
        self.pid, self._fd = pty.fork()
        if self.pid == 0:
            try:
                _set_size(0, COLUMNS, ROWS)
                os.execvpe(argv[0], list(argv), environ)
            finally:
                os._exit(127)
        os.set_blocking(self._fd, False)
        self._poll = select.poll()
        self._poll.register(self._fd, select.POLLIN)

    # Reading

    def pump(self, timeout: float) -> bool:
        """Read what is there, waiting at most so many seconds, and answer it; False when nothing came."""
        if not self._read(timeout):
            return False
        recent = self._tail + self.chunks[-1].data
        if QUERY.search(recent):
            self._draw()
        unfinished = UNFINISHED.search(recent)
        self._tail = unfinished[0] if unfinished else b""
        return True

    def _read(self, timeout: float) -> bool:
        """Read and date what is there, waiting at most so many seconds; False when nothing came."""
        if self.ended or not self._poll.poll(max(0, timeout * 1000)):
            return False
        try:
            data = os.read(self._fd, 65536)
        except BlockingIOError:
            return False
        except OSError:  # the last user of the terminal is gone
            data = b""
        self.ended = not data
        if data:
            self.chunks.append(Chunk(now(), data))
        return bool(data)

    def listen(self, seconds: float) -> None:
        """Read for exactly this long."""
        end = now() + seconds
        while (left := end - now()) > 0 and not self.ended:
            self.pump(left)

    def settle(self, gap: float = 0.4, patience: float = 3.0) -> None:
        """Read until nothing came for so many seconds; a countdown never stops, hence the patience."""
        end = now() + patience
        while now() < end and self.pump(gap):
            pass
        self._draw()

    def since(self, moment: float) -> list[Chunk]:
        """What was read from this moment on."""
        found = []
        for chunk in reversed(self.chunks):
            if chunk.time < moment:
                break
            found.append(chunk)
        return found[::-1]

    def burst(self, moment: float, limit: float) -> Burst | None:
        """What came after this moment up to the first silence; None when nothing did within `limit` seconds."""
        end = moment + limit
        while not self.since(moment) and now() < end and not self.ended:
            self.pump(end - now())
        while self.since(moment) and now() < end and self.pump(GAP):
            pass
        found = self.since(moment)
        for at in range(1, len(found)):
            if found[at].time - found[at - 1].time > GAP:
                found = found[:at]
                break
        if not found:
            return None
        return Burst(found[0].time - moment, found[-1].time - moment, sum(len(chunk.data) for chunk in found))

    # Looking

    @property
    def lines(self) -> list[str]:
        """The text on the screen."""
        self._draw()
        return self._emulator.screen.lines_of_text()

    def when(self, holds: Callable[[list[str]], bool], what: str) -> float:
        """When the chunk was read that made the screen so; NeverShown if it never came."""
        end = now() + PATIENCE
        while not holds(self._emulator.screen.lines_of_text()):
            if self._drawn < len(self.chunks):
                self._draw(self._drawn + 1)
            elif self.ended or now() > end:
                shown = " / ".join(line.strip() for line in self.lines if line)
                raise NeverShown(f"{what} never came: {shown[:400]}")
            else:
                self._read(0.05)
        return self.chunks[self._drawn - 1].time if self._drawn else self.started

    def shows(self, text: str) -> float:
        """When the chunk was read that put a text on the screen."""
        return self.when(lambda lines: any(text in line for line in lines), repr(text))

    def _draw(self, upto: int | None = None) -> None:
        """Draw all that was read, or so many chunks; what comes meanwhile is dated when it comes."""
        while self._drawn < (len(self.chunks) if upto is None else upto):
            data = self.chunks[self._drawn].data
            self._drawn += 1
            for at in range(0, len(data), SLICE):
                self._read(0)
                if answer := self._emulator.feed(data[at : at + SLICE]):
                    self.write(answer)

    # Acting

    def write(self, data: bytes) -> float:
        """Type; returns the moment just before."""
        moment = now()
        while data:
            try:
                data = data[os.write(self._fd, data) :]
            except BlockingIOError:
                self._read(0.01)
        return moment

    def resize(self, columns: int, rows: int) -> float:
        """Give the terminal another size; returns the moment just before."""
        self._draw()
        self._emulator.screen.resize(rows, columns)
        moment = now()
        _set_size(self._fd, columns, rows)
        return moment

    # Ending

    def close(self) -> None:
        """Hang up, then terminate, then kill, reading on meanwhile."""
        for number, patience in ((signal.SIGHUP, 0.5), (signal.SIGTERM, 1.0), (signal.SIGKILL, 5.0)):
            for pid in tree(self.pid):
                os.kill(pid, number)
            end = now() + patience
            while now() < end:
                if os.waitpid(self.pid, os.WNOHANG)[0]:
                    os.close(self._fd)
                    return
                if not self.pump(0.02):
                    time.sleep(0.005)

    def __enter__(self) -> Self:
        """Return the program."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close, whatever happened."""
        self.close()


def _set_size(fd: int, columns: int, rows: int) -> None:
    """Tell the kernel the terminal's size."""
    fcntl.ioctl(fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
