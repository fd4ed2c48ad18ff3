"""History: a cell for every row and version, and how much it changed."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from operator import itemgetter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliance_tui.domain import history as domain_history
from alliance_tui.domain.alliance import Agreement, Answer, Answers, AnswerState, Verdict
from alliance_tui.domain.changes import Compared, compare
from alliance_tui.domain.history import BECAME, Became, Cell, history
from alliance_tui.domain.questions import Question, Section
from alliance_tui.domain.session import Session
from alliance_tui.text import diff
from alliance_tui.text.diff import TextKind, measure
from alliance_tui.text.matching import Marks, mark
from alliance_tui.text.words import Prose
from tests.unit.samples import ADA_AND_GRACE, BANK, LEFT, RIGHT
from tests.unit.text.prose import EXAMPLES, pairs


def said(text: str) -> Answer:
    """An answer in words."""
    return Answer(AnswerState.TEXT, text)


def of(number: int, answers: Answers, *agreements: Agreement) -> Compared:
    """A version as far as it matters here."""
    return Session("", number, ADA_AND_GRACE, BANK, answers=answers, agreements=agreements)


def became(*versions: Compared) -> list[list[Became]]:
    """What became of each row."""
    return [[cell.became for cell in row.cells] for row in history(versions).rows]


def test_what_a_diff_has_compared_is_not_compared_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor what the history has, by a diff."""
    texts = ["We eat at the harbour of Bergen.", "We eat at the harbour of Oslo.", "They eat at the harbour of Oslo."]
    one, two, three = (of(number, {("tone", LEFT): said(text)}) for number, text in enumerate(texts, 1))
    compared = []

    def note(old: Prose, new: Prose) -> Marks:
        compared.append((old.text, new.text))
        return mark(old, new)

    monkeypatch.setattr(diff, "mark", note)
    for step in ((one, two), (two, three)):
        assert [change.kind for change in compare(*step).changes]
    became(one, two, three)
    assert compared == [*pairwise(texts)]


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


def test_texts_are_compared_when_a_cell_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is the same, new or gone takes no comparison; the same pair of texts is compared once."""
    compared: list[tuple[str, str]] = []

    def count(old: str, new: str) -> tuple[TextKind, float]:
        compared.append((old, new))
        return measure(old, new)

    monkeypatch.setattr(domain_history, "measure", count)
    texts = ["We talk.", "We talk.", "We walk.", "", "We talk."]
    versions = [of(number, {("tone", LEFT): said(text)} if text else {}) for number, text in enumerate(texts, 1)]
    (row,) = history(versions).rows
    at_once = [row.cell_at_once(column) for column in range(5)]
    assert [cell and cell.became for cell in at_once] == [Became.NEW, Became.KEPT, None, Became.REMOVED, Became.NEW]
    assert ("We talk.", "We walk.") not in compared
    cells = row.cells
    assert [*cells] == [at_once[0], at_once[1], row.cell_at_once(2), *at_once[3:]] == [*row.cells]
    assert compared.count(("We talk.", "We walk.")) == 1


@EXAMPLES
@given(st.lists(pairs.map(itemgetter(0)), min_size=2, max_size=4))
def test_a_cell_is_what_the_comparison_of_both_versions_says(texts: list[str]) -> None:
    versions = [of(number, {("tone", LEFT): said(text)}) for number, text in enumerate(texts, 1)]
    (row,) = history(versions).rows
    for (old, new), cell in zip(pairwise(versions), row.cells[1:], strict=True):
        assert cell.became is BECAME[compare(old, new).answers[0].kind]
