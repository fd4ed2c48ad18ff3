"""Whose it is to change a part of a session. Every act on a session is held to this, whatever it means to do."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace

from alliance_tui.domain.agreements import adopt, has_stake
from alliance_tui.domain.alliance import Answer
from alliance_tui.domain.covering import say_ready, uncover
from alliance_tui.domain.errors import NotAllowed
from alliance_tui.domain.session import Session
from alliance_tui.domain.steps import Part, Step
from alliance_tui.domain.terms import Side

OF_ONE = frozenset({"answer", "rival", "choice", "verdict", "yes", "proposal", "ready"})
"""The kinds of parts that belong to one partner; the side is their third element."""
COVERED = frozenset({"answer", "rival", "ready"})
"""Those of them that nobody but their owner changes while a question is answered apart."""
APART = (
    "This question is answered apart, by each of you at a terminal of your own: alliance open NAME --as NAME. "
    "Nothing was changed."
)


def require_own(step: Step, side: Side | None, before: Session, after: Session, covered: Side | None = None) -> None:
    """Raise NotAllowed if a step changes what is not for `side` to change; None acts for both partners.

    `covered`: who changes their own covered answers even while they act for both.
    """
    for part, value in step.before.items():
        if any(
            _is_own(part, value, who, before) or (who and _is_of_both(part, who, before, after))
            for who in {side, covered or side}
        ):
            continue
        if side is None:
            raise NotAllowed(APART)
        name = before.partners[side.other]
        raise NotAllowed(f"That is {name}’s: only {name} changes it, at a terminal of {name}’s own. Nothing changed.")


def _is_own(part: Part, value: object, side: Side | None, before: Session) -> bool:
    kind, about, owner, *_ = (*part, "", "")
    if kind in OF_ONE:
        apart = about in before.apart or (isinstance(value, Answer) and value.covered)
        return owner == side or (side is None and not (kind in COVERED and apart))
    if kind == "apart" and value:
        covered = (key for key, answer in before.answers.items() if answer.covered)
        return all(author is side for question, author in covered if question == about)
    return not (side and kind in ("agreement", "reason") and has_stake(before, about, side.other))


def _is_of_both(part: Part, side: Side, before: Session, after: Session) -> bool:
    """Return True if the part changed because both partners have said so: the second ready, or the second yes."""
    kind, about, *_ = (*part, "")
    brought: list[Session] = []
    with suppress(NotAllowed):  # nothing of that kind is open
        if kind in ("answer", "ready", "apart"):
            brought = [say_ready(before, about, side), uncover(before, about, side)]
        elif kind in ("agreement", "reason", "verdict", "yes", "proposal"):
            brought = [adopt(before, about, side)]
    return replace(after, news=before.news) in brought
