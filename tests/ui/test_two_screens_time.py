"""The countdown on two screens of one session, each with a clock of its own."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from alliance_tui.screens.absence import AbsenceDialog
from alliance_tui.screens.section import SectionScreen
from alliance_tui.storage.catalogue import SESSION
from tests.ui.driver import COUNT, PAUSE, Desk, Room
from tests.unit.clock import NOON, FakeClock

HOUR = 3600


class Pair:
    """Two programs in one store."""

    def __init__(self, folder: Path, ahead: float = 0) -> None:
        """`ahead`: seconds by which the second program's clock is ahead of the first's."""
        self.rooms = Room(folder, FakeClock()), Room(folder, FakeClock(NOON + timedelta(seconds=ahead)))
        self.name = self.rooms[0].begun()
        self.one, self.two = (room.desk() for room in self.rooms)
        self.running: list[Desk] = []

    async def __aenter__(self) -> Pair:
        for desk in (self.one, self.two):
            await desk.__aenter__()
            await desk.open()
            self.running.append(desk)
            for timer in desk.on(SectionScreen)._timers:
                timer.pause()  # a program that is stopped has no second hand, and the others' are moved by `tick`
        return self

    async def __aexit__(self, *_: object) -> None:
        for desk in [*self.running]:
            await self.close(desk)

    async def close(self, desk: Desk) -> None:
        """End one of the programs, whatever is open in it."""
        self.running.remove(desk)
        await desk.__aexit__(None, None, None)

    async def pass_time(self, seconds: float, *awake: Desk, step: float = 30) -> None:
        """Let time pass; programs that are not `awake` are stopped, and see it when they are next ticked."""
        stopped = {self.one, self.two}.difference(awake)
        for desk in stopped:
            desk.clock.advance(seconds)
        while seconds > 0 and awake:
            for desk in awake:
                desk.clock.advance(min(step, seconds))
            seconds -= step
            await self.tick(*awake)

    async def tick(self, *desks: Desk) -> None:
        """Let the second hands move, then let each see what the other saved by it."""
        for desk in desks:
            await desk.tick()
        for desk in desks:
            await desk.tick()

    @property
    def generation(self) -> int:
        """How often the session has been saved."""
        raw = (self.rooms[0].library.root / self.name / SESSION).read_bytes()
        return int(json.loads(raw.partition(b"\n")[0])["generation"])


@pytest.fixture
async def pair(tmp_path: Path) -> AsyncIterator[Pair]:
    """Two programs on one session that has just begun."""
    async with Pair(tmp_path) as pair:
        yield pair


def figures(desk: Desk) -> str:
    """What the head says of the time, without the hour at which it ends."""
    said = desk.lines()[0].split("  ")[-1].strip()
    return said if said.endswith((" left", " overtime")) else said.rpartition(" · ")[0]


async def test_idle_minutes_save_nothing(pair: Pair) -> None:
    """Two programs stand open for five minutes: a sign each minute, and no save."""
    before, here = pair.generation, pair.rooms[0].library.root / pair.name / "session.here"
    signs = set()
    for _ in range(5):
        await pair.pass_time(60, pair.one, pair.two, step=10)
        signs.add(here.read_bytes())
    assert pair.generation == before
    assert len(signs) == 5
    assert figures(pair.one) == figures(pair.two) == "73:00 to Closing · 85:00 left"


@pytest.mark.parametrize(
    ("answer", "left"), [(COUNT, "66:45 to Closing · 78:45 left"), (PAUSE, "69:00 to Closing · 81:00 left")]
)
@pytest.mark.parametrize("first", [0, 1])
async def test_both_stopped_for_135_seconds(pair: Pair, first: int, answer: tuple[str, ...], left: str) -> None:
    """One asks; the other follows whatever is answered there."""
    asker, other = (pair.one, pair.two) if first == 0 else (pair.two, pair.one)
    await pair.pass_time(540, pair.one, pair.two)
    await pair.pass_time(135)
    await asker.tick()
    await other.tick()
    asker.on(AbsenceDialog)
    other.on(SectionScreen)
    assert "2 minutes have passed since 12:09" in asker.text()
    await asker.press(*answer)
    await pair.tick(asker, other)
    assert figures(asker) == figures(other) == left
    await pair.pass_time(180, pair.one, pair.two)
    for desk in (pair.one, pair.two):
        desk.on(SectionScreen)
    assert len(pair.rooms[0].session(pair.name).countdown.pauses) == (answer == PAUSE)


async def test_one_of_two_stopped_for_135_seconds(pair: Pair) -> None:
    """Somebody was there: nobody is asked."""
    await pair.pass_time(60, pair.one, pair.two)
    await pair.pass_time(135, pair.one)
    before = pair.generation
    await pair.tick(pair.two, pair.one)
    for desk in (pair.one, pair.two):
        desk.on(SectionScreen)
        assert figures(desk) == "74:45 to Closing · 86:45 left"
    assert pair.generation == before


async def test_an_absence_begins_when_the_last_one_went(pair: Pair) -> None:
    """And ends when the first one is back."""
    await pair.pass_time(60, pair.one, pair.two)
    await pair.pass_time(100, pair.two)
    await pair.pass_time(300)
    await pair.one.tick()
    await pair.one.see("While you were away", "5 minutes have passed")
    await pair.pass_time(200, pair.one)
    await pair.two.tick()
    pair.two.on(SectionScreen)
    await pair.one.press(*PAUSE)
    await pair.tick(pair.one, pair.two)
    (pause,) = pair.rooms[0].session(pair.name).countdown.pauses
    assert pause.end
    assert timedelta(seconds=300) <= pause.end - pause.start <= timedelta(seconds=360)


async def test_the_other_screen_pauses_under_the_question(pair: Pair) -> None:
    """What is answered then is not subtracted twice."""
    await pair.pass_time(60, pair.one, pair.two)
    await pair.pass_time(300)
    await pair.one.tick()
    await pair.two.tick()
    pair.one.on(AbsenceDialog)
    await pair.two.press("p")
    await pair.pass_time(60, pair.two)
    await pair.one.press(*PAUSE)
    await pair.tick(pair.one, pair.two)
    assert figures(pair.one) == figures(pair.two) == "paused · 77:00 to Closing · 89:00 left"
    await pair.one.press("p")
    await pair.tick(pair.one, pair.two)
    await pair.pass_time(60, pair.one, pair.two)
    assert figures(pair.one) == figures(pair.two) == "76:00 to Closing · 88:00 left"


async def test_the_program_that_asked_is_closed_unanswered(tmp_path: Path) -> None:
    """The one that is left asks within a second, about the same time."""
    async with Pair(tmp_path) as pair:
        await pair.pass_time(60, pair.one, pair.two)
        await pair.pass_time(300)
        await pair.one.tick()
        pair.one.on(AbsenceDialog)
        await pair.two.tick()
        await pair.close(pair.one)
        await pair.pass_time(1, pair.two)
        await pair.two.see("While you were away", "5 minutes have passed since 12:01")
        await pair.two.press(*PAUSE)
        await pair.two.see("76:59 to Closing")
        await pair.pass_time(120, pair.two)
        pair.two.on(SectionScreen)


async def test_all_programs_are_closed_with_the_question_open(tmp_path: Path) -> None:
    """The next to open the session is asked about all of it: nobody was there to answer."""
    async with Pair(tmp_path) as pair:
        await pair.pass_time(60, pair.one, pair.two)
        await pair.close(pair.two)
        pair.one.clock.advance(300)
        await pair.one.tick()
        pair.one.on(AbsenceDialog)
        await pair.close(pair.one)
        pair.rooms[0].clock.advance(600)
        async with pair.rooms[0].desk() as desk:
            await desk.open()
            await desk.see("While you were away", "15 minutes have passed since 12:01")
            await desk.press(*PAUSE)
            await desk.see("77:00 to Closing · 89:00 left")


async def test_an_answer_that_cannot_be_saved_is_asked_for_again(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    """Within a minute, though the other program is there."""
    await pair.pass_time(60, pair.one, pair.two)
    await pair.pass_time(300)
    await pair.one.tick()
    await pair.two.tick()
    session = pair.rooms[0].library.root / pair.name / SESSION
    session.rename(session.with_name("away"))
    await pair.one.press(*PAUSE)
    await pair.one.see_notice("session.json")
    session.with_name("away").rename(session)
    await pair.pass_time(61, pair.one, pair.two)
    pair.two.on(SectionScreen)
    await pair.one.see("While you were away", "5 minutes have passed since 12:01")
    await pair.one.press(*PAUSE)
    await pair.one.see("75:59 to Closing")


# The screen that is not asked

DAYS = 259 * 24 * HOUR


@pytest.fixture
async def back(pair: Pair) -> Pair:
    """Two programs that come back after months, five minutes after the session began; the first one is asked."""
    await pair.pass_time(300, pair.one, pair.two)
    await pair.pass_time(DAYS)
    await pair.tick(pair.one, pair.two)
    pair.one.on(AbsenceDialog)
    pair.two.on(SectionScreen)
    return pair


@pytest.mark.parametrize("put_off", [False, True])
async def test_the_time_stands_until_the_other_screen_answers(back: Pair, put_off: bool) -> None:
    """Also while it only looks, and whatever is saved meanwhile; no milestone is said."""
    if put_off:
        await back.one.press("escape")
    for _ in range(2):
        await back.pass_time(61, back.one, back.two)
        assert figures(back.one) == figures(back.two) == "clock stands · 73:00 to Closing · 85:00 left"
        await back.two.write("Calmly.")
        await back.two.flush()
    assert not back.two.bells
    await back.one.press(*("p", *PAUSE) if put_off else PAUSE)
    await back.tick(back.one, back.two)
    counted = "73:00 to Closing · 85:00 left" if put_off else "70:58 to Closing · 82:58 left"
    assert figures(back.one) == figures(back.two) == counted


async def test_months_that_count_on_the_screen_that_is_not_asked(back: Pair) -> None:
    """They are shown when they are known to count."""
    await back.one.press(*COUNT)
    await back.tick(back.two)
    assert "overtime" in figures(back.two)
    assert figures(back.one) == figures(back.two)


async def test_a_pause_on_the_screen_that_is_not_asked(back: Pair) -> None:
    """The time shown is still that of before the absence."""
    await back.two.press("p")
    assert figures(back.two) == "paused · 73:00 to Closing · 85:00 left"
    await back.one.press(*PAUSE)
    await back.tick(back.two, back.one)
    assert figures(back.one) == figures(back.two) == "paused · 73:00 to Closing · 85:00 left"


async def test_another_page_is_opened_over_the_answer_put_off(back: Pair) -> None:
    """One of the two asks."""
    await back.one.press("escape", "r")
    await back.tick(back.two, back.one)
    asking = [desk for desk in (back.one, back.two) if isinstance(desk.screen, AbsenceDialog)]
    assert len(asking) == 1
    await asking[0].press(*PAUSE)
    await back.tick(back.one, back.two)
    assert figures(back.one) == figures(back.two) == "73:00 to Closing · 85:00 left"


async def test_a_session_opened_while_another_screen_asks(tmp_path: Path) -> None:
    """Its time stands from the first moment, though the other screen has left signs since."""
    async with Pair(tmp_path) as pair:
        await pair.pass_time(300, pair.one, pair.two)
        await pair.close(pair.two)
        pair.one.clock.advance(DAYS)
        await pair.one.tick()
        pair.one.on(AbsenceDialog)
        await pair.pass_time(600, pair.one)
        pair.rooms[1].clock.set(pair.one.clock.now())
        async with pair.rooms[1].desk() as desk:
            await desk.open()
            assert figures(desk) == "clock stands · 73:00 to Closing · 85:00 left"
            await desk.press("q")


# Acts


async def test_pausing_and_going_on_at_the_same_moment(pair: Pair) -> None:
    """The second is told, and nothing is undone by it."""
    pair.two.on(SectionScreen).others.stop()  # else it may have heard of the pause before its own key
    await pair.one.press("p")
    pair.two.post("p")
    await pair.two.see_notice("The other screen has paused already.")
    await pair.tick(pair.two)
    assert figures(pair.two) == "paused · 78:00 to Closing · 90:00 left"
    assert figures(pair.one) == figures(pair.two)


async def test_one_agreed_extension_is_added_once(pair: Pair) -> None:
    """Both screens asked for the minutes; the second is refused, and says why."""
    await pair.one.press("e")
    await pair.two.press("e")
    await pair.one.press("enter")
    await pair.two.press("enter")
    assert "100 minutes long now" in await pair.two.see_notice("Nothing was added here")
    await pair.tick(pair.one, pair.two)
    assert figures(pair.one) == figures(pair.two) == "88:00 to Closing · 100:00 left"


# Clocks


@pytest.mark.parametrize("ahead", [30, -30])
async def test_two_clocks_half_a_minute_apart(tmp_path: Path, ahead: float) -> None:
    """Ten minutes, with a pause that one begins and the other ends, are ten minutes on both."""
    async with Pair(tmp_path, ahead) as pair:
        await pair.pass_time(290, pair.one, pair.two)
        for desk in (pair.one, pair.two):
            await pair.pass_time(5, pair.one, pair.two, step=1)
            await desk.press("p")
            await pair.pass_time(5, pair.one, pair.two, step=1)
        await pair.pass_time(295, pair.one, pair.two)
        now = pair.one.clock.now()
        countdown = pair.rooms[0].session(pair.name).countdown
        assert countdown.set_back == 0
        assert countdown.elapsed(now) == pytest.approx(600 - 5, abs=35)
        (pause,) = countdown.pauses
        assert pause.end is not None
        assert (pause.end - pause.start).total_seconds() == pytest.approx(10, abs=2)
        shown = [desk.on(SectionScreen).session.countdown.elapsed(desk.clock.now()) for desk in (pair.one, pair.two)]
        assert shown[0] == pytest.approx(shown[1], abs=6)


async def test_the_machines_clock_is_set_back_under_two_programs(pair: Pair) -> None:
    """By an hour, which is made up for once."""
    await pair.pass_time(300, pair.one, pair.two)
    for desk in (pair.one, pair.two):
        desk.clock.advance(-HOUR)
    await pair.tick(pair.one, pair.two)
    await pair.pass_time(300, pair.one, pair.two)
    assert figures(pair.one) == figures(pair.two) == "68:00 to Closing · 80:00 left"
    assert pair.rooms[0].session(pair.name).countdown.set_back == HOUR


async def test_a_list_shows_the_time_of_a_session_that_is_open_elsewhere(tmp_path: Path) -> None:
    """To the minute, though nothing was saved; and as it was left, when it is closed."""
    async with Pair(tmp_path) as pair:
        await pair.pass_time(600, pair.one, pair.two)
        async with pair.rooms[0].desk() as third:
            await third.see("session open · 80:00")
        await pair.pass_time(25, pair.one, pair.two)
        await pair.close(pair.one)
        await pair.close(pair.two)
        pair.rooms[0].clock.advance(HOUR)
        async with pair.rooms[0].desk() as third:
            await third.see("session left open · 79:35")


async def test_both_programs_say_a_milestone_at_most_once(pair: Pair) -> None:
    """And save it once."""
    await pair.pass_time(68 * 60 - 30, pair.one, pair.two, step=60)
    before = pair.generation
    await pair.pass_time(90, pair.one, pair.two)
    assert 1 <= pair.one.bells + pair.two.bells <= 2
    assert pair.generation == before + 1
    assert pair.rooms[0].library.session(pair.name).countdown.announced
