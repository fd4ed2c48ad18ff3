"""Going on with another question bank: what was said to questions that it lacks still stands, and stays in view.

Answers and agreements go by the id of their question. So the new bank takes on the questions they belong to, as
`earlier` banks; and a question of its own which has the id of such a one, but is another question, gets a longer id.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from alliance_tui.domain.alliance import SIDES, Version
from alliance_tui.domain.questions import QuestionBank
from alliance_tui.domain.session import Session


def draw_on(session: Session, bank: QuestionBank, last: Version | None) -> Session:
    """The session with another bank, over what stands from the last version and what was said in it already.

    Choices that the bank lacks are dropped.
    """
    sources: list[Session | Version] = [session, last] if last else [session]
    said = {question for source in sources for question, _ in source.answers}
    said |= {agreement.question for source in sources for agreement in source.agreements}
    mine = {question for question, _ in session.answers} if session.bank.id == bank.id else set()
    drawn = carrying(bank, [source.bank for source in sources], said, mine)
    asked = [question.id for question in drawn.choosable]
    choices = {side: tuple(question for question in asked if question in session.choices[side]) for side in SIDES}
    current = session.current if session.current in drawn else ""
    return replace(session, bank=drawn, choices=choices, current=current)


def carrying(
    bank: QuestionBank, before: Iterable[QuestionBank], said: set[str], mine: Iterable[str] = ()
) -> QuestionBank:
    """The bank with those questions of the banks `before` it of whose ids something was `said`.

    `mine` are ids under which this bank's own questions were answered already.
    """
    homes = [home for former in before for home in (former, *former.earlier)]
    ours = _told_apart(own(bank), homes, said.difference(mine))
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


def own(bank: QuestionBank) -> QuestionBank:
    """The bank as it is by itself: what it took on from earlier ones left out."""
    return replace(bank, earlier=())


def _told_apart(bank: QuestionBank, homes: list[QuestionBank], said: set[str]) -> QuestionBank:
    """The bank with longer ids for questions that would be taken for others, of other banks, by their ids.

    A question reworded in its own bank keeps its id, and so does one that is word for word another bank's.
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
