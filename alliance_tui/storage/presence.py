"""Who has an alliance's session open: a lock that the kernel frees when a program ends, and the last sign of anybody.

Neither is ever synced to the disk. `session.here` holds three readings of fixed length: the last sign, then
the start and end of an absence that nobody has answered for yet. It is written in place, so that a power cut
leaves an older sign. `session.here.lock` is held shared by each screen for as long as it is open, and
`session.here.asked` exclusively by the one that asks about an absence, until the answer is saved.

What cannot be read counts as unknown and is never an error: a session must not stop for it.
"""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from alliance_tui.domain.countdown import GAP, Gap, in_utc
from alliance_tui.storage.disk import close_quietly, require_regular
from alliance_tui.storage.lock import wait_for

HERE, LOCK, ASKED = "session.here", "session.here.lock", "session.here.asked"
PATIENCE = 1.0
"""Seconds to wait for a program that is just reading or writing the sign."""
_FLAGS = os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK
_WIDTH = len("2026-03-12T12:00:00.000000+00:00")
_NONE = "-" * _WIDTH
_SIZE = 3 * (_WIDTH + 1)

Sign = tuple[datetime | None, Gap | None]
"""When somebody was last present, and the absence that is still to be asked about."""


class Presence:
    """One screen's presence. All calls come from the writer's thread."""

    def __init__(self, folder: Path) -> None:
        """`folder`: the alliance's, which is never created here."""
        self._folder = folder
        self._lock: int | None = None
        self._asked: int | None = None

    def enter(self) -> bool:
        """Be present until `leave` or the end of the program; return True if nobody else is known to be."""
        self.leave()
        with suppress(OSError):
            self._lock = open_regular(self._folder / LOCK, os.O_RDWR | os.O_CREAT)
        return self.alone()

    def leave(self, reading: datetime | None = None) -> None:
        """Stop being present, and asking; `reading` is the last sign."""
        self.release()
        if self._lock is not None:
            if reading:
                self.touch(reading)
            close_quietly(self._lock)
            self._lock = None

    def alone(self) -> bool:
        """Return True if nobody else is known to be present."""
        with suppress(OSError), _only_one(self._folder):
            return self._try_alone()
        return True

    def touch(self, reading: datetime) -> Gap | None:
        """Write a sign of presence at this reading; return the absence that nobody has answered for yet."""
        with suppress(OSError), _only_one(self._folder) as (here, _, unanswered):
            _write(here, reading, unanswered)
            return unanswered
        return None

    def claim(self, since: datetime, reading: datetime, started: datetime) -> Gap | None:
        """Come back to the session that began at `started`, after having been there last at `since`.

        Returns the absence to ask about, to one program only: none if anybody was there, or came back before.
        It goes on from one whose program did not live to have it answered.
        """
        with suppress(OSError), _only_one(self._folder) as (here, sign, unanswered):
            gap = _absence(max(since, sign or since), reading)
            if gap and self._try_to_ask() and unanswered and started <= unanswered.start < gap.start:
                gap = gap._replace(start=unanswered.start)
            _write(here, reading, gap or unanswered)
            return gap
        return _absence(since, reading)

    def unanswered(self) -> Gap | None:
        """Return the absence that nobody has answered for yet."""
        with suppress(OSError), _only_one(self._folder) as (*_, unanswered):
            return unanswered
        return None

    def take_over(self, gap: Gap) -> bool:
        """Return True if this screen is to ask about the absence: it did so before, or no other one does any more."""
        with suppress(OSError), _only_one(self._folder) as (_, _, unanswered):
            return unanswered == gap and self._try_to_ask()
        return False

    def release(self) -> None:
        """Stop asking, so that another screen may."""
        if self._asked is not None:
            close_quietly(self._asked)
            self._asked = None

    def answered(self, reading: datetime) -> None:
        """Note that the absence was answered for."""
        with suppress(OSError), _only_one(self._folder) as (here, *_):
            _write(here, reading, None)

    def last(self) -> datetime | None:
        """Return the last known sign of presence."""
        return last_sign(self._folder)

    def _try_to_ask(self) -> bool:
        """Be the one that asks, until `release`; return False if another is, or may be where that is not known."""
        if self._asked is None:
            try:
                lock = open_regular(self._folder / ASKED, os.O_RDWR | os.O_CREAT)
            except OSError:
                return self._try_alone()
            if not wait_for(lock, fcntl.LOCK_EX, 0):
                close_quietly(lock)
                return False
            self._asked = lock
        return True

    def _try_alone(self) -> bool:
        """Try for the exclusive lock, then share it again: changing a `flock` is not atomic."""
        if self._lock is None:
            return not is_somebody_there(self._folder)
        try:
            return wait_for(self._lock, fcntl.LOCK_EX, 0)
        finally:
            _wait(self._lock, fcntl.LOCK_SH)


