"""The library: all the alliances in one store, one folder each.

A session is over once a version carries its id, whatever is left of its file.

TinyDB and the shapes of documents are imported by what opens one: a list that the index knows needs none.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

from alliance_tui.domain.entry import Entry, entry_of
from alliance_tui.domain.errors import (
    AllianceError,
    ChangedMeanwhile,
    Damaged,
    NewerFormat,
    NotAllowed,
    NotFound,
    SessionEnded,
    StoreAway,
    StoreError,
)
from alliance_tui.storage.catalogue import ALLIANCE, SESSION, Catalogue, Step
from alliance_tui.storage.files import Stamp, stamp_or_none

if TYPE_CHECKING:
    from datetime import datetime

    from tinydb import TinyDB
    from tinydb.storages import Storage

    from alliance_tui.domain.alliance import Alliance, Partners, Side, Slip, Version
    from alliance_tui.domain.session import Session
    from alliance_tui.domain.steps import Doer
    from alliance_tui.domain.trash import Trashed
    from alliance_tui.storage import schema
    from alliance_tui.storage.cover import AllianceCover
    from alliance_tui.storage.durable import Buffer, DurableStorage

T = TypeVar("T")
FORMS = "forms.json"
NEWER = "It was written by a newer release: it can be read here, not changed, and nothing proves that it is whole."
NEWER_ADVICE = "A newer release wrote it. Nothing was changed. Update, then open it again."

COVER = "Its first line does not sum up what is in it. The rest is whole; the next change to it mends that."
BACKUP = "This backup of {file} is damaged: {why}. {file} itself is whole, and later saves take the backup's place."


class Finding(NamedTuple):
    """What a check found wrong: in which alliance's file, and what."""

    name: str
    file: str
    problem: str
    backup: bool = False
    """True for a backup of a file that is whole itself."""


