"""The alliances whose review or pulse is due, for a shell profile or cron: a line each, or as JSON."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from alliance_tui.domain.countdown import Clock
from alliance_tui.domain.summary import Summary
from alliance_tui.render.json_records import Record, iso, partners_record
from alliance_tui.render.phrases import PULSE_DUE, join_parts, open_state, review, today
from alliance_tui.text.characters import one_line


def due(summaries: Iterable[Summary], clock: Clock, within: int = 0) -> list[Summary]:
    """Return the alliances whose review date has come, or comes `within` so many days, the longest due first.

    Those of which a pulse is due are among them.
    """
    now = today(clock)
    until = now + timedelta(days=within)
    come = [summary for summary in summaries if summary.is_due(until) or summary.pulse_due(now)]
    return sorted(come, key=lambda summary: (str(summary.review), summary.name))


def due_line(summary: Summary, clock: Clock) -> str:
    """Return the line of one alliance: the partners, since when, the state of a session that has begun, the command."""
    by, command = summary.pulse_due(today(clock)), f"open {summary.name}"
    if by:
        command = f"pulse {summary.name} --as {by[0] if len(by) == 1 else 'WHO'}"
    return one_line(
        join_parts(f"{summary.partners}: {_what(summary, clock)}", open_state(summary, clock), f"alliance {command}")
    )


def _what(summary: Summary, clock: Clock) -> str:
    """Return what is due: "review today", "pulse due from Ada and Grace, review in 30 days"."""
    names = " and ".join(summary.partners[side] for side in summary.pulse_due(today(clock)) if summary.partners)
    return (f"{PULSE_DUE} from {names}, " if names else "") + review(summary.review, clock)


def brief_line(summaries: list[Summary], clock: Clock) -> str:
    """Return one line for all of them: what is due of the first, and how many others there are."""
    first, *others = summaries
    more = f" and {len(others)} more" if others else ""
    return one_line(f"Alliance: {first.partners}, {_what(first, clock)}{more} · alliance due")


def due_record(summary: Summary, clock: Clock) -> Record:
    """Return one alliance for `--json`; `days` are those since the review date."""
    return {
        "name": summary.name,
        **partners_record(summary.partners),
        "review": iso(summary.review),
        "days": (today(clock) - summary.review).days if summary.review else None,
        "pulse": [*summary.pulse_due(today(clock))],
        "session": summary.session is not None,
    }
