"""Two people at two real terminals, a side each: where the other is, whatever becomes of the other's program."""

from __future__ import annotations

import signal
from pathlib import Path

from alliance_tui.domain.terms import SIDES, Side
from tests.e2e.conftest import OpenTerminal
from tests.e2e.session import PATIENCE, lay_down
from tests.e2e.terminal import Terminal


def test_a_program_that_is_killed_is_gone(alliance: Path, store: Path, terminal: OpenTerminal) -> None:
    """And there again once it is started again; one that is only stopped is there."""
    name = lay_down(store)

    def start(side: Side) -> Terminal:
        return terminal([alliance, "--store", store, "open", name, "--as", side])

    ada, grace = map(start, SIDES)
    ada.wait_for("● Grace  here", PATIENCE)
    grace.wait_for("◆ Ada  here", PATIENCE)
    grace.press("5", "enter")
    ada.wait_for("● Grace  writing at Closing 1", PATIENCE)
    grace.signal(signal.SIGSTOP)
    assert "gone" not in ada.screen()
    grace.kill()
    ada.wait_for("● Grace  gone", PATIENCE)
    start(Side.RIGHT).wait_for("◆ Ada  at Intentions 1", PATIENCE)
    ada.wait_for("● Grace  at Closing 1", PATIENCE)
    assert len([*(store / name).glob("session.here-*")]) == 2
