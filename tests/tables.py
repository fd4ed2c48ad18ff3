"""Whole tables in and out of a `DurableStorage`, and a TinyDB over one."""

from pathlib import Path
from typing import Any

from tinydb import TinyDB
from tinydb.storages import Storage

from alliance_tui.storage.durable_storage import DurableStorage, MakeCover

Tables = dict[str, dict[str, Any]]


def write(storage: DurableStorage, tables: Tables) -> None:
    """Save these tables in the place of all that were there."""
    with storage.transaction() as buffer:
        buffer.write(tables)


class Direct(Storage):
    """Each read and each write by itself, as TinyDB's own storages do it."""

    def __init__(self, path: Path, cover: MakeCover | None = None) -> None:
        self.storage = DurableStorage(path, cover=cover)

    def read(self) -> Tables | None:
        return self.storage.read()

    def write(self, data: Tables) -> None:
        write(self.storage, data)


def database(path: Path, cover: MakeCover | None = None) -> TinyDB:
    """Open the file at `path` as TinyDB opens a file of its own."""
    return TinyDB(path, storage=Direct, cover=cover)