def last_sign(folder: Path) -> datetime | None:
    """Return the last known sign of presence at the session in this folder."""
    with suppress(OSError), regular_file(folder / HERE, os.O_RDONLY) as here:
        return _read(here)[0]
    return None


def is_somebody_there(folder: Path) -> bool:
    """Return True if a screen is known to be open on the session in this folder."""
    with suppress(OSError), regular_file(folder / LOCK, os.O_RDWR) as lock:
        return not wait_for(lock, fcntl.LOCK_EX, 0)
    return False


def _absence(since: datetime, reading: datetime) -> Gap | None:
    return Gap(since, reading) if reading - since > GAP else None


@contextmanager
def _only_one(folder: Path) -> Iterator[tuple[int, datetime | None, Gap | None]]:
    """Keep others from the file while it is written; yields it open, with what it says. OSError after `PATIENCE`."""
    with regular_file(folder / HERE, os.O_RDWR | os.O_CREAT) as here:
        _wait(here, fcntl.LOCK_EX)
        yield here, *_read(here)


def _wait(descriptor: int, kind: int) -> None:
    """Take a lock; OSError after `PATIENCE`: its holder may be stopped."""
    if not wait_for(descriptor, kind, time.monotonic() + PATIENCE):
        raise BlockingIOError


@contextmanager
def regular_file(path: Path, flags: int) -> Iterator[int]:
    descriptor = open_regular(path, flags)
    try:
        yield descriptor
    finally:
        close_quietly(descriptor)


def open_regular(path: Path, flags: int) -> int:
    """Open a regular file; a link or a device is an OSError."""
    descriptor = os.open(path, _FLAGS | flags, 0o600)
    try:
        require_regular(descriptor)
        if flags & os.O_CREAT:
            os.fchmod(descriptor, 0o600)
    except BaseException:
        close_quietly(descriptor)
        raise
    return descriptor


def _read(here: int) -> Sign:
    """Return what the file says; nothing if it is torn or of another kind."""
    raw = os.pread(here, _SIZE + 1, 0)
    try:
        sign, start, end = raw.decode("ascii").split()
        unanswered = None if start == _NONE else Gap(datetime.fromisoformat(start), datetime.fromisoformat(end))
        found = datetime.fromisoformat(sign), unanswered
        return found if _written(*found) == raw else (None, None)
    except ValueError:
        return None, None


def _write(here: int, sign: datetime, unanswered: Gap | None) -> None:
    os.pwrite(here, _written(sign, unanswered), 0)
    os.ftruncate(here, _SIZE)  # something else may have been there


def _written(sign: datetime, unanswered: Gap | None) -> bytes:
    """Return what a file with these says."""
    lines = [in_utc(moment).isoformat(timespec="microseconds") for moment in (sign, *(unanswered or ()))]
    if unanswered is None:
        lines += [_NONE, _NONE]
    return "".join(f"{line}\n" for line in lines).encode()
