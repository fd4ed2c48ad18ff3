"""One at a time: the lock that keeps this process's other threads, and every other program, out of a file."""

import contextlib
import fcntl
import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from alliance_tui.domain.errors import StoreBusy
from alliance_tui.storage.fileformat import OLD_KEPT
from alliance_tui.storage.files import beside, close_quietly, in_store, named

_POLL = 0.01  # seconds between two looks at a lock that another program holds
_LOCK = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC


class Lock:
    """A mutex for the threads and, for the programs, `flock` on a file beside that is never deleted."""

    def __init__(self, path: Path, patience: float) -> None:
        """Guard the file at `path`; `patience`: seconds to wait."""
        self._path = path
        self._patience = patience
        self._mutex = threading.RLock()
        self._inside = False

    @contextlib.contextmanager
    def alone(self) -> Iterator[None]:
        """Keep this process's other threads out of this instance."""
        if not self._mutex.acquire(timeout=self._patience):
            raise self._busy()
        try:
            if self._inside:
                raise RuntimeError("this storage is inside a transaction: use the one it gave you")
            self._inside = True
            try:
                yield
            finally:
                self._inside = False
        finally:
            self._mutex.release()

    @contextlib.contextmanager
    def held(self) -> Iterator[None]:
        """Keep every other program out; StoreBusy when `patience` seconds have passed, StoreAway without a folder."""
        deadline = time.monotonic() + self._patience
        with self.alone():
            with in_store(self._path, "could not be locked", "Nothing was changed."):
                lock = os.open(beside(self._path, ".lock"), _LOCK, 0o600)
            try:
                with in_store(self._path, "could not be locked", OLD_KEPT):
                    os.fchmod(lock, 0o600)
                    if not wait_for(lock, fcntl.LOCK_EX, deadline):
                        raise self._busy()
                yield
            finally:
                close_quietly(lock)

    def _busy(self) -> StoreBusy:
        """Say that the lock was not to be had."""
        return StoreBusy(
            f"{named(self._path)} has been in use by another program for {self._patience:g} s. {OLD_KEPT} "
            "Try again, or close the other program."
        )


def wait_for(lock: int, kind: int, deadline: float) -> bool:
    """Take a `flock` of a kind; return False if it was not to be had until `deadline`, as `time.monotonic` tells it.

    A blocking flock could not be given up.
    """
    while True:
        try:
            fcntl.flock(lock, kind | fcntl.LOCK_NB)
            return True
        except BlockingIOError:
            if time.monotonic() >= deadline:
                return False
            time.sleep(_POLL)
