"""What one partner may see of a session: the one place that decides it.

An answer is covered until both partners are ready, or its author uncovers it. Nobody else sees of it that it is there,
how long it is, or that it counts. Whatever shows or writes a session is given it through here.
"""

from __future__ import annotations

from dataclasses import replace

from alliance_tui.domain.session import Session
from alliance_tui.domain.terms import Side


def seen_by(session: Session, side: Side | None) -> Session:
    """Return the session without what is covered from a side; None stands for whoever may be looking."""
    answers = {key: answer for key, answer in session.answers.items() if not answer.covered or key[1] is side}
    return session if len(answers) == len(session.answers) else replace(session, answers=answers)
