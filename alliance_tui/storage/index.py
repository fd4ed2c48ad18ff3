"""The index of a store: what lists show of its alliances, so that ten thousand need not be read to be listed.

A cache, never the truth. A row holds for as long as its files are the very ones it was made from, by inode, times and
size: a save puts a new file in the place of the old, so no state outlives its file here. Only what was proved whole
goes in; damage is looked at anew each time. The index itself is lines of rows, newest first, each under a checksum:
a line that is not as this very release wrote it is passed over, and its alliances are read.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any, NamedTuple
from zlib import crc32

from alliance_tui import __version__
from alliance_tui.domain.entry import Entry, OpenSession, ranked
from alliance_tui.domain.terms import Partners, Stage
from alliance_tui.storage.files import Stamp, lines_of, remove_beside, remove_quietly, write_new

INDEX = ".index"
FEWEST = 100
"""Alliances from which a store gets an index: fewer are as quickly read, and their names need not stand twice."""
FIRST, LINE = 50, 500
"""Rows in the index's first line, a screenful, and in every other."""
_OURS = crc32(f"alliance index 3 of {__version__}\n".encode())
"""Where checksums begin, so that the lines of no other release fit theirs."""


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
            temp = self._path.with_name(f".{INDEX}.{os.urandom(8).hex()}.tmp")
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
    """Rows under their checksum."""
    body = json.dumps([_to_record(row) for row in rows], ensure_ascii=True, separators=(",", ":")).encode()
    return _checksum(body) + body + b"\n"


def _rows(line: bytes) -> list[Row]:
    """The rows of a line; none if it is not as it was written."""
    given, body = line[:8], line[8:-1]
    if given != _checksum(body):
        return []
    try:
        return _from_records(json.loads(body))
    except (ValueError, TypeError, KeyError):  # a checksum of so few digits can be hit by chance
        return []


def _checksum(body: bytes) -> bytes:
    return b"%08x" % crc32(body, _OURS)


def _to_record(row: Row) -> list[Any]:
    entry = row.entry
    assert entry.partners
    assert entry.created
    return [
        row.stamps,
        entry.id,
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


def _from_records(records: list[list[Any]]) -> list[Row]:
    """Rows out of records, the quick way: ten thousand of them at every start."""
    rows, moment, day = [], datetime.fromisoformat, date.fromisoformat
    for files, id, name, left, right, kind, created, versions, version, signed, review, sitting in records:
        alliance, session = files
        entry = Entry._make(
            (
                name,
                Partners(left, right),
                kind,
                moment(created),
                versions,
                version,
                moment(signed) if signed else None,
                day(review) if review else None,
                _session_from_record(sitting) if sitting else None,
                False,
                "",
                id,
            )
        )
        rows.append(Row(entry, (tuple(alliance), tuple(session) if session else None)))
    return rows


def _session_to_record(session: OpenSession) -> list[Any]:
    from alliance_tui.storage.moments import countdown_to_record, moment

    countdown = countdown_to_record(session.countdown)
    return [session.number, moment(session.planned), session.stage, countdown]


def _session_from_record(record: list[Any]) -> OpenSession:
    from alliance_tui.storage.moments import countdown_from_record, maybe_moment

    number, planned, stage, countdown = record
    return OpenSession(number, maybe_moment(planned), Stage(stage), countdown_from_record(countdown))
