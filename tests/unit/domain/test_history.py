"""History: a cell for every row and version, and how much it changed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from alliance_tui.domain.alliance import Agreement, Answer, Answers, AnswerState, Verdict
from alliance_tui.domain.changes import Compared
from alliance_tui.domain.history import Became, Cell, history
from alliance_tui.domain.questions import Question, Section
from alliance_tui.domain.session import Session
from tests.unit.samples import ADA_AND_GRACE, BANK, LEFT, RIGHT


def said(text: str) -> Answer:
    """An answer in words."""
    return Answer(AnswerState.TEXT, text)


def of(number: int, answers: Answers, *agreements: Agreement) -> Compared:
    """A version as far as it matters here."""
    return Session("", number, ADA_AND_GRACE, BANK, answers=answers, agreements=agreements)


def became(*versions: Compared) -> list[list[Became]]:
    """What became of each row."""
    return [[cell.became for cell in row.cells] for row in history(versions).rows]


def test_nothing_signed_is_no_history() -> None:
    assert not history([]).rows
    assert not history([]).columns


def test_an_answer_through_the_versions() -> None:
    long = "I tell you early and all of it, before the board hears it from anybody else."
    texts = [long, long, long.replace("early", "late"), "Something else entirely now.", "Something else entirely now."]
    versions = [of(number, {("tone", LEFT): said(text)}) for number, text in enumerate(texts, 1)]
    assert became(*versions) == [[Became.NEW, Became.KEPT, Became.REWORDED, Became.REWRITTEN, Became.KEPT]]
    (row,) = history(versions).rows
    assert (row.key, row.text) == (("tone", LEFT), BANK["tone"].text)
    assert [cell.share for cell in row.cells[:2]] == [1.0, 0.0]
    assert 0 < row.cells[2].share < 0.2
    assert row.cells[3].share == 1.0


def test_what_came_late_and_went_early() -> None:
    versions = [of(1, {}), of(2, {("tone", RIGHT): said("Warm.")}), of(3, {}), of(4, {})]
    assert became(*versions) == [[Became.ABSENT, Became.NEW, Became.REMOVED, Became.ABSENT]]


def test_spoken_and_passed_are_answers() -> None:
    spoken, passed = Answer(AnswerState.SPOKEN), Answer(AnswerState.PASSED)
    versions = [of(number, {("tone", LEFT): each}) for number, each in enumerate((passed, spoken, spoken), 1)]
    assert history(versions).rows[0].cells == (
        Cell(Became.NEW, 1.0),
        Cell(Became.REWORDED, 0.0),
        Cell(Became.KEPT),
    )


def test_agreements_and_their_verdicts() -> None:
    walk = Agreement("walk", "We walk on Fridays.", "tone")
    judged = replace(walk, verdicts={LEFT: Verdict.SLIPPED})
    outgrown = replace(walk, verdicts=dict.fromkeys((LEFT, RIGHT), Verdict.OUTGROWN))
    versions = [of(1, {}, walk), of(2, {}, judged), of(3, {}), of(4, {}), of(5, {}, walk)]
    assert became(*versions) == [[Became.NEW, Became.KEPT, Became.REMOVED, Became.ABSENT, Became.NEW]]
    assert became(of(1, {}, walk), of(2, {}, outgrown)) == [[Became.NEW, Became.REMOVED]]


def test_rows_go_by_the_newest_bank_then_agreements_in_force_first() -> None:
    old = Question("gone", Section.CLOSING, "A question that was dropped.")
    wider = replace(BANK, questions=(old, *BANK.questions))
    given = {("gone", LEFT): said("x"), ("tone", RIGHT): said("x")}
    first = replace(of(1, given, Agreement("retired", "Old.", "gone")), bank=wider)
    answers = {("tone", RIGHT): said("y"), ("tone", LEFT): said("y"), ("hopes", RIGHT): said("y")}
    second = of(2, answers, Agreement("new", "New.", "tone"))
    rows = history([first, second]).rows
    assert [row.key for row in rows] == [
        ("hopes", RIGHT),
        ("tone", LEFT),
        ("tone", RIGHT),
        ("gone", LEFT),
        ("new", None),
        ("retired", None),
    ]
    assert [row.question and row.question.id for row in rows] == ["hopes", "tone", "tone", "gone", "tone", "gone"]


def test_an_answer_without_wording_is_refused() -> None:
    with pytest.raises(KeyError):
        history([of(1, {("nowhere", LEFT): said("x")})])
