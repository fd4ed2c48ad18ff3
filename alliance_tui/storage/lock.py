"""One at a time: the lock that keeps every other program, and other threads, out of a file."""

import contextlib
import fcntl
import os
import time
from collections.abc import Iterator
from pathlib import Path

from alliance_tui.domain.errors import StoreBusy
from alliance_tui.storage.fileformat import OLD_KEPT
from alliance_tui.storage.files import beside, close_quietly, in_store, named

PATIENCE = 5.0
"""Seconds to wait for a lock."""
_POLL = 0.01  # seconds between two looks at a lock that another program holds
_LOCK = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC


@contextlib.contextmanager
def locked(path: Path) -> Iterator[None]:
    """Keep the file at `path` from all others, by `flock` on a file beside it that is never deleted.

    StoreBusy after `PATIENCE`, StoreAway without a folder.
    """
    deadline = time.monotonic() + PATIENCE
    with in_store(path, "could not be locked", "Nothing was changed."):
        lock = os.open(beside(path, ".lock"), _LOCK, 0o600)
    try:
        with in_store(path, "could not be locked", OLD_KEPT):
            os.fchmod(lock, 0o600)
            if not wait_for(lock, fcntl.LOCK_EX, deadline):
                raise StoreBusy(
                    f"{named(path)} has been in use by another program for {PATIENCE:g} s. {OLD_KEPT} "
                    "Try again, or close the other program."
                )
        yield
    finally:
        close_quietly(lock)


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
