"""How far behind a terminal is, by its answers."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from alliance_tui.terminal.output_pace import AGAIN, ASK, DEAD, EXIT_WAIT, QUESTION, SILENT, TRIES, WINDOW, OutputPace


def test_a_terminal_that_never_answers_gets_every_frame() -> None:
    """And is not asked for ever."""
    pace = OutputPace()
    sent = [pace.send("x" * WINDOW) for _ in range(10)]
    assert not pace.congested
    assert [QUESTION in each for each in sent] == [True] * TRIES + [False] * (10 - TRIES)


def test_a_terminal_that_answers_is_waited_for() -> None:
    """What is under way is what came after the last question that was answered."""
    pace = OutputPace()
    assert pace.send("x") == "x" + QUESTION
    assert pace.answered()
    assert pace.send("x" * (ASK - 1)) == "x" * (ASK - 1)
    assert pace.send("x") == "x" + QUESTION
    assert pace.send("y" * WINDOW) == "y" * WINDOW + QUESTION
    assert pace.congested
    assert pace.answered()
    assert not pace.congested
    assert pace.answered()
    assert not pace.answered()


def test_at_the_end_open_answers_are_waited_for() -> None:
    """Longer for those of a terminal that has given some."""
    pace = OutputPace()
    assert not pace.exit_wait
    pace.send("x")
    assert pace.exit_wait == SILENT
    pace.answered()
    assert not pace.exit_wait
    pace.send("x" * ASK)
    pace.forget()
    assert pace.exit_wait == EXIT_WAIT


def test_an_answer_that_comes_too_late_is_no_key() -> None:
    """Nobody waits for it any more, and yet it is known."""
    pace = OutputPace()
    pace.send("x")
    pace.answered()
    pace.send("x" * (WINDOW + 1))
    assert pace.congested
    pace.forget()
    assert not pace.congested
    assert pace.answered()


def test_how_long_the_terminal_has_not_answered() -> None:
    """From the question on, or from what was heard after it; never for one that answers nothing."""
    moment = [0.0]
    pace = OutputPace(lambda: moment[0])
    pace.send("x")
    moment[0] = 9
    assert (pace.unheard, pace.unanswered) == (9, 0)
    pace.answered()
    moment[0] = 12
    assert (pace.unheard, pace.unanswered) == (3, 0)
    assert pace.ask()
    moment[0] = 14
    assert (pace.unheard, pace.unanswered) == (5, 2)
    pace.note_input()
    moment[0] = 15
    assert (pace.unheard, pace.unanswered) == (1, 1)
    pace.answered()
    assert (pace.unheard, pace.unanswered) == (0, 0)


class Seconds:
    """A clock that a test moves."""

    def __init__(self) -> None:
        """Stand at no particular second."""
        self.now = 1000.0

    def __call__(self) -> float:
        """Return the present second."""
        return self.now


def answering(seconds: Seconds) -> OutputPace:
    """The pace to a terminal that has answered."""
    pace = OutputPace(seconds)
    pace.send("x")
    pace.answered()
    return pace


@pytest.mark.parametrize("sign_of_life", [OutputPace.answered, OutputPace.note_input])
def test_a_line_without_answers_is_silent_until_something_comes(sign_of_life: Callable[[OutputPace], object]) -> None:
    """It is from `DEAD` on after the question, and frames wait as long as it lasts."""
    seconds = Seconds()
    pace = answering(seconds)
    seconds.now += 1000
    assert not pace.silent
    pace.send("x" * ASK)
    seconds.now += DEAD - 0.1
    assert not (pace.silent or pace.congested)
    seconds.now += 0.1
    assert pace.silent
    pace.give_up()
    assert pace.silent
    assert pace.congested
    heard = pace.heard
    sign_of_life(pace)
    assert pace.heard == heard + 1
    assert not (pace.silent or pace.congested)
    seconds.now += 1000
    assert not pace.silent


def test_a_terminal_that_never_answers_is_never_silent() -> None:
    """Nor asked anything by itself."""
    seconds = Seconds()
    pace = OutputPace(seconds)
    pace.send("x")
    seconds.now += 1000
    assert not pace.silent
    assert pace.ask() == ""


def test_answers_that_are_six_seconds_late_are_no_silence() -> None:
    """With several questions under way, for ten minutes."""
    seconds = Seconds()
    pace = answering(seconds)
    due: list[float] = []
    for second in range(600):
        seconds.now += 1
        if second % 4 == 0:
            pace.send("x" * ASK)
            due.append(seconds.now + 6)
        while due and due[0] <= seconds.now:
            del due[0]
            assert pace.answered()
        assert not pace.silent


def test_one_question_by_itself() -> None:
    """And no other while it is open, unless its answer may be lost."""
    seconds = Seconds()
    pace = answering(seconds)
    assert pace.ask() == QUESTION
    assert pace.ask() == ""
    pace.answered()
    assert pace.ask() == QUESTION
    seconds.now += AGAIN - 1
    assert pace.ask() == ""
    seconds.now += 1
    assert pace.ask() == QUESTION
    assert pace.ask() == ""


def test_a_lost_answer_makes_one_silence_and_no_more() -> None:
    """The late answer to a later question ends it, and what is still open is not waited for."""
    seconds = Seconds()
    pace = answering(seconds)
    pace.send("x" * ASK)
    pace.send("x" * ASK)
    pace.answered()
    seconds.now += DEAD
    assert pace.silent
    pace.note_input()
    seconds.now += 1000
    assert not pace.silent
    assert pace.answered()  # it was only late: no key
    assert not pace.answered()
