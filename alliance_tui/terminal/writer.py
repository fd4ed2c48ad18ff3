"""Writing to the terminal in a thread of its own: one that does not read holds up nobody before the queue is full."""

from __future__ import annotations

from queue import Queue
from threading import Thread
from typing import TextIO

MOST = 30
"""Writes that wait at most; the next one waits for the terminal."""


class Writer(Thread):
    """Writes to a terminal what it is given, in that order."""

    def __init__(self, terminal: TextIO) -> None:
        """`start` begins to write."""
        super().__init__(daemon=True, name="output")
        self._terminal = terminal
        self._queue: Queue[str | None] = Queue(MOST)

    @property
    def waiting(self) -> int:
        """How many writes wait for the terminal to read."""
        return self._queue.qsize()

    def write(self, text: str) -> None:
        """Write, behind what was written before."""
        self._queue.put(text)

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
