"""The question bank: what a session can ask, in five sections."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from alliance_tui.domain.terms import Side


class Section(StrEnum):
    """The five parts of a session, in the worksheet's order."""

    INTENTIONS = "intentions"
    ATMOSPHERE = "atmosphere"
    RESPONSIBILITY = "responsibility"
    BACKUP_PLAN = "backup_plan"
    CLOSING = "closing"

    @property
    def label(self) -> str:
        """The short name on tabs and in lists."""
        return self.value.replace("_", " ").capitalize()


SECTIONS = tuple(Section)


@dataclass(frozen=True)
class Question:
    """One question, with the wording it had when it was asked."""

    id: str
    section: Section
    text: str
    only: Side | None = None
    """The partner whom it is for, and who therefore does not pick it; None if it is for either."""


@dataclass(frozen=True)
class QuestionBank:
    """Questions in the order they are shown; `headings` gives each section's full heading.

    `earlier` are banks of sessions before, narrowed to the questions of which something still stands. They are
    within reach and count as the bank's, but nobody is asked them: they are neither chosen from nor Closing's.
    """

    id: str
    title: str
    credit: str
    adapted_from: str
    headings: dict[Section, str]
    questions: tuple[Question, ...]
    earlier: tuple[QuestionBank, ...] = ()

    def __iter__(self) -> Iterator[Question]:
        for bank in (self, *self.earlier):
            yield from bank.questions

    def __contains__(self, question: object) -> bool:
        return any(known.id == question for known in self)

    def __getitem__(self, question: str) -> Question:
        """Return the question with this id; raise KeyError if the bank has none."""
        for known in self:
            if known.id == question:
                return known
        raise KeyError(question)

    def home(self, question: str) -> QuestionBank:
        """Return the bank that a question is from, this one or an earlier one; raise KeyError if none has it."""
        for bank in (self, *self.earlier):
            if any(known.id == question for known in bank.questions):
                return bank
        raise KeyError(question)

    def section(self, section: Section) -> tuple[Question, ...]:
        """Return the questions of one section, those from earlier banks last."""
        return tuple(question for question in self if question.section is section)

    def heading(self, section: Section) -> str:
        """Return a section's full heading, or its short name where the banks give none."""
        headings = (bank.headings[section] for bank in (self, *self.earlier) if section in bank.headings)
        return next(headings, section.label)

    @property
    def credits(self) -> tuple[str, ...]:
        """Whom to credit for the questions, each once; the title of a bank that names nobody."""
        return tuple(dict.fromkeys(bank.credit or bank.title for bank in (self, *self.earlier)))

    @property
    def closing(self) -> tuple[Question, ...]:
        """The questions that are always asked, of both where they are not for one."""
        return tuple(question for question in self.questions if question.section is Section.CLOSING)

    @property
    def choosable(self) -> tuple[Question, ...]:
        """The questions that partners pick from: all but Closing."""
        return tuple(question for question in self.questions if question.section is not Section.CLOSING)

    def position(self, question: str) -> int:
        """Return the question's place in the bank, counted from 0; raise KeyError if the bank has none."""
        return [known.id for known in self].index(self[question].id)


def by_id(banks: Iterable[QuestionBank]) -> dict[str, Question]:
    """Every question of the banks, each as the first bank that has it words it."""
    questions: dict[str, Question] = {}
    for bank in banks:
        for question in bank:
            questions.setdefault(question.id, question)
    return questions
