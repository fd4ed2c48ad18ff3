"""Whose program this is: what it may see and do depends on that."""

from __future__ import annotations

from typing import NamedTuple

from alliance_tui.domain.errors import NotAllowed
from alliance_tui.domain.terms import Side


class Viewer(NamedTuple):
    """The person before a program. `side` is None where one keyboard serves both partners."""

    side: Side | None = None
    invited: bool = False
    """True for somebody whose ssh key opens this alliance alone, for one side."""
    serves_both: bool = False
    """True if the other partner's program is gone, and this one goes on for both. It sees no more by that."""

    @property
    def acts_as(self) -> Side | None:
        """The side that may be changed from here; None for both."""
        return None if self.serves_both and not self.invited else self.side

    def require_host(self) -> None:
        """Raise NotAllowed for somebody invited, who may not rename, abandon, delete, nor bring back what was."""
        if self.invited:
            raise NotAllowed("An invited key can’t rename, abandon, delete or bring back. Nothing was changed.")


ANYBODY = Viewer()
