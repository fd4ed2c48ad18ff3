"""The library: all the alliances in one store, one folder each.

`record` and `check`, and with them TinyDB, are imported by what opens a document, `trash` by what uses it: without them
a start of `alliance list` takes 32 % less CPU time, of which `trash` is 6 %.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import suppress
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
from alliance_tui.domain.summary import Summary, summary_of
from alliance_tui.domain.trash import Kind, Trashed
from alliance_tui.storage.catalogue import ALLIANCE, SESSION, Catalogue, Step
from alliance_tui.storage.files import Stamp, make_folder, plainly, stamp, sync
from alliance_tui.storage.lock import Lock
from alliance_tui.storage.paths import folder_name
from alliance_tui.storage.presence import is_somebody_there

if TYPE_CHECKING:
    from datetime import datetime

    from alliance_tui.domain.alliance import Alliance, Partners, Side, Slip, Version
    from alliance_tui.domain.session import Session
    from alliance_tui.domain.steps import Doer
    from alliance_tui.storage.check import Finding
    from alliance_tui.storage.record import Record

FORMS = "forms.json"


class Library:
    """The alliances below `root`, which is made when the first of them is."""

    def __init__(self, root: Path, new_id: Callable[[], str] = lambda: os.urandom(16).hex()) -> None:
        """`root` is the store's folder; `new_id` gives every new thing its id."""
        self.root = root
        self.new_id = new_id
        self._catalogue = Catalogue(root, self._read)
        self._record: Record | None = None

    # All of them

    def look(self) -> Iterator[Step]:
        """Every alliance as it is now, in steps of some ms; StoreError when the store cannot be read."""
        return self._catalogue.look()

    def names(self) -> list[str]:
        """The folders' names, in order; StoreError when the store cannot be read."""
        return self._catalogue.names()

    def find(self, wanted: str) -> str:
        """The folder a person means: its name, the partners' names, or the beginning of either, if only one fits."""
        return self._catalogue.find(wanted)

    def summaries(self) -> list[Summary]:
        """Every alliance, by name; one that cannot be read is an summary too, with its problem."""
        return self._catalogue.summaries()

    def holding(self, id: str, names: Collection[str] = ()) -> str:
        """See `Catalogue.holding`."""
        return self._catalogue.holding(id, names)

    def stamps(self, names: Iterable[str]) -> tuple[object, ...]:
        """Return values that change when an alliance comes or goes, or one of `names` is saved; StoreAway."""
        if (root := stamp(self.root)) is None:
            raise StoreAway(f"The store {self.root} is not there now. It is looked for again.")
        files = (self.root / name / file for name in names for file in (ALLIANCE, SESSION))
        return (root, *map(stamp, files))

    def _read(self, name: str) -> Summary:
        """Read an alliance whole, as an summary."""
        from alliance_tui.storage.record import Record

        try:
            return summary_of(*Record(self.root, name).load())
        except AllianceError as error:
            newer, (id, _) = isinstance(error, NewerFormat), self._owner(name)
            return Summary(name, newer=newer, problem=str(error), id=id)

    # One of them

    def record(self, name: str) -> Record:
        """Return the record of the alliance in this folder; the one that was asked for last knows what it has read."""
        from alliance_tui.storage.record import Record

        record = self._record
        if record is None or record.name != name:
            self._record = record = Record(self.root, name)
        return record

    def load(self, name: str) -> tuple[Alliance, Session | None]:
        """See `Record.load`."""
        return self.record(name).load()

    def alliance(self, name: str) -> Alliance:
        """See `Record.alliance`."""
        return self.record(name).alliance()

    def session(self, name: str) -> Session:
        """The open session as it is now; SessionEnded when none is open, NotFound or StoreError as for `load`."""
        session = self.load(name)[1]
        if session is None:
            raise SessionEnded
        return session

    def session_stamp(self, name: str) -> Stamp:
        """See `Record.session_stamp`."""
        return self.record(name).session_stamp()

    def rename(self, name: str, partners: Partners, partnership: str, seen: tuple[Partners, str] | None = None) -> None:
        """See `Record.rename`."""
        self.record(name).rename(partners, partnership, seen)

    def change_slips(self, name: str, act: Callable[[tuple[Slip, ...]], tuple[Slip, ...]]) -> tuple[Slip, ...]:
        """See `Record.change_slips`."""
        return self.record(name).change_slips(act)

    def record_reading(self, name: str, side: Side, version: int) -> None:
        """See `Record.record_reading`."""
        self.record(name).record_reading(side, version)

    def add_version(self, name: str, version: Version) -> Version:
        """See `Record.add_version`."""
        return self.record(name).add_version(version)

    def open_session(self, name: str, session: Session) -> None:
        """See `Record.open_session`."""
        self.record(name).open_session(session)

    def change_session(
        self, name: str, act: Callable[[Session], Session], doer: Doer | None = None, *, merges: bool = False
    ) -> Session:
        """See `Record.change_session`."""
        return self.record(name).change_session(act, doer, merges=merges)

    def sign_session(
        self, name: str, act: Callable[[Session], Session], doer: Doer | None = None
    ) -> tuple[Session, Version | None]:
        """See `Record.sign_session`."""
        return self.record(name).sign_session(act, doer)

    def is_open(self, name: str) -> bool:
        """Return True if the alliance is open on a screen."""
        return is_somebody_there(self.root / name)

    def folder_of(self, name: str, id_: str) -> Path:
        """Return the folder of the alliance with this id, under this name or in the trash; StoreAway for neither."""
        with suppress(StoreError, NotFound):
            if self.record(name).cover().id == id_:
                return self.root / name
        if there := self.whereabouts(id_):
            return there
        raise StoreAway(
            f"The alliance’s folder {self.root / name} is not there now. What you typed stays on the screen, and "
            "saving is tried again each second."
        )

    # Adding

    def make_root(self) -> None:
        """Make the store's folder; StoreError."""
        with plainly(self.root, "could not be made", "Nothing was changed."):
            make_folder(self.root)

    def add(self, alliance: Alliance, session: Session) -> Alliance:
        """Write a new alliance with its first session, in a folder of its own; returns it with its name."""
        from alliance_tui.storage.trash import store_lock

        with store_lock(self.root, make=True):
            name = self._claim(folder_name(alliance.partners))
            record = self.record(name)
            try:
                named = record.create(alliance)
                record.open_session(session)
            except StoreError:
                shutil.rmtree(self.root / name, ignore_errors=True)  # else the next try would get a numbered name
                raise
        return named

    def _claim(self, wanted: str) -> str:
        """Make a folder of this name, or of a numbered one if it is taken; the store's lock is held."""
        name = self.free_name(wanted)
        with plainly(self.root / name, "could not be made", "Nothing was changed."):
            (self.root / name).mkdir(mode=0o700)
            sync(self.root)
        return name

    def free_name(self, wanted: str) -> str:
        """A name that no folder of the store has yet; the store's lock is held."""
        return next(name for name in _numbered(wanted) if not os.path.lexists(self.root / name))

    # Deleting

    def delete(self, name: str, now: datetime, *, id: str) -> Trashed:
        """Put an alliance's folder into the trash; `id` is the alliance that was seen in it, "" if it can't be read.

        NotFound if there is none, NotAllowed if it is another by now.
        """
        from alliance_tui.storage.trash import PATIENCE, Trash, store_lock

        folder = self.root / name
        with store_lock(self.root):
            if name not in self.names():
                raise NotFound("This alliance is not here any more: it was deleted or moved meanwhile.")
            with Lock(folder / SESSION, PATIENCE).held(), Lock(folder / ALLIANCE, PATIENCE).held():
                found, partners = self._owner(name)
                if found != id:
                    raise NotAllowed(
                        "In this folder is another alliance by now. Nothing was deleted; see the list again."
                    )
                item = Trashed(self.new_id(), Kind.ALLIANCE, name, id, "", partners, now, now, now)
                Trash(self.root).put_folder(item, folder)
        return item

    def _owner(self, name: str) -> tuple[str, Partners | None]:
        """Return the id and the partners of the alliance in a folder; "" and None if it can't be read."""
        try:
            cover = self.record(name).cover()
        except AllianceError:
            return "", None
        return cover.id, cover.partners

    def undelete(self, id: str) -> str:
        """Bring a deleted alliance back out of the trash; returns its folder's name, a numbered one if it was taken.

        NotFound if that is not in the trash, NotAllowed if the alliance is here already: it stays in the trash.
        """
        from alliance_tui.storage.trash import Trash, store_lock

        trash = Trash(self.root)
        with store_lock(self.root):
            item = self._told(trash.find(id)[0])
            if item.alliance and (known := self.holding(item.alliance)):
                raise NotAllowed(
                    f"This alliance is here already, as {known}. The deleted one stays in the trash; "
                    "to have that one, delete the other first."
                )
            name = self.free_name(item.name)
            trash.take_folder(item, self.root / name)
        return name

    def trash_session(
        self, name: str, now: datetime, *, id: str, check: Callable[[Session], None] = lambda _: None
    ) -> Trashed:
        """Put the open session into the trash; `id` is the session that was seen.

        NotFound if it is not open any more. `check` is given the session as it is on disk now, under its lock; what it
        raises passes through and changes nothing.
        """
        from alliance_tui.storage.trash import Trash, store_lock

        record = self.record(name)
        with store_lock(self.root), record.locked_session() as (session, *_):
            if session is None or session.id != id:
                raise SessionEnded
            check(session)
            owner, partners = record.cover().id, session.partners
            item = Trashed(self.new_id(), Kind.SESSION, name, owner, session.id, partners, now, now, now)
            Trash(self.root).put_session(item, self.root / name / SESSION)
        return item

    def restore_session(self, id: str, adapt: Callable[[Session, Version | None], Session]) -> tuple[str, Session]:
        """Bring an abandoned session back out of the trash, as `adapt` makes it, given the latest version too.

        Returns the alliance's folder and the session. NotFound if it is not in the trash, NotAllowed if another session
        is open or its alliance is not here: it stays in the trash.
        """
        from alliance_tui.storage.trash import Trash, store_lock

        trash = Trash(self.root)
        with store_lock(self.root):
            item, path = trash.find(id)
            name = self.holding(item.alliance) if item.alliance else ""
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
                trash.take_session(item, self.root / name / SESSION)
        return name, session

    def trash(self) -> list[Trashed]:
        """Return what can be brought back, the newest first; StoreError."""
        from alliance_tui.storage.trash import Trash

        return [self._told(item) for item in Trash(self.root).items()]

    def whereabouts(self, id: str) -> Path | None:
        """Where in the trash the alliance or the session with this id is; None if it is not there."""
        from alliance_tui.storage.trash import Trash

        owners = ((item, item.session or item.alliance) for item in self.trash())
        return next((Trash(self.root).path_of(item) for item, owner in owners if owner == id), None)

    def _told(self, item: Trashed) -> Trashed:
        """Complete an item without a record from the alliance's own file."""
        if item.alliance or item.session:
            return item
        from alliance_tui.storage.trash import TRASH

        id, partners = Library(self.root / TRASH / item.id)._owner(item.name)
        return item._replace(alliance=id, partners=partners)

    def purge(self, now: datetime) -> None:
        """Remove what was in the trash for 30 days (see `domain.trash`), and what killed programs left."""
        from alliance_tui.storage.trash import INCOMING, TRASH, Trash, clear_incoming, store_lock

        if any((self.root / folder).exists() for folder in (TRASH, INCOMING)):
            with store_lock(self.root):
                clear_incoming(self.root)
                Trash(self.root).purge(now, self.trash())

    # Checking

    def check(self) -> Iterator[Finding]:
        """Read every file of the store and its trash whole; yields what is wrong."""
        from alliance_tui.storage.check import check_alliance, check_forms, check_trash

        for name in self.names():
            yield from check_alliance(self.root, name)
        yield from check_forms(self.root / FORMS)
        yield from check_trash(self.root, self.trash())

    def check_one(self, name: str) -> Iterator[Finding]:
        """Read every file of an alliance whole, for "" those that belong to none; yields what is wrong."""
        from alliance_tui.storage.check import check_alliance, check_forms

        return check_alliance(self.root, name) if name else check_forms(self.root / FORMS)


def _numbered(name: str) -> Iterator[str]:
    yield name
    number = 2
    while True:
        yield f"{name}-{number}"
        number += 1
