"""The index of a store: what lists show of its alliances, so that ten thousand need not be read to be listed.

A cache, never the truth. A row holds for as long as its files are the very ones it was made from, by inode, times and
size: a save puts a new file in the place of the old, so no state outlives its file here. Only what was proved whole
goes in; damage is looked at anew each time. The index itself is lines of rows, newest first, each line under a hash:
a line that is not as this very release wrote it is passed over, and its alliances are read.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import secrets
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any, NamedTuple

from alliance_tui import __version__
from alliance_tui.domain.alliance import Partners
from alliance_tui.domain.entry import Entry, OpenSession, ranked
from alliance_tui.domain.session import Stage
from alliance_tui.storage import schema
from alliance_tui.storage.files import Stamp, lines_of, remove_beside, remove_quietly, write_new

INDEX = ".index"
FEWEST = 100
"""Alliances from which a store gets an index: fewer are as quickly read, and their names need not stand twice."""
FIRST, LINE = 50, 500
"""Rows in the index's first line, a screenful, and in every other."""
_SALT = f"alliance index 1 of {__version__}\n".encode()


class Row(NamedTuple):
    """An entry, and the stamps of the alliance's file and of its session's that it was made from."""

    entry: Entry
    stamps: tuple[Stamp, Stamp]


class Index:
    """The rows of one store, read from its index as they are asked for, and kept in memory from then on."""

    def __init__(self, root: Path) -> None:
        """Nothing is read yet."""
        self._path = root / INDEX
        self._rows: dict[str, Row] = {}
        self._lines = lines_of(self._path)
        """What is still to be read."""
        self._changed = False

    def rows(self) -> Iterator[list[Row]]:
        """All rows, some at a time."""
        known = [*self._rows.values()]
        yield from (known[at : at + LINE] for at in range(0, len(known), LINE))
        with contextlib.suppress(OSError):
            for line in self._lines:
                rows = _rows(line)
                self._rows.update((row.entry.name, row) for row in rows)
                yield rows

    def put(self, row: Row) -> None:
        """Take a row in, in place of the one there was."""
        self._rows[row.entry.name] = row
        self._changed = True

    def drop(self, name: str) -> None:
        """Leave an alliance out."""
        if self._rows.pop(name, None):
            self._changed = True

    def keep_only(self, names: set[str]) -> None:
        """Leave out what is not there any more."""
        for name in self._rows.keys() - names:
            self.drop(name)

    def forget(self, name: str) -> None:
        """Leave an alliance out, on the disk too: nothing of it may outlast it."""
        for _ in self.rows():
            pass
        self.drop(name)
        self.save()

    def save(self) -> None:
        """Write the index if it has changed and is worth it. Not being able to costs the next program time alone."""
        if self._changed and (len(self._rows) >= FEWEST or self._path.exists()):
            temp = self._path.with_name(f".{INDEX}.{secrets.token_hex(8)}.tmp")
            with contextlib.suppress(OSError):
                try:
                    remove_beside(self._path)
                    write_new(temp, self._written(), wait=False)
                    temp.replace(self._path)
                except OSError:
                    remove_quietly(temp)
                    raise
        self._changed = False

    def _written(self) -> bytes:
        """The index as a file."""
        rows = [self._rows[entry.name] for entry in ranked(row.entry for row in self._rows.values())]
        starts = [0, *range(FIRST, len(rows), LINE)]
        return b"".join(_line(rows[start:end]) for start, end in zip(starts, [*starts[1:], len(rows)], strict=True))


def _line(rows: list[Row]) -> bytes:
    """Rows under their hash."""
    body = json.dumps([_to_record(row) for row in rows], ensure_ascii=True, separators=(",", ":")).encode()
    return _hash(body) + body + b"\n"


def _rows(line: bytes) -> list[Row]:
    """The rows of a line; none if it is not as it was written."""
    given, body = line[:64], line[64:-1]
    return [_from_record(record) for record in json.loads(body)] if given == _hash(body) else []


def _hash(body: bytes) -> bytes:
    return hashlib.sha256(_SALT + body).hexdigest().encode()


def _to_record(row: Row) -> list[Any]:
    entry = row.entry
    assert entry.partners
    assert entry.created
    return [
        *row.stamps,
        entry.name,
        entry.partners.left,
        entry.partners.right,
        entry.partnership,
        entry.created.isoformat(),
        entry.versions,
        entry.version,
        entry.signed.isoformat() if entry.signed else None,
        entry.review.isoformat() if entry.review else None,
        _session_to_record(entry.session) if entry.session else None,
    ]


def _from_record(record: list[Any]) -> Row:
    alliance, session, name, left, right, partnership, created, versions, version, signed, review, sitting = record
    entry = Entry(
        name,
        Partners(left, right),
        partnership,
        datetime.fromisoformat(created),
        versions,
        version,
        datetime.fromisoformat(signed) if signed else None,
        date.fromisoformat(review) if review else None,
        _session_from_record(sitting) if sitting else None,
    )
    return Row(entry, (tuple(alliance), tuple(session) if session else None))


def _session_to_record(session: OpenSession) -> list[Any]:
    countdown = schema.countdown_to_record(session.countdown)
    return [session.number, schema.moment(session.planned), session.stage, countdown]


def _session_from_record(record: list[Any]) -> OpenSession:
    number, planned, stage, countdown = record
    return OpenSession(number, schema.maybe_moment(planned), Stage(stage), schema.countdown_from_record(countdown))
