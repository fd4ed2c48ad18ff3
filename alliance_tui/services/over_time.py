"""An alliance's agreements over time, with what the filters let through; worked out off the event loop."""

from __future__ import annotations

from dataclasses import dataclass, replace

from alliance_tui.domain.agreement_filter import Facets, StoryFilter, facets
from alliance_tui.domain.agreement_story import Stories
from alliance_tui.domain.alliance import SIDES, Alliance, Side
from alliance_tui.domain.session import Session
from alliance_tui.services.last_read import last_read_version
from alliance_tui.services.versions import stories_of


@dataclass(frozen=True)
class OverTime:
    """Agreements over time as a screen shows them."""

    alliance: Alliance
    session: Session | None
    stories: Stories
    facets: Facets
    read: int
    """The number of the version that was read last, by whoever read less where both look; 0 if there is none."""


def narrowed(found: Stories, alliance: Alliance, side: Side | None, only: StoryFilter | None) -> Stories:
    """Return those of a partner, or that a filter lets through; None in either means no limit."""
    for wanted in filter(None, (StoryFilter(side) if side else None, only)):
        found = replace(found, stories=facets(found, side, _read(alliance, side)).get(wanted, ()))
    return found


def read_over_time(alliance: Alliance, session: Session | None, side: Side | None) -> OverTime:
    """Return the agreements over time, for a partner or, with None, for both."""
    stories = stories_of(alliance, session)
    read = _read(alliance, side)
    return OverTime(alliance, session, stories, facets(stories, side, read), read)


def _read(alliance: Alliance, side: Side | None) -> int:
    """Return `OverTime.read`."""
    return min(last_read_version(alliance, who) for who in ((side,) if side else SIDES))
