"""Change the question bank of a session. Answers to questions that the new bank lacks stay in force and in view.

Answers and agreements refer to questions by id. So the new bank includes the questions they belong to, as
`earlier` banks. If one of its own questions has the same id as one of these but a different text, its id is extended.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from alliance_tui.domain.alliance import SIDES, Version
from alliance_tui.domain.covering import set_apart
from alliance_tui.domain.questions import QuestionBank
from alliance_tui.domain.session import Session


def change_bank(session: Session, bank: QuestionBank, last: Version | None) -> Session:
    """Return the session with another bank, which keeps the questions answered in it or in the last version.

    Choices that the bank lacks are dropped.
    """
    sources: list[Session | Version] = [session, last] if last else [session]
    said = {question for source in sources for question, _ in source.answers}
    said |= {agreement.question for source in sources for agreement in source.agreements}
    mine = {question for question, _ in session.answers} if session.bank.id == bank.id else set()
    drawn = carry_over(bank, [source.bank for source in sources], said, mine)
    asked = [question.id for question in drawn.choosable]
    choices = {side: tuple(question for question in asked if question in session.choices[side]) for side in SIDES}
    current = session.current if session.current in drawn else ""
    changed = replace(session, bank=drawn, choices=choices, current=current)
    everything = {question.id for question in session.bank} <= {*session.apart}
    return set_apart(changed, [question.id for question in drawn] if everything else ())


def carry_over(
    bank: QuestionBank, before: Iterable[QuestionBank], said: set[str], mine: Iterable[str] = ()
) -> QuestionBank:
    """Return the bank with the questions of the banks `before` it whose ids are in `said`.

    `mine`: ids under which this bank's own questions have been answered.
    """
    homes = [home for former in before for home in (former, *former.earlier)]
    ours = _with_distinct_ids(without_earlier(bank), homes, said.difference(mine))
    wanted = said.difference(question.id for question in ours.questions)
    earlier: dict[str, QuestionBank] = {}
    for home in homes:
        kept = tuple(question for question in home.questions if question.id in wanted)
        wanted.difference_update(question.id for question in kept)
        if kept:
            there = earlier.get(home.id) or replace(home, headings={}, questions=(), earlier=())
            headings = {question.section: home.heading(question.section) for question in kept} | there.headings
            earlier[home.id] = replace(there, headings=headings, questions=there.questions + kept)
    return replace(ours, earlier=tuple(earlier.values()))


def without_earlier(bank: QuestionBank) -> QuestionBank:
    """Return the bank without the questions of earlier banks."""
    return replace(bank, earlier=())


def _with_distinct_ids(bank: QuestionBank, homes: list[QuestionBank], said: set[str]) -> QuestionBank:
    """Return the bank with longer ids for questions whose ids other banks use for different questions.

    A question that was reworded in its own bank keeps its id, and so does one with exactly the text of another bank's.
    """
    others = {
        question.id: question.text
        for home in reversed(homes)
        if home.id != bank.id
        for question in home.questions
        if question.id in said
    }
    used = {question.id for home in homes for question in home.questions}
    questions = []
    for question in bank.questions:
        longer = f"{bank.id}:{question.id}"
        clashes = longer in used or others.get(question.id, question.text) != question.text
        questions.append(replace(question, id=longer) if clashes else question)
    return replace(bank, questions=tuple(questions))
