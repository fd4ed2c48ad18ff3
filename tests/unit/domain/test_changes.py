"""What changed between two versions."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from alliance_tui.domain.alliance import (
    SIDES,
    Agreement,
    Answer,
    Answers,
    AnswerState,
    Holder,
    Partners,
    Proposal,
    Side,
    Signature,
    Verdict,
    Version,
)
from alliance_tui.domain.changes import Kind, compare, open_version
from alliance_tui.domain.questions import Question, QuestionBank, Section
from alliance_tui.domain.session import Session
from tests.unit.text.prose import picture

LEFT, RIGHT = SIDES
BANK = QuestionBank(
    "bank",
    "Bank",
    "",
    "",
    {},
    (
        Question("hopes", Section.INTENTIONS, "What do you hope for?"),
        Question("mood", Section.ATMOSPHERE, "What mood?"),
        Question("slips", Section.BACKUP_PLAN, "What if it slips?"),
    ),
)
SPOKEN, PASSED = Answer(AnswerState.SPOKEN), Answer(AnswerState.PASSED)


def text(words: str, since: int = 1) -> Answer:
    """A written answer."""
    return Answer(AnswerState.TEXT, words, since)


def version(
    number: int, answers: Answers, agreements: tuple[Agreement, ...] = (), bank: QuestionBank = BANK
) -> Version:
    """A signed version of these answers."""
    at = datetime(2026, 1, number, tzinfo=UTC)
    partners = Partners("Ada", "Bo")
    signatures = {side: Signature(partners[side], at) for side in SIDES}
    return Version(number, f"s{number}", partners, bank, (), answers, agreements, signatures)


@pytest.mark.parametrize(
    ("old", "new", "kind", "drawn"),
    [
        (text("We talk."), text("We talk.", since=2), Kind.KEPT, "We talk."),
        (text("We talk a lot."), text("We walk a lot."), Kind.REWORDED, "We [-talk-]{+walk+} a lot."),
        (None, text("We talk."), Kind.NEW_ANSWER, "{+We talk.+}"),
        (text("We talk."), None, Kind.REMOVED, "[-We talk.-]"),
        (PASSED, text("We talk."), Kind.NEW_ANSWER, "{+We talk.+}"),
        (text("We talk."), SPOKEN, Kind.REMOVED, "[-We talk.-]"),
        (None, SPOKEN, Kind.NEW_ANSWER, ""),
        (PASSED, None, Kind.REMOVED, ""),
        (SPOKEN, PASSED, Kind.REWORDED, ""),
        (SPOKEN, replace(SPOKEN, since=2), Kind.KEPT, ""),
    ],
)
def test_answers(old: Answer | None, new: Answer | None, kind: Kind, drawn: str) -> None:
    """Words are compared where both wrote; otherwise what changed is how they answered."""
    key = ("mood", LEFT)
    comparison = compare(version(1, {key: old} if old else {}), version(2, {key: new} if new else {}))
    (change,) = comparison.answers
    assert (change.kind, change.old, change.new, change.side) == (kind, old, new, LEFT)
    assert picture(change.spans) == drawn
    assert comparison.ledger == {kind: 1}
    assert comparison.changed == (() if kind is Kind.KEPT else (change,))


def test_answers_go_by_the_newer_bank_then_the_older() -> None:
    """Left before right; the newer wording; a question the newer bank dropped comes last."""
    newer = replace(BANK, questions=(replace(BANK["mood"], text="Which mood?"), BANK["hopes"]))
    given = {(question.id, side): text("Yes.") for question in BANK for side in (RIGHT, LEFT)}
    changes = compare(version(1, given), version(2, given, bank=newer)).answers
    assert [(change.question.id, change.side) for change in changes] == [
        (question, side) for question in ("mood", "hopes", "slips") for side in (LEFT, RIGHT)
    ]
    assert changes[0].question.text == "Which mood?"
    assert changes[-1].question.section is Section.BACKUP_PLAN


def test_an_answer_to_no_question_is_not_passed_over() -> None:
    """It cannot be placed, so it is an error, never silence."""
    with pytest.raises(KeyError):
        compare(version(1, {}), version(2, {("gone", LEFT): text("Yes.")}))


LINE = Agreement("a1", "We pause when it gets loud.", "slips")
OUTGROWN = replace(LINE, verdicts=dict.fromkeys(SIDES, Verdict.OUTGROWN))


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        (LINE, replace(LINE, since=2), Kind.KEPT),
        (LINE, replace(LINE, text="We stop when it gets loud."), Kind.REWORDED),
        (LINE, replace(LINE, text="Tea first, then talk again."), Kind.REWRITTEN),
        (LINE, replace(LINE, holder=Holder.LEFT), Kind.REWORDED),
        (LINE, replace(LINE, verdicts={LEFT: Verdict.SLIPPED}), Kind.VERDICT_CHANGED),
        (replace(LINE, verdicts={LEFT: Verdict.SLIPPED}), LINE, Kind.KEPT),
        (LINE, replace(LINE, verdicts={LEFT: Verdict.SLIPPED}, text="We stop when it gets loud."), Kind.REWORDED),
        (LINE, None, Kind.RETIRED),
        (LINE, OUTGROWN, Kind.RETIRED),
        (OUTGROWN, LINE, Kind.REOPENED),
        (None, replace(LINE, since=1), Kind.REOPENED),
        (None, replace(LINE, since=2), Kind.ADDED),
        (None, replace(LINE, since=2, waiting=(LEFT,)), Kind.PROPOSED),
        (LINE, replace(LINE, text="We stop when it gets loud.", waiting=SIDES), Kind.PROPOSED),
        (LINE, replace(LINE, proposals={LEFT: Proposal("")}), Kind.PROPOSED),
    ],
)
def test_agreements(old: Agreement | None, new: Agreement | None, kind: Kind) -> None:
    """By id; words first, then whose it is and what the two think of it."""
    comparison = compare(version(1, {}, (old,) if old else ()), version(2, {}, (new,) if new else ()))
    (change,) = comparison.agreements
    assert (change.id, change.question, change.kind) == ("a1", BANK["slips"], kind)
    assert (change.old, change.new) == (old, new)
    assert "".join(span.old for span in change.spans) == (old.text if old else "")
    assert "".join(span.new for span in change.spans) == (new.text if new else "")


def test_the_ledger_counts_each_kind() -> None:
    """Answers and agreements together, in the order of kinds, without zeros."""
    old = version(1, {("hopes", LEFT): text("Calm."), ("mood", LEFT): text("Light, and warm.")}, (LINE,))
    new = version(2, {**old.answers, ("mood", LEFT): text("Light, and calm."), ("mood", RIGHT): text("Loud.")}, (LINE,))
    comparison = compare(old, new)
    assert list(comparison.ledger.items()) == [(Kind.KEPT, 2), (Kind.REWORDED, 1), (Kind.NEW_ANSWER, 1)]
    assert [change.new for change in comparison.changed] == [new.answers["mood", LEFT], new.answers["mood", RIGHT]]


def test_an_open_session_is_compared_with_what_stands() -> None:
    """Answers it has not touched still hold from the last version."""
    last = version(1, {("hopes", LEFT): text("Calm."), ("mood", LEFT): text("Light, and warm.")})
    session = Session("s2", 2, last.partners, BANK, answers={("mood", LEFT): text("Light, and calm.", 2)})
    comparison = compare(last, open_version(session, last))
    assert comparison.ledger == {Kind.KEPT: 1, Kind.REWORDED: 1}
    assert compare(last, last).changed == ()
    assert Side.LEFT is comparison.answers[0].side


def test_an_answer_that_is_as_it_was_is_not_compared_again() -> None:
    old = version(1, {("hopes", LEFT): text("Calm."), ("mood", LEFT): text("Light, and warm.")})
    new = replace(old, number=2, answers={**old.answers, ("mood", LEFT): text("Light, and calm.")})
    before = compare(old, new)
    later = replace(new, answers={**new.answers, ("hopes", LEFT): text("Calm, all of it.")})
    again = compare(old, later, before)
    assert again == compare(old, later)
    hopes, mood = again.answers
    assert mood is before.answers[1] and hopes is not before.answers[0]
