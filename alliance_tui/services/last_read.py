"""The version that each partner read last, so that they can be shown what is new to them."""

from __future__ import annotations

from alliance_tui.domain.alliance import Alliance, Side


def last_read_version(alliance: Alliance, side: Side) -> int:
    """Return the number of the version a partner read last; the one before the latest if that was never noted."""
    latest = alliance.latest.number if alliance.latest else 0
    return min(alliance.last_read.get(side, max(1, latest - 1)), latest)