class Library:
    """The alliances below `root`, which is made when the first of them is."""

    def __init__(self, root: Path, new_id: Callable[[], str] = lambda: os.urandom(16).hex()) -> None:
        """`root` is the store's folder; `new_id` gives every new thing its id."""
        self.root = root
        self.new_id = new_id
        self._catalogue = Catalogue(root, self._read)
        self._alliances: LastRead[Alliance] = LastRead()
        self._sessions: LastRead[Session] = LastRead()

    # Looking

    def look(self) -> Iterator[Step]:
        """Every alliance as it is now, in steps of some ms; StoreError when the store cannot be read."""
        return self._catalogue.look()

    def names(self) -> list[str]:
        """The folders' names, in order; StoreError when the store cannot be read."""
        return self._catalogue.names()

    def find(self, wanted: str) -> str:
        """The folder a person means: its name, the partners' names, or the beginning of either, if only one fits."""
        return self._catalogue.find(wanted)

    def entries(self) -> list[Entry]:
        """Every alliance, by name; one that cannot be read is an entry too, with its problem."""
        return self._catalogue.entries()

    def _read(self, name: str) -> Entry:
        """Read an alliance whole, as an entry."""
        try:
            alliance, session = self.load(name)
            with _reading(self.root / name / ALLIANCE):
                return entry_of(alliance, session)
        except AllianceError as error:
            return Entry(name, newer=isinstance(error, NewerFormat), problem=str(error))

    def load(self, name: str) -> tuple[Alliance, Session | None]:
        """One alliance and its open session; NotFound or StoreError when it can't be had.

        The session is read first: one that is signed meanwhile is then found in the alliance.
        """
        from dataclasses import replace

        from alliance_tui.storage.cover import cover_of

        stored, newer = self._stored_session(name)
        alliance = self.alliance(name)
        session = self._open_session(name, cover_of(alliance), stored)
        return replace(alliance, newer=alliance.newer or newer), session

    def _stored_session(self, name: str) -> tuple[Session | None, bool]:
        """Read the session's file, unless it is the very one that was read or saved here last.

        Returns the session in it, whether or not it was signed, and whether a newer release wrote it.
        """
        path = self.root / name / SESSION
        if known := self._sessions.get(path):
            return known, False
        stamp = stamp_or_none(path)
        with self._open(name, SESSION) as storage:
            session = self._session_in(name, tables_in(storage))
        if session and not storage.newer and stamp == stamp_or_none(path):
            self._sessions.put(path, stamp, session)
        return session, storage.newer

    def session(self, name: str) -> Session:
        """The open session as it is now; SessionEnded when none is open, NotFound or StoreError as for `load`."""
        session = self.load(name)[1]
        if session is None:
            raise SessionEnded
        return session

    def alliance(self, name: str) -> Alliance:
        """One alliance without its session; NotFound or StoreError when it can't be had."""
        from dataclasses import replace

        from alliance_tui.storage import schema

        path = self.root / name / ALLIANCE
        if known := self._alliances.get(path):
            return known
        stamp = stamp_or_none(path)
        with self._open(name, ALLIANCE) as storage:
            tables = tables_in(storage)
        if tables is None:
            raise NotFound(f"There is no alliance “{name}” in {self.root}. `alliance list` shows those there are.")
        with _reading(path):
            alliance = schema.alliance_from_records(
                name, tables["alliance"][0], *(tables.get(table, []) for table in ("versions", "slips", "looks"))
            )
        if storage.newer:
            return replace(alliance, newer=True)
        if stamp == stamp_or_none(path):
            self._alliances.put(path, stamp, alliance)
        return alliance

    def _cover(self, name: str) -> AllianceCover:
        """Return what an act on the session needs of its alliance, from the file's first line if that is proved."""
        from alliance_tui.storage.cover import cover_of, read_alliance_cover

        return read_alliance_cover(self.root / name / ALLIANCE) or cover_of(self.alliance(name))

    def _writable_cover(self, name: str) -> AllianceCover:
        """As `_cover`; NewerFormat when nothing may be written."""
        from alliance_tui.storage.cover import cover_of, read_alliance_cover

        return read_alliance_cover(self.root / name / ALLIANCE) or cover_of(self._writable(name))

    # Acting

    def add(self, alliance: Alliance, session: Session) -> Alliance:
        """Lay down a new alliance with its first session, in a folder of its own; returns it with its name."""
        import shutil
        from dataclasses import replace

        from alliance_tui.storage import schema
        from alliance_tui.storage.paths import folder_name
        from alliance_tui.storage.trash import store_lock

        with store_lock(self.root, make=True):
            name = self._claim(folder_name(alliance.partners))
            named = replace(alliance, name=name)
            try:
                with self._changing(name, ALLIANCE) as db:
                    db.table("alliance").insert(schema.alliance_to_record(named))
                self.open_session(name, session)
            except StoreError:
                shutil.rmtree(self.root / name, ignore_errors=True)  # else the next try would get a numbered name
                raise
        return named

    def _claim(self, wanted: str) -> str:
        """Make a folder of this name, or of a numbered one if it is taken; the store's lock is held."""
        from alliance_tui.storage.files import plainly, sync

        name = self.free_name(wanted)
        with plainly(self.root / name, "could not be made", "Nothing was changed."):
            (self.root / name).mkdir(mode=0o700)
            sync(self.root)
        return name

    def names_of(self, name: str) -> tuple[Partners, str]:
        """Return the partners' names and what the partnership is."""
        cover = self._cover(name)
        return cover.partners, cover.partnership

    def rename(self, name: str, partners: Partners, partnership: str, seen: tuple[Partners, str] | None = None) -> None:
        """Correct the partners' names and what the partnership is; versions signed before keep theirs.

        ChangedMeanwhile if they are not as they were `seen`.
        """
        present = self._writable_cover(name)
        if (present.partners, present.partnership) == (partners, partnership) and seen in (None, present[1:3]):
            return
        with self._changing(name, ALLIANCE) as db:
            alliance = self.alliance(name)
            if seen and seen != (alliance.partners, alliance.partnership):
                raise ChangedMeanwhile("Your names or what you are changed on the other screen. Look, then try again.")
            db.table("alliance").update({"left": partners.left, "right": partners.right, "partnership": partnership})

    def change_slips(self, name: str, act: Callable[[tuple[Slip, ...]], tuple[Slip, ...]]) -> tuple[Slip, ...]:
        """Apply an act, under the lock, to an alliance's slips as they are on disk now; returns those after it."""
        from alliance_tui.storage import schema

        with self._changing(name, ALLIANCE) as db:
            table = db.table("slips")
            with _reading(self.root / name / ALLIANCE):
                before = tuple(schema.slip_from_record(dict(record)) for record in table.all())
            after = act(before)
            if after != before:
                table.truncate()
                table.insert_multiple(schema.slip_to_record(slip) for slip in after)
        return after

    def note_look(self, name: str, side: Side, version: int) -> None:
        """Remember which version a partner looked at last."""
        from tinydb import where

        with self._changing(name, ALLIANCE) as db:
            db.table("looks").upsert({"side": side, "version": version}, where("side") == side)

    def open_session(self, name: str, session: Session) -> None:
        """Lay down an open session; NotAllowed when there is one already, NewerFormat when nothing may be written."""
        from alliance_tui.storage import schema

        self._writable_cover(name)
        with self._changing(name, SESSION) as db:
            cover = self._writable_cover(name)
            tables = {table: [dict(each) for each in db.table(table)] for table in db.tables()}
            if self._open_session(name, cover, self._session_in(name, tables)):
                raise NotAllowed("This alliance has an open session already. Go on with that one, or abandon it first.")
            if cover.version >= session.number:
                raise NotAllowed("Another version was signed meanwhile. Nothing was changed. Look at it, then revisit.")
            _lay(db, schema.session_to_tables(session))

    def change_session(
        self, name: str, act: Callable[[Session], Session], doer: Doer | None = None, *, merges: bool = False
    ) -> Session:
        """Apply an act, under the lock, to the session as it is on disk now; returns the session after it.

        Of a `doer`, ChangedMeanwhile if the act would change what they have not seen, unless it `merges`: keeps by
        itself what others wrote. SessionEnded when the session is not open any more; what the act raises passes
        through. Nothing is changed by an act that raises.
        """
        from tinydb import TinyDB

        from alliance_tui.domain.steps import Step
        from alliance_tui.storage import schema

        with self._changing_session(name, doer) as (before, buffer, storage):
            after = act(before)
            step = Step.between(before, after)
            if doer and not merges:
                step.require_seen(doer.seen, before)
            if after != before:
                _lay(TinyDB(storage=lambda: buffer), schema.session_to_tables(after))
        self._sessions.put(storage.path, storage.saved, after)
        if doer:
            doer.step = step
        return after

    def stamps(self, names: Iterable[str]) -> tuple[object, ...]:
        """Return values that change when an alliance comes or goes, or one of `names` is saved; StoreAway."""
        from alliance_tui.storage.files import stamp

        if (root := stamp(self.root)) is None:
            raise StoreAway(f"The store {self.root} is not there now. It is looked for again.")
        files = (self.root / name / file for name in names for file in (ALLIANCE, SESSION))
        return (root, *map(stamp, files))

    def session_stamp(self, name: str) -> Stamp:
        """What changes whenever anybody saves the open session; None when there is none."""
        with self._open(name, SESSION) as storage:
            return storage.stamp()

    def sign_session(
        self, name: str, act: Callable[[Session], Session], doer: Doer | None = None
    ) -> tuple[Session, Version | None]:
        """Apply an act that signs; with both signatures the session becomes a version and its file is removed.

        The version's save is the one step that ends the session: from then on no act finds it open, whatever
        becomes of the file. All of it is under the session's lock, so that no word can come in between. Raises what
        `change_session` raises; a StoreError after the version was saved says that it is there.
        """
        from tinydb import TinyDB

        from alliance_tui.storage import schema

        version = None
        try:
            with self._changing_session(name, doer) as (before, buffer, _):
                after = act(before)
                if after.signed:
                    version = self.add_version(name, after.to_version(self.alliance(name).latest))
                    buffer.discard()
                else:
                    _lay(TinyDB(storage=lambda: buffer), schema.session_to_tables(after))
        except StoreError:
            if version is None:
                raise
        return after, version

    @contextmanager
    def _changing_session(self, name: str, doer: Doer | None) -> Iterator[tuple[Session, Buffer, DurableStorage]]:
        with self._open(name, SESSION) as storage, storage.transaction() as buffer:
            session = self._open_session(name, self._writable_cover(name), self._session_in(name, tables_in(buffer)))
            if session is None or (doer and doer.seen.id != session.id):
                raise SessionEnded
            yield session, buffer, storage

    def _writable(self, name: str) -> Alliance:
        alliance = self.alliance(name)
        if alliance.newer:
            raise NewerFormat("A newer release wrote this alliance. Nothing was changed. Update, then open it again.")
        return alliance

    def add_version(self, name: str, version: Version) -> Version:
        """Append a signed version, chained to the one before, unless this session's version is there already."""
        from dataclasses import replace

        from alliance_tui.storage import schema

        with self._changing(name, ALLIANCE) as db:
            table = db.table("versions")
            records: list[dict[str, Any]] = [dict(record) for record in table.all()]
            if records and records[-1]["session"] == version.session:
                return schema.version_from_record(records[-1])
            sealed = schema.seal(replace(version, previous=records[-1]["hash"] if records else ""))
            table.insert(schema.version_to_record(sealed))
        return sealed

    # Places

    def make_root(self) -> None:
        """Make the store's folder; StoreError."""
        from alliance_tui.storage.files import make_folder, plainly

        with plainly(self.root, "could not be made", "Nothing was changed."):
            make_folder(self.root)

    def folder_of(self, name: str, id_: str) -> Path:
        """Return the folder of the alliance with this id, under this name or in the trash; StoreAway for neither."""
        with suppress(StoreError, NotFound):
            if self._cover(name).id == id_:
                return self.root / name
        if there := self.whereabouts(id_):
            return there
        raise StoreAway(
            f"The alliance’s folder {self.root / name} is not there now. What you typed stays on the screen, and "
            "saving is tried again each second."
        )

    # Deleting

    def delete(self, name: str, now: datetime, *, id: str) -> Trashed:
        """Put an alliance's folder into the trash; `id` is the alliance that was seen in it, "" if it can't be read.

        NotFound if there is none, NotAllowed if it is another by now.
        """
        from alliance_tui.domain.trash import Kind, Trashed
        from alliance_tui.storage.lock import Lock
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
            alliance = self.alliance(name)
        except AllianceError:
            return "", None
        return alliance.id, alliance.partners

    def is_open(self, name: str) -> bool:
        """Return True if the alliance is open on a screen."""
        from alliance_tui.storage.presence import is_somebody_there

        return is_somebody_there(self.root / name)

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
        from alliance_tui.domain.trash import Kind, Trashed
        from alliance_tui.storage.trash import Trash, store_lock

        with store_lock(self.root):
            cover = self._writable_cover(name)
            with self._open(name, SESSION) as storage, storage.transaction() as buffer:
                session = self._open_session(name, cover, self._session_in(name, tables_in(buffer)))
                if session is None or session.id != id:
                    raise SessionEnded
                check(session)
                item = Trashed(self.new_id(), Kind.SESSION, name, cover.id, session.id, cover.partners, now, now, now)
                Trash(self.root).put_session(item, self.root / name / SESSION)
        return item

    def restore_session(self, id: str, adapt: Callable[[Session, Version | None], Session]) -> tuple[str, Session]:
        """Bring an abandoned session back out of the trash, as `adapt` makes it, given the latest version too.

        Returns the alliance's folder and the session. NotFound if it is not in the trash, NotAllowed if another session
        is open or its alliance is not here: it stays in the trash.
        """
        from alliance_tui.storage.cover import cover_of
        from alliance_tui.storage.trash import Trash, store_lock

        trash = Trash(self.root)
        with store_lock(self.root):
            item, path = trash.find(id)
            name = self.holding(item.alliance) if item.alliance else ""
            if not name:
                raise NotAllowed("The session’s alliance is not here. It stays in the trash; bring that back first.")
            alliance = self._writable(name)
            with self._open(name, SESSION) as storage, storage.transaction() as buffer:
                if self._open_session(name, cover_of(alliance), self._session_in(name, tables_in(buffer))):
                    raise NotAllowed(
                        "This alliance has an open session already, so the abandoned one stays in the trash. "
                        "Sign or abandon the open one first."
                    )
                session = self._adapted(alliance, path, adapt)
                trash.take_session(item, self.root / name / SESSION)
        return name, session

    def _adapted(self, alliance: Alliance, path: Path, adapt: Callable[[Session, Version | None], Session]) -> Session:
        """Read a session in the trash and save it as `adapt` makes it."""
        from tinydb import TinyDB

        from alliance_tui.storage import schema
        from alliance_tui.storage.cover import cover_of

        try:
            with opened(path, alliance.name) as storage, storage.transaction() as buffer:
                stored = self._session_in(alliance.name, tables_in(buffer))
                before = self._open_session(alliance.name, cover_of(alliance), stored)
                if before is None:
                    raise NotAllowed("There is nothing in this session any more. It stays in the trash.")
                after = adapt(before, alliance.latest)
                if after != before:
                    _lay(TinyDB(storage=lambda: buffer), schema.session_to_tables(after))
        except Damaged as found:
            copy = f" Rename {found.good.name} there to {SESSION} to have an older save." if found.good else ""
            raise Damaged(f"The session in {path.parent} is damaged. It stays in the trash.{copy}", path) from found
        return after

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

    def check_trash(self) -> Iterator[Finding]:
        """Read every file in the trash whole; yields what is wrong."""
        from alliance_tui.domain.terms import Partners
        from alliance_tui.domain.trash import Kind
        from alliance_tui.storage import schema
        from alliance_tui.storage.trash import TRASH

        for item in self.trash():
            place = self.root / TRASH / item.id
            if item.kind is Kind.ALLIANCE:
                for found in Library(place).check():
                    yield Finding(f"{TRASH}/{item.id}/{found.name}", found.file, found.problem)
                continue
            try:
                with opened(place / SESSION, item.name) as storage, _reading(place / SESSION):
                    if tables := tables_in(storage):
                        schema.session_from_tables(item.partners or Partners("", ""), tables)
            except AllianceError as error:
                yield Finding(f"{TRASH}/{item.id}", SESSION, str(error))

    def holding(self, id: str) -> str:
        """The folder of the alliance with this id, or ""; those that can't be read are passed over."""
        return self._catalogue.holding(id)

    def free_name(self, wanted: str) -> str:
        """A name that no folder of the store has yet; the store's lock is held."""
        return next(name for name in _numbered(wanted) if not os.path.lexists(self.root / name))

    # Checking

    def check(self) -> Iterator[Finding]:
        """Read every file whole and follow every chain of hashes; yields what is wrong."""
        for name in self.names():
            try:
                alliance = self.alliance(name)
                if alliance.newer:
                    yield Finding(name, ALLIANCE, NEWER)
                else:
                    yield from self._check_chain(name)
                    yield from self._check_copies(name, ALLIANCE)
            except AllianceError as error:
                yield Finding(name, ALLIANCE, str(error))
                continue
            try:
                with self._open(name, SESSION) as storage:
                    self._session_in(name, tables_in(storage))
                if storage.newer:
                    yield Finding(name, SESSION, NEWER)
                else:
                    yield from self._check_copies(name, SESSION)
            except StoreError as error:
                yield Finding(name, SESSION, str(error))
        try:
            with self._open("", FORMS) as storage:
                storage.read()
            yield from self._check_copies("", FORMS)
        except StoreError as error:
            yield Finding(self.root.name, FORMS, str(error))
        yield from self.check_trash()

    def _check_copies(self, name: str, file: str) -> Iterator[Finding]:
        """Compare the cover of a file that is whole with its body, and read its backups."""
        folder = name or self.root.name
        with self._open(name, file) as storage:
            if not storage.is_covered():
                yield Finding(folder, file, COVER)
            for backup, why in storage.spoilt_backups():
                yield Finding(folder, backup.name, BACKUP.format(file=file, why=why), backup=True)

    def _check_chain(self, name: str) -> Iterator[Finding]:
        from alliance_tui.storage import schema

        with self._open(name, ALLIANCE) as storage:
            records = (tables_in(storage) or {}).get("versions", [])
        previous = ""
        for number, record in enumerate(records, 1):
            if record["number"] != number:
                yield Finding(name, ALLIANCE, f"Version {number} is numbered {record['number']}.")
            if record["hash"] != schema.fingerprint(record):
                yield Finding(name, ALLIANCE, f"Version {number} was altered after it was signed.")
            if record["previous"] != previous:
                yield Finding(name, ALLIANCE, f"Version {number} does not follow from the version before it.")
            previous = record["hash"]

    # Files

    def _open(self, name: str, file: str) -> AbstractContextManager[DurableStorage]:
        return opened(self.root / name / file, name)

    @contextmanager
    def _changing(self, name: str, file: str) -> Iterator[TinyDB]:
        from tinydb import TinyDB

        with self._open(name, file) as storage, storage.transaction() as buffer:
            db = TinyDB(storage=lambda: buffer)
            if (present := tables_in(buffer)) != _stored(buffer):
                _lay(db, present or {})
            yield db

    def _session_in(self, name: str, tables: schema.Tables | None) -> Session | None:
        """Return the session in its tables, of nobody: the partners' names are in the alliance."""
        from alliance_tui.domain.terms import Partners
        from alliance_tui.storage import schema

        if not tables or not tables.get("session"):
            return None
        with _reading(self.root / name / SESSION):
            return schema.session_from_tables(Partners("", ""), tables)

    def _open_session(self, name: str, cover: AllianceCover, stored: Session | None) -> Session | None:
        """Complete a session that was read with what stands elsewhere; None if a version was made of it."""
        from dataclasses import replace

        from alliance_tui.storage.presence import last_sign

        if stored is None or stored.id == cover.session:
            return None
        countdown = stored.countdown.seen_at(last_sign(self.root / name))
        return replace(stored, partners=cover.partners, countdown=countdown)


