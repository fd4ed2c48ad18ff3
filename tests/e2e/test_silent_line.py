"""A line that carries nothing any more, while the program at its near end goes on: a laptop sleeps, or ctrl+s holds."""

from __future__ import annotations

import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from alliance_tui.domain.session import Session
from alliance_tui.storage.library import Library
from tests.e2e import short_absence
from tests.e2e.conftest import OpenTerminal
from tests.e2e.session import COUNT, PATIENCE, PAUSE, Sitting, lay_down
from tests.e2e.terminal import Terminal

AWAY = "While you were away"
WORDS = "typed while nothing could be shown"


class Pair:
    """A session that has just begun, and programs with short times that are open at it."""

    def __init__(self, store: Path, terminal: OpenTerminal) -> None:
        """None is open yet."""
        self._store, self._terminal = store, terminal
        self.library, self.name = Library(store), lay_down(store)

    def open(self, answers: bool = True) -> Sitting:
        """Open one more program at it, in a terminal that answers what is asked, or does not."""

        def open_terminal(*args: Any, **options: Any) -> Terminal:
            opened = self._terminal(*args, **options)
            if not answers:
                opened.withhold_answers()
            return opened

        sitting = Sitting(open_terminal, [sys.executable, short_absence.__file__, "--store", self._store])
        sitting.open()
        sitting.see("to Closing")
        return sitting

    @property
    def session(self) -> Session:
        """The session on disk."""
        session = self.library.load(self.name)[1]
        assert session is not None
        return session

    def see_there(self, there: bool) -> None:
        """Wait until somebody is known to be at the session, or nobody is."""
        wait_until(lambda: self.library.is_open(self.name) == there, "somebody" if there else "nobody")


@pytest.fixture
def pair(store: Path, terminal: OpenTerminal) -> Pair:
    """A session, and no program."""
    return Pair(store, terminal)


def wait_until(holds: Callable[[], bool], what: str) -> None:
    """Look again until it holds."""
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end, f"waited for {what}"
        time.sleep(0.05)


@pytest.mark.parametrize("back", ["answers", "key"])
def test_answers_stop_and_come_back(pair: Pair, back: str) -> None:
    """Nobody is there meanwhile and nothing is asked; then what has passed is asked about, and is a pause."""
    sitting = pair.open()
    sitting.terminal.withhold_answers()
    pair.see_there(False)
    time.sleep(short_absence.ABSENCE + 1)
    assert sitting.alive
    assert AWAY not in sitting.screen
    assert not pair.library.is_open(pair.name)
    if back == "key":
        sitting.terminal.give_answers(withheld=False)
        sitting.terminal.press("l")
    else:
        sitting.terminal.give_answers()
    sitting.see(AWAY)
    pair.see_there(True)
    time.sleep(1.3)  # keys are dropped until there was a pause
    sitting.terminal.press(*PAUSE)
    sitting.see_no_more(AWAY)
    wait_until(lambda: bool(pair.session.countdown.pauses), "the pause")
    (pause,) = pair.session.countdown.pauses
    assert pause.end
    assert (pause.end - pause.start).total_seconds() > short_absence.ABSENCE
    time.sleep(2 * short_absence.SILENCE)
    assert pair.library.is_open(pair.name)
    assert AWAY not in sitting.screen


def test_the_answers_of_one_of_two_stop(pair: Pair) -> None:
    """The other was there, so nobody is asked."""
    one, other = pair.open(), pair.open()
    one.terminal.withhold_answers()
    time.sleep(short_absence.SILENCE + short_absence.ABSENCE + 2)
    assert pair.library.is_open(pair.name)
    one.terminal.give_answers()
    time.sleep(3)
    for sitting in (one, other):
        assert sitting.alive
        assert AWAY not in sitting.screen
        sitting.see("to Closing")


@pytest.mark.parametrize("answers", [True, False], ids=["a-terminal-that-answers", "one-that-never-does"])
def test_a_terminal_stops_reading_and_reads_on(pair: Pair, answers: bool) -> None:
    """The program lives, what is typed is saved meanwhile, and then all of it is shown."""
    sitting = pair.open(answers)
    terminal = sitting.terminal
    sitting.start_writing()
    terminal.stall()
    for number in range(120):
        terminal.resize(100 + number % 2, 30)
        if number % 3 == 0:
            terminal.signal(signal.SIGCONT)  # all of it is to be painted anew
        time.sleep(0.05)  # each becomes a frame of its own
    if answers:
        pair.see_there(False)
    sitting.terminal.type(WORDS[:16])
    time.sleep(0.5)
    sitting.terminal.type(WORDS[16:])
    wait_until(lambda: any(each.text == WORDS for each in pair.session.answers.values()), "the words on disk")
    assert sitting.alive
    terminal.read_on()
    sitting.see(WORDS)
    pair.see_there(True)
    if AWAY in sitting.screen:
        time.sleep(1.3)  # keys are dropped until there was a pause
        terminal.press(*COUNT)
        sitting.see_no_more(AWAY)
    sitting.stop_writing()
    sitting.leave()
    assert sitting.quit() == 0
