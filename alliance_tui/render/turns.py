"""The line about a turn: who asks whom, its number, and the time left for it."""

from __future__ import annotations

from datetime import datetime

from alliance_tui.domain.alliance import Turn
from alliance_tui.domain.session import Session
from alliance_tui.render.times import figure

STEP = 10
"""Seconds in which the time for a turn goes down: the countdown ticks, and one thing that ticks is enough."""


def turn_line(session: Session, question: str, now: datetime, *, writing: bool, short: bool) -> str:
    """Return the line, or a `short` one for a narrow screen; while `writing`, the turn does not count as answered."""
    turn = session.turn(question)
    if turn is None:
        if (home := session.bank.home(question)) is not session.bank:
            return "from earlier" if short else f"asked earlier, from “{home.title}”; what was said to it stands"
        return "not chosen for today" if short else "not among today’s questions; yours to answer all the same"
    if turn not in session.turns:
        return "Closing · both answer"
    number, total = session.turns.index(turn) + 1, len(session.turns)
    parts = [f"Turn {number}/{total}" if short else f"Turn {number} of {total}", _who(session, turn, short)]
    if session.done(turn) and not writing:
        parts.append("✓" if short else "answered ✓")
        if not short and turn.asker is not None and (question, turn.asker) not in session.answers:
            parts.append(f"{session.partners[turn.asker]} may answer too")
    elif session.countdown.started is not None:
        left = session.countdown.budget(now, session.turns_left + (writing and session.done(turn)))
        budget = figure(left - left % STEP)
        parts.append(budget if short else f"{budget} for this")
    return " · ".join(parts)


def _who(session: Session, turn: Turn, short: bool) -> str:
    if turn.asker is None:
        return "both answer" if short else "both ask, both answer"
    answers = f"{session.partners[turn.asker.other]} answers"
    return answers if short else f"{session.partners[turn.asker]} asks, {answers}"
