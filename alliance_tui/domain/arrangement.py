"""How a list of alliances is arranged: in which order, and which of them it shows."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from alliance_tui.domain.summary import Summary, ranked
from alliance_tui.text.search import loose


class Order(StrEnum):
    """What a list is sorted by; open sessions come first but for names."""

    SIGNED = "last signed"
    NEXT = "next date"
    NAME = "names"

    @property
    def arrow(self) -> str:
        """The sign that the newest, or the least, comes first."""
        return "↓" if self is Order.SIGNED else "↑"


class Only(StrEnum):
    """Which alliances a list shows."""

    ALL = "all"
    DUE = "review or pulse due"
    OPEN = "session open"
    SLIPPED = "slip not repaired"

    def fits(self, summary: Summary, today: date) -> bool:
        if self is Only.DUE:
            return summary.is_due(today) or bool(summary.pulse_due(today))
        if self is Only.OPEN:
            return summary.session is not None
        return self is Only.ALL or bool(summary.unrepaired)


def arranged(summaries: Iterable[Summary], order: Order) -> list[Summary]:
    """Return the summaries in this order; those that are equal in it by their last signature, the newest first."""
    found = ranked(summaries)
    if order is Order.NAME:
        return sorted(found, key=_name)
    return sorted(found, key=_next_date) if order is Order.NEXT else found


def _name(summary: Summary) -> tuple[bool, str]:
    return summary.partners is None, loose(str(summary.partners or summary.name))


def _next_date(summary: Summary) -> tuple[bool, bool, date]:
    return summary.partners is None, summary.session is None, summary.review or date.max
