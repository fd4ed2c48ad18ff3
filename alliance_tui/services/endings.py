"""How a session ended."""

from __future__ import annotations

from typing import NamedTuple

from alliance_tui.domain.alliance import Version
from alliance_tui.domain.errors import NotFound, StoreError
from alliance_tui.domain.session import Session
from alliance_tui.storage.library import Library


class Ending(NamedTuple):
    """How a session ended; `version` is the signed one."""

    words: str
    version: Version | None = None


def ending(library: Library, name: str, alliance: str, session: Session) -> Ending | None:
    """Return how a session ended; None if it is open, or if that is not known. `alliance` is an id."""
    try:
        found, present = library.load(name)
    except NotFound:
        found, present = None, None
    except StoreError:
        return None
    if found is None or (alliance and found.id != alliance):
        return _deleted(library, alliance)
    if present and present.id == session.id:
        return None
    version = next((version for version in found.versions if version.session == session.id), None)
    if version:
        side = library.viewer.side
        who = f"{version.partners[side.other]} signed" if side else "Signed on the other screen"
        return Ending(f"{who}: this is version {version.number} now.", version)
    return Ending("This session was abandoned on the other screen; the library can bring it back.")


def _deleted(library: Library, alliance: str) -> Ending | None:
    try:
        there = alliance and library.path_in_trash(alliance)
    except StoreError:
        return None
    return Ending("This alliance was deleted on the other screen; the library can bring it back.") if there else None
