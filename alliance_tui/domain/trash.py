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
"""After this long without a look at the trash, the clock is not trusted and the 30 days begin again."""
BETWEEN_LOOKS = timedelta(days=1)
"""The shortest time between two looks that are noted."""


class Kind(StrEnum):
    """What lies in the trash."""

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
    looked: datetime | None = None
    """When a purge looked at it last."""

    @property
    def title(self) -> str:
        """The partners' names, or the folder's if they are not known."""
        return str(self.partners or self.name)

    @property
    def until(self) -> datetime | None:
        """The earliest moment of its removal; None while that is not known."""
        return self.since + KEPT if self.since else None

    def after_look(self, now: datetime) -> Trashed | None:
        """Return the item as it is to be noted after a look at `now`; None once it is to be removed for good.

        It is removed at the second look in a row, a day or more after the one before, that finds 30 days over, so
        that one look with a wrong clock never removes anything. Its 30 days begin anew where the clock is earlier than
        what was noted, where they began before it was deleted, and 60 days after the last look.
        """
        anew = self._replace(since=now, looked=now)
        if self.since is None or self.looked is None:
            return anew
        was_behind = self.deleted is not None and self.since < self.deleted <= now
        if was_behind or now < max(self.since, self.looked) or now - self.looked > LONGEST_GAP:
            return anew
        if now - self.looked < BETWEEN_LOOKS:
            return self
        if self.looked - self.since >= KEPT:
            return None
        return self._replace(looked=now)


def newest_that_fits(items: Sequence[Trashed], wanted: str) -> Trashed:
    """Return the newest item of this name, or else the newest whose name begins with it; NotFound.

    `items` are the newest first; a name is the folder's or the partners'.
    """
    fits = called(wanted, ((name, item) for item in items for name in (item.name, item.title)))
    if not fits:
        raise NotFound(f"Nothing in the trash is called “{wanted}”. `alliance undelete` lists what is there.")
    return fits[0]
