"""What screens and commands say of answers that are given apart."""

from __future__ import annotations

from collections.abc import Iterator

from alliance_tui.domain.alliance import AnswerKey
from alliance_tui.domain.session import Session
from alliance_tui.domain.steps import Step
from alliance_tui.domain.terms import Side
from alliance_tui.render.phrases import count

COVERED = "covered"
ONLY_YOU = "covered: only you see this"
BOTH_SEE = "uncovered: both of you see this"
READY = "ready"
APART = "answered apart, each at a terminal of your own"
SAID_APART = "Answered apart from now on: covered until both are ready, and not encrypted."
SAID_SEALED = "Answered apart from now on: covered and sealed until both are ready."
SAID_SIGNED = "With a signature, what is written from now on is answered together: both see it."
SAID_TOGETHER = "Answered together from now on. What is covered stays so until its author uncovers it."


def how_to_open(name: str, session: Session) -> str:
    """Return the commands with which each partner opens the alliance in folder `name`."""
    return f"alliance open {name} --as {session.partners.left}, and --as {session.partners.right}"


def session_apart(session: Session) -> str:
    """Return how answers are given in a session, in a line; "" if they are given together."""
    asked = [question.id for question in session.bank.questions]
    number = sum(question in session.apart for question in asked)
    how = "apart, covered and sealed" if session.sealing else "apart and covered"
    if not number:
        return ""
    which = "" if number == len(asked) else f" to {number} of {count(len(asked), 'question')}"
    return f"Answers{which} are given {how}, until both are ready."


def covering_news(before: Session, now: Session, side: Side | None, own: Step | None, in_view: str) -> Iterator[str]:
    """Yield what happened to covered answers between two sessions as `side` sees them.

    `own`: the step that was made here; `in_view`: the question that is shown, which need not be named.
    """
    uncovered = [key for key in now.answers if _is_uncovered(key, before, now)]
    opened = dict.fromkeys(
        question for question, _ in uncovered if question not in now.apart and _somebody_ready(before, question)
    )
    for question in opened:
        yield f"Both are uncovered{_about(question, now, in_view)}."
    for question, who in uncovered:
        if question in now.apart:
            yield f"{now.partners[who]}’s answer is uncovered{_about(question, now, in_view)}."
    here = own.before if own else {}
    set_apart, together = ({*a.apart} - {*b.apart} - {*opened} for a, b in ((now, before), (before, now)))
    if together and now.signatures and not before.signatures:  # by the signature, whosever it is
        yield SAID_SIGNED
        together = set()
    name = now.partners[side.other] if side else "The other screen"
    for questions, words in ((set_apart, "apart: answers are covered until both are ready"), (together, "together")):
        theirs = sorted(question for question in questions if ("apart", question) not in here)
        if len(theirs) == 1:
            yield f"{name} set this question {words}{_about(theirs[0], now, in_view)}."
        elif theirs:
            yield f"{name} set {len(theirs)} questions {words}."


def _is_uncovered(key: AnswerKey, before: Session, now: Session) -> bool:
    """Return True if an answer was covered, as far as one could see, and is not any more."""
    old = before.answers.get(key)
    return not now.answers[key].covered and (old.covered if old else key[0] in before.apart)


def _somebody_ready(session: Session, question: str) -> bool:
    return any(question in questions for questions in session.ready.values())


def _about(question: str, session: Session, in_view: str) -> str:
    return "" if question == in_view or question not in session.bank else f": “{session.bank[question].text}”"
