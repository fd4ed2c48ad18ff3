"""Whose it is to change a part of a session. Every act on a session is held to this, whatever it means to do."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace

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
        if not (_is_own(part, viewer, before, after) or _is_of_both(part, viewer.side, before, after)):
            raise _refusal(part, viewer, before)


def require_writable(session: Session, key: AnswerKey, viewer: Viewer) -> None:
    """Raise NotAllowed if an answer is not the viewer's to change, whatever the answer is now.

    Acts on one answer ask this first, so that no other reason for a refusal tells of an answer that is covered.
    """
    if not _is_own(part := ("answer", *key), viewer, session, session):
        raise _refusal(part, viewer, session)


def _refusal(part: Part, viewer: Viewer, session: Session) -> NotAllowed:
    if viewer.acts_as is None:
        return NotAllowed(APART)
    name = session.partners[viewer.acts_as.other]
    if part[0] in ("agreement", "reason"):
        return NotAllowed(f"{name} has a say in this agreement: it changes with a yes from both. Nothing changed.")
    return NotAllowed(f"That is {name}’s: only {name} changes it, at a terminal of {name}’s own. Nothing changed.")


def _is_own(part: Part, viewer: Viewer, before: Session, after: Session) -> bool:
    kind, about, owner, *_ = (*part, "", "")
    side = viewer.acts_as
    if kind == "ready" and side is None and about in before.apart and about not in after.apart:
        return True  # the question is answered together again, which both may choose
    if kind in OF_ONE:
        answer = before.answers.get((about, Side(owner)))
        apart = about in before.apart or (answer is not None and answer.covered)
        return owner == viewer.side or (side is None and not (kind in COVERED and apart))
    return not (side and kind in ("agreement", "reason") and has_stake(before, about, side.other))


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
