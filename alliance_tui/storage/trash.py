"""The trash of a store: each deleted alliance or abandoned session in a folder of its own, with a record.

    .trash/<id>/trash.json       the record: what it is, whose, and the moments that its 30 days are reckoned from
    .trash/<id>/<folder>/        an alliance, as it was
    .trash/<id>/session.json     a session, with its older saves

The record is on the disk before anything is moved, and a move is on the disk before it is acknowledged. A program
that is killed in between leaves the thing whole, either in its place, beside a record of nothing, or in the trash. A
folder without a record is from a release that wrote none. How long it stays: see `domain.trash`.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from shutil import rmtree

from alliance_tui.domain.errors import NotFound
from alliance_tui.domain.terms import Partners
from alliance_tui.domain.trash import Kind, Trashed
from alliance_tui.storage.catalogue import ALLIANCE, SESSION
from alliance_tui.storage.disk import (
    file_errors,
    make_folder,
    names_in,
    read_regular_file,
    remove_leftovers,
    replace_file,
    sync,
)
from alliance_tui.storage.fields import InvalidRecord, listing, nullable, one_of, record, text
from alliance_tui.storage.lock import locked
from alliance_tui.storage.timestamps import FIRST, moment

TRASH, INCOMING = ".trash", ".incoming"
RECORD = "trash.json"
KEPT = "Nothing was changed."
_RECORD = record(
    lambda what, looked, **others: Trashed("", what, checked=looked, **others),
    what=one_of(Kind)._replace(attribute="kind"),
    name=text,
    alliance=text,
    session=text,
    partners=nullable(listing(text, make=lambda names: Partners(*names))),
    deleted=nullable(moment),
    since=nullable(moment),
    looked=nullable(moment)._replace(attribute="checked"),
)
"""What a record says; the item's id is its folder's name."""


@contextlib.contextmanager
def store_lock(root: Path, make: bool = False) -> Iterator[None]:
    """Keep out other programs that add, import, delete or bring back; StoreBusy after a while.

    Taken before the lock of any file. StoreError if the store is not there, unless it is to be made.
    """
    if make:
        with file_errors(root, "could not be made", KEPT):
            make_folder(root)
    else:
        with file_errors(root, "could not be read", KEPT):
            names_in(root)
    with locked(root / ".store"):
        yield


def move(old: Path, new: Path) -> None:
    """Rename a file or folder and wait for the disk, first for the new name; StoreError."""
    with file_errors(old, "could not be moved", KEPT):
        old.rename(new)
    with file_errors(new, "was moved, but may be in its old place after a power cut", "All of it is there."):
        for folder in (new.parent, old.parent):
            sync(folder)


def clear_incoming(root: Path) -> None:
    """Remove what killed imports left behind; the store's lock is held."""
    rmtree(root / INCOMING, ignore_errors=True)


