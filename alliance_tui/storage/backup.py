"""A backup of a store in one file, and its way back.

    backup.json     when it was made, the ids of the alliances by their folders, and each file's hash and last save
    store/...       the files of the alliances, with their older saves and what is kept of unsaved words

It is a zip file. What is in the store's trash is not in it, nor what was exported.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import sys
import zipfile
import zlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path, PurePosixPath
from typing import Any

from alliance_tui.domain.errors import AllianceError, Damaged, StoreError
from alliance_tui.storage.catalogue import ALLIANCE, EXPORTS, SESSION
from alliance_tui.storage.check import check_alliance
from alliance_tui.storage.disk import file_errors, make_folder, names_in, read_regular_file, stamp_or_none, write_new
from alliance_tui.storage.library import Library
from alliance_tui.storage.lock import locked
from alliance_tui.storage.trash import INCOMING, clear_incoming, move, store_lock

SCHEMA = 1
MANIFEST = "backup.json"
KEPT = "Nothing was changed."
LARGEST = 1 << 30
"""Bytes that all files of a backup have together at most."""
_UNREADABLE = (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError)
"""What `zipfile` raises for damaged bytes."""
_FILE = re.compile(r"(alliance|session|drafts)\.json(\.\d+)?")


class Fate(StrEnum):
    """What became of an alliance of a backup."""

    ADDED = "added"
    SAME = "same"
    REPLACED = "replaced"
    KEPT = "kept"
    DAMAGED = "damaged"


@dataclass(frozen=True)
class Backup:
    """A backup that was read and proved: its files by their folders and names, each with when it was last saved."""

    ids: dict[str, str]
    files: dict[str, dict[str, tuple[bytes, int]]]

    def saved(self, name: str) -> int:
        """Return when an alliance or its session was last saved, in ns."""
        return max(at for file, (_, at) in self.files[name].items() if file in (ALLIANCE, SESSION))


def backup(library: Library, now: datetime) -> tuple[bytes, int]:
    """Return all alliances of a store as a backup, and their number; StoreError if one can't be read."""
    ids: dict[str, str] = {}
    listed: dict[str, dict[str, Any]] = {}
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive, store_lock(library.root):
        for name in library.names():
            folder = library.root / name
            with locked(folder / SESSION), locked(folder / ALLIANCE):
                ids[name] = library.id_of(name)
                for file in sorted(filter(_FILE.fullmatch, names_in(folder))):
                    with file_errors(folder / file, "could not be read", "There is no backup."):
                        raw = read_regular_file(folder / file)
                    if raw is not None and (at := stamp_or_none(folder / file)):
                        path = f"{name}/{file}"
                        listed[path] = {"sha256": hashlib.sha256(raw).hexdigest(), "saved": at[1]}
                        archive.writestr(f"store/{path}", raw)
        manifest = {"schema": SCHEMA, "made": now.isoformat(), "alliances": ids, "files": listed}
        archive.writestr(MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1))
    return made.getvalue(), len(ids)


def read_backup(path: Path) -> Backup:
    """Read a backup whole, `-` being stdin, and prove each file by its hash; StoreError if it is none, or damaged."""
    from_stdin = sys.stdin if str(path) == "-" else None
    try:
        with zipfile.ZipFile(io.BytesIO(from_stdin.buffer.read(LARGEST)) if from_stdin else path) as archive:
            if sum(info.file_size for info in archive.infolist()) > LARGEST:
                raise ValueError("it is too large")
            manifest = json.loads(archive.read(MANIFEST))
            if manifest["schema"] != SCHEMA:
                raise ValueError("a newer release wrote it")
            ids = dict(manifest["alliances"].items())
            if not all(isinstance(id_, str) for id_ in ids.values()):
                raise TypeError
            files: dict[str, dict[str, tuple[bytes, int]]] = {name: {} for name in ids}
            for given, facts in manifest["files"].items():
                name, file = PurePosixPath(given).parts
                raw = archive.read(f"store/{given}")
                if hashlib.sha256(raw).hexdigest() != facts["sha256"]:
                    raise ValueError(f"{file} of {name} is not as it was written")
                if name.startswith((".", "/")) or name == EXPORTS or not _FILE.fullmatch(file):
                    raise ValueError("it has files that are not an alliance’s")
                files[name][file] = raw, int(facts["saved"])
    except (*_UNREADABLE, OSError, ValueError, KeyError, TypeError, AttributeError, OverflowError) as error:
        why = getattr(error, "strerror", None) or (error if type(error) is ValueError else "it is not one, or damaged")
        raise StoreError(f"{path} can’t be read as a backup: {why}. {KEPT}") from error
    return Backup(ids, {name: found for name, found in files.items() if ALLIANCE in found})


