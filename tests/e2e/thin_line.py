"""A terminal at the other end of a thin line: so many bytes a second each way, and a delay.

What the line can't take yet stays in the program's pseudo-terminal, and the program's next write blocks when that is
full. The line keeps its own account in bytes, so that a test need not look at a clock.
"""

from __future__ import annotations

import fcntl
import os
import select
import struct
import termios
import time
from collections import deque
from typing import Any

from alliance_tui.terminal.output_pace import ANSWER
from tests.e2e.terminal import Terminal

RATE = 2_400
"""Bytes a second, each way."""
DELAY = 0.3
"""Seconds, each way."""
TICK = 0.02
"""Seconds between two looks; what the line could have taken before that is lost."""


class Way:
    """One way of the line: bytes that are on it, and how many have entered."""

    def __init__(self) -> None:
        """Nothing on it, and wide."""
        self.rate, self.delay = float("inf"), 0.0
        self.entered = 0
        self._under_way: deque[tuple[float, bytes]] = deque()
        self._allowed, self._counted = 0.0, 0.0

    def room(self, now: float) -> int:
        """How many bytes may enter at this moment."""
        if self.rate == float("inf"):
            return 65536
        self._allowed = min(self._allowed + (now - self._counted) * self.rate, self.rate * TICK * 2)
        self._counted = now
        return int(self._allowed)

    def put(self, data: bytes, now: float) -> None:
        """Let bytes enter."""
        self._allowed -= len(data)
        self.entered += len(data)
        self._under_way.append((now + self.delay, data))

    def take(self, now: float) -> bytes:
        """The bytes that have arrived by this moment."""
        arrived = []
        while self._under_way and self._under_way[0][0] <= now:
            arrived.append(self._under_way.popleft()[1])
        return b"".join(arrived)


class ThinTerminal(Terminal):
    """A terminal whose line is wide until it is made thin."""

    def __init__(self, *args: Any, **options: Any) -> None:
        """Start the program; the arguments are `Terminal`'s."""
        self._out, self._in = Way(), Way()
        self._at_last_key = 0
        super().__init__(*args, **options)

    def narrow(self) -> None:
        """Make the line thin, from now on."""
        for way in (self._out, self._in):
            way.rate, way.delay = RATE, DELAY

    @property
    def held_up(self) -> int:
        """Bytes that wait in the program's pseudo-terminal for the line to take them."""
        return int(struct.unpack("i", fcntl.ioctl(self._master, termios.FIONREAD, b"\0" * 4))[0])

    @property
    def since_last_key(self) -> int:
        """Bytes on the screen now which the line took after it had brought the last key."""
        with self._news:
            return len(self._raw) - self._at_last_key

    def _converse(self) -> None:
        """Carry bytes both ways until the program's side is closed or we hang up."""
        try:
            while not self._leaving and self._carry_out() and self._carry_in():
                wide = self._out.rate == float("inf")
                waited_for = [self._master, self._wake_out] if wide else [self._wake_out]
                readable, _, _ = select.select(waited_for, [], [], TICK)
                if self._wake_out in readable:
                    os.read(self._wake_out, 4096)
        finally:
            with self._news:
                self._ended = True
                self._news.notify_all()

    def _carry_out(self) -> bool:
        """From the program to the screen; False when nobody has the terminal open any more."""
        now = time.monotonic()
        if room := self._out.room(now):
            try:
                data = os.read(self._master, room)
            except BlockingIOError:
                pass
            except OSError:
                return False
            else:
                self._out.put(data, now)
        if arrived := self._out.take(now):
            with self._news:
                self._raw += arrived
                self._outbox += self._emulator.feed(arrived)
                self._news.notify_all()
        return True

    def _carry_in(self) -> bool:
        """From the keys to the program."""
        now = time.monotonic()
        with self._news:
            data = bytes(self._outbox[: self._in.room(now)])
            del self._outbox[: len(data)]
        if data:
            self._in.put(data, now)
        if arrived := self._in.take(now):
            os.write(self._master, arrived)
            if arrived.replace(ANSWER.encode(), b""):
                self._at_last_key = self._out.entered
        return True
