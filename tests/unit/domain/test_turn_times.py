"""How long each turn had, and what there was for it."""

from __future__ import annotations

from dataclasses import replace

from alliance_tui.domain.alliance import Answer, AnswerState
from alliance_tui.domain.countdown import Gap
from alliance_tui.domain.session import Session
from alliance_tui.domain.turn_times import TurnTime
from tests.unit.clock import NOON, FakeClock
from tests.unit.samples import LEFT, RIGHT, chosen

MINUTE = 60


def begun() -> Session:
    """Six turns in the 78 minutes before the reserve: 13 minutes for the first."""
    return chosen().begin(NOON)


def test_the_share_is_fixed_and_the_time_counts_up() -> None:
    clock, now = FakeClock(), begun()
    assert now.turn_time("hopes", clock.advance(4 * MINUTE)) == TurnTime(13 * MINUTE, 4 * MINUTE)
    longer = replace(now, countdown=now.countdown.extend(clock.now(), 30 * MINUTE))
    assert longer.turn_time("hopes", clock.advance(10 * MINUTE)) == TurnTime(13 * MINUTE, 14 * MINUTE)


def test_the_share_is_what_is_left_over_the_turns_to_come() -> None:
    """The turn that begins is among them, answered or not; Closing has the reserve, too."""
    clock, now = FakeClock(), begun().answer(("hopes", LEFT), Answer(AnswerState.SPOKEN))
    clock.advance(18 * MINUTE)
    assert now.go_to("assumptions", clock.now()).turn_time("assumptions", clock.now()) == TurnTime(12 * MINUTE)
    assert now.share("hopes", clock.now()) == 10 * MINUTE
    assert now.share("ending", clock.now()) == 0  # not chosen
    for turn in now.turns:
        for side in turn.answerers:
            now = now.answer((turn.question, side), Answer(AnswerState.SPOKEN))
    assert now.share("appreciation", clock.advance(52 * MINUTE)) == 10 * MINUTE
    assert now.share("hopes", clock.advance(20 * MINUTE)) == 0


def test_a_covered_answer_does_not_make_a_share_larger() -> None:
    now, told = begun(), Answer(AnswerState.TEXT, "covered")
    covered = now.answer(("assumptions", RIGHT), told, covered=True)
    assert covered.share("tone", NOON) == now.share("tone", NOON)
    assert now.answer(("assumptions", RIGHT), told).share("tone", NOON) > now.share("tone", NOON)


def test_a_turn_goes_on_where_it_was_left() -> None:
    """With its share; a pause does not count, nor does a question that one only looks at."""
    clock, now = FakeClock(), begun()
    now = now.go_to("tone", clock.advance(5 * MINUTE)).go_to("feedback", clock.advance(20))
    now = now.go_to("hopes", clock.advance(3 * MINUTE))
    assert now.turn_time("tone", clock.now()) is None
    spent = now.turn_time("feedback", clock.now())
    assert spent is not None
    assert spent.spent == 3 * MINUTE
    now = replace(now, countdown=now.countdown.pause(clock.now()))
    now = replace(now, countdown=now.countdown.resume(clock.advance(60 * MINUTE)))
    assert now.turn_time("hopes", clock.advance(2 * MINUTE)) == TurnTime(13 * MINUTE, 7 * MINUTE)


def test_no_turn_counts_where_it_was_left_for_none() -> None:
    """Another program may have gone on meanwhile: then its turn counts on."""
    clock, now = FakeClock(), begun()
    assert now.leave_turn("tone", clock.advance(MINUTE)) is now
    left = now.leave_turn("hopes", clock.now())
    assert left.turn_time("hopes", clock.advance(9 * MINUTE)) == TurnTime(13 * MINUTE, MINUTE)
    assert left.go_to("hopes", clock.now()).turn_time("hopes", clock.advance(MINUTE)) == TurnTime(
        13 * MINUTE, 2 * MINUTE
    )


def test_an_absence_that_was_a_pause_counts_for_no_turn() -> None:
    """Even if the turn was gone to before anybody said so."""
    clock, now = FakeClock(), begun()
    gone, back = clock.advance(5 * MINUTE), clock.advance(60 * MINUTE)
    now = now.go_to("tone", back).without(Gap(gone, back))
    spent = now.turn_time("tone", clock.advance(2 * MINUTE))
    assert spent is not None
    assert spent.spent == 2 * MINUTE


def test_nothing_counts_before_the_beginning() -> None:
    assert not chosen().go_to("tone", NOON).times
