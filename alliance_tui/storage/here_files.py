"""Where each program is that has an alliance's session open: one file a program, beside the session.

`session.here-<id>` holds one line of JSON, a `Here`, written in place and never synced. Its program holds it locked,
and the kernel frees the lock however the program ends: whoever finds such a file unlocked removes it.

What cannot be read or written counts as unknown and is never an error: a session must not stop for it.
"""

from __future__ import annotations

import fcntl
import json
import os
import time
from collections.abc import Iterable
from contextlib import suppress
from itertools import islice
from pathlib import Path

from alliance_tui.domain.presence import DOINGS, Here
from alliance_tui.domain.terms import Side
from alliance_tui.storage.disk import close_quietly, names_in
from alliance_tui.storage.lock import wait_for
from alliance_tui.storage.presence import HERE, PATIENCE, open_regular, regular_file

PREFIX = f"{HERE}-"
MOST_FILES = 8
"""Files of others that are read, so that a poll costs little whatever lies in the folder."""
_WIDTH = 256
"""Bytes of a file: it nearly always has the same length, so that no reader meets a half-written line."""
_MOST_BYTES = 4096
_TRIES = 3


class HereFile:
    """The file of this program, in one alliance's folder at a time. All calls come from the writer's thread."""

    def __init__(self, id: str) -> None:
        """`id` is this program's own."""
        self.name = PREFIX + id
        self._folder = Path()
        self._file: int | None = None
        self._told: Here | None = None

    def tell(self, folder: Path, here: Here) -> tuple[Here, ...]:
        """Say in an alliance's folder where this program is; return where the others are that have it open."""
        with suppress(OSError):
            names = here_names(folder)
            with suppress(OSError):
                if folder != self._folder or self.name not in names:
                    self._enter(folder)
                self._write(here)
            return read_here(folder, (name for name in names if name != self.name))
        return ()

    def leave(self, folder: Path) -> None:
        """Have this alliance no longer open."""
        if self._file is not None and folder == self._folder:
            with suppress(OSError):
                if os.fstat(self._file).st_nlink:
                    (folder / self.name).unlink()
            close_quietly(self._file)
            self._file, self._told, self._folder = None, None, Path()

    def _enter(self, folder: Path) -> None:
        """Make and lock the file; OSError."""
        self.leave(self._folder)
        for _ in range(_TRIES):
            file = open_regular(folder / self.name, os.O_RDWR | os.O_CREAT)
            if wait_for(file, fcntl.LOCK_EX, time.monotonic() + PATIENCE) and os.fstat(file).st_nlink:
                self._file, self._folder = file, folder
                return
            close_quietly(file)  # between the two, another program took it for that of one that is gone

    def _write(self, here: Here) -> None:
        if self._file is not None and here != self._told:
            line = json.dumps(here._asdict()).encode().ljust(_WIDTH - 1) + b"\n"
            os.pwrite(self._file, line, 0)
            os.ftruncate(self._file, len(line))
            self._told = here


def here_names(folder: Path) -> list[str]:
    """Return the names of all programs' files in an alliance's folder; OSError."""
    return [name for name in names_in(folder) if name.startswith(PREFIX)]


def read_here(folder: Path, names: Iterable[str]) -> tuple[Here, ...]:
    """Return what the programs say whose files these are, and remove the files of those that are gone."""
    found = (_read(folder / name) for name in islice(names, MOST_FILES))
    return tuple(here for here in found if here is not None)


def _read(path: Path) -> Here | None:
    """Return what a program says in its file; None if there is no program any more."""
    with suppress(OSError), regular_file(path, os.O_RDONLY) as file:
        # a shared lock: two programs that look at the same time must not take each other for the file's own
        if not wait_for(file, fcntl.LOCK_SH, 0):
            return _parsed(os.pread(file, _MOST_BYTES, 0))
        if os.fstat(file).st_nlink:
            path.unlink()
    return None


def _parsed(raw: bytes) -> Here:
    """Return what a line says; that somebody is here, if it can't be read."""
    with suppress(ValueError, TypeError, KeyError, RecursionError):
        given = json.loads(raw)
        side, question, doing, silent = (given[name] for name in Here._fields)
        if isinstance(question, str) and doing in DOINGS and isinstance(silent, bool):
            return Here(Side(side) if side else None, question, doing, silent)
    return Here()
