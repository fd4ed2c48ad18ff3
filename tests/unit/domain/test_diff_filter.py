"""A comparison narrowed down."""

from __future__ import annotations

import pytest

from alliance_tui.domain.alliance import Agreement, Answer, AnswerState, Holder
from alliance_tui.domain.changes import Kind, compare
from alliance_tui.domain.diff_filter import DiffFilter, Unsectioned, apply_filter
from alliance_tui.domain.questions import Section
from alliance_tui.domain.session import Session
from tests.unit.samples import ADA_AND_GRACE, BANK, LEFT, RIGHT

OLD = Session(
    "",
    1,
    ADA_AND_GRACE,
    BANK,
    answers={
        ("tone", LEFT): Answer(AnswerState.TEXT, "Warm and frank."),
        ("tone", RIGHT): Answer(AnswerState.TEXT, "Kind."),
    },
    agreements=(Agreement("both", "We walk.", "tone"), Agreement("ada", "Ada rings.", "conflict", Holder.LEFT)),
)
NEW = Session(
    "",
    2,
    ADA_AND_GRACE,
    BANK,
    answers={
        ("tone", LEFT): Answer(AnswerState.TEXT, "Warm and quick."),
        ("tone", RIGHT): Answer(AnswerState.TEXT, "Kind."),
        ("conflict", RIGHT): Answer(AnswerState.TEXT, "Calmly."),
    },
    agreements=(*OLD.agreements, Agreement("grace", "Grace writes.", "conflict", Holder.RIGHT, since=2)),
)
ALL = (["tone left", "tone right", "conflict right"], ["both", "ada", "grace"])


def through(diff_filter: DiffFilter) -> tuple[list[str], list[str]]:
    """What is let through: answers and agreements."""
    sifted = apply_filter(compare(OLD, NEW), diff_filter)
    return (
        [f"{change.question.id} {change.side}" for change in sifted.answers],
        sorted((change.id for change in sifted.agreements), key=["both", "ada", "grace"].index),
    )


@pytest.mark.parametrize(
    ("diff_filter", "expected"),
    [
        (DiffFilter(), ALL),
        (DiffFilter(section=Section.ATMOSPHERE), (["tone left", "tone right"], ["both"])),
        (DiffFilter(section=Section.CLOSING), ([], [])),
        (DiffFilter(section=Unsectioned.AGREEMENTS), ([], ["both", "ada", "grace"])),
        (DiffFilter(Unsectioned.AGREEMENTS, LEFT, Kind.KEPT), ([], ["both", "ada"])),
        (DiffFilter(side=LEFT), (["tone left"], ["both", "ada"])),
        (DiffFilter(side=RIGHT), (["tone right", "conflict right"], ["both", "grace"])),
        (DiffFilter(kind=Kind.REWORDED), (["tone left"], [])),
        (DiffFilter(kind=Kind.ADDED), ([], ["grace"])),
        (DiffFilter(Section.BACKUP_PLAN, RIGHT, Kind.NEW_ANSWER), (["conflict right"], [])),
    ],
)
def test_what_is_let_through(diff_filter: DiffFilter, expected: tuple[list[str], list[str]]) -> None:
    assert through(diff_filter) == expected


def test_a_filter_that_lets_all_through_is_none() -> None:
    assert not DiffFilter()
    assert DiffFilter(side=LEFT)