def newer_here(library: Library, backup: Backup) -> list[str]:
    """Return the folders of the alliances that were saved here after the backup's, and differ."""
    present = [(name, here) for name in backup.files if (here := _here(library, backup, name))]
    return [here for name, here in present if _is_newer(library, backup, name, here)]


def damaged_here(library: Library, backup: Backup) -> list[str]:
    """Return the folders of the alliances that are not here, where a damaged one has the folder."""
    return [name for name in backup.files if not _here(library, backup, name) and _is_damaged(library, name)]


def restore(library: Library, backup: Backup, now: datetime, over: Collection[str]) -> list[tuple[str, Fate]]:
    """Put the alliances of a backup into the store; return the folder of each, and what became of it.

    One that is here already is replaced if it was not saved later, or its folder is in `over`; it goes to the trash.
    So does a damaged one that has the folder of an alliance, if that is in `over`.
    """
    with store_lock(library.root, make=True):
        clear_incoming(library.root)
        staged = Library(library.root / INCOMING / library.new_id())
        try:
            return [_restore(library, backup, name, staged, now, over) for name in backup.files]
        finally:
            clear_incoming(library.root)


def _restore(
    library: Library, backup: Backup, name: str, staged: Library, now: datetime, over: Collection[str]
) -> tuple[str, Fate]:
    here, files = _here(library, backup, name), backup.files[name]
    if not here and name in over and _is_damaged(library, name):
        here = name
    if here and not _differs(library.root / here, files):
        return here, Fate.SAME
    if here and here not in over and _is_newer(library, backup, name, here):
        return here, Fate.KEPT
    folder = staged.root / name
    with file_errors(folder, "could not be written", "What was restored before it is whole."):
        make_folder(folder)
        for file, (raw, _) in files.items():
            write_new(folder / file, raw)
    found = check_alliance(staged.root, name)
    if staged.id_of(name) != backup.ids[name] or any(not (each.backup or each.seal) for each in found):
        return name, Fate.DAMAGED
    if here:
        library.trash_alliance(here, now, id=library.id_of(here))
    there = library.free_name(here or name)
    move(folder, library.root / there)
    return there, Fate.REPLACED if here else Fate.ADDED


def _here(library: Library, backup: Backup, name: str) -> str:
    """Return the folder of this alliance in the store, "" if it is not there."""
    return library.find_id(backup.ids[name]) if backup.ids[name] else ""


def _is_damaged(library: Library, name: str) -> bool:
    """Return True if the alliance in a folder is damaged, so that nobody can tell which it is."""
    try:
        library.record(name).cover()
    except AllianceError as error:
        return isinstance(error, Damaged)
    return False


def _is_newer(library: Library, backup: Backup, name: str, here: str) -> bool:
    """Return True if the alliance in the folder `here` was saved after the backup's, and is not the same."""
    folder = library.root / here
    stamps = filter(None, (stamp_or_none(folder / file) for file in (ALLIANCE, SESSION)))
    return any(at > backup.saved(name) for _, at, _ in stamps) and _differs(folder, backup.files[name])


def _differs(folder: Path, files: dict[str, tuple[bytes, int]]) -> bool:
    """Return True if the alliance or its open session is another one than the backup's."""
    return any(read_regular_file(folder / file) != files.get(file, (None,))[0] for file in (ALLIANCE, SESSION))