class LastRead(Generic[T]):
    """What the last file that was read of its kind says, for as long as it is that file."""

    def __init__(self) -> None:
        """Nothing was read yet."""
        self._last: tuple[Path, Stamp, T] | None = None

    def get(self, path: Path) -> T | None:
        """Return what the file says if its stamp is that of the last read; None if it must be read."""
        if (last := self._last) and last[:2] == (path, stamp_or_none(path)):
            return last[2]
        return None

    def put(self, path: Path, stamp: Stamp, value: T) -> None:
        """Remember what a file with this stamp says; nothing without a stamp."""
        if stamp:
            self._last = path, stamp, value


@contextmanager
def opened(path: Path, name: str) -> Iterator[DurableStorage]:
    """A file of an alliance; a record in it that is not of its form is Damaged or NewerFormat, with its place."""
    from shlex import quote

    from alliance_tui.storage.cover import alliance_cover, session_cover
    from alliance_tui.storage.durable import DurableStorage
    from alliance_tui.storage.fields import Wrong

    remedy = f"alliance repair {quote(name)}" if name else "alliance repair"
    cover = {ALLIANCE: alliance_cover, SESSION: session_cover}.get(path.name)
    with closing(DurableStorage(path, remedy=remedy, cover=cover)) as storage:
        try:
            yield storage
        except Wrong as wrong:
            if storage.newer:
                raise NewerFormat(f"{path} can’t be made out ({wrong}). {NEWER_ADVICE}") from None
            raise _misshapen(path, str(wrong)) from None


