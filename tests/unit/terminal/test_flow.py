"""How far behind a terminal is, by its answers."""

from __future__ import annotations

from alliance_tui.terminal.flow import ASK, FAREWELL, QUESTION, SILENT, TRIES, WINDOW, Flow


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