class Trash:
    """The trash of the store at `root`. Whoever changes it holds the store's lock."""

    def __init__(self, root: Path) -> None:
        self.folder = root / TRASH

    def items(self) -> list[Trashed]:
        """Return the items that can be restored, the newest first; StoreError if the trash can't be read."""
        found = [item for name in self._names() if (item := self._item(name)) and self.path_of(item)]
        return sorted(found, key=lambda item: (item.deleted or item.since or FIRST, item.id), reverse=True)

    def find(self, id: str) -> tuple[Trashed, Path]:
        """Return an item and its path; NotFound, or StoreError."""
        if id in self._names() and (item := self._item(id)) and (path := self.path_of(item)):
            return item, path
        raise NotFound("That is not in the trash any more: it was brought back already, or its 30 days are over.")

    def path_of(self, item: Trashed) -> Path | None:
        """Return the path of the alliance's folder or the session's file; None if there is none."""
        path = self.folder / item.id / (SESSION if item.kind is Kind.SESSION else item.name)
        traces = [path] if item.kind is Kind.SESSION else [path / ALLIANCE, path / f"{ALLIANCE}.1"]
        return path if any(map(os.path.lexists, traces)) else None

    # Changing it

    def add(self, item: Trashed, path: Path) -> None:
        """Move in an alliance's folder, or a session's file with its older saves; the locks of the files are held.

        The older saves go first: alone in their old place they would look like damage.
        """
        place = self.folder / item.id
        try:
            with file_errors(place, "could not be made", KEPT):
                make_folder(place)
                _write(place, item)
            if item.kind is Kind.SESSION:
                with file_errors(path, "could not be moved", "The session is whole."):
                    remove_leftovers(path)
                    _move_older(path, place)
                    sync(place)
                    sync(path.parent)
            move(path, place / path.name)
        except BaseException:
            if not self.path_of(item):
                _give_back(place, path.parent)
            raise

    def bring_back(self, item: Trashed, path: Path) -> None:
        """Move an alliance's folder, or a session's file with its older saves, back to `path`, where there is none.

        The session's lock is held.
        """
        place, is_session = self.folder / item.id, item.kind is Kind.SESSION
        if is_session:
            with file_errors(path, "could not be put back", KEPT):
                remove_leftovers(path, r"\.\d+")
                sync(path.parent)
        move(place / (SESSION if is_session else item.name), path)
        if is_session:
            with contextlib.suppress(OSError):  # the session is back; its older saves are for repairs
                _move_older(place / SESSION, path.parent)
                sync(path.parent)
        if self._is_empty(place):
            self.drop(item.id)

    def drop(self, id: str) -> None:
        """Hide an item at once, then remove it; a later purge removes what is left."""
        hidden = self.folder / f".{id}"
        with contextlib.suppress(OSError):
            (self.folder / id).rename(hidden)
            sync(self.folder)
            rmtree(hidden, ignore_errors=True)

    def purge(self, now: datetime, known: list[Trashed]) -> None:
        """Remove the items whose time is over, record the check, and remove what killed programs left.

        `known`: the items with all that is known of them. A record that can't be read is never removed.
        """
        with file_errors(self.folder, "could not be tidied", KEPT):
            for name in _folders(self.folder):
                if name.startswith("."):
                    rmtree(self.folder / name, ignore_errors=True)
        items = {item.id: item for item in known}
        for name in self._names():
            place = self.folder / name
            item = items.get(name) or self._item(name)
            if self._is_empty(place):
                self.drop(name)
            elif item and _is_readable(place):
                after = item.after_check(now)
                if after is None:
                    self.drop(name)
                elif after != item:
                    with contextlib.suppress(OSError):  # the next look notes it
                        _write(place, after)

    def _is_empty(self, place: Path) -> bool:
        """Return True if there is nothing to restore: no folder and no session."""
        with contextlib.suppress(OSError):
            return not (_folders(place) or SESSION in names_in(place))
        return False

    # Reading it

    def _names(self) -> list[str]:
        """Return the names of the items' folders; StoreError."""
        with file_errors(self.folder, "could not be read", KEPT):
            return [name for name in _folders(self.folder) if not name.startswith(".")]

    def _item(self, name: str) -> Trashed | None:
        """Read an item from its record, or else from the content of its folder; None if that is empty."""
        place = self.folder / name
        item, alliances = None, []
        with contextlib.suppress(ValueError):
            item = _read(place)
        with contextlib.suppress(OSError):
            alliances = _folders(place)  # one, if this program made the folder
        if item and item.kind is Kind.SESSION:
            return item
        if alliances:
            return (item or Trashed(name, Kind.ALLIANCE, ""))._replace(name=alliances[0])
        return Trashed(name, Kind.SESSION, "") if item is None and os.path.lexists(place / SESSION) else None


def _give_back(place: Path, home: Path) -> None:
    """Move the older saves of a session that could not be moved back to their place, and remove the item's record.

    Only the record is removed: while the disk has faults, nothing here is known to be empty.
    """
    with contextlib.suppress(OSError):
        _move_older(place / SESSION, home)
        if names_in(place) == [RECORD]:
            (place / RECORD).unlink()
        place.rmdir()


def _move_older(path: Path, folder: Path) -> None:
    """Move a file's older saves and damaged copies into a folder, the oldest first."""
    copy = re.compile(rf"{re.escape(path.name)}\.(?!lock$).+")
    for name in sorted(filter(copy.fullmatch, names_in(path.parent)), reverse=True):
        path.with_name(name).rename(folder / name)


def _folders(folder: Path) -> list[str]:
    """Return the names of the folders in a folder, in order; none where there is no such folder. OSError."""
    try:
        with os.scandir(folder) as entries:
            return sorted(entry.name for entry in entries if entry.is_dir(follow_symlinks=False))
    except FileNotFoundError:
        return []


# Records


def _is_readable(place: Path) -> bool:
    """Return True unless there is a record that can't be read."""
    try:
        _read(place)
    except ValueError:
        return False
    return True


def _read(place: Path) -> Trashed | None:
    """Read the record of the item in a folder; None without one, ValueError if it can't be read."""
    try:
        raw = read_regular_file(place / RECORD)
        if raw is None:
            return None
        given = json.loads(raw)
        _RECORD.check(given)
        return _RECORD.read(given)._replace(id=place.name)
    except (OSError, InvalidRecord, TypeError, RecursionError) as error:
        raise ValueError("no record") from error


def _write(place: Path, item: Trashed) -> None:
    """Write an item's record and sync it; OSError."""
    remove_leftovers(place / RECORD)
    replace_file(place / RECORD, json.dumps(_RECORD.write(item)).encode() + b"\n")
