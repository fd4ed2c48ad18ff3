"""Two programs with two clocks on one session in a store."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from alliance_tui.domain.alliance import Side
from alliance_tui.domain.countdown import Countdown, Gap
from alliance_tui.domain.steps import Doer
from alliance_tui.services import countdown, sessions
from alliance_tui.services.alliances import Preparation, begin_alliance
from alliance_tui.storage.library import Library
from alliance_tui.storage.presence import Presence
from tests.unit.clock import NOON
from tests.unit.programs import Program, pass_time

NAME = "ada-and-grace"


class Stored:
    """The countdown of the session in a store, which is changed by the functions that a key calls."""

    def __init__(self, root: Path) -> None:
        """Begun at noon."""
        self.library = Library(root)
        begin_alliance(self.library, Preparation("Ada", "Grace"), NOON)
        for side, questions in {Side.LEFT: "assumptions tone hopes", Side.RIGHT: "hopes tone conflict"}.items():
            for question in questions.split():
                sessions.choose(self.library, NAME, side, question, True)
        sessions.begin(self.library, NAME, NOON)

    def load(self) -> Countdown:
        """The countdown as it is now."""
        return self.library.session(NAME).countdown

    def act(self, name: str, *given: Any) -> Countdown:
        """Change it by the service of that name; a countdown at the end is what the doer's screen shows."""
        args, doer = list(given), None
        if isinstance(args[-1], Countdown):
            shown = args.pop()
            doer = Doer(replace(self.library.session(NAME), countdown=shown))
        room = countdown if hasattr(countdown, name) else sessions
        return getattr(room, name)(self.library, NAME, *args, doer=doer).countdown  # type: ignore[no-any-return]

    @property
    def saved(self) -> tuple[int, int, int] | None:
        """Other after every save."""
        return self.library.session_stamp(NAME)


@pytest.fixture
def disk(tmp_path: Path) -> Stored:
    """A session begun at noon."""
    return Stored(tmp_path / "store")


@pytest.mark.parametrize("ahead", [30, -30])
def test_two_clocks_half_a_minute_apart(disk: Stored, ahead: float) -> None:
    """Ten minutes with pauses of either are ten minutes on both."""
    programs = Program(disk), Program(disk, ahead)
    for turn in range(6):
        pass_time(10, *programs)
        programs[turn // 2 % 2].press("p")
        pass_time(10, *programs)
        programs[turn % 2].press("p")
        pass_time(80, *programs)
    assert disk.load().set_back == 0
    assert [program.elapsed() for program in programs] == [pytest.approx(600 - 60, abs=30)] * 2


def test_a_jump_of_the_one_clock_is_made_up_for_once(disk: Stored) -> None:
    """Both programs have noticed it, and both say so."""
    programs = Program(disk), Program(disk)
    pass_time(10, *programs)
    for program in programs:
        program.clock.advance(-3600)
    for program in programs:
        program.read()
    pass_time(10, *programs)
    assert disk.load().set_back == pytest.approx(3600, abs=2)
    assert [program.elapsed() for program in programs] == [pytest.approx(20, abs=3)] * 2


def test_a_sign_is_no_save_and_goes_into_the_next(disk: Stored) -> None:
    """What is saved next by any act has the last sign in it."""
    before, sign = disk.saved, NOON.replace(minute=7)
    presence = Presence(disk.library.root / NAME)
    presence.enter()
    presence.touch(sign)
    assert disk.load().seen == sign
    disk.act("count_gap", sign)
    assert disk.saved == before
    sessions.go_to(disk.library, NAME, "tone")
    (disk.library.root / NAME / "session.here").unlink()
    assert disk.load().seen == sign
    assert disk.library.summaries()[0].session is not None


def test_what_changes_nothing_saves_nothing(disk: Stored) -> None:
    """The second answer to one absence, the second program's milestone, a jump that was made up for."""
    gap = Gap(NOON, NOON.replace(minute=5))
    disk.act("pause_gap", gap, gap.end)
    disk.act("announce", ())
    disk.act("make_up", 60.0, 0.0)
    before = disk.saved
    disk.act("pause_gap", gap, NOON.replace(minute=6))
    disk.act("announce", ())
    disk.act("make_up", 60.0, 0.0)
    assert disk.saved == before
