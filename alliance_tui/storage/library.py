"""The library: all the alliances in one store, one folder each.

Signing writes the version first, carrying the session's id, and removes the session file after it;
a crash in between is seen at the next look and finished.

TinyDB and the shapes of documents are imported by what opens one: a list that the index knows needs none.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from alliance_tui.domain.entry import Entry, entry_of
from alliance_tui.domain.errors import AllianceError, Damaged, NewerFormat, NotAllowed, NotFound, StoreError
from alliance_tui.storage.catalogue import ALLIANCE, SESSION, Catalogue, Step

if TYPE_CHECKING:
    from datetime import datetime

    from tinydb import TinyDB
    from tinydb.storages import Storage

    from alliance_tui.domain.alliance import Alliance, Partners, Side, Slip, Version
    from alliance_tui.domain.session import Session
    from alliance_tui.domain.trash import Trashed
    from alliance_tui.storage import schema
    from alliance_tui.storage.durable import DurableStorage

FORMS = "forms.json"
TRASH = ".trash"
NEWER = "It was written by a newer release: it can be read here, not changed, and nothing proves that it is whole."


class Finding(NamedTuple):
    """What a check found wrong: in which alliance's file, and what."""

    name: str
    file: str
    problem: str


class Library:
    """The alliances below `root`, which is made when the first of them is."""

    def __init__(self, root: Path, new_id: Callable[[], str] = lambda: os.urandom(16).hex()) -> None:
        """`root` is the store's folder; `new_id` gives every new thing its id."""
        self.root = root
        self.new_id = new_id
        self._catalogue = Catalogue(root, self._read)

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

    def _read(self, name: str) -> tuple[Entry, bool]:
        """An alliance as an entry, and whether its files were proved whole."""
        try:
            alliance, session, proved = self._load(name)
            with _reading(self.root / name / ALLIANCE):
                return entry_of(alliance, session), proved
        except AllianceError as error:
            return Entry(name, newer=isinstance(error, NewerFormat), problem=str(error)), False

    def load(self, name: str) -> tuple[Alliance, Session | None]:
        """One alliance and its open session; NotFound or StoreError when it can't be had."""
        return self._load(name)[:2]

    def _load(self, name: str) -> tuple[Alliance, Session | None, bool]:
        """The same, and whether both files were proved by their own headers, whatever lies beside them."""
        from dataclasses import replace

        alliance, proved = self._alliance(name)
        with self._open(name, SESSION) as storage:
            session = self._session(alliance, storage)
            alliance = replace(alliance, newer=alliance.newer or storage.newer)
            proved = proved and not storage.newer and (storage.generation > 0 or session is None)
        if session and alliance.latest and alliance.latest.session == session.id:
            if not alliance.newer:
                self.discard_session(name)
            return alliance, None, proved
        return alliance, session, proved

    def alliance(self, name: str) -> Alliance:
        """One alliance without its session; NotFound or StoreError when it can't be had."""
        return self._alliance(name)[0]

    def _alliance(self, name: str) -> tuple[Alliance, bool]:
        from dataclasses import replace

        from alliance_tui.storage import schema

        with self._open(name, ALLIANCE) as storage:
            tables = _tables(storage)
        if tables is None:
            raise NotFound(f"There is no alliance “{name}” in {self.root}. `alliance list` shows those there are.")
        with _reading(self.root / name / ALLIANCE):
            alliance = schema.alliance_from_records(
                name, tables["alliance"][0], *(tables.get(table, []) for table in ("versions", "slips", "looks"))
            )
        return replace(alliance, newer=storage.newer), storage.generation > 0

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
                shutil.rmtree(self.root / name, ignore_errors=True)  # or the next try would be a second of the name
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

    def rename(self, name: str, partners: Partners, partnership: str) -> None:
        """Correct the partners' names and what the partnership is; versions signed before keep theirs."""
        with self._changing(name, ALLIANCE) as db:
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

        self._writable(name)
        with self._changing(name, SESSION) as db:
            if len(db.table("session")):
                raise NotAllowed("This alliance has an open session already. Go on with that one, or abandon it first.")
            _lay(db, schema.session_to_tables(session))

    def change_session(self, name: str, act: Callable[[Session], Session]) -> Session:
        """Apply an act, under the lock, to the session as it is on disk now; returns the session after it.

        NotFound when no session is open; what the act raises passes through and changes nothing.
        """
        from tinydb import TinyDB

        from alliance_tui.storage import schema

        with self._changing_session(name) as (before, buffer):
            after = act(before)
            if after != before:
                _lay(TinyDB(storage=lambda: buffer), schema.session_to_tables(after))
        return after

    def session_stamp(self, name: str) -> tuple[int, int, int] | None:
        """What changes whenever anybody saves the open session; None when there is none."""
        with self._open(name, SESSION) as storage:
            return storage.stamp()

    def sign_session(self, name: str, act: Callable[[Session], Session]) -> tuple[Session, Version | None]:
        """Apply an act that signs; with both signatures the version is written and the session emptied.

        All under the session's lock, so that no word can come in between. Raises what `change_session` raises.
        """
        from tinydb import TinyDB

        from alliance_tui.storage import schema

        with self._changing_session(name) as (before, buffer):
            after = act(before)
            version = None
            if after.signed:
                version = self.add_version(name, after.to_version(self.alliance(name).latest))
            _lay(TinyDB(storage=lambda: buffer), {} if version else schema.session_to_tables(after))
        if version:
            self.discard_session(name)
        return after, version

    @contextmanager
    def _changing_session(self, name: str) -> Iterator[tuple[Session, Storage]]:
        alliance = self._writable(name)
        with self._open(name, SESSION) as storage, storage.transaction() as buffer:
            session = self._session(alliance, buffer)
            if session is None:
                raise NotFound("This alliance has no open session: it was signed or abandoned meanwhile.")
            yield session, buffer

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

    def discard_session(self, name: str) -> None:
        """Remove the session file and its older copies."""
        with self._open(name, SESSION) as storage:
            storage.discard()

    # What is typed before there is a session

    def form(self, name: str) -> dict[str, str]:
        """The fields of an unfinished Prepare screen; `name` is the alliance, "" for a new one."""
        with self._open("", FORMS) as storage:
            forms = [form for form in (_tables(storage) or {}).get("forms", []) if form["name"] == name]
        return dict(forms[0]["fields"]) if forms else {}

    def keep_form(self, name: str, fields: dict[str, str] | None) -> None:
        """Keep the fields of an unfinished Prepare screen; None drops them."""
        from tinydb import where

        with self._changing("", FORMS) as db:
            table = db.table("forms")
            table.remove(where("name") == name)
            if fields is not None:
                table.insert({"name": name, "fields": fields})

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
        self._catalogue.forget(name)
        return item

    def _owner(self, name: str) -> tuple[str, Partners | None]:
        """The id and the partners of the alliance in a folder; "" and None if it can't be read."""
        try:
            alliance = self.alliance(name)
        except AllianceError:
            return "", None
        return alliance.id, alliance.partners

    def is_open(self, name: str) -> bool:  # noqa: ARG002
        """Return True if the alliance is open on a screen."""
        return False

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
            alliance = self._writable(name)
            with self._open(name, SESSION) as storage, storage.transaction() as buffer:
                session = self._session(alliance, buffer)
                if session is None or session.id != id:
                    raise NotFound("This session is not open any more: it was signed or abandoned meanwhile.")
                check(session)
                item = Trashed(
                    self.new_id(), Kind.SESSION, name, alliance.id, session.id, alliance.partners, now, now, now
                )
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
            alliance = self._writable(name)
            with self._open(name, SESSION) as storage, storage.transaction() as buffer:
                if (_tables(buffer) or {}).get("session"):
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
        from alliance_tui.storage.durable import DurableStorage

        try:
            with closing(DurableStorage(path)) as storage, storage.transaction() as buffer:
                before = self._session(alliance, buffer)
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
        """What can be brought back, the newest first; StoreError when that can't be read."""
        from alliance_tui.storage.trash import Trash

        return [self._told(item) for item in Trash(self.root).items()]

    def whereabouts(self, id: str) -> Path | None:
        """Where in the trash the alliance or the session with this id is; None if it is not there."""
        from alliance_tui.storage.trash import Trash

        owners = ((item, item.session or item.alliance) for item in self.trash())
        return next((Trash(self.root).path_of(item) for item, owner in owners if owner == id), None)

    def _told(self, item: Trashed) -> Trashed:
        """An item with what its own file says of it, where there is no record that does."""
        if item.alliance or item.session:
            return item
        id, partners = Library(self.root / TRASH / item.id)._owner(item.name)
        return item._replace(alliance=id, partners=partners)

    def purge(self, now: datetime) -> None:
        """Remove from the trash what has been there for 30 days (see `domain.trash`), and what killed programs left."""
        from alliance_tui.storage.trash import INCOMING, Trash, clear_incoming, store_lock

        if any((self.root / folder).exists() for folder in (TRASH, INCOMING)):
            with store_lock(self.root):
                clear_incoming(self.root)
                Trash(self.root).purge(now, self.trash())

    def check_trash(self) -> Iterator[Finding]:
        """Read every file in the trash whole; yields what is wrong."""
        from alliance_tui.domain.terms import Partners
        from alliance_tui.domain.trash import Kind
        from alliance_tui.storage import schema
        from alliance_tui.storage.durable import DurableStorage

        for item in self.trash():
            place = self.root / TRASH / item.id
            if item.kind is Kind.ALLIANCE:
                for found in Library(place).check():
                    yield Finding(f"{TRASH}/{item.id}/{found.name}", found.file, found.problem)
                continue
            try:
                with closing(DurableStorage(place / SESSION)) as storage, _reading(place / SESSION):
                    if tables := _tables(storage):
                        schema.session_from_tables(item.partners or Partners("", ""), tables)
            except AllianceError as error:
                yield Finding(f"{TRASH}/{item.id}", SESSION, str(error))

    def holding(self, id: str) -> str:
        """The folder of the alliance with this id, or ""; those that can't be read are passed over."""
        return next((entry.name for entry in self.entries() if entry.id == id), "")

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
            except AllianceError as error:
                yield Finding(name, ALLIANCE, str(error))
                continue
            try:
                with self._open(name, SESSION) as storage:
                    self._session(alliance, storage)
                if storage.newer:
                    yield Finding(name, SESSION, NEWER)
            except StoreError as error:
                yield Finding(name, SESSION, str(error))
        try:
            self.form("")
        except StoreError as error:
            yield Finding(self.root.name, FORMS, str(error))
        yield from self.check_trash()

    def _check_chain(self, name: str) -> Iterator[Finding]:
        from alliance_tui.storage import schema

        with self._open(name, ALLIANCE) as storage:
            records = (_tables(storage) or {}).get("versions", [])
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

    def _open(self, name: str, file: str) -> closing[DurableStorage]:
        from shlex import quote

        from alliance_tui.storage.durable import DurableStorage

        remedy = f"alliance repair {quote(name)}" if name else "alliance repair"
        return closing(DurableStorage(self.root / name / file, remedy=remedy))

    @contextmanager
    def _changing(self, name: str, file: str) -> Iterator[TinyDB]:
        from tinydb import TinyDB

        with self._open(name, file) as storage, storage.transaction() as buffer:
            db = TinyDB(storage=lambda: buffer)
            if (present := _tables(buffer)) != _stored(buffer):
                _lay(db, present or {})
            yield db

    def _session(self, alliance: Alliance, storage: Storage) -> Session | None:
        from alliance_tui.storage import schema

        tables = _tables(storage)
        if not tables or not tables.get("session"):
            return None
        with _reading(self.root / alliance.name / SESSION):
            session = schema.session_from_tables(alliance.partners, tables)
            schema.require_known(session)
            return session


def _tables(storage: Storage) -> schema.Tables | None:
    """The documents of every table in their present shape, or None when there is no file."""
    from alliance_tui.storage.migrations import migrated

    stored = _stored(storage)
    return None if stored is None else migrated(stored)


def _stored(storage: Storage) -> schema.Tables | None:
    """The documents of every table as they were written."""
    data = storage.read()
    return None if data is None else {table: list(documents.values()) for table, documents in data.items()}


def _lay(db: TinyDB, tables: schema.Tables) -> None:
    """Put these documents in the place of those there are."""
    from alliance_tui.storage.migrations import stamped

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
        raise Damaged(
            f"{path} is not as this program writes it ({type(error).__name__}). Nothing was changed; "
            "restore the file from a backup, or move its folder out of the store.",
            path,
        ) from error
