"""A terminal at the far end of a line that carries nothing any more: who counts as there, and who is asked."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from alliance_tui.domain.countdown import Gap
from alliance_tui.screens.absence import AbsenceDialog
from alliance_tui.screens.section import SectionScreen
from alliance_tui.terminal.output_pace import ASK, QUESTION, OutputPace
from tests.ui.driver import COUNT, PAUSE, Desk
from tests.ui.test_two_screens_time import Pair, figures

AWAY = "While you were away"


class Line:
    """The line between a program and a terminal that answers its questions, until it is cut."""

    def __init__(self, desk: Desk, late: float = 0) -> None:
        """`late`: seconds by which each answer is late, as far as `answer` is called."""
        self.late, self.alive = late, True
        self.sent: list[str] = []
        self._desk = desk
        self._due: list[float] = []
        desk.app.pace = OutputPace(self._seconds)
        desk.app.line.write = self._carry  # type: ignore[method-assign]
        self._carry(desk.app.pace.send("x"))

    def _seconds(self) -> float:
        return self._desk.clock.now().timestamp()

    def _carry(self, data: str) -> None:
        self.sent.append(data)
        self._due += [self._seconds() + self.late] * data.count(QUESTION)
        self.answer()

    def answer(self) -> None:
        """Give the answers that are due, if the line carries any."""
        while self.alive and self._due and self._due[0] <= self._seconds():
            del self._due[0]
            assert self._desk.app.pace.answered()

    def show(self) -> None:
        """Send a frame that ends with a question."""
        self._carry(self._desk.app.pace.send("x" * ASK))

    def cut(self) -> None:
        """Carry no answers any more."""
        self.alive = False

    async def mend(self) -> None:
        """Carry all that was under way, and let the second hand move."""
        self.alive = True
        self.answer()
        await self._desk.tick()
        await self._desk.tick()


async def fall_silent(pair: Pair, *desks: Desk) -> None:
    """Let a minute pass, in which each program asks its terminal, and half a minute without an answer."""
    await pair.pass_time(90, *desks)


@asynccontextmanager
async def at_lines(folder: Path) -> AsyncIterator[tuple[Pair, Line, Line]]:
    """Two programs on a session, one minute after it began, and their lines."""
    async with Pair(folder) as pair:
        lines = Line(pair.one), Line(pair.two)
        await pair.pass_time(60, pair.one, pair.two)
        yield pair, *lines


def here(pair: Pair) -> bytes:
    """The last sign of anybody, and the absence that is still to be asked about."""
    return (pair.rooms[0].library.root / pair.name / "session.here").read_bytes()


def is_open(pair: Pair) -> bool:
    """Whether anybody is known to be at the session."""
    return pair.rooms[0].library.is_open(pair.name)


@pytest.mark.parametrize("key", [None, "l"])
async def test_nobody_is_there_while_the_line_is_dead(tmp_path: Path, key: str | None) -> None:
    """No lock, no sign, no question; all that is left is asked when an answer or a key comes, from the last one on."""
    async with at_lines(tmp_path) as (pair, line, _):
        desk = pair.one
        await pair.close(pair.two)
        before, saved = here(pair), pair.generation
        line.cut()
        await fall_silent(pair, desk)
        assert not is_open(pair)
        await pair.pass_time(510, desk)
        desk.on(SectionScreen)
        assert (here(pair), pair.generation, is_open(pair)) == (before, saved, False)
        async with pair.rooms[1].desk() as third:
            await third.see("session left open · 89:00")
        if key:
            await desk.press(key)
            await desk.tick()
        else:
            await line.mend()
        await desk.see(AWAY, "10 minutes have passed since 12:01")
        assert is_open(pair)
        await desk.press(*PAUSE)
        await desk.see("77:00 to Closing · 89:00 left")
        line.alive = True
        await pair.pass_time(120, desk)
        desk.on(SectionScreen)
        assert is_open(pair)


async def test_what_is_typed_before_and_after_is_saved(tmp_path: Path) -> None:
    """The line dies in the midst of writing."""
    async with at_lines(tmp_path) as (pair, line, _):
        desk = pair.one
        await pair.close(pair.two)
        await desk.press("enter")
        await desk.type("before")
        line.cut()
        await fall_silent(pair, desk)
        await desk.flush()
        question = desk.on(SectionScreen).question.id
        assert pair.rooms[0].written(pair.name, question) == "before"
        await pair.pass_time(90, desk)
        await desk.type(" and after")
        await desk.tick()
        await desk.see(AWAY)
        await desk.press(*COUNT)
        await desk.flush()
        assert pair.rooms[0].written(pair.name, question) == "before and after"


async def test_the_other_was_there(tmp_path: Path) -> None:
    """Then nobody is asked, and the time has gone on."""
    async with at_lines(tmp_path) as (pair, line, _):
        line.cut()
        await pair.pass_time(600, pair.one, pair.two)
        assert is_open(pair)
        await line.mend()
        await pair.tick(pair.two)
        for desk in (pair.one, pair.two):
            desk.on(SectionScreen)
            assert figures(desk) == "67:00 to Closing · 79:00 left"


@pytest.mark.parametrize("first", [0, 1])
async def test_both_lines_were_dead(tmp_path: Path, first: int) -> None:
    """The one that is back first asks, and the other does not."""
    async with at_lines(tmp_path) as (pair, *lines):
        desks = (pair.one, pair.two)
        for line in lines:
            line.cut()
        await pair.pass_time(600, *desks)
        assert not is_open(pair)
        await lines[first].mend()
        desks[first].on(AbsenceDialog)
        desks[1 - first].on(SectionScreen)
        await pair.pass_time(120, *desks)
        desks[1 - first].on(SectionScreen)
        await lines[1 - first].mend()
        desks[1 - first].on(SectionScreen)
        await desks[first].press(*PAUSE)
        await pair.tick(*desks)
        assert figures(pair.one) == figures(pair.two) == "75:00 to Closing · 87:00 left"


async def test_the_line_dies_with_the_question_open_and_the_other_is_back(tmp_path: Path) -> None:
    """The other asks then, and alone."""
    async with at_lines(tmp_path) as (pair, one, other):
        desks = (pair.one, pair.two)
        one.cut()
        other.cut()
        await pair.pass_time(300, *desks)
        await one.mend()
        pair.one.on(AbsenceDialog)
        one.cut()
        await pair.pass_time(100, *desks)
        pair.one.on(SectionScreen)
        await other.mend()
        await pair.pass_time(61, pair.two)
        pair.two.on(AbsenceDialog)
        pair.one.clock.advance(61)
        await one.mend()
        await pair.pass_time(60, *desks)
        pair.one.on(SectionScreen)
        await pair.two.press(*COUNT)
        await pair.pass_time(60, *desks)
        for desk in desks:
            desk.on(SectionScreen)


@pytest.mark.parametrize("away", [60, 600])
async def test_the_line_dies_with_the_question_open(tmp_path: Path, away: float) -> None:
    """Whoever comes back is asked again, about the whole of it."""
    async with at_lines(tmp_path) as (pair, line, _):
        desk = pair.one
        await pair.close(pair.two)
        line.cut()
        await pair.pass_time(300, desk)
        await line.mend()
        desk.on(AbsenceDialog)
        line.show()
        line.cut()
        line.show()
        await pair.pass_time(away, desk)
        desk.on(SectionScreen)
        await line.mend()
        await desk.see(AWAY, f"{15 if away == 600 else 5} minutes have passed since 12:01")
        await desk.press(*PAUSE)
        await desk.wait_until_idle()
        (pause,) = pair.rooms[0].session(pair.name).countdown.pauses
        assert pause.end
        assert Gap(pause.start, pause.end).seconds == (900 if away == 600 else 300)


async def test_a_page_that_nobody_has_opened(tmp_path: Path) -> None:
    """What comes into view while the line is dead is not there before the line is."""
    async with Pair(tmp_path) as pair:
        await pair.close(pair.two)
        line = Line(pair.one)
        await pair.one.press("q")
        line.cut()
        line.show()
        pair.one.clock.advance(300)
        await pair.one.app.open_alliance(pair.name)
        await pair.one.wait_until_idle()
        sign = here(pair)
        await pair.pass_time(120, pair.one)
        pair.one.on(SectionScreen)
        assert (is_open(pair), here(pair)) == (False, sign)
        await line.mend()
        await pair.one.see(AWAY, "7 minutes have passed since 12:00")
        assert is_open(pair)


async def test_answers_six_seconds_late(tmp_path: Path) -> None:
    """Somebody is there all along, and a sign is left each minute."""
    async with Pair(tmp_path) as pair:
        line = Line(pair.one, late=6)
        await pair.close(pair.two)
        signs = set()
        for second in range(200):
            pair.one.clock.advance(1)
            line.answer()
            if second % 4 == 0 and second < 100:
                line.show()
            await pair.one.tick()
            signs.add(here(pair))
            assert is_open(pair)
        assert len(signs) == 4
        pair.one.on(SectionScreen)


async def test_a_terminal_that_never_answers(tmp_path: Path) -> None:
    """It is there as long as the program is."""
    async with Pair(tmp_path) as pair:
        await pair.close(pair.two)
        line = Line(pair.one, late=float("inf"))
        before = len(line.sent)
        for _ in range(5):
            sign = here(pair)
            await pair.pass_time(60, pair.one)
            assert here(pair) != sign
        assert is_open(pair)
        assert len(line.sent) == before


async def test_an_idle_screen_asks_once_a_minute(tmp_path: Path) -> None:
    """Whether its line lives or not, and if it does, also only then."""
    async with at_lines(tmp_path) as (pair, line, _):
        await pair.close(pair.two)
        await pair.one.press("p")
        await pair.one.tick()  # it sees that the other is gone
        for _ in range(2):
            line.sent.clear()
            await pair.pass_time(600, pair.one, step=10)
            assert 9 <= "".join(line.sent).count(QUESTION) <= 10
            assert set(line.sent) == {QUESTION}
            line.cut()


async def test_a_lost_answer_is_no_dead_line(tmp_path: Path) -> None:
    """Whoever reads and presses no key is there again with the next question."""
    async with at_lines(tmp_path) as (pair, line, _):
        await pair.close(pair.two)
        line.cut()
        line.show()
        line._due.clear()
        line.alive = True
        await pair.pass_time(30, pair.one, step=10)
        assert not is_open(pair)
        await pair.pass_time(70, pair.one, step=10)
        assert is_open(pair)
        await pair.pass_time(300, pair.one, step=10)
        assert is_open(pair)
        pair.one.on(SectionScreen)
