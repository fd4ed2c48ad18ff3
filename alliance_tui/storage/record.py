"""One alliance's record: its two files, `alliance.json` with what was signed and `session.json` with the open session.

A session is over once a version carries its id, whatever is left of its file. An act on the session reads no more of
`alliance.json` than its first line, if that is proved (see `cover`), so that a save costs the same after many versions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from tinydb import TinyDB, where

from alliance_tui.domain.alliance import Alliance, Partners, Pulse, Side, Slip, Version
from alliance_tui.domain.errors import ChangedMeanwhile, Damaged, NewerFormat, NotAllowed, SessionEnded, StoreError
from alliance_tui.domain.ownership import require_own
from alliance_tui.domain.seen_by import seen_by
from alliance_tui.domain.session import Session
from alliance_tui.domain.steps import Doer, Step
from alliance_tui.domain.viewer import ANYBODY, Viewer
from alliance_tui.storage import schema
from alliance_tui.storage.buffer import Buffer
from alliance_tui.storage.catalogue import ALLIANCE, SESSION, missing
from alliance_tui.storage.cover import AllianceCover, cover_of, read_alliance_cover
from alliance_tui.storage.durable_storage import DurableStorage
from alliance_tui.storage.keyring import Keyring
from alliance_tui.storage.presence import last_sign
from alliance_tui.storage.record_files import (
    NEWER,
    LastRead,
    documents_of,
    open_file,
    reading,
    session_in,
    tables_in,
    write_session,
    write_tables,
)
from alliance_tui.storage.sealing import Sealing


class Record:
    """The alliance in a folder below `root`. Methods raise NotFound or StoreError if it can't be read."""

    def __init__(self, root: Path, name: str, viewer: Viewer = ANYBODY, keyring: Keyring | None = None) -> None:
        """`name` is the folder's; `viewer` decides what is shown of the session and may be changed in it.

        `keyring` opens what is sealed.
        """
        self.root = root
        self.name = name
        self.viewer = viewer
        self._keyring = keyring or Keyring()
        self.folder = root / name
        self._alliance_file = self.folder / ALLIANCE
        self._session_file = self.folder / SESSION
        self._alliance = LastRead(self._alliance_file, name, self._alliance_in)
        self._session = LastRead(self._session_file, name, partial(session_in, self._session_file))

    # Reading

    def load(self) -> tuple[Alliance, Session | None]:
        """Return the alliance and its open session.

        The session is read first: one that is signed meanwhile is then found in the alliance.
        """
        stored, newer = self._session.read()
        alliance = self.alliance()
        session = self._open(stored, cover_of(alliance))
        return replace(alliance, newer=alliance.newer or newer), session and self._shown(self.opened(session))

    def _shown(self, session: Session) -> Session:
        return seen_by(session, self.viewer.side)

    @property
    def _sealing(self) -> Sealing:
        return Sealing(self._keyring, self.viewer.side)

    def opened(self, stored: Session) -> Session:
        """Return a session as it is stored with the sealed answers open that this program may open."""
        return self._sealing.opened(stored)

    def still_sealed(self, question: str) -> dict[Side, bool]:
        """Return whose answers to a question of the open session don't open here; True: because they were altered."""
        stored = self._open(self._session.read()[0], self.cover())
        return self._sealing.unopened(stored, question) if stored else {}

    def alliance(self) -> Alliance:
        """Return the alliance without its session."""
        alliance, newer = self._alliance.read()
        return replace(alliance, newer=True) if newer else alliance

    def _alliance_in(self, tables: schema.Tables | None) -> Alliance:
        if tables is None:
            raise missing(self.root, self.name)
        with reading(self._alliance_file):
            return schema.alliance_from_records(
                self.name,
                tables["alliance"][0],
                *(tables.get(table, []) for table in ("versions", "slips", "looks", "pulses")),
            )

    def writable(self) -> Alliance:
        """Return the alliance as `alliance`; NewerFormat when nothing may be written."""
        alliance = self.alliance()
        if alliance.newer:
            raise NewerFormat(NEWER.format("this alliance"))
        return alliance

    def cover(self) -> AllianceCover:
        """Return what the alliance's cover says, from the file's first line if that is proved."""
        return read_alliance_cover(self._alliance_file) or cover_of(self.alliance())

    def writable_cover(self) -> AllianceCover:
        """Return the cover as `cover`; NewerFormat when nothing may be written."""
        return read_alliance_cover(self._alliance_file) or cover_of(self.writable())

    def _open(self, stored: Session | None, cover: AllianceCover) -> Session | None:
        """Complete a session with the facts that the alliance's file has; None if it has become a version."""
        if stored is None or stored.id == cover.session:
            return None
        countdown = stored.countdown.seen_at(last_sign(self.folder))
        return replace(stored, partners=cover.partners, countdown=countdown)

    # The alliance's file

    def create(self, alliance: Alliance) -> Alliance:
        """Write a new alliance, in a folder that is there; returns it with its name."""
        self.create_from({"alliance": [schema.alliance_to_record(alliance)]})
        return replace(alliance, name=self.name)

    def create_from(self, tables: schema.Tables) -> None:
        """Write a new alliance's records, in a folder that is there."""
        with self._changing() as db:
            write_tables(db, tables)

    def rename(self, partners: Partners, partnership: str, seen: tuple[Partners, str] | None = None) -> None:
        """Correct the partners' names and what the partnership is; versions signed before keep theirs.

        ChangedMeanwhile if they are not as they were `seen`.
        """
        cover = self.writable_cover()
        if (cover.partners, cover.partnership) == (partners, partnership) and seen in (None, (partners, partnership)):
            return
        with self._changing() as db:
            alliance = self.alliance()
            if seen and seen != (alliance.partners, alliance.partnership):
                raise ChangedMeanwhile("Your names or what you are changed on the other screen. Look, then try again.")
            db.table("alliance").update({"left": partners.left, "right": partners.right, "partnership": partnership})

    def set_zone(self, zone: str) -> None:
        """Set the zone of the alliance's hours; "" for that of the machine."""
        if self.writable_cover().zone != zone:
            with self._changing() as db:
                db.table("alliance").update({"zone": zone})

    def change_slips(self, act: Callable[[tuple[Slip, ...]], tuple[Slip, ...]]) -> tuple[Slip, ...]:
        """Apply an act, under the lock, to the slips as they are on disk now; returns those after it."""
        with self._changing() as db:
            table = db.table("slips")
            with reading(self._alliance_file):
                before = tuple(schema.slip_from_record(dict(record)) for record in table.all())
            after = act(before)
            if after != before:
                table.truncate()
                table.insert_multiple(schema.slip_to_record(slip) for slip in after)
        return after

    def add_pulses(self, side: Side, pulses: tuple[Pulse, ...]) -> None:
        """Add a partner's pulses to those on disk now; NotAllowed for the other partner's."""
        if self.viewer.acts_as not in (None, side):
            raise NotAllowed("Each of you gives a pulse at a terminal of your own. Nothing was noted.")
        with self._changing() as db:
            db.table("pulses").insert_multiple(map(schema.PULSE.write, pulses))

    def record_reading(self, side: Side, version: int) -> None:
        """Remember which version a partner read last; NotAllowed for the other partner's."""
        if self.viewer.acts_as not in (None, side):
            raise NotAllowed("Each of you reads at a terminal of your own. Nothing was noted.")
        with self._changing() as db:
            db.table("looks").upsert({"side": side, "version": version}, where("side") == side)

    def add_version(self, version: Version) -> Version:
        """Append a signed version, chained to the one before, unless this session's version is there already."""
        with self._changing() as db:
            table = db.table("versions")
            records: list[dict[str, Any]] = [dict(record) for record in table.all()]
            if records and records[-1]["session"] == version.session:
                return schema.version_from_record(records[-1])
            sealed = schema.seal(replace(version, previous=records[-1]["hash"] if records else ""))
            table.insert(schema.version_to_record(sealed))
        return sealed

    # The session's file

    def open_session(self, session: Session) -> None:
        """Write an open session; NotAllowed when there is one already, NewerFormat when nothing may be written."""
        self.writable_cover()
        with self.locked_session() as (present, buffer, _):
            if present:
                raise NotAllowed("This alliance has an open session already. Go on with that one, or abandon it first.")
            if self.writable_cover().version >= session.number:
                raise NotAllowed("Another version was signed meanwhile. Nothing was changed. Look at it, then revisit.")
            write_session(buffer, session)

    def change_session(
        self, act: Callable[[Session], Session], doer: Doer | None = None, *, merges: bool = False
    ) -> Session:
        """Apply an act, under the lock, to the session as it is on disk now; returns the session after it.

        NotAllowed if the act would change what is not the viewer's (see `domain.ownership`).
        Of a `doer`, ChangedMeanwhile if the act would change what they have not seen, unless it `merges`: keeps by
        itself what others wrote. SessionEnded when the session is not open any more; what the act raises passes
        through. Nothing is changed by an act that raises.
        """
        with self.locked_session() as (session, buffer, storage):
            stored = _require_open(session, doer)
            before = self.opened(stored)
            after = act(before)
            step = Step.between(before, after)
            require_own(step, self.viewer, before, after)
            if doer and not merges:
                step.require_seen(doer.seen, before)
            sealed = self._sealing.sealed(after, before, stored)
            if sealed != stored:
                write_session(buffer, sealed)
        self._session.remember(storage.saved, sealed)
        if doer:
            doer.step = step
        return self._shown(self.opened(sealed))

    def sign_session(
        self, act: Callable[[Session], Session], doer: Doer | None = None
    ) -> tuple[Session, Version | None]:
        """Apply an act that signs; with both signatures the session becomes a version and its file is removed.

        The version's save is the one step that ends the session: from then on no act finds it open, whatever
        becomes of the file. All of it is under the session's lock, so that no word can come in between. Raises what
        `change_session` raises; a StoreError after the version was saved says that it is there.
        """
        version = None
        try:
            with self.locked_session() as (session, buffer, _):
                after = act(_require_open(session, doer))
                if after.signed:
                    version = self.add_version(after.to_version(self.alliance().latest))
                    buffer.discard()
                else:
                    write_session(buffer, after)
        except StoreError:
            if version is None:
                raise
        return self._shown(after), version

    @contextmanager
    def locked_session(self) -> Iterator[tuple[Session | None, Buffer, DurableStorage]]:
        """Hold the session's lock; yields the open session as it is now, and what a change to its file goes into."""
        with open_file(self._session_file, self.name) as storage, storage.transaction() as buffer:
            stored = session_in(self._session_file, tables_in(buffer))
            yield self._open(stored, self.writable_cover()), buffer, storage

    def adapt_session(self, path: Path, adapt: Callable[[Session, Version | None], Session]) -> Session:
        """Save a session of this alliance that is in the trash, at `path`, as `adapt` makes it; returns it, as seen."""
        alliance = self.writable()
        try:
            with open_file(path, self.name) as storage, storage.transaction() as buffer:
                before = self._open(session_in(path, tables_in(buffer)), cover_of(alliance))
                if before is None:
                    raise NotAllowed("There is nothing in this session any more. It stays in the trash.")
                after = adapt(before, alliance.latest)
                if after != before:
                    write_session(buffer, after)
        except Damaged as found:
            copy = f" Rename {found.good.name} there to {SESSION} to have an older save." if found.good else ""
            raise Damaged(f"The session in {path.parent} is damaged. It stays in the trash.{copy}", path) from found
        return self._shown(after)

    @contextmanager
    def _changing(self) -> Iterator[TinyDB]:
        """Yield the alliance's tables in their present shape; what is changed in them is saved at the end."""
        with open_file(self._alliance_file, self.name) as storage, storage.transaction() as buffer:
            db = TinyDB(storage=lambda: buffer)
            if (present := tables_in(buffer)) != documents_of(buffer.read()):
                write_tables(db, present or {})
            yield db


def _require_open(session: Session | None, doer: Doer | None) -> Session:
    """Return the open session; SessionEnded if there is none, or not the one that the doer saw."""
    if session is None or (doer and doer.seen.id != session.id):
        raise SessionEnded
    return session
