"""Whose it is to change a part of a session. Every act on a session is held to this, whatever it means to do."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import NoReturn

from alliance_tui.domain.agreements import adopt, has_stake
from alliance_tui.domain.alliance import AnswerKey
from alliance_tui.domain.covering import say_ready, uncover
from alliance_tui.domain.errors import NotAllowed
from alliance_tui.domain.session import Session
from alliance_tui.domain.steps import Part, Step
from alliance_tui.domain.terms import Side
from alliance_tui.domain.viewer import Viewer

OF_ONE = frozenset({"answer", "rival", "choice", "verdict", "yes", "proposal", "ready"})
"""The kinds of parts that belong to one partner; the side is their third element."""
COVERED = frozenset({"answer", "rival", "ready"})
"""Those of them that nobody but their owner changes while a question is answered apart."""
APART = (
    "This question is answered apart, by each of you at a terminal of your own: alliance open NAME --as NAME. "
    "Nothing was changed."
)


def require_own(step: Step, viewer: Viewer, before: Session, after: Session) -> None:
    """Raise NotAllowed if a step changes what is not for the viewer to change."""
    for part in step.before:
        if not (_is_own(part, viewer, before) or _is_of_both(part, viewer.side, before, after)):
            _refuse(part, viewer, before)


def require_own_answer(key: AnswerKey, viewer: Viewer, session: Session) -> None:
    """Raise NotAllowed for an answer that is not for the viewer to change, whether there is one or not.

    For acts that look at the answer, so that a refusal tells nothing of it.
    """
    if not _is_own(part := ("answer", *key), viewer, session):
        _refuse(part, viewer, session)


def _refuse(part: Part, viewer: Viewer, session: Session) -> NoReturn:
    if viewer.acts_as is None:
        raise NotAllowed(APART)
    name = session.partners[viewer.acts_as.other]
    if part[0] in ("agreement", "reason"):
        raise NotAllowed(f"{name} has a say in this agreement: it changes with a yes from both. Nothing changed.")
    raise NotAllowed(f"That is {name}’s: only {name} changes it, at a terminal of {name}’s own. Nothing changed.")


def _is_own(part: Part, viewer: Viewer, before: Session) -> bool:
    kind, about, owner, *_ = (*part, "", "")
    side = viewer.acts_as
    if kind in OF_ONE:
        return owner == viewer.side or (side is None and not (kind in COVERED and _is_apart(about, owner, before)))
    return not (side and kind in ("agreement", "reason") and has_stake(before, about, side.other))


def _is_apart(question: str, side: str, session: Session) -> bool:
    answer = session.answers.get((question, Side(side)))
    return question in session.apart or (answer is not None and answer.covered)


def _is_of_both(part: Part, side: Side | None, before: Session, after: Session) -> bool:
    """Return True if the part changed because both partners have said so: the second ready, or the second yes."""
    kind, about, *_ = (*part, "")
    brought: list[Session] = []
    with suppress(NotAllowed):  # nothing of that kind is open
        if side and kind in ("answer", "ready", "apart"):
            brought = [say_ready(before, about, side), uncover(before, about, side)]
        elif side and kind in ("agreement", "reason", "verdict", "yes", "proposal"):
            brought = [adopt(before, about, side)]
    return replace(after, news=before.news) in brought
