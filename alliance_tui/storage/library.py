"""The library: all the alliances in one store, one folder each.

A session is over once a version carries its id, whatever is left of its file.

TinyDB and the shapes of documents are imported by what opens one: a list that the index knows needs none.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

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

if TYPE_CHECKING:
    from tinydb import TinyDB
    from tinydb.storages import Storage

    from alliance_tui.domain.alliance import Alliance, Partners, Side, Slip, Version
    from alliance_tui.domain.session import Session
    from alliance_tui.domain.steps import Doer
    from alliance_tui.storage import schema
    from alliance_tui.storage.durable import Buffer, DurableStorage

FORMS = "forms.json"
TRASH = ".trash"
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
    """Whether it is about a backup of a file that is whole itself."""


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
        """The same, and whether both files were proved by their own headers, whatever lies beside them.

        The session is read first: one that is signed meanwhile is then found in the alliance.
        """
        from dataclasses import replace

        with self._open(name, SESSION) as storage:
            tables = tables_in(storage)
            alliance, proved = self._alliance(name)
            session = self._session(alliance, tables)
            alliance = replace(alliance, newer=alliance.newer or storage.newer)
            proved = proved and not storage.newer and (storage.generation > 0 or session is None)
        return alliance, session, proved

    def session(self, name: str) -> Session:
        """The open session as it is now; SessionEnded when none is open, NotFound or StoreError as for `load`."""
        session = self.load(name)[1]
        if session is None:
            raise SessionEnded
        return session

    def alliance(self, name: str) -> Alliance:
        """One alliance without its session; NotFound or StoreError when it can't be had."""
        return self._alliance(name)[0]

    def _alliance(self, name: str) -> tuple[Alliance, bool]:
        from dataclasses import replace

        from alliance_tui.storage import schema

        with self._open(name, ALLIANCE) as storage:
            tables = tables_in(storage)
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

        wanted = folder_name(alliance.partners)
        taken = set(self.names())
        name = next(name for name in _numbered(wanted) if name not in taken and self._claim(name))
        named = replace(alliance, name=name)
        try:
            with self._changing(name, ALLIANCE) as db:
                db.table("alliance").insert(schema.alliance_to_record(named))
            self.open_session(name, session)
        except StoreError:
            shutil.rmtree(self.root / name, ignore_errors=True)  # or the next try would be a second of the name
            raise
        return named

    def _claim(self, name: str) -> bool:
        """Make a folder, unless somebody else has it already; it is on the disk before anything is saved in it."""
        from alliance_tui.storage.files import make_folder, sync

        with _moving():
            make_folder(self.root)
            try:
                (self.root / name).mkdir(mode=0o700)
            except FileExistsError:
                return False
            sync(self.root)
        return True

    def rename(self, name: str, partners: Partners, partnership: str, seen: tuple[Partners, str] | None = None) -> None:
        """Correct the partners' names and what the partnership is; versions signed before keep theirs.

        ChangedMeanwhile if they are not as they were `seen`.
        """
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

        self._writable(name)
        with self._changing(name, SESSION) as db:
            alliance = self._writable(name)
            if self._session(alliance, {table: [dict(each) for each in db.table(table)] for table in db.tables()}):
                raise NotAllowed("This alliance has an open session already. Go on with that one, or abandon it first.")
            if alliance.latest and alliance.latest.number >= session.number:
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

        with self._changing_session(name, doer) as (before, buffer):
            after = act(before)
            step = Step.between(before, after)
            if doer and not merges:
                step.require_seen(doer.seen, before)
            if after != before:
                _lay(TinyDB(storage=lambda: buffer), schema.session_to_tables(after))
        if doer:
            doer.step = step
        return after

    def session_stamp(self, name: str) -> tuple[int, int, int] | None:
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
            with self._changing_session(name, doer) as (before, buffer):
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
    def _changing_session(self, name: str, doer: Doer | None) -> Iterator[tuple[Session, Buffer]]:
        with self._open(name, SESSION) as storage, storage.transaction() as buffer:
            session = self._session(self._writable(name), tables_in(buffer))
            if session is None or (doer and doer.seen.id != session.id):
                raise SessionEnded
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

    # Places

    def make_root(self) -> None:
        """Make the store's folder; StoreError when that can't be."""
        from alliance_tui.storage.files import make_folder, plainly

        with plainly(self.root, "could not be made", "Nothing was changed."):
            make_folder(self.root)

    def in_trash(self, id_: str) -> bool:
        """Whether the alliance with this id was deleted."""
        return False

    def folder_of(self, name: str, id_: str) -> Path:
        """Where the alliance with this id is, under this name or in the trash; StoreAway when it is in neither."""
        with suppress(StoreError, NotFound):
            if self.alliance(name).id == id_:
                return self.root / name
        raise StoreAway(
            f"The alliance’s folder {self.root / name} is not there now. What you typed stays on the screen, and "
            "saving is tried again each second."
        )

    # Deleting

    def delete(self, name: str) -> Path:
        """Put an alliance's folder aside; returns where it is, for `undelete`."""
        aside = self.root / TRASH / self.new_id() / name
        with _moving():
            for folder in (self.root / TRASH, aside.parent):
                folder.mkdir(mode=0o700, exist_ok=True)
            (self.root / name).rename(aside)
        self._catalogue.forget(name)
        return aside

    def undelete(self, aside: Path) -> str:
        """Bring a deleted alliance back under its name, or a numbered one if that was taken meanwhile."""
        name = next(name for name in _numbered(aside.name) if not (self.root / name).exists())
        with _moving():
            aside.rename(self.root / name)
            aside.parent.rmdir()
        return name

    def purge(self, aside: Path) -> None:
        """Remove a deleted alliance for good."""
        import shutil

        shutil.rmtree(aside.parent, ignore_errors=True)

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
                    self._session(alliance, tables_in(storage))
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

    def _session(self, alliance: Alliance, tables: schema.Tables | None) -> Session | None:
        """The session in its tables; None where there is none, or a version was made of it."""
        from dataclasses import replace

        from alliance_tui.storage import schema
        from alliance_tui.storage.presence import last_sign

        if not tables or not tables.get("session"):
            return None
        with _reading(self.root / alliance.name / SESSION):
            session = schema.session_from_tables(alliance.partners, tables)
            schema.require_known(session)
        if alliance.latest and alliance.latest.session == session.id:
            return None
        return replace(session, countdown=session.countdown.seen_at(last_sign(self.root / alliance.name)))


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
    """The documents of every table in their present shape, or None when there is no file; Wrong for any other."""
    from alliance_tui.storage.migrations import migrated
    from alliance_tui.storage.record_check import check_tables

    stored = _stored(storage)
    if stored is None:
        return None
    tables = migrated(stored)
    check_tables(tables)
    return tables


def _stored(storage: Storage) -> schema.Tables | None:
    """The documents of every table as they were written; Wrong if TinyDB did not write them."""
    from alliance_tui.storage.record_check import documents_in

    data = storage.read()
    return None if data is None else {table: documents_in(table, documents) for table, documents in data.items()}


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
        raise _misshapen(path, type(error).__name__) from error


def _misshapen(path: Path, what: str) -> Damaged:
    return Damaged(
        f"{path} is not as this program writes it ({what}). Nothing was changed; "
        "restore the file from a backup, or move its folder out of the store.",
        path,
    )


@contextmanager
def _moving() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StoreError(f"The alliance could not be put there ({error.strerror}). Nothing was changed.") from error
