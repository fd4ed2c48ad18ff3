"""A question bank for people to read."""

from __future__ import annotations

from rich.console import Group, RenderableType
from rich.text import Text

from alliance_tui.domain.questions import SECTIONS, QuestionBank
from alliance_tui.render.text import indented
from alliance_tui.text.characters import one_line


def question_list(bank: QuestionBank) -> RenderableType:
    """Its title, its questions by section, and whom they are owed to."""
    parts: list[RenderableType] = [Text(one_line(bank.title), "bold")]
    for section in SECTIONS:
        if questions := bank.section(section):
            parts.append(Text(f"\n{one_line(bank.heading(section))}", "bold"))
            parts += [indented(Text(one_line(question.text))) for question in questions]
    owed = [part for part in (bank.credit, bank.adapted_from) if part]
    if owed:
        parts.append(Text(f"\nQuestions: {one_line(', adapted from '.join(owed))}", "dim"))
    return Group(*parts)
