"""Whose review is due, for a shell profile or cron: a line each, or as JSON."""

from __future__ import annotations

from collections.abc import Iterable
from operator import itemgetter

from alliance_tui.domain.countdown import Clock
from alliance_tui.domain.entry import Entry
from alliance_tui.render.phrases import review, session_state, today
from alliance_tui.render.records import Record
from alliance_tui.text.characters import one_line


def due(entries: Iterable[Entry], clock: Clock) -> list[Entry]:
    """The alliances whose review date has come, the longest due first."""
    now = today(clock)
    come = [(entry.review, entry.name, entry) for entry in entries if entry.review and entry.review <= now]
    return [entry for *_, entry in sorted(come, key=itemgetter(0, 1))]


def line(entry: Entry, clock: Clock) -> str:
    """Whose, since when, how the revisit stands if it has begun, and what to type."""
    state = f" · {session_state(entry.session, clock)}" if entry.session else ""
    return one_line(f"{entry.partners}: {review(entry.review, clock)}{state} · alliance open {entry.name}")


def record(entry: Entry, clock: Clock) -> Record:
    """One of them for programs; `days`: how many it is past."""
    return {
        "name": entry.name,
        "left": entry.partners.left if entry.partners else None,
        "right": entry.partners.right if entry.partners else None,
        "review": entry.review.isoformat() if entry.review else None,
        "days": (today(clock) - entry.review).days if entry.review else None,
        "session": entry.session is not None,
    }
