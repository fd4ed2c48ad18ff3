"""Delete an alliance, and bring back what is in the trash. A session gets there by `sessions.abandon`."""

from __future__ import annotations

from datetime import datetime

from alliance_tui.domain.trash import Kind, Trashed
from alliance_tui.services import sessions
from alliance_tui.storage.library import Library


def delete(library: Library, name: str, alliance: str, now: datetime) -> Trashed:
    """Put an alliance into the trash; `alliance` is the id of the one that was seen in the folder `name`."""
    return library.delete(name, now, id=alliance)


def undelete(library: Library, item: Trashed) -> str:
    """Bring something back out of the trash; returns the alliance's folder. If it is refused, it stays there."""
    if item.kind is Kind.SESSION:
        return sessions.reopen(library, item.id)[0]
    return library.undelete(item.id)
