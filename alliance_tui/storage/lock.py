"""One at a time: the lock that keeps every other program, and other threads, out of a file."""

import contextlib
import fcntl
import os
import time
from collections.abc import Iterator
from pathlib import Path

from alliance_tui.domain.errors import StoreBusy
from alliance_tui.storage.disk import close_quietly, display_name, sibling, store_errors
from alliance_tui.storage.file_format import OLD_KEPT

PATIENCE = 5.0
"""Seconds to wait for a lock."""
_POLL = 0.01  # seconds between two tries for a lock that another program holds
_LOCK = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC


@contextlib.contextmanager
def locked(path: Path) -> Iterator[None]:
    """Keep the file at `path` from all others, by `flock` on a file beside it that is never deleted.

    StoreBusy after `PATIENCE`, StoreAway without a folder.
    """
    deadline = time.monotonic() + PATIENCE
    with store_errors(path, "could not be locked", "Nothing was changed."):
        lock = os.open(sibling(path, ".lock"), _LOCK, 0o600)
    try:
        with store_errors(path, "could not be locked", OLD_KEPT):
            os.fchmod(lock, 0o600)
            if not wait_for(lock, fcntl.LOCK_EX, deadline):
                raise StoreBusy(
                    f"{display_name(path)} has been in use by another program for {PATIENCE:g} s. {OLD_KEPT} "
                    "Try again, or close the other program."
                )
        yield
    finally:
        close_quietly(lock)


def wait_for(lock: int, kind: int, deadline: float) -> bool:
    """Take a `flock` of a kind; return False if it was not free until `deadline`, a value of `time.monotonic`.

    It polls, because a blocking flock has no time limit.
    """
    while True:
        try:
            fcntl.flock(lock, kind | fcntl.LOCK_NB)
            return True
        except BlockingIOError:
            if time.monotonic() >= deadline:
                return False
            time.sleep(_POLL)
