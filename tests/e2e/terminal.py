"""A program in a real pseudo-terminal, seen through an emulated xterm and driven by keys.

    with Terminal(["alliance"], columns=100, rows=30, env={"ALLIANCE_STORE": str(store)}) as terminal:
        terminal.wait_for("Begin")
        terminal.press("n")

Only the reader thread touches the pseudo-terminal: it feeds the emulator, answers what the
program asks of its terminal, and writes what the test has typed. So the program is never held up
by a test that looks elsewhere, and a large paste never deadlocks with the program's output.
"""

from __future__ import annotations

import errno
import fcntl
import os
import select
import shutil
import signal
import struct
import tempfile
import termios
import threading
import time
import uuid
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Self

from tests.e2e.emulator import BRACKETED_PASTE_MODE, CURSOR_KEYS_MODE, Emulator
from tests.e2e.keys import key_bytes
from tests.processes import at_rest

MARK = "ALLIANCE_TEST_MARK"
GO_ON = {bytes([byte]) for byte in b"[]OPNX^_\\"}
"""What no program can tell from a part of a sequence when it comes right behind an Escape."""
AFTER_ESCAPE = 0.5
"""Seconds until it can."""
APART = 0.004
"""Seconds between two pieces, so that the program reads each by itself."""
FRESH_SIGNALS = (signal.SIGHUP, signal.SIGINT, signal.SIGQUIT, signal.SIGTERM, signal.SIGPIPE)


def marked_processes(mark: str) -> list[int]:
    """The living processes whose environment carries this mark, however they were started."""
    wanted = f"{MARK}={mark}".encode()
    found = []
    for place in Path("/proc").glob("[0-9]*"):
        try:
            if wanted in (place / "environ").read_bytes().split(b"\0"):
                found.append(int(place.name))
        except OSError:
            continue  # gone meanwhile, or another user's
    return found


def kill_marked(mark: str, timeout: float = 10) -> None:
    """Kill every process that carries this mark and see it gone, within so many seconds."""
    end = time.monotonic() + timeout
    while left := marked_processes(mark):
        if time.monotonic() > end:
            raise AssertionError(f"processes {left} survived SIGKILL")
        for pid in left:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                continue
        time.sleep(0.02)


