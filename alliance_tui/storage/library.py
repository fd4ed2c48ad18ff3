"""The library: all the alliances in one store, one folder each.

What opens a document, `record` and `check` with TinyDB and the types they work on, is imported where it is used:
without it a start of `alliance list` takes a third less CPU time.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from alliance_tui.domain.errors import (
    AllianceError,
    NewerFormat,
    NotAllowed,
    NotFound,
    SessionEnded,
    StoreAway,
    StoreError,
)
from alliance_tui.domain.presence import Here
from alliance_tui.domain.summary import Summary, summary_of
from alliance_tui.domain.trash import Kind, Trashed
from alliance_tui.domain.viewer import ANYBODY, Viewer
from alliance_tui.storage.catalogue import ALLIANCE, SESSION, Catalogue
from alliance_tui.storage.disk import Stamp, file_errors, make_folder, stamp, store_errors
from alliance_tui.storage.here_files import here_names, read_here
from alliance_tui.storage.lock import locked
from alliance_tui.storage.paths import folder_name
from alliance_tui.storage.presence import is_somebody_there
from alliance_tui.storage.trash import INCOMING, TRASH, Trash, clear_incoming, store_lock

if TYPE_CHECKING:
    from alliance_tui.domain.alliance import Alliance, Partners, Version
    from alliance_tui.domain.session import Session
    from alliance_tui.domain.steps import Doer
    from alliance_tui.storage.check import Finding
    from alliance_tui.storage.keyring import Keyring
    from alliance_tui.storage.record import Record

FORMS = "forms.json"


class Library(Catalogue):
    """The alliances below `root`, which is made when the first of them is."""

    def __init__(
        self, root: Path, new_id: Callable[[], str] = lambda: os.urandom(16).hex(), viewer: Viewer = ANYBODY
    ) -> None:
        """`root` is the store's folder; `new_id` gives every new thing its id; `viewer` is whoever looks and acts."""
        super().__init__(root)
        self.new_id = new_id
        self.viewer = viewer
        self._trash = Trash(root)
        self._record: Record | None = None

    @cached_property
    def keyring(self) -> Keyring:
        """The keys to sealed answers that were unlocked in this program."""
        from alliance_tui.storage.keyring import Keyring

        return Keyring()

    def stamps(self, names: Iterable[str]) -> tuple[object, ...]:
        """Return values that change when an alliance is added or removed, or one of `names` is saved; StoreAway."""
        if (root := stamp(self.root)) is None:
            raise StoreAway(f"The store {self.root} is not there now. It is looked for again.")
        files = (self.root / name / file for name in names for file in (ALLIANCE, SESSION))
        return (root, *map(stamp, files))

    def read(self, name: str) -> Summary:
        """Read an alliance whole, as a summary."""
        try:
            return summary_of(*self.record(name).load())
        except AllianceError as error:
            newer, (id, _) = isinstance(error, NewerFormat), self._owner(name)
            return Summary(name, newer=newer, problem=str(error), id=id)

    # One of them

    def record(self, name: str) -> Record:
        """Return the record of the alliance in this folder; the one that was asked for last knows what it has read."""
        from alliance_tui.storage.record import Record

        if self._record is None or self._record.name != name:
            self._record = Record(self.root, name, keyring=self.keyring)
        self._record.viewer = self.viewer
        return self._record

    def load(self, name: str) -> tuple[Alliance, Session | None]:
        """See `Record.load`."""
        return self.record(name).load()

    def alliance(self, name: str) -> Alliance:
        """See `Record.alliance`."""
        return self.record(name).alliance()

    def session(self, name: str) -> Session:
        """Return the open session as it is now; SessionEnded when none is open, else what `load` raises."""
        session = self.load(name)[1]
        if session is None:
            raise SessionEnded
        return session

    def session_stamp(self, name: str) -> Stamp:
        """Return what changes whenever anybody saves the open session; None when there is none."""
        with store_errors(path := self.root / name / SESSION, "could not be looked at", "Nothing was changed."):
            return stamp(path)

    def change_session(
        self, name: str, act: Callable[[Session], Session], doer: Doer | None = None, *, merges: bool = False
    ) -> Session:
        """See `Record.change_session`."""
        return self.record(name).change_session(act, doer, merges=merges)

    def is_open(self, name: str) -> bool:
        """Return True if the alliance is open on a screen."""
        return is_somebody_there(self.root / name)

    def here(self, names: Iterable[str], own: str) -> dict[str, tuple[Here, ...]]:
        """Return where the programs are that have these alliances' sessions open, but for the file named `own`."""
        found = {}
        for name in names:
            with suppress(OSError):
                files = [file for file in here_names(self.root / name) if file != own]
                if here := read_here(self.root / name, files):
                    found[name] = here
        return found

    def folder_of(self, name: str, id_: str) -> Path:
        """Return the folder of the alliance with this id, under this name or in the trash; StoreAway for neither."""
        with suppress(StoreError, NotFound):
            if self.record(name).cover().id == id_:
                return self.root / name
        if there := self.path_in_trash(id_):
            return there
        raise StoreAway(
            f"The alliance’s folder {self.root / name} is not there now. What you typed stays on the screen, and "
            "saving is tried again each second."
        )

    def id_of(self, name: str) -> str:
        """Return the id of the alliance in a folder; "" if it can't be read."""
        return self._owner(name)[0]

    def _owner(self, name: str) -> tuple[str, Partners | None]:
        """Return the id and the partners of the alliance in a folder; "" and None if it can't be read."""
        try:
            cover = self.record(name).cover()
        except AllianceError:
            return "", None
        return cover.id, cover.partners

    # Adding

    def add(self, alliance: Alliance, session: Session) -> Alliance:
        """Write a new alliance with its first session, in a folder of its own; returns it with its name."""
        with store_lock(self.root, make=True):
            name = self.free_name(folder_name(alliance.partners))
            folder, record = self.root / name, self.record(name)
            with file_errors(folder, "could not be made", "Nothing was changed."):
                make_folder(folder)
            try:
                named = record.create(alliance)
                record.open_session(session)
            except StoreError:
                shutil.rmtree(folder, ignore_errors=True)  # else the next try would get a numbered name
                raise
        return named

    def free_name(self, wanted: str) -> str:
        """Return this name, or a numbered one, that no folder of the store has yet; the store's lock is held."""
        name, number = wanted, 1
        while os.path.lexists(self.root / name):
            number += 1
            name = f"{wanted}-{number}"
        return name

    # Deleting

    def delete(self, name: str, now: datetime, *, id: str) -> Trashed:
        """Move an alliance's folder to the trash; `id` is the alliance that was seen in it, "" if it can't be read.

        NotFound if there is none, NotAllowed if it is another by now, or for an invited viewer.
        """
        self.viewer.require_host()
        with store_lock(self.root):
            if not self.contains(name):
                raise NotFound("This alliance is not here any more: it was deleted or moved meanwhile.")
            return self.trash_alliance(name, now, id=id)

    def trash_alliance(self, name: str, now: datetime, *, id: str) -> Trashed:
        """Do what `delete` does; the store's lock is held."""
        folder = self.root / name
        with locked(folder / SESSION), locked(folder / ALLIANCE):
            found, partners = self._owner(name)
            if found != id:
                raise NotAllowed("In this folder is another alliance by now. Nothing was deleted; see the list again.")
            item = Trashed(self.new_id(), Kind.ALLIANCE, name, id, "", partners, now, now, now)
            self._trash.add(item, folder)
        return item

    def undelete(self, id: str) -> str:
        """Restore a deleted alliance from the trash; return its folder's name, a numbered one if it is in use.

        NotFound if that is not in the trash, NotAllowed if the alliance is here already: it stays in the trash.
        """
        self.viewer.require_host()
        with store_lock(self.root):
            item = self._completed(self._trash.find(id)[0])
            if item.alliance and (known := self.find_id(item.alliance)):
                raise NotAllowed(
                    f"This alliance is here already, as {known}. The deleted one stays in the trash; "
                    "to have that one, delete the other first."
                )
            name = self.free_name(item.name)
            self._trash.bring_back(item, self.root / name)
        return name

    def trash_session(
        self, name: str, now: datetime, *, id: str, check: Callable[[Session], None] = lambda _: None
    ) -> Trashed:
        """Move the open session to the trash; `id` is the session that was seen.

        NotFound if it is not open any more. `check` is given the session as it is on disk now, under its lock; what it
        raises passes through and changes nothing.
        """
        self.viewer.require_host()
        record = self.record(name)
        with store_lock(self.root), record.locked_session() as (session, *_):
            if session is None or session.id != id:
                raise SessionEnded
            check(record.opened(session))
            owner, partners = record.cover().id, session.partners
            item = Trashed(self.new_id(), Kind.SESSION, name, owner, session.id, partners, now, now, now)
            self._trash.add(item, self.root / name / SESSION)
        return item

    def restore_session(self, id: str, adapt: Callable[[Session, Version | None], Session]) -> tuple[str, Session]:
        """Restore an abandoned session from the trash, changed by `adapt`, which is given the latest version, too.

        Returns the alliance's folder and the session. NotFound if it is not in the trash, NotAllowed if another session
        is open or its alliance is not here: it stays in the trash.
        """
        self.viewer.require_host()
        with store_lock(self.root):
            item, path = self._trash.find(id)
            name = self.find_id(item.alliance) if item.alliance else ""
            if not name:
                raise NotAllowed("The session’s alliance is not here. It stays in the trash; bring that back first.")
            record = self.record(name)
            with record.locked_session() as (present, *_):
                if present:
                    raise NotAllowed(
                        "This alliance has an open session already, so the abandoned one stays in the trash. "
                        "Sign or abandon the open one first."
                    )
                session = record.adapt_session(path, adapt)
                self._trash.bring_back(item, self.root / name / SESSION)
        return name, session

    def trash(self) -> list[Trashed]:
        """Return the items that can be restored, the newest first; StoreError."""
        return [self._completed(item) for item in self._trash.items()]

    def path_in_trash(self, id: str) -> Path | None:
        """Return the path in the trash of the alliance or the session with this id; None if it is not there."""
        found = (item for item in self.trash() if id == (item.session or item.alliance))
        return next(map(self._trash.path_of, found), None)

    def _completed(self, item: Trashed) -> Trashed:
        """Complete an item without a record from the alliance's own file."""
        if item.alliance or item.session:
            return item
        id, partners = Library(self.root / TRASH / item.id)._owner(item.name)
        return item._replace(alliance=id, partners=partners)

    def purge(self, now: datetime) -> None:
        """Remove what was in the trash for 30 days (see `domain.trash`), and what killed programs left."""
        if any((self.root / folder).exists() for folder in (TRASH, INCOMING)):
            with store_lock(self.root):
                clear_incoming(self.root)
                self._trash.purge(now, self.trash())

    # Checking

    def check(self) -> Iterator[Finding]:
        """Read every file of the store and its trash whole; yield all problems."""
        from alliance_tui.storage.check import check_alliance, check_forms, check_trash

        for name in self.names():
            yield from check_alliance(self.root, name)
        yield from check_forms(self.root / FORMS)
        yield from check_trash(self.root, self.trash())
