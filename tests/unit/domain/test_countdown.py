"""The countdown's figures at fixed moments, and the laws they keep whatever happens to the clock."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliance_tui.domain.countdown import Clock, Countdown, CountdownChanged, Gap, Milestone, Pause, merge_pauses
from alliance_tui.domain.errors import NotAllowed
from alliance_tui.storage.schema import session_from_tables, session_to_tables
from tests.unit.clock import NOON, FakeClock
from tests.unit.samples import ADA_AND_GRACE, session

MINUTE = 60
HOUR = 60 * MINUTE
TEN, FIVE, CLOSING, END = Milestone


@pytest.fixture
def clock() -> FakeClock:
    """Noon, in Berlin."""
    return FakeClock(NOON, "Europe/Berlin")


@pytest.fixture
def time() -> Countdown:
    """90 minutes of which 12 are reserved, started at noon."""
    return Countdown().start(NOON)


def figures(time: Countdown, now: datetime) -> tuple[float, float]:
    """The two figures, in minutes: to Closing, and to the end."""
    return time.to_closing(now) / MINUTE, time.left(now) / MINUTE


def restarted(time: Countdown) -> Countdown:
    """The countdown after the program was closed and opened: through its JSON and back."""
    tables = json.loads(json.dumps(session_to_tables(replace(session(), countdown=time))))
    return session_from_tables(ADA_AND_GRACE, tables).countdown


def said(time: Countdown, moments: Iterator[datetime], restart: bool = False) -> list[Milestone]:
    """What is announced while somebody is there at each of the moments."""
    heard: list[Milestone] = []
    for now in moments:
        time = restarted(time) if restart else time
        due = time.note(now).due(now)
        heard.extend(due)
        time = time.note(now).announce(due)
    return heard


def every(seconds: int, start: datetime, count: int) -> Iterator[datetime]:
    """`count` moments, the first one step after the start."""
    return (start + timedelta(seconds=seconds * step) for step in range(1, count + 1))


def test_a_fake_clock_is_a_clock(clock: FakeClock) -> None:
    """Tests bring the time that the program takes."""
    real: Clock = clock
    assert real.now() == NOON
    assert clock.wall() == "13:00"
    assert clock.advance(90) - NOON == timedelta(seconds=90)


# Figures


def test_before_it_starts(clock: FakeClock) -> None:
    """All the time is there, and nothing passes."""
    time = Countdown()
    assert figures(time, clock.advance(HOUR)) == (78, 90)
    assert time.note(clock.now()) == time
    assert (time.elapsed(clock.now()), time.gap(clock.now()), time.due(clock.now())) == (0, None, ())
    assert not time.running


def test_it_is_computed_from_the_clock(time: Countdown, clock: FakeClock) -> None:
    """Both figures, and the hour at which it ends."""
    assert figures(time, clock.now()) == (78, 90)
    assert figures(time, clock.advance(30 * MINUTE)) == (48, 60)
    assert clock.local(time.ends(clock.now())).strftime("%H:%M") == "14:30"
    assert figures(time, clock.advance(50 * MINUTE)) == (0, 10)


def test_a_pause_does_not_count(time: Countdown, clock: FakeClock) -> None:
    """While it lasts the figures stand still and the end moves; after it they go on."""
    paused = time.pause(clock.advance(20 * MINUTE))
    assert paused.paused
    assert not paused.running
    clock.advance(15 * MINUTE)
    assert figures(paused, clock.now()) == (58, 70)
    assert paused.ends(clock.now()) == NOON + timedelta(minutes=105)
    resumed = paused.resume(clock.now())
    assert resumed.running
    assert figures(resumed, clock.advance(10 * MINUTE)) == (48, 60)
    assert resumed.ends(clock.now()) == NOON + timedelta(minutes=105)


def test_two_pauses_add_up(time: Countdown, clock: FakeClock) -> None:
    """As many as the two need."""
    for _ in range(2):
        time = time.pause(clock.advance(10 * MINUTE)).resume(clock.advance(5 * MINUTE))
    assert time.left(clock.now()) == 70 * MINUTE


def test_an_extension_adds_to_both_figures_and_is_logged(time: Countdown, clock: FakeClock) -> None:
    """The reserve stays what it was."""
    longer = time.extend(clock.advance(30 * MINUTE), 15 * MINUTE)
    assert figures(longer, clock.now()) == (63, 75)
    assert longer.whole == 105 * MINUTE
    assert [(added.at, added.seconds) for added in longer.extensions] == [(clock.now(), 15 * MINUTE)]


def test_overtime(time: Countdown, clock: FakeClock) -> None:
    """Past the end nothing is negative; how far past is its own figure, and the end is where it was."""
    now = clock.advance(93 * MINUTE + 12)
    assert figures(time, now) == (0, 0)
    assert time.overtime(now) == 3 * MINUTE + 12
    assert time.ends(now) == NOON + timedelta(minutes=90)
    assert time.running
    longer = time.extend(now, 10 * MINUTE)
    assert longer.overtime(now) == 0
    assert longer.left(now) == 6 * MINUTE + 48


def test_no_overtime_before_the_end(time: Countdown, clock: FakeClock) -> None:
    """To the second."""
    assert time.overtime(clock.advance(90 * MINUTE)) == 0
    assert time.overtime(clock.advance(1)) == 1


def test_acts_that_make_no_sense_are_refused(time: Countdown) -> None:
    """Each with its reason."""
    paused = time.pause(NOON)
    with pytest.raises(NotAllowed, match="not running"):
        Countdown().pause(NOON)
    with pytest.raises(NotAllowed, match="not running"):
        paused.pause(NOON)
    with pytest.raises(NotAllowed, match="not paused"):
        time.resume(NOON)
    with pytest.raises(NotAllowed, match="not begun"):
        Countdown().extend(NOON, MINUTE)
    for seconds in (0, -MINUTE):
        with pytest.raises(NotAllowed, match="at least"):
            time.extend(NOON, seconds)


# Absence


def test_an_hours_gap_is_asked_about(time: Countdown, clock: FakeClock) -> None:
    """From when somebody was last seen until now."""
    time = time.note(clock.advance(10 * MINUTE))
    gap = time.gap(clock.advance(HOUR))
    assert gap == Gap(NOON + timedelta(minutes=10), NOON + timedelta(minutes=70))
    assert gap.seconds == HOUR


def test_an_hours_gap_that_counts(time: Countdown, clock: FakeClock) -> None:
    """It is as if they had been there."""
    time = time.note(clock.advance(10 * MINUTE))
    counted = time.note(clock.advance(HOUR))
    assert figures(counted, clock.now()) == (8, 20)
    assert counted.gap(clock.now()) is None


@pytest.mark.parametrize("restart", [False, True])
def test_an_hours_gap_as_a_pause(time: Countdown, clock: FakeClock, restart: bool) -> None:
    """It is as if they had paused when last seen; the end moves by an hour."""
    time = time.note(clock.advance(10 * MINUTE))
    time = restarted(time) if restart else time
    gap = time.gap(clock.advance(HOUR))
    assert gap is not None
    later = time.without(gap).note(clock.advance(30))
    assert figures(later, clock.now()) == (67.5, 79.5)
    assert later.running
    assert later.gap(clock.now()) is None
    assert later.ends(clock.now()) == NOON + timedelta(minutes=150)


@pytest.mark.parametrize(("seconds", "asked"), [(119, False), (120, False), (121, True)])
def test_a_short_absence_is_not_asked_about(time: Countdown, seconds: int, asked: bool) -> None:
    """Two minutes is the limit."""
    assert (time.gap(NOON + timedelta(seconds=seconds)) is not None) is asked


def test_no_absence_while_paused(time: Countdown, clock: FakeClock) -> None:
    """Nobody needs to be there, for days."""
    paused = time.pause(clock.advance(10 * MINUTE))
    assert paused.gap(clock.advance(72 * HOUR)) is None
    assert paused.resume(clock.now()).left(clock.advance(MINUTE)) == 79 * MINUTE


def test_an_absence_answered_on_both_terminals_is_one_pause(time: Countdown, clock: FakeClock) -> None:
    """Each terminal asked; the second answer changes nothing."""
    time = time.note(clock.advance(50 * MINUTE))
    gap = time.gap(clock.advance(HOUR))
    assert gap is not None
    assert time.without(gap).without(gap).elapsed(clock.now()) == 50 * MINUTE


def test_an_absence_answered_after_the_other_terminal_paused(time: Countdown, clock: FakeClock) -> None:
    """The pause that is on stays on, and can be ended."""
    gap = time.gap(clock.advance(HOUR))
    assert gap is not None
    paused = time.pause(clock.now()).without(gap)
    assert paused.paused
    resumed = paused.resume(clock.advance(MINUTE))
    assert resumed.elapsed(clock.advance(5 * MINUTE)) == 5 * MINUTE


# Clocks that jump


def test_a_clock_set_back_an_hour(time: Countdown, clock: FakeClock) -> None:
    """The figures stand until it is made up for, then go on from where they were; so does the end."""
    time = time.note(clock.advance(20 * MINUTE))
    clock.advance(-HOUR)
    assert figures(time, clock.now()) == (58, 70)
    time = time.note(clock.now())
    assert time.set_back == 0, "another program's clock may be behind"
    time = time.make_up(HOUR, over=0)
    assert figures(time, clock.now()) == (58, 70)
    clock.advance(10 * MINUTE)
    assert figures(time, clock.now()) == (48, 60)
    assert time.ends(clock.now()) == clock.now() + timedelta(hours=1)
    assert time.gap(clock.now()) is not None, "ten minutes since somebody was seen, whatever the clock showed"


def test_two_programs_make_up_for_one_jump_once(time: Countdown) -> None:
    """Both notice it; the second finds that it is made up for."""
    once = time.make_up(HOUR, over=0)
    assert once.make_up(HOUR, over=0) == once
    assert once.make_up(60, over=HOUR).set_back == HOUR + 60


def test_a_clock_set_back_before_anything_else_happens(time: Countdown) -> None:
    """Never negative, never more than the whole."""
    earlier = NOON - timedelta(hours=1)
    assert (time.elapsed(earlier), time.left(earlier), time.overtime(earlier)) == (0, 90 * MINUTE, 0)
    assert time.left(earlier - timedelta(days=400)) == 90 * MINUTE
    assert time.gap(earlier) is None


def test_midnight() -> None:
    """A session from 23:15 to 00:45."""
    clock = FakeClock(datetime(2026, 12, 31, 22, 15, tzinfo=UTC), "Europe/Berlin")
    time = Countdown().start(clock.now())
    assert clock.wall() == "23:15"
    assert figures(time, clock.advance(HOUR)) == (18, 30)
    assert f"{clock.local(time.ends(clock.now())):%d %b %H:%M}" == "01 Jan 00:45"


@pytest.mark.parametrize(
    ("start", "begins", "ends", "halfway"),
    [
        (datetime(2026, 3, 29, 0, 30, tzinfo=UTC), "01:30", "04:00", "03:15"),
        (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), "02:30", "03:00", "02:15"),
    ],
    ids=["summer time begins", "summer time ends"],
)
@pytest.mark.parametrize("restart", [False, True])
def test_a_daylight_saving_change(start: datetime, begins: str, ends: str, halfway: str, restart: bool) -> None:
    """Ninety minutes are ninety minutes, and the hour it ends is right on the wall."""
    clock = FakeClock(start, "Europe/Berlin")
    time = Countdown().start(clock.now())
    assert clock.wall() == begins
    assert f"{clock.local(time.ends(clock.now())):%H:%M}" == ends
    clock.advance(45 * MINUTE)
    time = restarted(time) if restart else time
    assert clock.wall() == halfway
    assert figures(time, clock.now()) == (33, 45)
    assert f"{clock.local(time.ends(clock.now())):%H:%M}" == ends


BORDERS = [
    datetime.min.replace(tzinfo=UTC),
    datetime.max.replace(tzinfo=UTC),
    datetime.min.replace(tzinfo=timezone(timedelta(hours=14))),
    datetime.max.replace(tzinfo=timezone(timedelta(hours=-12))),
    NOON.replace(year=126),
]


@pytest.mark.parametrize("now", BORDERS)
@pytest.mark.parametrize("start", [NOON, *BORDERS])
@pytest.mark.parametrize("set_back", [0, 1e10, 3e11, 1e300, -1e300])
def test_any_clock_will_do(start: datetime, now: datetime, set_back: float) -> None:
    """From the first moment there is to the last: no figure is negative, and no act fails."""
    begun = Countdown().start(start)._replace(set_back=set_back)
    paused = begun.note(now).pause(now)
    for time in (begun, paused, paused.resume(now), begun.extend(now, MINUTE), begun.announce(begun.due(now))):
        assert 0 <= time.left(now) <= time.whole
        assert time.overtime(now) >= 0
        assert time.ends(now).tzinfo is UTC
        assert time.last_reading(now).tzinfo is not None
        gap = time.gap(now)
        assert gap is None or time.without(gap).left(now) == time.whole


# Two screens


def test_pauses_that_overlap_subtract_once(time: Countdown) -> None:
    """Whichever comes first, and whatever lies before the start or after now."""

    def at(minute: int) -> datetime:
        return NOON + timedelta(minutes=minute)

    pauses = (Pause(at(30), at(40)), Pause(at(-9), at(5)), Pause(at(35), at(50)), Pause(at(36), at(37)))
    for order in permutations(pauses):
        assert time._replace(pauses=order).elapsed(at(60)) == (60 - 5 - 20) * MINUTE
        assert time._replace(pauses=order).elapsed(at(45)) == (45 - 5 - 15) * MINUTE
    assert merge_pauses(pauses) == (Pause(at(-9), at(5)), Pause(at(30), at(50)))
    lasting = (*pauses, Pause(at(45)))
    assert time._replace(pauses=lasting).elapsed(at(90)) == 25 * MINUTE
    assert merge_pauses(lasting)[-1] == Pause(at(30), None)


def test_an_absence_that_overlaps_a_pause(time: Countdown, clock: FakeClock) -> None:
    """The other screen had paused within it, and had gone on."""
    paused = time.pause(NOON + timedelta(minutes=20)).resume(NOON + timedelta(minutes=40))
    after = paused.without(Gap(NOON + timedelta(minutes=10), NOON + timedelta(minutes=30)))
    assert after.elapsed(NOON + timedelta(minutes=60)) == 30 * MINUTE
    assert after.without(Gap(NOON + timedelta(minutes=15), NOON + timedelta(minutes=35))) == after


def test_what_the_other_screen_did_first_is_not_done_twice(time: Countdown, clock: FakeClock) -> None:
    """Pausing, going on and extending compare what was shown with what is."""
    paused, longer = time.pause(clock.advance(MINUTE)), time.extend(clock.now(), 10 * MINUTE)
    with pytest.raises(CountdownChanged, match="paused already"):
        paused.pause(clock.advance(MINUTE), time)
    with pytest.raises(CountdownChanged, match="ended the pause already"):
        paused.resume(clock.now()).resume(clock.now(), paused)
    with pytest.raises(CountdownChanged, match="100 minutes long now"):
        longer.extend(clock.now(), 10 * MINUTE, time)
    assert longer.extend(clock.now(), 10 * MINUTE, longer).whole == 110 * MINUTE
    resumed = paused.resume(clock.now())
    assert resumed.pause(clock.advance(MINUTE), time).paused, "it was running when the key was pressed, and it is"
    with pytest.raises(CountdownChanged, match="begun another"):
        resumed.pause(clock.now()).resume(clock.now(), paused)


def test_a_pause_that_grew_by_an_absence_can_be_ended(time: Countdown, clock: FakeClock) -> None:
    """It is the same pause."""
    paused = time.pause(clock.advance(10 * MINUTE))
    grown = paused.without(Gap(NOON + timedelta(minutes=5), clock.now()))
    assert grown.resume(clock.now(), paused).elapsed(clock.now()) == 5 * MINUTE


def test_a_sign_of_another_session_is_none(time: Countdown, clock: FakeClock) -> None:
    """The file that holds it outlives a session."""
    assert time.seen_at(NOON - timedelta(days=30)) == time
    assert time.seen_at(None) == time
    assert Countdown().seen_at(NOON) == Countdown()
    assert time.seen_at(clock.advance(MINUTE)).seen == clock.now()


# Milestones


@pytest.mark.parametrize("restart", [False, True])
def test_each_milestone_is_said_once(time: Countdown, restart: bool) -> None:
    """In order, at its moment, through any number of restarts."""
    assert said(time, every(15, NOON, 8 * 60), restart) == [TEN, FIVE, CLOSING, END]


@pytest.mark.parametrize(("minutes", "milestone"), [(68, TEN), (73, FIVE), (78, CLOSING), (90, END)])
def test_when_each_is_due(time: Countdown, minutes: int, milestone: Milestone) -> None:
    """At the very second, not before it."""
    moment = NOON + timedelta(minutes=minutes)
    assert milestone not in time.due(moment - timedelta(seconds=1))
    assert milestone in time.due(moment)


def test_several_passed_in_a_gap_come_at_once(time: Countdown) -> None:
    """In their order."""
    assert time.due(NOON + timedelta(minutes=80)) == (TEN, FIVE, CLOSING)
    assert said(time, every(3 * HOUR, NOON, 2)) == [TEN, FIVE, CLOSING, END]


def test_a_gap_treated_as_a_pause_passes_none(time: Countdown) -> None:
    """That time was not theirs."""
    now = NOON + timedelta(hours=3)
    gap = time.gap(now)
    assert gap is not None
    assert time.without(gap).due(now) == ()


def test_nothing_is_said_during_a_pause(time: Countdown, clock: FakeClock) -> None:
    """What is due waits until they go on."""
    paused = time.pause(clock.advance(70 * MINUTE))
    assert paused.due(clock.advance(HOUR)) == ()
    assert paused.resume(clock.now()).due(clock.now()) == (TEN,)


def test_an_extension_says_again_what_lies_ahead_again(time: Countdown, clock: FakeClock) -> None:
    """Of those behind still, nothing is repeated."""
    time = time.note(clock.advance(79 * MINUTE))
    time = time.announce(time.due(clock.now())).extend(clock.now(), 4 * MINUTE)
    assert time.announced == {TEN, FIVE}
    assert said(restarted(time), every(15, clock.now(), 4 * 60)) == [CLOSING, END]


def test_an_extension_in_overtime(time: Countdown, clock: FakeClock) -> None:
    """Another half an hour: everything lies ahead again."""
    time = time.announce(time.due(clock.advance(91 * MINUTE))).extend(clock.now(), 30 * MINUTE)
    assert time.announced == frozenset()
    assert said(time, every(15, clock.now(), 4 * 60)) == [TEN, FIVE, CLOSING, END]


def test_an_absence_that_becomes_a_pause_lets_milestones_be_announced_again() -> None:
    """A second program, opened while the first asked about it, may have announced the end."""
    clock = FakeClock(NOON)
    time = Countdown().start(clock.now()).note(clock.advance(10 * MINUTE))
    gap = time.gap(clock.advance(200 * MINUTE))
    assert gap
    told = time.announce(time.note(clock.now()).due(clock.now()))
    assert told.announced == {*Milestone}
    assert told.without(gap).announced == frozenset()


@pytest.mark.parametrize(
    ("length", "reserve", "heard"),
    [
        (10, 9, [CLOSING, END]),
        (10, 0, [FIVE, CLOSING, END]),
        (16, 6, [FIVE, CLOSING, END]),
        (17, 6, [TEN, FIVE, CLOSING, END]),
        (5, 4, [CLOSING, END]),
    ],
)
def test_short_sessions_say_only_what_lies_ahead(length: int, reserve: int, heard: list[Milestone]) -> None:
    """“Ten minutes to Closing” is not said with one minute to go."""
    time = Countdown(length * MINUTE, reserve * MINUTE).start(NOON)
    assert time.due(NOON) == ()
    assert said(time, every(15, NOON, 4 * length + 1)) == heard


def test_without_a_reserve_closing_and_the_end_are_one_moment() -> None:
    """Both are said, in order."""
    time = Countdown(20 * MINUTE, 0).start(NOON)
    assert time.due(NOON + timedelta(minutes=20)) == (TEN, FIVE, CLOSING, END)
    assert figures(time, NOON + timedelta(minutes=5)) == (15, 15)


# Laws

JUMPS = st.timedeltas(timedelta(hours=-3), timedelta(hours=3))
ACTS = st.sampled_from(["start", "pause", "resume", "extend", "note", "announce", "restart"])


def acted(time: Countdown, act: str, now: datetime) -> Countdown:
    """The countdown after an act; a refused one changes nothing."""
    try:
        match act:
            case "start":
                return time if time.started else time.start(now)
            case "pause":
                return time.pause(now)
            case "resume":
                return time.resume(now)
            case "extend":
                return time.extend(now, 7 * MINUTE)
            case "announce":
                return time.announce(time.due(now))
            case "restart":
                return restarted(time)
            case _:
                return time.note(now)
    except NotAllowed:
        return time


@given(st.integers(5, 240), st.floats(0, 0.99), st.lists(st.tuples(JUMPS, ACTS), max_size=30))
def test_whatever_happens_the_figures_make_sense(
    length: int, share: float, events: list[tuple[timedelta, str]]
) -> None:
    """Never negative, never more than the whole, Closing before the end, and time never comes back."""
    time = Countdown(length * MINUTE, int(length * share) * MINUTE)
    now, before = NOON, 0.0
    for jump, act in [(timedelta(0), "start"), *events]:
        now += jump
        after = acted(time, act, now)
        for time in (after, after.note(now)):
            assert 0 <= time.left(now) <= time.whole
            assert 0 <= time.to_closing(now) <= time.left(now)
            assert time.overtime(now) >= 0
            assert not (time.overtime(now) and time.left(now))
            assert time.elapsed(now) >= before - 1e-6
        before = time.elapsed(now)


@given(st.lists(st.tuples(JUMPS, ACTS), max_size=30))
def test_a_restart_changes_nothing(events: list[tuple[timedelta, str]]) -> None:
    """What is kept is all there is."""
    time, now = Countdown().start(NOON), NOON
    for jump, act in events:
        now += jump
        time = acted(time, act, now)
        assert restarted(time) == time


@given(st.lists(st.tuples(JUMPS, ACTS.filter(lambda act: act != "extend")), max_size=30))
def test_no_milestone_is_ever_said_twice(events: list[tuple[timedelta, str]]) -> None:
    """Whatever the clock does, unless time was added."""
    time, now, heard = Countdown().start(NOON), NOON, list[Milestone]()
    for jump, act in events:
        now += jump
        time = acted(time.note(now), act, now)
        due = time.due(now)
        heard.extend(due)
        time = time.announce(due)
    assert heard == [milestone for milestone in Milestone if milestone in heard]
