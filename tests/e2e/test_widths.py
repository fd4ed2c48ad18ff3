"""Rows with emoji that tmux takes for narrower or wider than Textual does: what follows stands in its column."""

from __future__ import annotations

import subprocess
import time
from pathlib import Path

import pytest
from rich.cells import cell_len
from rich.color import ColorSystem
from rich.segment import Segment
from textual.strip import Strip

from alliance_tui.terminal.painter import Painter
from tests.needs import need

EMOJI = ["👍🏽", "❤️", "1️⃣", "👩‍💻", "🇪🇪", "🏳️‍🌈", "☕"]
COLUMNS, ROWS = 40, 12


def screen(rows: list[str], painter: Painter) -> str:
    """What is sent to show these rows."""
    whole = [Strip([Segment(row + " " * (COLUMNS - cell_len(row)))]) for row in rows]
    pieces = [(y, 0, [strip]) for y, strip in enumerate(whole)]
    return painter.paint(pieces, (COLUMNS, ROWS), ColorSystem.TRUECOLOR, (0, 0), False)


@pytest.mark.parametrize("emoji", EMOJI)
def test_no_hole_and_no_shift_in_tmux(emoji: str, tmp_path: Path) -> None:
    """Over an older row and beside another column, first painted and then changed."""
    tmux = [need("tmux", "tmux"), "-u", "-f", "/dev/null", "-S", str(tmp_path / "socket")]
    painter = Painter()
    left = f"a {emoji} b"
    row = left + " " * (20 - cell_len(left)) + "|right"
    sent = screen(["#" * COLUMNS] * ROWS, painter)
    sent += screen([row] * ROWS, painter)
    sent += screen([row.replace("b", "c")] * ROWS, painter)
    (tmp_path / "sent").write_text(sent)
    command = f"stty raw -echo; cat {tmp_path / 'sent'}; sleep 60"
    subprocess.run([*tmux, "new-session", "-d", "-x", str(COLUMNS), "-y", str(ROWS + 1), command], check=True)
    try:
        end = time.monotonic() + 20
        shown = ""
        while shown.count("right") < ROWS and time.monotonic() < end:
            time.sleep(0.1)
            shown = subprocess.run([*tmux, "capture-pane", "-p"], check=True, capture_output=True, text=True).stdout
        assert shown.count("right") == ROWS, shown
        for shown_row in shown.splitlines()[:ROWS]:
            assert "#" not in shown_row
            assert shown_row.startswith("a ")
            assert shown_row.split("|")[0].rstrip().endswith(" c")
        find = ["copy-mode", ";", "send-keys", "-X", "search-backward", "|right"]
        subprocess.run([*tmux, *find], check=True)
        where = subprocess.run([*tmux, "display-message", "-p", "#{copy_cursor_x}"], check=True, capture_output=True)
        assert int(where.stdout) == 20
    finally:
        subprocess.run([*tmux, "kill-server"], check=False)
