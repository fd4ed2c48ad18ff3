"""What is covered stays covered until it is uncovered, whatever the other partner chooses meanwhile."""

from __future__ import annotations

import pytest

from alliance_tui.domain.alliance import Answer, AnswerState
from alliance_tui.domain.covering import require_uncovered, set_apart, set_sealing, stay_apart, uncover_ready
from alliance_tui.domain.errors import NotAllowed
from alliance_tui.domain.seen_by import seen_by
from alliance_tui.domain.session import Session
from tests.unit.samples import LEFT, RIGHT, chosen

HERS = ("tone", LEFT)


def said(session: Session) -> Session:
    return session.answer(HERS, Answer(AnswerState.TEXT, "hers"))


def test_an_answer_given_together_after_all_is_uncovered() -> None:
    """Else nobody could sign, and nobody could uncover it."""
    together = set_apart(said(set_apart(chosen(), ["tone"])), ["tone"], wanted=False)
    assert HERS in seen_by(together, RIGHT).answers
    require_uncovered(together)


def test_a_first_word_is_covered_if_it_was_to_be_when_it_was_begun() -> None:
    assert said(stay_apart(chosen(), HERS)).answers[HERS].covered
    assert not said(stay_apart(said(chosen()), HERS)).answers[HERS].covered


def test_sealing_is_chosen_while_nothing_is_covered() -> None:
    apart = set_apart(chosen(), ["tone"])
    for sealing in (True, False):
        assert set_sealing(set_sealing(apart, not sealing), sealing).sealing is sealing
        covered = said(set_sealing(apart, not sealing))
        with pytest.raises(NotAllowed):
            set_sealing(covered, sealing)
        assert set_sealing(covered, not sealing) == covered
    assert uncover_ready(apart) is apart
