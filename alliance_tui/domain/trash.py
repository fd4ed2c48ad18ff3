"""What was deleted or abandoned and can still be brought back, and for how long it is kept."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from alliance_tui.domain.errors import NotFound
from alliance_tui.domain.terms import Partners, called

KEPT = timedelta(days=30)
"""The shortest time that something stays in the trash."""
LONGEST_GAP = timedelta(days=60)
"""If the trash was not checked for this long, the clock is not trusted, and the 30 days begin again."""
BETWEEN_CHECKS = timedelta(days=1)
"""The shortest time between two checks that are recorded."""


class Kind(StrEnum):
    """What an item in the trash is."""

    ALLIANCE = "alliance"
    SESSION = "session"


class Trashed(NamedTuple):
    """One thing in the trash. What could not be read of it is "" or None."""

    id: str
    """The name of its folder in the trash."""
    kind: Kind
    name: str
    """The folder of the alliance, as it was called."""
    alliance: str = ""
    """The alliance's id."""
    session: str = ""
    """The session's id; "" for an alliance."""
    partners: Partners | None = None
    deleted: datetime | None = None
    since: datetime | None = None
    """When its 30 days began."""
    checked: datetime | None = None
    """When a purge checked it last."""

    @property
    def title(self) -> str:
        """The partners' names, or the folder's if they are not known."""
        return str(self.partners or self.name)

    @property
    def until(self) -> datetime | None:
        """The earliest moment of its removal; None if that is not known."""
        return self.since + KEPT if self.since else None

    def after_check(self, now: datetime) -> Trashed | None:
        """Return the item as it is to be recorded after a check at `now`; None if it is to be removed.

        It is removed when two checks in a row, at least a day apart, find that 30 days are over, so
        that no single check with a wrong clock removes anything. Its 30 days begin again if the clock is earlier than
        what was recorded, if they began before it was deleted, and 60 days after the last check.
        """
        anew = self._replace(since=now, checked=now)
        if self.since is None or self.checked is None:
            return anew
        was_behind = self.deleted is not None and self.since < self.deleted <= now
        if was_behind or now < max(self.since, self.checked) or now - self.checked > LONGEST_GAP:
            return anew
        if now - self.checked < BETWEEN_CHECKS:
            return self
        if self.checked - self.since >= KEPT:
            return None
        return self._replace(checked=now)


def newest_that_fits(items: Sequence[Trashed], wanted: str) -> Trashed:
    """Return the newest item of this name, or else the newest whose name begins with it; NotFound.

    `items` are the newest first; a name is the folder's or the partners'.
    """
    fits = called(wanted, ((name, item) for item in items for name in (item.name, item.title)))
    if not fits:
        raise NotFound(f"Nothing in the trash is called “{wanted}”. `alliance undelete` lists what is there.")
    return fits[0]
