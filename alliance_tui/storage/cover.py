"""Covers: the facts that a list or an act on a session needs of a file, without answers or agreements.

A cover stands in the file's first line under a proof of its own (see `file_format`), and is written in the same save.
It is plain JSON: moments as the tables have them, in ISO 8601. Whoever gets no cover here reads the file whole, which
also says what is wrong with it. The proof is of the first line alone: damage further down is found where the file is
read whole.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from alliance_tui.domain.summary import OpenSession
from alliance_tui.domain.terms import Partners, Pulsed, Stage
from alliance_tui.storage.disk import first_line, read_regular_file
from alliance_tui.storage.fields import InvalidRecord, name, nullable, number, one_of, record
from alliance_tui.storage.file_format import HEADER_LIMIT, Cover, Tables, cover_in, is_covered
from alliance_tui.storage.migrations import Tables as Records
from alliance_tui.storage.migrations import present_shape, shape_of
from alliance_tui.storage.timestamps import COVERED_COUNTDOWN, END, FIRST, moment

if TYPE_CHECKING:  # a list needs no alliance, whose import takes a sixth of the CPU of `alliance list`
    from alliance_tui.domain.alliance import Alliance


class AllianceCover(NamedTuple):
    """The cover of an `alliance.json`."""

    id: str
    partners: Partners
    partnership: str
    created: datetime
    versions: int
    """How many were signed."""
    version: int
    """The number of the latest, 0 before the first."""
    signed: datetime | None
    session: str
    """The id of the session that the latest version was made of."""
    review: date | None
    unrepaired: int | None = None
    """The number of slips that are not repaired; None in a cover of an earlier release, which does not say."""
    zone: str = ""
    pulsed: Pulsed | None = None


class SessionCover(NamedTuple):
    """The cover of a `session.json` with an open session."""

    id: str
    session: OpenSession


def read_cover(path: str | Path, folder: int | None = None) -> Cover | None:
    """Return the cover of a file, from its first line alone; None if the file must be read whole.

    That is so if there is no file, if it can't be read, if its first line or its length is not what was saved, if it is
    of another format or shape, and if its cover was too long. `folder`: an open folder that `path` is relative to.
    """
    try:
        cover = cover_in(*first_line(path, HEADER_LIMIT, folder))
    except OSError:
        return None
    return cover or None


_SESSION = record(
    lambda id, **session: SessionCover(id, OpenSession(**session)),
    id=name,
    number=number,
    planned=nullable(moment),
    stage=one_of(Stage),
    countdown=COVERED_COUNTDOWN,
)


def read_alliance_cover(path: str | Path, folder: int | None = None) -> AllianceCover | None:
    """Return the cover of an `alliance.json`; None if the file must be read whole (see `read_cover`).

    A proved cover was made of tables that had been checked, unless somebody forged it with its proof. It is read
    without a `record`: with one, a list of ten thousand takes an eighth more CPU.
    """
    cover = _read(path, folder, "alliance")
    try:
        left, right, signed, review = cover["left"], cover["right"], cover["signed"], cover["review"]
        unrepaired, pulsed = cover.get("unrepaired"), cover.get("pulsed")
        found = AllianceCover(
            cover["id"],
            Partners(left, right),
            cover["partnership"],
            datetime.fromisoformat(cover["created"]),
            cover["versions"],
            cover["version"],
            datetime.fromisoformat(signed) if signed else None,
            cover["session"],
            date.fromisoformat(review) if review else None,
            unrepaired,
            cover.get("zone", ""),
            None if pulsed is None else Pulsed(*map(_day, (pulsed["left"], pulsed["right"]))),
        )
        if (
            type(found.id) is type(left) is type(right) is type(found.partnership) is type(found.session) is str
            and type(found.zone) is str
            and type(found.versions) is type(found.version) is int
            and (unrepaired is None or type(unrepaired) is int)
            and found.id
            and left.strip()
            and right.strip()
            and FIRST <= found.created < END
            and FIRST <= (found.signed or FIRST) < END
        ):
            return found
    except (KeyError, TypeError, ValueError):
        pass
    return None


def _day(moment: str | None) -> date | None:
    return None if moment is None else datetime.fromisoformat(moment).date()


def read_session_cover(path: str | Path, folder: int | None = None) -> SessionCover | None:
    """Return the cover of a `session.json`; None if the file must be read whole (see `read_cover`)."""
    cover = _read(path, folder, "session")
    try:
        _SESSION.check(cover)
    except InvalidRecord:
        return None
    return _SESSION.read(cover)


def _read(path: str | Path, folder: int | None, kind: str) -> Cover:
    """Return a cover of this kind and of the present shape, or an empty one."""
    cover = read_cover(path, folder) or {}
    return cover if cover.get("kind") == kind and cover.get("shape") == present_shape() else {}


def in_json(id: str) -> bytes:
    """Return an id as a file holds it."""
    return json.dumps(id, ensure_ascii=False)[1:-1].encode()


def is_ruled_out(id: bytes, path: str) -> bool:
    """Return True if the alliance in a file can't have this id, as `in_json` gives it: it is not in the file's text.

    Parses and proves nothing, so that an import need not read all alliances: a file of which nothing is ruled out is
    then read properly.
    """
    try:
        text, _ = first_line(path, HEADER_LIMIT)
        if not is_covered(text):
            text = read_regular_file(Path(path)) or b""
    except OSError:
        return False
    return id not in text and b"\\u" not in text and b"\\/" not in text  # other ways to write a character


def cover_of(alliance: Alliance) -> AllianceCover:
    """Return what the cover of an alliance says, for one that had to be read whole."""
    last = alliance.latest
    of_last = (last.number, last.signed, last.session, last.review) if last else (0, None, "", None)
    whose = (alliance.id, alliance.partners, alliance.partnership, alliance.created)
    found = AllianceCover(*whose, len(alliance.versions), *of_last)
    return found._replace(unrepaired=len(alliance.unrepaired), zone=alliance.zone, pulsed=alliance.pulsed)


def _make_cover(facts: Callable[[Records], Cover], tables: Tables) -> Cover:
    """Make a cover; ValueError for a record of a wrong shape."""
    try:
        records = {table: [*documents.values()] for table, documents in tables.items()}
        made = facts(records)
        return made and {**made, "shape": shape_of(records)}
    except (KeyError, IndexError, TypeError, AttributeError, OverflowError) as error:
        raise ValueError("not of this shape") from error


def _alliance_facts(records: Records) -> Cover:
    alliance, versions = records["alliance"][0], records.get("versions", [])
    last = versions[-1] if versions else {"number": 0, "session": "", "review": None, "signatures": {}}
    return {
        "kind": "alliance",
        **{key: alliance[key] for key in ("id", "left", "right", "partnership", "created")},
        "versions": len(versions),
        "version": last["number"],
        "signed": max((given["at"] for given in last["signatures"].values()), key=datetime.fromisoformat, default=None),
        "session": last["session"],
        "review": last["review"],
        "unrepaired": sum(not slip["repaired"] for slip in records.get("slips", [])),
        **({"pulsed": _pulsed(records.get("pulses", []))} if last.get("agreements") else {}),
        **({"zone": alliance["zone"]} if alliance.get("zone") else {}),
    }


def _pulsed(pulses: list[dict[str, Any]]) -> dict[str, str | None]:
    """Return when each side gave a pulse last."""
    given = {side: [pulse["at"] for pulse in pulses if pulse["side"] == side] for side in ("left", "right")}
    return {side: max(moments, key=datetime.fromisoformat, default=None) for side, moments in given.items()}


def _session_facts(records: Records) -> Cover:
    if not records.get("session"):
        return {}
    session = records["session"][0]
    return {
        "kind": "session",
        **{key: session[key] for key in ("id", "number", "stage", "planned", "review")},
        "countdown": {key: value for key, value in session["countdown"].items() if key != "announced"},
    }


alliance_cover = partial(_make_cover, _alliance_facts)
"""Makes the cover of `alliance.json`; ValueError if the tables are not an alliance's."""
session_cover = partial(_make_cover, _session_facts)
"""Makes the cover of `session.json`, empty where no session is open; ValueError if the tables are not a session's.

The countdown is as in its record, without the milestones that were announced: a list announces none.
"""
