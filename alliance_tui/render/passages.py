"""A document as passages: a question and what each partner says to it, whether signed or still open."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from alliance_tui.domain.alliance import SIDES, Answer, Answers, AnswerState, Side, Version
from alliance_tui.domain.questions import SECTIONS, Question, QuestionBank
from alliance_tui.domain.session import Session
from alliance_tui.render.phrases import UNWRITTEN

WITHOUT_WORDS = {
    state: f"{sign} {UNWRITTEN[state]}" for state, sign in ((AnswerState.SPOKEN, "◆"), (AnswerState.PASSED, "—"))
}
"""What stands on a screen where the words of an answer would."""


@dataclass(frozen=True)
class Passage:
    """One question with both sides' words, which of them are nobody's own text, and where older ones are from."""

    question: Question
    words: dict[Side, str]
    silent: frozenset[Side]
    notes: dict[Side, str]


def of_version(version: Version) -> tuple[Passage, ...]:
    """A signed version, in the bank's order."""
    return tuple(_passages(version.bank, version.answers, {turn.question for turn in version.turns}, version.number))


def of_session(session: Session, last: Version | None) -> tuple[Passage, ...]:
    """What would be signed now, unanswered turns included."""
    asked = {turn.question for turn in (*session.turns, *session.closing)}
    return tuple(_passages(session.bank, session.standing(last), asked, session.number))


def _passages(bank: QuestionBank, answers: Answers, asked: set[str], number: int) -> Iterable[Passage]:
    for section in SECTIONS:
        for question in bank.section(section):
            given = {side: answers.get((question.id, side)) for side in SIDES}
            if question.id in asked or any(given.values()):
                words = {side: _words(answer) for side, answer in given.items()}
                notes = {side: _note(answer, number) for side, answer in given.items()}
                silent = {side for side, answer in given.items() if not answer or answer.state is not AnswerState.TEXT}
                yield Passage(question, words, frozenset(silent), notes)


def _words(answer: Answer | None) -> str:
    return "(no answer)" if answer is None else WITHOUT_WORDS.get(answer.state, answer.text)


def _note(answer: Answer | None, number: int) -> str:
    return "" if answer is None or answer.since == number else f"(from v{answer.since})"
