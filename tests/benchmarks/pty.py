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
from contextlib import suppress
from typing import NamedTuple, Self

from tests.e2e.emulator import QUERY, UNFINISHED, Emulator
from tests.processes import at_rest, cpu, tree

now = time.perf_counter

COLUMNS, ROWS = 120, 36
REST = 0.1
"""Seconds without output and without computing after which an act is over."""
POLLING = 0.0005
"""Seconds of CPU between two looks that are no work: a stock Textual program asks ten times a second whether to end."""
NOTICE = 3.0
"""Seconds a program may take to begin with an act."""
FULL = (2048, 4095)
"""Bytes of a piece of which the kernel has more."""
SLICE = 512
"""Bytes drawn between two looks at the pseudo-terminal."""
PATIENCE = 60.0
"""Seconds a program may take to show what it is waited for."""
FOREIGN = ("LINES", "COLUMNS", "TMUX", "NO_COLOR", "TERM_PROGRAM", "PYTHONDONTWRITEBYTECODE", "ALLIANCE_STORE")


class NeverShown(Exception):
    """A program did not show what was waited for; says why in a few words."""


class Chunk(NamedTuple):
    """A piece of output, when it was read, in seconds of `now`, and the program's seconds of CPU by then."""

    time: float
    cpu: float
    data: bytes


class Act(NamedTuple):
    """What an act brought about: bytes, seconds until the last of them, and seconds of CPU until all was at rest.

    A frame is what is written at once.
    """

    size: int
    last: float
    cpu: float
    frames: int


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
            self.chunks.append(Chunk(now(), self.computed(), data))
        return bool(data)

    def computed(self) -> float:
        """Seconds of CPU by now."""
        return cpu(self.pid)

    def fileno(self) -> int:
        """Its end of the pseudo-terminal."""
        return self._fd

    def listen(self, seconds: float) -> None:
        """Read for exactly this long."""
        end = now() + seconds
        while (left := end - now()) > 0 and not self.ended:
            self.pump(left)

    def rest(self, computed: float | None = None, patience: float = PATIENCE) -> float:
        """Read until the program has nothing left to do; returns its seconds of CPU.

        That is when for a while it has written nothing, computed next to nothing, and all its threads have slept: a
        program that waits for a core does not. If `computed` is given, it must first have computed more than that.
        """
        began = quiet_since = now()
        spent = cpu(self.pid)
        while not self.ended and (moment := now()) < began + patience:
            came = self.pump(REST / 5)
            before, spent = spent, cpu(self.pid)
            unnoticed = spent == computed and moment < began + NOTICE
            if came or unnoticed or spent - before > POLLING or not at_rest(self.pid):
                quiet_since = now()
            elif moment > quiet_since + REST:
                break
        self._draw()
        return spent

    def since(self, moment: float) -> list[Chunk]:
        """What was read from this moment on."""
        found = []
        for chunk in reversed(self.chunks):
            if chunk.time < moment:
                break
            found.append(chunk)
        return found[::-1]

    # Looking

    @property
    def lines(self) -> list[str]:
        """The text on the screen."""
        self._draw()
        return self._emulator.screen.lines_of_text()

    def when(self, holds: Callable[[list[str]], bool], what: str) -> Chunk:
        """The chunk that made the screen so; NeverShown if it never came."""
        end = now() + PATIENCE
        while not holds(self._emulator.screen.lines_of_text()):
            if self._drawn < len(self.chunks):
                self._draw(self._drawn + 1)
            elif self.ended or now() > end:
                raise NeverShown(self._reason(what))
            else:
                self._read(0.05)
        return self.chunks[max(0, self._drawn - 1)]

    def _reason(self, what: str) -> str:
        """Why something was never shown."""
        if not self.chunks:
            return "ended without output" if self.ended else f"no output in {PATIENCE:.0f} s"
        shown = " / ".join(line.strip() for line in self.lines if line)[:60] or "nothing"
        return f"ended, showing {shown}" if self.ended else f"never showed {what}, but {shown}"

    def shows(self, text: str) -> Chunk:
        """The chunk that put a text on the screen."""
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

    def press(self, keys: bytes, patience: float = PATIENCE) -> Act:
        """Type, and wait until everything is done that comes of it."""
        moment, computed = now(), cpu(self.pid)
        self.write(keys)
        return self.outcome(moment, self.rest(computed, patience) - computed)

    def outcome(self, moment: float, spent: float) -> Act:
        """What came of an act that began at this moment and computed for so long."""
        chunks = self.since(moment)
        last = chunks[-1].time - moment if chunks else 0.0
        frames = sum(len(chunk.data) not in FULL for chunk in chunks)
        return Act(sum(len(chunk.data) for chunk in chunks), last, spent, frames)

    def write(self, data: bytes) -> None:
        """Type."""
        while data:
            try:
                data = data[os.write(self._fd, data) :]
            except BlockingIOError:
                self._read(0.01)

    # Ending

    def close(self) -> None:
        """Hang up, then terminate, then kill, reading on meanwhile."""
        for number, patience in ((signal.SIGHUP, 0.5), (signal.SIGTERM, 1.0), (signal.SIGKILL, 5.0)):
            for pid in tree(self.pid):
                with suppress(ProcessLookupError):
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
