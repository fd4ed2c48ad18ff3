"""A document as passages: a question and what each partner says to it, whether signed or still open."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from alliance_tui.domain.alliance import SIDES, Answer, AnswerState, Side, Turn, Version
from alliance_tui.domain.changes import Compared, standing
from alliance_tui.domain.questions import SECTIONS, Question
from alliance_tui.domain.session import Session
from alliance_tui.render.phrases import UNWRITTEN, unwritten

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
    return tuple(_passages(version, version.turns))


def of_session(session: Session, last: Version | None) -> tuple[Passage, ...]:
    """What would be signed now, unanswered turns included."""
    return tuple(_passages(standing(session, last), session.all_turns))


def _passages(version: Compared, turns: Iterable[Turn]) -> Iterator[Passage]:
    asked = {turn.question for turn in turns}
    for section in SECTIONS:
        for question in version.bank.section(section):
            given = {side: version.answers.get((question.id, side)) for side in SIDES}
            if question.id in asked or any(given.values()):
                yield Passage(
                    question,
                    {side: _words(answer) for side, answer in given.items()},
                    frozenset(side for side, answer in given.items() if unwritten(answer)),
                    {side: _note(answer, version.number) for side, answer in given.items()},
                )


def _words(answer: Answer | None) -> str:
    return "(no answer)" if answer is None else WITHOUT_WORDS.get(answer.state, answer.text)


def _note(answer: Answer | None, number: int) -> str:
    return "" if answer is None or answer.since == number else f"(from v{answer.since})"