class Terminal:
    """A program in a pseudo-terminal of its own, with a home of its own."""

    def __init__(
        self,
        argv: Sequence[str | os.PathLike[str]],
        *,
        columns: int = 100,
        rows: int = 30,
        env: Mapping[str, str | None] | None = None,
        cwd: str | os.PathLike[str] | None = None,
        answers_after: float = 0,
    ) -> None:
        """Start a program; `env` is laid over a clean environment (None takes a name out).

        What the program asks of its terminal is answered after so many seconds.

        Its home, temporary files and, unless `cwd` says otherwise, working directory are in a
        fresh directory that goes away on close.
        """
        self.home = Path(tempfile.mkdtemp(prefix="alliance-e2e-"))
        self.mark = uuid.uuid4().hex
        self._emulator = Emulator(columns, rows)
        self._raw = bytearray()
        self._outbox = bytearray()
        self._answers_after = answers_after
        self._answers: deque[tuple[float, bytes]] = deque()
        self.asked = False
        self._news = threading.Condition()
        self._ended = self._leaving = self._hung_up = False
        self._exit: int | None = None
        self._wake_out, self._wake_in = os.pipe()
        self._master, slave = os.openpty()
        self._set_size(columns, rows)
        try:
            self.pid = self._spawn([os.fspath(word) for word in argv], os.ttyname(slave), env or {}, cwd)
        finally:
            os.close(slave)
        os.set_blocking(self._master, False)
        self.stalled = False
        self._withheld: bytearray | None = None
        self._escaped = 0.0
        self._text: tuple[object, str] = (None, "")
        self._reader = threading.Thread(target=self._converse, name="terminal", daemon=True)
        self._reader.start()

    def _spawn(
        self,
        argv: list[str],
        device: str,
        env: Mapping[str, str | None],
        cwd: str | os.PathLike[str] | None,
    ) -> int:
        """Start the program as the leader of a session whose controlling terminal is `device`."""
        environ: dict[str, str | None] = {
            "PATH": os.environ.get("PATH", os.defpath),
            "HOME": str(self.home),
            "TMPDIR": str(self.home),
            "TMUX_TMPDIR": str(self.home),
            "SHELL": "/bin/sh",
            "TERM": "xterm-256color",
            "COLORTERM": "truecolor",
            "LANG": "C.UTF-8",
            "TZ": "UTC",
            MARK: self.mark,
            **env,
        }
        # The session leader's first opening of a terminal makes it the controlling one.
        return os.posix_spawn(
            "/bin/sh",
            ["sh", "-c", 'cd "$0" && exec "$@"', os.fspath(cwd or self.home), *argv],
            {name: value for name, value in environ.items() if value is not None},
            file_actions=[
                (os.POSIX_SPAWN_OPEN, 0, device, os.O_RDWR, 0),
                (os.POSIX_SPAWN_DUP2, 0, 1),
                (os.POSIX_SPAWN_DUP2, 0, 2),
            ],
            setsid=True,
            setsigmask=[],
            setsigdef=FRESH_SIGNALS,
        )

    # -- the reader thread --

    def _converse(self) -> None:
        """Read, answer and write until the program's side is closed or we hang up."""
        try:
            while not self._leaving:
                writing = [self._master] if self._outbox else []
                reading = [] if self.stalled else [self._master]
                patience = max(0.0, self._answers[0][0] - time.monotonic()) if self._answers else None
                readable, writable, _ = select.select([*reading, self._wake_out], writing, [], patience)
                if self._wake_out in readable:
                    os.read(self._wake_out, 4096)
                if self._master in readable and not self._read():
                    break
                self._answer()
                if writable:
                    self._flush()
        finally:
            with self._news:
                self._ended = True
                self._news.notify_all()

    def _read(self) -> bool:
        """Take in one piece of output; False when nobody has the terminal open any more."""
        try:
            data = os.read(self._master, 65536)
        except OSError as error:
            return error.errno == errno.EAGAIN
        with self._news:
            self._raw += data
            answers = self._emulator.feed(data)
            if self._withheld is not None:
                self._withheld += answers
            elif answers:
                self.asked = True
                self._answers.append((time.monotonic() + self._answers_after, answers))
            self._news.notify_all()
        return bool(data)

    def _answer(self) -> None:
        """Give the answers that are due."""
        with self._news:
            while self._answers and self._answers[0][0] <= time.monotonic():
                self._outbox += self._answers.popleft()[1]
                self._news.notify_all()

    def _flush(self) -> None:
        """Write as much of what waits as the program's input takes now."""
        with self._news:
            try:
                del self._outbox[: os.write(self._master, self._outbox)]
                self._news.notify_all()
            except BlockingIOError:
                return
            except OSError:
                self._outbox.clear()  # nobody is there; the next read says so

    # -- looking --

    @property
    def raw(self) -> bytes:
        """Everything the program has written so far."""
        with self._news:
            return bytes(self._raw)

    @property
    def modes(self) -> frozenset[int]:
        """The private (DEC) modes that are on: 25 cursor shown, 1049 alternate screen, 1000 mouse ..."""
        with self._news:
            return self._emulator.modes

    @property
    def left(self) -> frozenset[str]:
        """What is not as in a fresh terminal: modes and the forms of keys."""
        with self._news:
            return self._emulator.left

    @property
    def settings(self) -> list[Any]:
        """What the kernel does with input and output, as termios has it."""
        return termios.tcgetattr(self._master)

    @property
    def title(self) -> str:
        """The window title the program has set."""
        with self._news:
            return self._emulator.screen.title

    @property
    def cursor(self) -> tuple[int, int]:
        """Where the cursor is: column and row, from 0."""
        with self._news:
            return self._emulator.screen.cursor.x, self._emulator.screen.cursor.y

    def screen(self) -> str:
        """The text on the screen, its lines joined by newlines and without blanks at their ends."""
        with self._news:
            state = (len(self._raw), self._emulator.screen.columns, self._emulator.screen.lines)
            if self._text[0] != state:
                self._text = (state, "\n".join(self._emulator.screen.lines_of_text()))
            return self._text[1]

    def wait_for(self, text: str, timeout: float = 20) -> str:
        """Wait at most so many seconds until `text` is on one line of the screen; return the screen."""
        self._wait(lambda: text in self.screen(), f"{text!r} to appear", timeout)
        return self.screen()

    def wait_gone(self, text: str, timeout: float = 20) -> str:
        """Wait at most so many seconds until `text` is not on the screen; return the screen."""
        self._wait(lambda: text not in self.screen(), f"{text!r} to go", timeout)
        return self.screen()

    def wait_until(self, holds: Callable[[str], bool], what: str, timeout: float = 20) -> str:
        """Wait at most so many seconds until `holds(screen)`; `what` names it if it never does."""
        self._wait(lambda: holds(self.screen()), what, timeout)
        return self.screen()

    def wait_answered(self, timeout: float = 30) -> None:
        """Wait until everything that the program has asked of the terminal was answered."""
        self._wait(lambda: not (self._answers or self._outbox), "the answers to be sent", timeout)

    def wait_quiet(self, gap: float = 0.3, timeout: float = 20) -> str:
        """Wait until nothing was written for `gap` seconds and the program sleeps; return the screen.

        On a busy machine a program is silent, too, while it waits for a core, but then it does not sleep.
        """
        end = time.monotonic() + timeout
        with self._news:
            while not self._ended and (self._news.wait(gap) or self._has_more or not at_rest(self.pid)):
                if time.monotonic() > end:
                    raise self._failure("silence", timeout)
        return self.screen()

    @property
    def _has_more(self) -> bool:
        """Whether something on the way was not read or answered yet: a busy machine may let nobody do it."""
        return not self.stalled and bool(self._outbox or select.select([self._master], [], [], 0)[0])

    def _wait(self, holds: Callable[[], bool], what: str, timeout: float) -> None:
        """Wait for something about the screen; give up at once when the program has ended."""
        with self._news:
            self._news.wait_for(lambda: holds() or self._ended, timeout)
            if not holds():
                raise self._failure(what, timeout)

    def _failure(self, what: str, timeout: float) -> AssertionError:
        """The error that says what was awaited, how the program fares and what the screen shows."""
        patience = time.monotonic() + 2
        while (code := self.poll()) is None and self._ended and time.monotonic() < patience:
            time.sleep(0.01)  # its terminal is closed, so it is about to be gone
        state = "it is running" if code is None else f"it ended with {code}"
        edge = "-" * self._emulator.screen.columns
        return AssertionError(f"waited for {what} (at most {timeout:g} s); {state}\n{edge}\n{self.screen()}\n{edge}")

    # -- acting --

    def send(self, data: bytes) -> None:
        """Send bytes as they are."""
        with self._news:
            if self._ended:
                raise self._failure("a program that reads its keys", 0)
            self._outbox += data
        self._wake()

    def send_pieces(self, *pieces: bytes, apart: float = APART) -> None:
        """Send pieces, each read by itself unless the machine is busy; as a terminal does, answer only after them."""
        self.withhold_answers()
        self.wait_answered()
        for number, piece in enumerate(pieces, 1):
            self.send(piece)
            if number < len(pieces):
                self.wait_answered()
                time.sleep(apart)
        self.give_answers()

    def type(self, text: str) -> None:
        """Type text; a newline is the Enter key."""
        self._press(text.replace("\n", "\r").encode())

    def _press(self, data: bytes) -> None:
        """Send keys; first wait, if they would make a sequence with an Escape that was just pressed."""
        if data[:1] in GO_ON:
            time.sleep(max(0, self._escaped + AFTER_ESCAPE - time.monotonic()))
        self.send(data)
        if data == b"\x1b":
            self._escaped = time.monotonic()

    def press(self, *names: str) -> None:
        """Press keys, one after the other; see `key_bytes` for their names."""
        for name in names:
            self._press(key_bytes(name, application=CURSOR_KEYS_MODE in self.modes))

    def paste(self, text: str) -> None:
        """Paste as xterm does: newlines become returns, in brackets if the program asked for them."""
        data = text.replace("\r\n", "\r").replace("\n", "\r").encode()
        bracketed = BRACKETED_PASTE_MODE in self.modes
        self.send(b"\x1b[200~" + data + b"\x1b[201~" if bracketed else data)

    def resize(self, columns: int, rows: int) -> None:
        """Give the terminal another size, in cells; the program is told (SIGWINCH)."""
        with self._news:
            if self._hung_up:
                raise self._failure("a terminal to resize", 0)
            self._emulator.screen.resize(rows, columns)
        self._set_size(columns, rows)

    def stall(self) -> None:
        """Stop reading what the program writes, like a terminal behind a dead line."""
        self.stalled = True
        self._wake()

    def read_on(self) -> None:
        """Read again, from where `stall` stopped."""
        self.stalled = False
        self._wake()

    def withhold_answers(self) -> None:
        """Answer nothing more of what the program asks, as while a laptop sleeps at the far end of the line."""
        with self._news:
            self._withheld = bytearray()

    def give_answers(self, withheld: bool = True) -> None:
        """Answer again; `withheld`: first give the answers that were held back."""
        with self._news:
            if withheld and self._withheld:
                self._outbox += self._withheld
            self._withheld = None
        self._wake()

    def hangup(self) -> None:
        """Close the terminal, as a dropped line does: the program gets SIGHUP and no more input."""
        if self._hung_up:
            return
        self._hung_up = self._leaving = True
        self._wake()
        self._reader.join()
        for descriptor in (self._master, self._wake_in, self._wake_out):
            os.close(descriptor)

    def signal(self, number: int) -> None:
        """Send the program a signal, unless it has ended."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        """Kill the program with SIGKILL, as a crash of the machine would, and see it gone."""
        self.signal(signal.SIGKILL)
        self.wait_exit()

    def _wake(self) -> None:
        """Make the reader thread look again."""
        os.write(self._wake_in, b"!")

    def _set_size(self, columns: int, rows: int) -> None:
        """Tell the kernel the terminal's size."""
        fcntl.ioctl(self._master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    # -- ending --

    def poll(self) -> int | None:
        """The exit code, 128+n for a death by signal n; None while the program runs."""
        if self._exit is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                code = os.waitstatus_to_exitcode(status)
                self._exit = code if code >= 0 else 128 - code
        return self._exit

    def wait_exit(self, timeout: float = 20) -> int:
        """Wait at most so many seconds for the end; return the exit code, 128+n for signal n."""
        end = time.monotonic() + timeout
        while (code := self.poll()) is None:
            if time.monotonic() > end:
                raise self._failure("the program to end", timeout)
            time.sleep(0.01)
        with self._news:  # its last words; a child that lives on may keep the terminal open
            self._news.wait_for(lambda: self._ended, timeout=0.5)
        return code

    def survivors(self) -> list[int]:
        """The processes this terminal's program started that are still alive, itself included."""
        self.poll()
        return marked_processes(self.mark)

    def close(self) -> None:
        """Hang up, give the program two seconds to leave, then kill whatever it has left behind."""
        self.hangup()
        end = time.monotonic() + 2
        while self.poll() is None and time.monotonic() < end:
            time.sleep(0.01)
        if self._exit is None:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
            self._exit = 128 + signal.SIGKILL
        kill_marked(self.mark)
        shutil.rmtree(self.home, ignore_errors=True)

    def __enter__(self) -> Self:
        """Return the terminal."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close, whatever happened."""
        self.close()
