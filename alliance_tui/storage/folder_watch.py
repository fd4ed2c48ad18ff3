"""Notice within a tenth of a second what other programs do at an alliance's session.

In a thread of its own: a network disk may block it, and two programs that stand open compute next to nothing. So it
only notices that there is news, and whoever is told reads it.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from threading import Event, Thread

from alliance_tui.storage.catalogue import SESSION
from alliance_tui.storage.disk import close_quietly, stamp_or_none
from alliance_tui.storage.here_files import MOST_FILES, here_names
from alliance_tui.storage.lock import wait_for
from alliance_tui.storage.presence import open_regular

OFTEN = 0.1
"""Seconds between two looks."""
LISTED = 10
"""After how many looks the files of programs are listed again: one more comes rarely."""
_MOST_BYTES = 512


class FolderWatch:
    """Calls `changed` in its thread when the session was saved, or a program has gone or says something else."""

    def __init__(self, folder: Path, own: str, changed: Callable[[], object]) -> None:
        """`own`: the name of this program's file, which is not watched."""
        self._folder, self._own, self._changed = folder, own, changed
        self._files: list[int] = []
        self._ended = Event()
        Thread(target=self._run, daemon=True, name="watch").start()

    def stop(self) -> None:
        """Stop soon."""
        self._ended.set()

    def _run(self) -> None:
        looks, before = 0, None
        while not self._ended.wait(OFTEN):
            if looks % LISTED == 0:
                self._open_files()
            state = self._state()
            if before not in (None, state):
                self._changed()
            looks, before = looks + 1, state
        self._close_files()

    def _state(self) -> object:
        """Return what is another after each change; a file's descriptor stays the same when its file is renamed."""
        return stamp_or_none(self._folder / SESSION), [*map(_words, self._files)]

    def _open_files(self) -> None:
        """Open the files of the programs that are there now."""
        self._close_files()
        with suppress(OSError):
            for name in sorted(here_names(self._folder))[: MOST_FILES + 1]:
                if name != self._own:
                    self._files.append(open_regular(self._folder / name, os.O_RDONLY))

    def _close_files(self) -> None:
        for file in self._files:
            close_quietly(file)
        self._files.clear()


def _words(file: int) -> bytes:
    """Return what a program says in its file; nothing once it is gone."""
    with suppress(OSError):
        if wait_for(file, fcntl.LOCK_SH, 0):
            fcntl.flock(file, fcntl.LOCK_UN)
        else:
            return os.pread(file, _MOST_BYTES, 0)
    return b""
