"""Bring back what is in the trash: `Library.delete` puts an alliance there, `sessions.abandon` a session."""

from __future__ import annotations

from alliance_tui.domain.trash import Kind, Trashed
from alliance_tui.services import sessions
from alliance_tui.storage.library import Library


def undelete(library: Library, item: Trashed) -> str:
    """Restore an item from the trash; return the alliance's folder. An item that can't be restored stays there."""
    if item.kind is Kind.SESSION:
        return sessions.reopen(library, item.id)[0]
    return library.undelete(item.id)
