"""The two files of an alliance: opened, parsed, checked for the form of their records, and written."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from shlex import quote
from typing import Generic, TypeVar

from tinydb import TinyDB

from alliance_tui.domain.alliance import Partners
from alliance_tui.domain.errors import Damaged, NewerFormat, StoreError
from alliance_tui.domain.session import Session
from alliance_tui.storage import schema
from alliance_tui.storage.buffer import Buffer
from alliance_tui.storage.catalogue import ALLIANCE, SESSION
from alliance_tui.storage.cover import alliance_cover, session_cover
from alliance_tui.storage.disk import Stamp, stamp_or_none
from alliance_tui.storage.durable_storage import DurableStorage
from alliance_tui.storage.fields import InvalidRecord
from alliance_tui.storage.file_format import Tables as Stored
from alliance_tui.storage.migrations import migrated, stamped
from alliance_tui.storage.record_check import check_tables, documents_in

T = TypeVar("T")
NEWER = "A newer release wrote {}. Nothing was changed. Update, then open it again."
_NOBODY = Partners("", "")


class LastRead(Generic[T]):
    """A file of an alliance, parsed. It is read again only if it changed since it was read or saved here."""

    def __init__(self, path: Path, name: str, parse: Callable[[schema.Tables | None], T]) -> None:
        """`name` is the alliance's; `parse` makes of the file's tables what it says."""
        self._path = path
        self._name = name
        self._parse = parse
        self._last: tuple[Stamp, T] | None = None

    def read(self) -> tuple[T, bool]:
        """Return the parsed file, and whether a newer release wrote it."""
        stamp = stamp_or_none(self._path)  # before the file is read: of one that is saved meanwhile it is out of date
        if self._last and self._last[0] == stamp:
            return self._last[1], False
        with open_file(self._path, self._name) as storage:
            value = self._parse(tables_in(storage))
        if not storage.newer:
            self.remember(stamp, value)
        return value, storage.newer

    def remember(self, stamp: Stamp, value: T) -> None:
        """Remember the parsed file with this stamp; do nothing without a stamp."""
        if stamp:
            self._last = stamp, value


@contextmanager
def open_file(path: Path, name: str) -> Iterator[DurableStorage]:
    """Open a file of the alliance `name`; a record in it of another form is Damaged or NewerFormat, with its place."""
    remedy = f"alliance repair {quote(name)}" if name else "alliance repair"
    cover = {ALLIANCE: alliance_cover, SESSION: session_cover}.get(path.name)
    storage = DurableStorage(path, remedy=remedy, cover=cover)
    try:
        yield storage
    except InvalidRecord as wrong:
        if storage.newer:
            raise NewerFormat(f"{path} can’t be made out ({wrong}). {NEWER.format('it')}") from None
        raise _wrong_shape(path, str(wrong)) from None


def tables_in(storage: DurableStorage | Buffer) -> schema.Tables | None:
    """Return the documents of each table in its present shape, None without a file; InvalidRecord for another one."""
    return present_tables(storage.read())


def present_tables(stored: Stored | None) -> schema.Tables | None:
    """Return tables that were read as `tables_in` does."""
    documents = documents_of(stored)
    if documents is None:
        return None
    tables = migrated(documents)
    check_tables(tables)
    return tables


def documents_of(stored: Stored | None) -> schema.Tables | None:
    """Return the documents of every table as they were written; InvalidRecord if TinyDB did not write them."""
    if stored is None:
        return None
    return {table: documents_in(table, documents) for table, documents in stored.items()}


def session_in(path: Path, tables: schema.Tables | None) -> Session | None:
    """Return the session in the tables of the file at `path`, without names: these are in the alliance's file."""
    if not tables or not tables.get("session"):
        return None
    with reading(path):
        return schema.session_from_tables(_NOBODY, tables)


def write_session(buffer: Buffer, session: Session) -> None:
    """Replace the session in a transaction; StoreError if it can’t be read again, or is not sealed as it should be."""
    if session.sealing and any(each.covered and not each.seal for each in session.answers.values()):
        raise StoreError("This could not be saved: it is not sealed, as it should be. What was saved before is whole.")
    write_tables(TinyDB(storage=lambda: buffer), schema.session_to_tables(session))


def write_tables(db: TinyDB, tables: schema.Tables) -> None:
    """Replace all documents by these; StoreError if they could not be read again."""
    try:
        check_tables(tables)
    except InvalidRecord as wrong:
        raise StoreError(f"This could not be saved: {wrong}. What was saved before is whole.") from None
    written = stamped(tables).items()
    db.storage.write({name: {str(at): record for at, record in enumerate(records, 1)} for name, records in written})


@contextmanager
def reading(path: Path) -> Iterator[None]:
    """Turn a record of the wrong shape into a plain error that names its file."""
    try:
        yield
    except (KeyError, IndexError, TypeError, ValueError, AttributeError) as error:
        raise _wrong_shape(path, type(error).__name__) from error


def _wrong_shape(path: Path, what: str) -> Damaged:
    return Damaged(
        f"{path} is not as this program writes it ({what}). Nothing was changed; "
        "restore the file from a backup, or move its folder out of the store.",
        path,
    )
