"""How far behind a terminal is, by its answers."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from alliance_tui.terminal.flow import AGAIN, ASK, DEAD, FAREWELL, QUESTION, SILENT, TRIES, WINDOW, Flow


def test_a_terminal_that_never_answers_gets_every_frame() -> None:
    """And is not asked for ever."""
    flow = Flow()
    sent = [flow.send("x" * WINDOW) for _ in range(10)]
    assert not flow.clogged
    assert [QUESTION in each for each in sent] == [True] * TRIES + [False] * (10 - TRIES)


def test_a_terminal_that_answers_is_waited_for() -> None:
    """What is under way is what came after the last question that was answered."""
    flow = Flow()
    assert flow.send("x") == "x" + QUESTION
    assert flow.answered()
    assert flow.send("x" * (ASK - 1)) == "x" * (ASK - 1)
    assert flow.send("x") == "x" + QUESTION
    assert flow.send("y" * WINDOW) == "y" * WINDOW + QUESTION
    assert flow.clogged
    assert flow.answered()
    assert not flow.clogged
    assert flow.answered()
    assert not flow.answered()


def test_at_the_end_open_answers_are_waited_for() -> None:
    """Longer for those of a terminal that has given some."""
    flow = Flow()
    assert not flow.farewell
    flow.send("x")
    assert flow.farewell == SILENT
    flow.answered()
    assert not flow.farewell
    flow.send("x" * ASK)
    flow.forget()
    assert flow.farewell == FAREWELL


def test_an_answer_that_comes_too_late_is_no_key() -> None:
    """Nobody waits for it any more, and yet it is known."""
    flow = Flow()
    flow.send("x")
    flow.answered()
    flow.send("x" * (WINDOW + 1))
    assert flow.clogged
    flow.forget()
    assert not flow.clogged
    assert flow.answered()


class Seconds:
    """A clock that a test moves."""

    def __init__(self) -> None:
        """Stand at no particular second."""
        self.now = 1000.0

    def __call__(self) -> float:
        """Return the present second."""
        return self.now


def answering(seconds: Seconds) -> Flow:
    """The flow to a terminal that has answered."""
    flow = Flow(seconds)
    flow.send("x")
    flow.answered()
    return flow


@pytest.mark.parametrize("sign_of_life", [Flow.answered, Flow.hear])
def test_a_line_without_answers_is_silent_until_something_comes(sign_of_life: Callable[[Flow], object]) -> None:
    """It is from `DEAD` on after the question, and frames wait as long as it lasts."""
    seconds = Seconds()
    flow = answering(seconds)
    seconds.now += 1000
    assert not flow.silent
    flow.send("x" * ASK)
    seconds.now += DEAD - 0.1
    assert not (flow.silent or flow.clogged)
    seconds.now += 0.1
    assert flow.silent
    flow.give_up()
    assert flow.silent
    assert flow.clogged
    heard = flow.heard
    sign_of_life(flow)
    assert flow.heard == heard + 1
    assert not (flow.silent or flow.clogged)
    seconds.now += 1000
    assert not flow.silent


def test_a_terminal_that_never_answers_is_never_silent() -> None:
    """Nor asked anything by itself."""
    seconds = Seconds()
    flow = Flow(seconds)
    flow.send("x")
    seconds.now += 1000
    assert not flow.silent
    assert flow.ask() == ""


def test_answers_that_are_six_seconds_late_are_no_silence() -> None:
    """With several questions under way, for ten minutes."""
    seconds = Seconds()
    flow = answering(seconds)
    due: list[float] = []
    for second in range(600):
        seconds.now += 1
        if second % 4 == 0:
            flow.send("x" * ASK)
            due.append(seconds.now + 6)
        while due and due[0] <= seconds.now:
            del due[0]
            assert flow.answered()
        assert not flow.silent


def test_one_question_by_itself() -> None:
    """And no other while it is open, unless its answer may be lost."""
    seconds = Seconds()
    flow = answering(seconds)
    assert flow.ask() == QUESTION
    assert flow.ask() == ""
    flow.answered()
    assert flow.ask() == QUESTION
    seconds.now += AGAIN - 1
    assert flow.ask() == ""
    seconds.now += 1
    assert flow.ask() == QUESTION
    assert flow.ask() == ""


def test_a_lost_answer_makes_one_silence_and_no_more() -> None:
    """The late answer to a later question ends it, and what is still open is not waited for."""
    seconds = Seconds()
    flow = answering(seconds)
    flow.send("x" * ASK)
    flow.send("x" * ASK)
    flow.answered()
    seconds.now += DEAD
    assert flow.silent
    flow.hear()
    seconds.now += 1000
    assert not flow.silent
    assert flow.answered()  # it was only late: no key
    assert not flow.answered()