def tables_in(storage: Storage) -> schema.Tables | None:
    """Return the documents of every table in their present shape, None without a file; Wrong for another shape."""
    from alliance_tui.storage.migrations import migrated
    from alliance_tui.storage.record_check import check_tables

    stored = _stored(storage)
    if stored is None:
        return None
    tables = migrated(stored)
    check_tables(tables)
    return tables


def _stored(storage: Storage) -> schema.Tables | None:
    """Return the documents of every table as they were written; Wrong if TinyDB did not write them."""
    from alliance_tui.storage.record_check import documents_in

    data = storage.read()
    return None if data is None else {table: documents_in(table, documents) for table, documents in data.items()}


def _lay(db: TinyDB, tables: schema.Tables) -> None:
    """Replace all documents by these; StoreError if they could not be read again."""
    from alliance_tui.storage.fields import Wrong
    from alliance_tui.storage.migrations import stamped
    from alliance_tui.storage.record_check import check_tables

    try:
        check_tables(tables)
    except Wrong as wrong:
        raise StoreError(f"This could not be saved: {wrong}. What was saved before is whole.") from None
    db.drop_tables()
    for name, records in stamped(tables).items():
        db.table(name).insert_multiple(records)


def _numbered(name: str) -> Iterator[str]:
    yield name
    number = 2
    while True:
        yield f"{name}-{number}"
        number += 1


@contextmanager
def _reading(path: Path) -> Iterator[None]:
    """Turn a record of the wrong shape into a plain error that names its file."""
    try:
        yield
    except (KeyError, IndexError, TypeError, ValueError, AttributeError) as error:
        raise _misshapen(path, type(error).__name__) from error


def _misshapen(path: Path, what: str) -> Damaged:
    return Damaged(
        f"{path} is not as this program writes it ({what}). Nothing was changed; "
        "restore the file from a backup, or move its folder out of the store.",
        path,
    )
