"""Which version each partner looked at last, so that they can be shown what is new to them."""

from __future__ import annotations

from alliance_tui.domain.alliance import Alliance, Side
from alliance_tui.storage.library import Library


def last_read_version(alliance: Alliance, side: Side) -> int:
    """Return the number of the version a partner read last; the one before the latest if that was never noted."""
    latest = alliance.latest.number if alliance.latest else 0
    return min(alliance.looks.get(side, max(1, latest - 1)), latest)


def record_reading(library: Library, name: str, side: Side, number: int) -> None:
    """Remember that a partner has looked at a version."""
    library.record(name).record_reading(side, number)
