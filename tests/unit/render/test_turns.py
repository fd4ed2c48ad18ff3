"""What is said of a turn: who asks and answers, which one it is, and how long it has had."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from alliance_tui.domain.alliance import Answer, AnswerState
from alliance_tui.domain.session import Session
from alliance_tui.domain.terms import Side
from alliance_tui.render.turns import place_of_turn, time_of_turn, whose_turn
from tests.unit.clock import NOON
from tests.unit.samples import LEFT, RIGHT, chosen

SPOKEN = Answer(AnswerState.SPOKEN)


def begun() -> Session:
    return chosen().begin(NOON)


def words(session: Session, question: str, writing: bool = False, short: bool = False) -> str:
    words = whose_turn(session, question, writing=writing, short=short)
    return "".join(session.partners[part] if isinstance(part, Side) else part for part in words)


def test_one_asks_and_the_other_answers() -> None:
    """In words that leave open who is a she and who a he."""
    now = begun()
    assert words(now, "hopes") == "Grace asks, Ada answers · then Grace may, too"
    assert words(now, "hopes", short=True) == "Ada answers"
    answered = now.answer(("hopes", LEFT), SPOKEN)
    assert words(answered, "hopes") == "✓ answered · Grace may answer too"
    assert words(answered, "hopes", writing=True) == "Grace asks, Ada answers · then Grace may, too"
    assert words(answered.answer(("hopes", RIGHT), SPOKEN), "hopes") == "✓ answered"


def test_of_a_question_for_one_partner_the_asker_may_not_answer() -> None:
    """Neither before nor afterwards; at Closing nobody in particular asks."""
    now = begun()
    only = {"hopes": LEFT, "appreciation": RIGHT}
    questions = tuple(replace(each, only=only.get(each.id)) for each in now.bank.questions)
    now = replace(now, bank=replace(now.bank, questions=questions))
    assert words(now, "hopes") == "Grace asks, Ada answers"
    assert words(now.answer(("hopes", LEFT), SPOKEN), "hopes") == "✓ answered"
    assert words(now, "appreciation") == "Grace answers"


@pytest.mark.parametrize(("question", "both"), [("tone", "both ask, both answer"), ("appreciation", "both answer")])
def test_of_a_turn_that_asks_both_it_says_who_is_next(question: str, both: str) -> None:
    now = begun()
    assert words(now, question) == f"{both} · Ada first"
    assert words(now.answer((question, LEFT), SPOKEN), question) == f"{both} · Grace is next"
    assert words(now.answer((question, RIGHT), SPOKEN), question, short=True) == "Ada is next"


def test_the_number_and_the_time() -> None:
    now = begun()
    assert place_of_turn(now, "tone", short=False) == "turn 3 of 6"
    assert place_of_turn(now, "tone", short=True) == "3/6"
    assert place_of_turn(now, "appreciation", short=False) == place_of_turn(now, "ending", short=False) == ""
    assert time_of_turn(now, "hopes", NOON + timedelta(seconds=299)) == "4 of 13 min"
    assert time_of_turn(now, "hopes", NOON + timedelta(minutes=20)) == "20 of 13 min"
    assert time_of_turn(now, "tone", NOON) == ""
    elsewhere = now.go_to("ending", NOON)
    assert time_of_turn(elsewhere, "ending", NOON + timedelta(minutes=3)) == "3 min"
