"""Whose review is due, for a shell profile or cron: a line each, or as JSON."""

from __future__ import annotations

from collections.abc import Iterable

from alliance_tui.domain.alliance import Alliance
from alliance_tui.domain.countdown import Clock
from alliance_tui.domain.session import Session
from alliance_tui.domain.text import one_line
from alliance_tui.render.phrases import review, session_state, today
from alliance_tui.render.records import Record

Standing = tuple[Alliance, Session | None]


def due(entries: Iterable[Standing], clock: Clock) -> list[Standing]:
    """The alliances whose review date has come, the longest due first."""
    dated = ((entry[0].latest.review, entry) for entry in entries if entry[0].latest and entry[0].latest.review)
    come = [(when, entry) for when, entry in dated if when <= today(clock)]
    return [entry for _, entry in sorted(come, key=lambda found: (found[0], found[1][0].name))]


def line(entry: Standing, clock: Clock) -> str:
    """Whose, since when, how the revisit stands if it has begun, and what to type."""
    alliance, session = entry
    when = review(alliance.latest.review, clock) if alliance.latest else ""
    state = f" · {session_state(session, clock)}" if session else ""
    return one_line(f"{alliance.partners}: {when}{state} · alliance open {alliance.name}")


def record(entry: Standing, clock: Clock) -> Record:
    """One of them for programs; `days`: how many it is past."""
    alliance, session = entry
    when = alliance.latest.review if alliance.latest else None
    return {
        "name": alliance.name,
        "left": alliance.partners.left,
        "right": alliance.partners.right,
        "review": when.isoformat() if when else None,
        "days": (today(clock) - when).days if when else None,
        "session": session is not None,
    }
