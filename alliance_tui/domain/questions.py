"""The question bank: what a session can ask, in five sections."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


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


@dataclass(frozen=True)
class QuestionBank:
    """Questions in the order they are shown; `headings` gives each section's full heading."""

    id: str
    title: str
    credit: str
    adapted_from: str
    headings: dict[Section, str]
    questions: tuple[Question, ...]

    def __iter__(self) -> Iterator[Question]:
        return iter(self.questions)

    def __contains__(self, question: object) -> bool:
        return any(known.id == question for known in self.questions)

    def __getitem__(self, question: str) -> Question:
        """The question with this id; KeyError when the bank has none."""
        for known in self.questions:
            if known.id == question:
                return known
        raise KeyError(question)

    def section(self, section: Section) -> tuple[Question, ...]:
        """The questions of one section."""
        return tuple(question for question in self.questions if question.section is section)

    @property
    def closing(self) -> tuple[Question, ...]:
        """The questions that are always asked, of both."""
        return self.section(Section.CLOSING)

    @property
    def choosable(self) -> tuple[Question, ...]:
        """The questions that partners pick from: all but Closing."""
        return tuple(question for question in self.questions if question.section is not Section.CLOSING)

    def position(self, question: str) -> int:
        """Where the question stands in the bank, from 0; KeyError when the bank has none."""
        return self.questions.index(self[question])
