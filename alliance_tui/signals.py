"""Handle hangups and signals: save, restore the terminal, and end the program.

Signal handlers are Python's own, because the event loop's do not run while a stalled terminal blocks the loop.
The driver tells of a hangup too, which the kernel signals only to a program that leads the terminal's session.
"""

from __future__ import annotations

import asyncio
import os
import signal
import threading
from collections.abc import Callable
from types import FrameType

PATIENCE = 3.0
"""Seconds that the app has to end by itself after it was told to."""
HUNG_UP = 128 + signal.SIGHUP


class SignalHandler:
    """Calls `save` at once and `leave` on the event loop after a hangup or a signal; each once."""

    def __init__(self, save: Callable[[], object], leave: Callable[[int], None]) -> None:
        """`save` runs in any thread and may not raise; `leave` takes the exit code, 128 + the signal's number."""
        self._save, self._leave = save, leave
        self._shutting_down = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None

    def watch(self) -> None:
        """Start watching, from the event loop's own thread."""
        self._loop = asyncio.get_running_loop()
        for number in (signal.SIGHUP, signal.SIGTERM, signal.SIGQUIT, signal.SIGINT):
            signal.signal(number, self._on_signal)

    def _on_signal(self, number: int, _frame: FrameType | None) -> None:
        # Not here: the main thread may hold a lock that saving needs.
        threading.Thread(target=self.shut_down, args=(128 + number,), daemon=True, name="leaving").start()

    def shut_down(self, code: int) -> None:
        """Save and leave; if the app does not end in time, end the process."""
        if not self._shutting_down.acquire(blocking=False):
            return
        deadline = threading.Timer(PATIENCE, os._exit, [code])
        deadline.daemon = True
        deadline.start()
        self._save()
        if self._loop and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._leave, code)
