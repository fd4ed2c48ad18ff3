"""A question bank for people to read."""

from __future__ import annotations

from rich.text import Text

from alliance_tui.domain.questions import SECTIONS, Question, QuestionBank
from alliance_tui.render.document import Parts, indented
from alliance_tui.text.characters import one_line


def whom(question: Question) -> str:
    """Return whom a question is for, to be written behind it; "" if it is for either."""
    return f" (for the partner on the {question.only})" if question.only else ""


def question_list(bank: QuestionBank) -> Parts:
    """Return the bank's title, its questions by section, and its credits."""
    yield Text(one_line(bank.title), "bold")
    for section in SECTIONS:
        if questions := bank.section(section):
            yield Text(f"\n{one_line(bank.heading(section))}", "bold")
            yield indented(*(Text(one_line(question.text) + whom(question)) for question in questions))
    if owed := ", adapted from ".join(filter(None, (bank.credit, bank.adapted_from))):
        yield Text(f"\nQuestions: {one_line(owed)}", "dim")
