"""Whose review is due, for a shell profile or cron: a line each, or as JSON."""

from __future__ import annotations

from collections.abc import Iterable

from alliance_tui.domain.countdown import Clock
from alliance_tui.domain.summary import Summary
from alliance_tui.render.phrases import joined, review, session_state, today
from alliance_tui.render.records import Record, iso
from alliance_tui.text.characters import one_line


def due(summaries: Iterable[Summary], clock: Clock) -> list[Summary]:
    """The alliances whose review date has come, the longest due first."""
    now = today(clock)
    come = [summary for summary in summaries if summary.review and summary.review <= now]
    return sorted(come, key=lambda summary: (str(summary.review), summary.name))


def line(summary: Summary, clock: Clock) -> str:
    """Whose, since when, how the revisit stands if it has begun, and what to type."""
    state = session_state(summary.session, clock) if summary.session else ""
    return one_line(
        joined(f"{summary.partners}: {review(summary.review, clock)}", state, f"alliance open {summary.name}")
    )


def record(summary: Summary, clock: Clock) -> Record:
    """One of them for programs; `days`: how many it is past."""
    return {
        "name": summary.name,
        **(summary.partners._asdict() if summary.partners else {"left": None, "right": None}),
        "review": iso(summary.review),
        "days": (today(clock) - summary.review).days if summary.review else None,
        "session": summary.session is not None,
    }
