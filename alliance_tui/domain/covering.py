"""Answers apart, then together: covered until both partners are ready, or their author uncovers them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from alliance_tui.domain.errors import NotAllowed
from alliance_tui.domain.session import Session
from alliance_tui.domain.terms import SIDES, Side


def set_apart(session: Session, questions: Iterable[str], wanted: bool = True) -> Session:
    """Have questions answered apart from now on, or together.

    What was said before stays as it is, covered or not, so that nobody learns by this whether anything is covered.
    """
    chosen = {*questions}
    if wanted and chosen and session.signatures:
        raise NotAllowed("One of you has signed. Take the signature back first; then answer apart.")
    apart = {*session.apart} | chosen if wanted else {*session.apart} - chosen
    ready = {side: _in_order(session, apart.intersection(ready)) for side, ready in session.ready.items()}
    return replace(session, apart=_in_order(session, apart), ready={side: left for side, left in ready.items() if left})


def _in_order(session: Session, questions: Iterable[str]) -> tuple[str, ...]:
    return tuple(question.id for question in session.bank if question.id in questions)


def set_sealing(session: Session, wanted: bool) -> Session:
    """Have covered answers encrypted to their authors from now on, or not any more.

    Refused while questions are answered apart: older saves would hold in plain what is sealed from now on.
    """
    is_covered = any(answer.covered for answer in session.answers.values())
    if wanted is not session.sealing and (session.apart or is_covered):
        raise NotAllowed(
            "Questions are answered apart already. Whether that is sealed is chosen before: have them answered "
            "together first, and uncover what is covered. Nothing was changed."
        )
    return replace(session, sealing=wanted)


def choose_apart(session: Session, questions: Iterable[str], sealed: bool) -> Session:
    """Have questions answered apart from now on, sealed or not; see `set_sealing`."""
    return set_apart(set_sealing(session, sealed), questions)


def choose_together(session: Session) -> Session:
    """Have all questions answered together from now on; what is covered stays so, and sealed if it is."""
    together = set_apart(session, session.apart, wanted=False)
    is_covered = any(answer.covered for answer in session.answers.values())
    return together if is_covered else replace(together, sealing=False)


def is_ready(session: Session, question: str, side: Side) -> bool:
    return question in session.ready.get(side, ())


def say_ready(session: Session, question: str, side: Side, wanted: bool = True) -> Session:
    """Note that a partner is ready for a question's answers to be uncovered; with both, uncover them."""
    if question not in session.apart:
        raise NotAllowed("This question is not answered apart, or not any more. Nothing was changed.")
    before = {*session.ready.get(side, ())}
    after = _in_order(session, before | {question} if wanted else before - {question})
    ready = {who: left for who, left in {**session.ready, side: after}.items() if left}
    return uncover_ready(replace(session, ready=ready))


def uncover(session: Session, question: str, side: Side) -> Session:
    """Uncover a partner's own answer, whether the other is ready or not."""
    key = (question, side)
    answer = session.answers.get(key)
    if answer and answer.covered:
        answers = {**session.answers, key: replace(answer, covered=False)}
        session = session.changed_to(replace(session, answers=answers), f"{session.answer_name(key)} was uncovered")
        if question not in session.apart:
            return session
    return say_ready(session, question, side)


def uncover_ready(session: Session) -> Session:
    """Uncover the answers to all questions for which both are ready, unless one of them is sealed still."""
    sealed = {question for (question, _), answer in session.answers.items() if answer.seal}
    done = {each for each in session.apart if each not in sealed and all(is_ready(session, each, who) for who in SIDES)}
    if not done:
        return session
    answers = {
        key: replace(answer, covered=answer.covered and key[0] not in done) for key, answer in session.answers.items()
    }
    shown = session.changed_to(replace(session, answers=answers), "answers were uncovered")
    return set_apart(shown, done, wanted=False)


def require_uncovered(session: Session) -> None:
    """Raise NotAllowed while an answer is covered: nobody signs what they can't read."""
    covered = {question for (question, _), answer in session.answers.items() if answer.covered}
    if covered:
        where = " and ".join(f"“{session.bank[question].text}”" for question in _in_order(session, covered))
        raise NotAllowed(
            f"Covered still: {where}. There both say ready (R), or each uncovers what is their own (U); then sign. "
            "Nothing was signed."
        )
