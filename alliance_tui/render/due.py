"""The alliances whose review is due, for a shell profile or cron: a line each, or as JSON."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from alliance_tui.domain.countdown import Clock
from alliance_tui.domain.summary import Summary
from alliance_tui.render.json_records import Record, iso
from alliance_tui.render.phrases import join_parts, open_state, review, today
from alliance_tui.text.characters import one_line


def due(summaries: Iterable[Summary], clock: Clock, within: int = 0) -> list[Summary]:
    """Return the alliances whose review date has come, or comes `within` so many days, the longest due first."""
    until = today(clock) + timedelta(days=within)
    come = [summary for summary in summaries if summary.is_due(until)]
    return sorted(come, key=lambda summary: (str(summary.review), summary.name))


def due_line(summary: Summary, clock: Clock) -> str:
    """Return the line of one alliance: the partners, since when, the state of a session that has begun, the command."""
    state = open_state(summary, clock)
    return one_line(
        join_parts(f"{summary.partners}: {review(summary.review, clock)}", state, f"alliance open {summary.name}")
    )


def brief_line(summaries: list[Summary], clock: Clock) -> str:
    """Return one line for all of them: how many reviews are due, and the first by name."""
    first, *others = summaries
    more = f" and {len(others)} more" if others else ""
    return one_line(f"Alliance: {first.partners}, {review(first.review, clock)}{more} · alliance due")


def due_record(summary: Summary, clock: Clock) -> Record:
    """Return one alliance for `--json`; `days` are those since the review date."""
    return {
        "name": summary.name,
        **(summary.partners._asdict() if summary.partners else {"left": None, "right": None}),
        "review": iso(summary.review),
        "days": (today(clock) - summary.review).days if summary.review else None,
        "session": summary.session is not None,
    }
