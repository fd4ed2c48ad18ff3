"""Covers: what a list or an act on a session needs of a file, without people's words.

A cover stands in the file's first line under a proof of its own (see `fileformat`), and is written in the same save.
It is plain JSON: moments as the tables have them, in ISO 8601.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from alliance_tui.domain.errors import Damaged
from alliance_tui.storage.fileformat import HEADER_LIMIT, Cover, Tables, cover_in
from alliance_tui.storage.files import first_line, in_store, named
from alliance_tui.storage.migrations import shape_of


def read_cover(path: Path) -> tuple[Cover, int] | None:
    """Return the cover of a file and its generation, from its first line alone.

    None if the file must be read whole: there is no file, it is of another format or its cover was too long.
    Damaged if the line is not what was saved; StoreError.
    """
    with in_store(path, "could not be read", "Nothing was changed."):
        line = first_line(path, HEADER_LIMIT)
    with contextlib.suppress(ValueError, RecursionError):
        found = cover_in(line or b"")
        return found if found and found[0] else None
    why = "its first line is not what was saved"
    raise Damaged(f"{named(path)} is damaged: {why}. Nothing was changed. `alliance check` says more.", path, why=why)


def alliance_cover(tables: Tables) -> Cover:
    """Make the cover of `alliance.json`; ValueError if the tables are not an alliance's."""
    with _shaped():
        records = _records(tables)
        alliance, versions = records["alliance"][0], records.get("versions", [])
        last = versions[-1] if versions else {"number": 0, "session": "", "review": None, "signatures": {}}
        return {
            "kind": "alliance",
            **{key: alliance[key] for key in ("id", "left", "right", "partnership", "created")},
            "versions": len(versions),
            "version": last["number"],
            "signed": max(
                (given["at"] for given in last["signatures"].values()), key=datetime.fromisoformat, default=None
            ),
            "session": last["session"],
            "review": last["review"],
            "shape": shape_of(records),
        }


def session_cover(tables: Tables) -> Cover:
    """Make the cover of `session.json`, empty where no session is open; ValueError if the tables are not a session's.

    The countdown is as in its record, without the milestones that were announced: a list announces none.
    """
    with _shaped():
        records = _records(tables)
        if not records.get("session"):
            return {}
        session = records["session"][0]
        return {
            "kind": "session",
            **{key: session[key] for key in ("id", "number", "stage", "planned", "review")},
            "countdown": {key: value for key, value in session["countdown"].items() if key != "announced"},
            "shape": shape_of(records),
        }


def _records(tables: Tables) -> dict[str, list[dict[str, Any]]]:
    return {table: [*documents.values()] for table, documents in tables.items()}


@contextlib.contextmanager
def _shaped() -> Iterator[None]:
    """Turn the errors from a record of a wrong shape into a ValueError."""
    try:
        yield
    except (KeyError, IndexError, TypeError, AttributeError, OverflowError) as error:
        raise ValueError("not of this shape") from error
