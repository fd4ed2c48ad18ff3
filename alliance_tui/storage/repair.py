"""Find damaged files, and restore good copies."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from alliance_tui.domain.errors import Damaged
from alliance_tui.storage.catalogue import ALLIANCE, DRAFTS, SESSION
from alliance_tui.storage.durable_storage import DurableStorage
from alliance_tui.storage.library import FORMS, Library


def damaged_files(library: Library, name: str) -> Iterator[Damaged]:
    """Yield what is wrong with the bytes of an alliance's files; NewerFormat or StoreError when that can't be told.

    `name`: the alliance, "" for what belongs to no one alliance.
    """
    for file in (ALLIANCE, SESSION, DRAFTS) if name else (FORMS,):
        try:
            DurableStorage(library.root / name / file).read()
        except Damaged as damage:
            yield damage


def restore_backup(path: Path) -> Path | None:
    """Replace a damaged file by the newest good copy; return where the damaged one is kept, if it was there.

    Raises Damaged without a good copy, StoreError if the file is whole or the disk refuses.
    """
    return DurableStorage(path).restore()
