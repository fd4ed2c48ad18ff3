"""Two programs on one session, stopped and let go on: who is asked, and what has passed then."""

from __future__ import annotations

import json
import os
import re
import signal
import sys
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from alliance_tui.domain.session import Session
from alliance_tui.storage.catalogue import SESSION
from alliance_tui.storage.library import Library
from tests.e2e import short_absence
from tests.e2e.conftest import OpenTerminal
from tests.e2e.session import COUNT, PATIENCE, PAUSE, Sitting, lay_down
from tests.full import FULL

QUESTION = "While you were away"
Command = tuple[Sequence[str | os.PathLike[str]], float]
"""How to start the program, and the seconds for which it is stopped."""


@pytest.fixture
def command(request: pytest.FixtureRequest, alliance: Path) -> Command:
    """The program with a short absence; as it is, with 135 seconds, where a test asks for the whole."""
    if getattr(request, "param", "short") == "whole":
        return [alliance], 135
    return [sys.executable, short_absence.__file__], short_absence.ABSENCE + 4


@pytest.fixture
def pair(command: Command, store: Path, terminal: OpenTerminal) -> Iterator[tuple[Sitting, Sitting]]:
    """Two programs at a session that has just begun."""
    lay_down(store)
    pair = Sitting(terminal, [*command[0], "--store", store]), Sitting(terminal, [*command[0], "--store", store])
    for sitting in pair:
        sitting.open()
        sitting.see("to Closing")
    yield pair


def open_session(store: Path) -> Session:
    """The session on disk."""
    library = Library(store)
    session = library.load(library.names()[0])[1]
    assert session is not None
    return session


def saves(store: Path) -> int:
    """How often the session has been saved."""
    (path,) = store.glob(f"*/{SESSION}")
    return int(json.loads(path.read_bytes().partition(b"\n")[0])["generation"])


def stop(seconds: float, *sittings: Sitting) -> None:
    """Stop programs for so long, then let them go on."""
    for sitting in sittings:
        sitting.terminal.signal(signal.SIGSTOP)
    time.sleep(seconds)
    for sitting in sittings:
        sitting.terminal.signal(signal.SIGCONT)


def wait_until_asked(pair: tuple[Sitting, Sitting]) -> None:
    """Wait until one of them asks."""
    end = time.monotonic() + PATIENCE
    while not any(QUESTION in sitting.screen for sitting in pair):
        assert time.monotonic() < end, "nobody asks"
        time.sleep(0.1)


def left(sitting: Sitting) -> int:
    """The seconds that are left, as the screen has them."""
    found = re.search(r"(\d+):(\d\d) to Closing", sitting.screen)
    assert found
    return 60 * int(found[1]) + int(found[2])


@pytest.mark.parametrize(
    ("command", "answer"),
    [
        ("short", PAUSE),
        ("short", COUNT),
        pytest.param("whole", PAUSE, marks=pytest.mark.skipif(not FULL, reason="takes minutes")),
    ],
    indirect=["command"],
)
def test_both_stopped(pair: tuple[Sitting, Sitting], command: Command, store: Path, answer: tuple[str, ...]) -> None:
    """One asks, the other does not, and the time is right on both whichever way it is answered."""
    before, away = saves(store), command[1]
    stop(away, *pair)
    wait_until_asked(pair)
    time.sleep(3)  # three ticks of both: time enough to ask twice
    asked = [sitting for sitting in pair if QUESTION in sitting.screen]
    assert len(asked) == 1
    assert saves(store) == before
    asked[0].terminal.press(*answer)
    asked[0].see_no_more(QUESTION)
    asked[0].see_that(lambda _: answer == COUNT or saves(store) > before, "the answer saved")
    session = open_session(store)
    now = datetime.now(UTC)
    assert session.countdown.started is not None
    passed = (now - session.countdown.started).total_seconds()
    assert passed - session.countdown.elapsed(now) == pytest.approx(away if answer == PAUSE else 0, abs=3)
    assert len(session.countdown.pauses) == (answer == PAUSE)
    time.sleep(2)
    assert all(QUESTION not in sitting.screen for sitting in pair)
    for sitting in pair:
        sitting.see_that(lambda _: abs(left(pair[0]) - left(pair[1])) <= 2, "the same time on both")


def test_one_of_two_stopped(pair: tuple[Sitting, Sitting], command: Command, store: Path) -> None:
    """Somebody was there: nobody asks, and nothing is saved."""
    before = saves(store)
    stop(command[1], pair[0])
    time.sleep(3)
    assert all(QUESTION not in sitting.screen for sitting in pair)
    assert saves(store) == before


def test_the_program_that_asks_is_killed(pair: tuple[Sitting, Sitting], command: Command) -> None:
    """The one that is left asks, once it has found that it is alone."""
    stop(command[1], *pair)
    wait_until_asked(pair)
    asked, other = sorted(pair, key=lambda sitting: QUESTION not in sitting.screen)
    asked.see(QUESTION)
    asked.kill()
    other.terminal.wait_for(QUESTION, 70)
    time.sleep(1.3)  # keys are dropped until there was a pause
    other.terminal.press(*COUNT)
    other.see_no_more(QUESTION)
