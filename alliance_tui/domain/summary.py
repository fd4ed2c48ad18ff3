"""An alliance as lists show it: the partners, dates and numbers, and no answer or agreement."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from alliance_tui.domain.countdown import Countdown
from alliance_tui.domain.terms import SIDES, Partners, Pulsed, Side, Stage
from alliance_tui.text.search import loose

if TYPE_CHECKING:  # lists do without the domain: it would take a quarter of the CPU of `alliance list` to import
    from alliance_tui.domain.alliance import Alliance
    from alliance_tui.domain.session import Session

PULSE = timedelta(weeks=4)
"""The time between two pulses."""


class OpenSession(NamedTuple):
    """An open session without its words."""

    number: int
    planned: datetime | None
    stage: Stage
    countdown: Countdown


class Summary(NamedTuple):
    """One alliance in a list. `partners` is None when it could not be read, and `problem` says why.

    A tuple, because ten thousand are made at every start: a frozen dataclass takes three times as long.
    """

    name: str
    partners: Partners | None = None
    partnership: str = ""
    created: datetime | None = None
    versions: int = 0
    """How many were signed."""
    version: int = 0
    """The number of the one in force."""
    signed: datetime | None = None
    review: date | None = None
    session: OpenSession | None = None
    newer: bool = False
    """True if a newer release wrote it: it can at most be read."""
    problem: str = ""
    id: str = ""
    """The alliance's own; "" when it could not be read. It can be where the session could not."""
    unrepaired: int | None = None
    """The number of slips that are not repaired; None if only the whole file says."""
    zone: str = ""
    """The zone of its hours; "" for the machine's own."""
    pulsed: Pulsed | None = None
    """None if there is no agreement to give a pulse of, or if only the whole file says."""

    @property
    def search_text(self) -> str:
        """The text that a search compares with, in lower case and without accents."""
        return loose(f"{self.partners or ''} {self.partnership} {self.name}")

    def is_due(self, today: date) -> bool:
        """Return True if the review date has come."""
        return self.review is not None and self.review <= today

    def pulse_due(self, today: date) -> tuple[Side, ...]:
        """Return the sides of those whose pulse is due: 4 weeks, or half the time to the review if that is less,
        after the signature or their last pulse; nobody's in a session, or where no review is ahead.
        """
        if not (self.pulsed and self.signed and self.review) or self.session or self.review <= today:
            return ()
        signed = self.signed.date()
        until = today - min(PULSE, (self.review - signed) / 2)
        given = zip(SIDES, self.pulsed, strict=True)
        return tuple(side for side, last in given if max(last or signed, signed) <= until)


def ranked(summaries: Iterable[Summary]) -> list[Summary]:
    """Open sessions first, then by the last signature, the newest first; last what can't be read."""
    return sorted(sorted(summaries, key=attrgetter("name")), key=_newness, reverse=True)


def _newness(summary: Summary) -> tuple[bool, str]:
    latest = summary.signed or summary.created
    return summary.session is not None, latest.isoformat() if latest else ""


def summary_of(alliance: Alliance, session: Session | None) -> Summary:
    last = alliance.latest
    sitting = None
    if session:
        countdown = session.countdown._replace(announced=frozenset())  # a list announces nothing
        sitting = OpenSession(session.number, session.planned, session.stage, countdown)
    return Summary(
        name=alliance.name,
        partners=alliance.partners,
        partnership=alliance.partnership,
        created=alliance.created,
        versions=len(alliance.versions),
        version=last.number if last else 0,
        signed=last.signed if last else None,
        review=last.review if last else None,
        session=sitting,
        newer=alliance.newer,
        id=alliance.id,
        unrepaired=len(alliance.unrepaired),
        zone=alliance.zone,
        pulsed=alliance.pulsed,
    )
