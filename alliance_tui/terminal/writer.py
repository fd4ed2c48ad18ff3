"""Write to the terminal in a thread, so that a terminal that does not read blocks nothing until the queue is full."""

from __future__ import annotations

from queue import Queue
from threading import Thread
from typing import TextIO

MOST = 30
"""Writes that wait at most; the next one waits for the terminal."""


class TerminalLine:
    """The way to a terminal; this one is for an app without a terminal, and writes nothing."""

    synchronized = False
    """True if the terminal supports synchronized updates."""

    @property
    def queued(self) -> int:
        """The number of writes that wait for the terminal."""
        return 0

    def write(self, data: str) -> None:
        """Queue a text."""


class Writer(Thread, TerminalLine):
    """A thread that writes to a terminal what is queued."""

    def __init__(self, terminal: TextIO) -> None:
        """`start` begins to write."""
        super().__init__(daemon=True, name="output")
        self._terminal = terminal
        self._queue: Queue[str | None] = Queue(MOST)

    @property
    def queued(self) -> int:
        return self._queue.qsize()

    def write(self, data: str) -> None:
        self._queue.put(data)

    def run(self) -> None:
        """Write on until `stop`; flush when nothing more waits."""
        while (text := self._queue.get()) is not None:
            self._terminal.write(text)
            if not self._queue.qsize():
                self._terminal.flush()
        self._terminal.flush()

    def stop(self) -> None:
        """Write what still waits, then end."""
        self._queue.put(None)
        self.join()
