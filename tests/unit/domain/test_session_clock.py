"""One program's clock beside the countdown that all share: clocks set back, and clocks that differ."""

from __future__ import annotations

from datetime import timedelta
from random import Random

import pytest

from alliance_tui.domain.countdown import Countdown
from alliance_tui.domain.session_clock import SessionClock
from tests.unit.clock import NOON
from tests.unit.programs import MINUTE, Memory, Program, pass_time

HOUR = 60 * MINUTE


def pair(ahead: float = 0) -> tuple[Memory, Program, Program]:
    """A countdown begun at noon, a program with the true time and one whose clock is ahead."""
    disk = Memory()
    return disk, Program(disk), Program(disk, ahead)


def test_a_clock_set_back_is_made_up_for() -> None:
    """At once on the screen, and on the disk."""
    disk, one, _ = pair()
    for jumps in (1, 2):
        pass_time(600, one)
        one.clock.advance(-HOUR)
        one.second()
        assert one.elapsed() == pytest.approx(jumps * 600, abs=2)
        assert disk.countdown.set_back == pytest.approx(jumps * HOUR, abs=2)
        assert one.watch.offset == pytest.approx(0)


@pytest.mark.parametrize("first", [0, 1])
@pytest.mark.parametrize("looks", [False, True])
def test_one_clock_and_two_programs_set_back(first: int, looks: bool) -> None:
    """Whether the second notices the jump, or what the first has saved, before the other: it counts once."""
    disk, *programs = pair()
    pass_time(100, *programs)
    for program in programs:
        program.clock.advance(-HOUR)
    programs[first].read()
    if looks:
        programs[1 - first].second()
        programs[first].second()
    else:
        programs[1 - first].read()
    pass_time(100, *programs)
    assert disk.countdown.set_back == pytest.approx(HOUR, abs=2)
    assert [program.elapsed() for program in programs] == [pytest.approx(200, abs=4)] * 2


def test_one_of_two_clocks_set_back() -> None:
    """The other program goes on as before, by its own clock."""
    disk, one, two = pair()
    pass_time(100, one, two)
    one.clock.advance(-HOUR)
    pass_time(500, one, two)
    assert disk.countdown.set_back == pytest.approx(HOUR, abs=2)
    assert [one.elapsed(), two.elapsed()] == [pytest.approx(600, abs=3)] * 2
    two.press("p")
    pass_time(100, one, two)
    assert [one.elapsed(), two.elapsed()] == [pytest.approx(600, abs=4)] * 2


@pytest.mark.parametrize("ahead", [30, -30])
def test_two_clocks_half_a_minute_apart(ahead: float) -> None:
    """Ten minutes are ten minutes on both."""
    disk, one, two = pair(ahead)
    pass_time(600, one, two)
    assert disk.countdown.set_back == 0
    assert one.elapsed() == 600
    assert two.elapsed() == pytest.approx(600, abs=30)


@pytest.mark.parametrize("ahead", [30, -30, 300, -300])
@pytest.mark.parametrize("seed", range(20))
def test_two_clocks_apart_that_pause_and_go_on(seed: int, ahead: float) -> None:
    """Whoever pauses and whoever goes on: once the clocks know of each other they are seconds apart."""
    random = Random(seed)
    disk, *programs = pair(ahead)
    true = 0
    for second in range(1200):
        paused = disk.countdown.paused
        for program in programs:
            program.second()
        true += not paused
        if second % 20 == random.randrange(20):
            random.choice(programs).press(random.choice("ppe"))
    apart = abs(ahead)
    assert disk.countdown.set_back == 0
    assert [program.elapsed() for program in programs] == [pytest.approx(true, abs=apart + 6)] * 2
    assert programs[0].elapsed() == pytest.approx(programs[1].elapsed(), abs=6)


def test_what_was_done_while_this_program_stood_still_tells_nothing_of_its_clock() -> None:
    """It was done at any moment since."""
    _, one, two = pair()
    pass_time(10, one, two)
    one.press("p")
    pass_time(100, one)
    two.clock.advance(100)
    two.second()
    assert two.watch.offset == 0
    assert two.elapsed() == one.elapsed() == 10


def test_a_program_opened_while_its_clock_is_behind() -> None:
    """With nobody else there the clock was set back; with somebody there it is another clock."""
    saved = Countdown().start(NOON)
    seen, now = NOON + timedelta(minutes=20), NOON + timedelta(minutes=19)
    for alone in (True, False):
        watch = SessionClock(saved)
        assert watch.arrive(seen, now, alone) == (60 if alone else 0)
        assert watch.shown.elapsed(now) == 20 * MINUTE
        assert watch.shown.elapsed(now + timedelta(seconds=5)) == 20 * MINUTE + 5


def test_before_the_start_a_clock_may_go_anywhere() -> None:
    """There is nothing to make up for yet."""
    watch = SessionClock(Countdown())
    assert watch.note(NOON) == 0
    assert watch.note(NOON - timedelta(hours=1)) == 0
    watch.adopt(Countdown().start(NOON - timedelta(hours=1)), NOON - timedelta(hours=1))
    assert watch.shown.elapsed(NOON) == HOUR
