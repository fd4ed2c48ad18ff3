"""Leaving well when the terminal goes away or somebody ends the program: save, restore the screen, be gone.

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
"""Seconds the app has to end by itself once everything is saved."""
HUNG_UP = 128 + signal.SIGHUP


class Guard:
    """Calls `save` at once and `leave` on the event loop when it is time to go; both once."""

    def __init__(self, save: Callable[[], object], leave: Callable[[int], None]) -> None:
        """`save` runs in any thread and may not raise; `leave` takes the exit code, 128 + the signal's number."""
        self._save, self._leave = save, leave
        self._going = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None

    def watch(self) -> None:
        """Start watching, from the event loop's own thread."""
        self._loop = asyncio.get_running_loop()
        for number in (signal.SIGHUP, signal.SIGTERM, signal.SIGQUIT, signal.SIGINT):
            signal.signal(number, self._on_signal)

    def _on_signal(self, number: int, _frame: FrameType | None) -> None:
        # Not here: the main thread may hold a lock that saving needs.
        threading.Thread(target=self.go, args=(128 + number,), daemon=True, name="leaving").start()

    def go(self, code: int) -> None:
        """Save and leave; if the app does not end in time, end the process."""
        if not self._going.acquire(blocking=False):
            return
        deadline = threading.Timer(PATIENCE, os._exit, [code])
        deadline.daemon = True
        deadline.start()
        self._save()
        if self._loop and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._leave, code)
