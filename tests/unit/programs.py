"""Programs on one countdown, each with a clock of its own: what a screen does about time, without the screen."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Protocol

from alliance_tui.domain.countdown import Countdown
from alliance_tui.domain.session_clock import SessionClock
from tests.unit.clock import NOON, FakeClock

MINUTE = 60


class Disk(Protocol):
    """Where the one countdown is kept."""

    def load(self) -> Countdown:
        """The countdown as it is now."""

    def act(self, name: str, *args: Any) -> Countdown:
        """Change it; returns it."""


class Memory:
    """A countdown that is kept nowhere."""

    def __init__(self) -> None:
        """Begun at noon."""
        self.countdown = Countdown().start(NOON)

    def load(self) -> Countdown:
        """The countdown as it is now."""
        return self.countdown

    def act(self, name: str, *args: Any) -> Countdown:
        """Change it by its own method."""
        self.countdown = getattr(self.countdown, name)(*args)
        return self.countdown


class Program:
    """One of them."""

    def __init__(self, disk: Disk, ahead: float = 0) -> None:
        """`ahead`: seconds its clock is ahead of the true time."""
        self.disk, self.clock = disk, FakeClock(NOON + timedelta(seconds=ahead))
        self.watch = SessionClock(disk.load())
        self.watch.arrive(None, self.clock.now(), alone=False)

    def second(self) -> None:
        """A second passes: a poll of the disk, and a reading."""
        now = self.clock.advance(1)
        self.watch.note_poll(now)
        saved = self.disk.load()
        if saved != self.watch.saved:
            self.watch.follow(saved, now)
        self.read()

    def read(self) -> None:
        """Read the clock, and have a jump made up for."""
        if behind := self.watch.note(self.clock.now()):
            self.act("make_up", behind, self.watch.saved.set_back)

    def act(self, name: str, *args: Any) -> None:
        """Save an act of this program's."""
        self.watch.adopt(self.disk.act(name, *args), self.clock.now())

    def press(self, key: str) -> None:
        """Pause or go on, extend."""
        now, shown = self.watch.corrected(self.clock.now()), self.watch.shown
        if key == "e":
            self.act("extend", now, MINUTE, shown)
        else:
            self.act("resume" if shown.paused else "pause", now, shown)

    def elapsed(self) -> float:
        """What this screen shows."""
        return self.watch.shown.elapsed(self.clock.now())


def pass_time(seconds: int, *programs: Program) -> None:
    """Let time pass for these; the others stand still."""
    for _ in range(seconds):
        for program in programs:
            program.second()
