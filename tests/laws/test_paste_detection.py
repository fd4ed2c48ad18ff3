"""Long odd runs from a terminal."""

from __future__ import annotations

from alliance_tui.terminal.paste_detection import MOST
from tests.unit.terminal.test_paste_detection import ESCAPE, LONG, take


def test_odd_runs_take_no_longer_than_others() -> None:
    """Nothing in them makes the patterns go back and forth."""
    for odd in (ESCAPE, "\x1b\x01", "\x1bO", "\x1b[", "\x1b[1", "\x1b[<", "\x7f", ESCAPE + LONG):
        sent = LONG + odd * (MOST // len(odd) // 2)
        assert take(sent + "x")
        assert take(sent)
