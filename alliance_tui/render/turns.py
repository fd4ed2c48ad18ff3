"""The line about a turn: who asks whom, its number, and how long it has had of its share of the time."""

from __future__ import annotations

from datetime import datetime

from alliance_tui.domain.alliance import Turn
from alliance_tui.domain.session import Session
from alliance_tui.domain.terms import SIDES, Side
from alliance_tui.render.times import DAY, span

Words = tuple[str | Side, ...]
"""Words with partners among them; where they are shown, each partner has a name, a mark and a colour."""


def whose_turn(session: Session, question: str, *, writing: bool, short: bool) -> Words:
    """Return who asks and who answers, and who may still; while `writing`, the turn does not count as answered."""
    turn = session.turn(question)
    if turn is None:
        if (home := session.bank.home(question)) is not session.bank:
            return ("from earlier" if short else f"asked earlier, from “{home.title}”; what was said to it stands",)
        return ("not chosen for today" if short else "not among today’s questions; yours to answer all the same",)
    waiting = [side for side in turn.answerers if session.waits_for(turn, side)]
    if not waiting and not writing:
        if turn.asker is None or session.bank[question].only or (question, turn.asker) in session.answers:
            return ("✓ answered",)
        return ("✓ answered",) if short else ("✓ answered · ", turn.asker, " may answer too")
    if turn.asker is not None:
        answers: Words = (turn.asker.other, " answers")
        if short or turn not in session.turns:
            return answers
        asks: Words = (turn.asker, " asks, ", *answers)
        return asks if session.bank[question].only else (*asks, " · then ", turn.asker, " may, too")
    words = _of_both(session, turn, waiting or list(SIDES))
    return words[-2:] if short else words


def _of_both(session: Session, turn: Turn, waiting: list[Side]) -> Words:
    """Return the words of a turn that asks both: who is next."""
    first = "both ask, both answer" if turn in session.turns else "both answer"
    return f"{first} · ", waiting[0], " first" if len(waiting) > 1 else " is next"


def place_of_turn(session: Session, question: str, short: bool) -> str:
    """Return the number of a turn: "turn 5 of 7"; "" for one of Closing’s, and for a question without a turn."""
    numbers = {turn.question: number for number, turn in enumerate(session.turns, 1)}
    if question not in numbers:
        return ""
    return f"{numbers[question]}/{len(numbers)}" if short else f"turn {numbers[question]} of {len(numbers)}"


def time_of_turn(session: Session, question: str, now: datetime) -> str:
    """Return how long a turn has had of its share, in whole minutes: "4 of 11 min"; "" if it has not begun."""
    time = session.turn_time(question, now)
    if time is None:
        return ""
    spent, share = time.spent // 60, max(1, round(time.share / 60)) if time.share else 0
    if time.spent >= DAY:
        return f"{span(time.spent)} of {share} min" if share else span(time.spent)
    return f"{spent} of {share} min" if share else f"{spent} min"
