"""What an act sends: one frame, and few bytes. All at 100x30, on the sample with a long answer."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from textual.command import CommandPalette

from alliance_tui.screens import diff
from alliance_tui.terminal import frames
from alliance_tui.widgets import diff_view
from tests.benchmarks.programs import prose
from tests.benchmarks.stores import sample
from tests.ui.driver import Room
from tests.ui.wire import WiredDesk

Act = tuple[str, str, int]
"""Its name, its key, and how many bytes it may take."""

LIBRARY: Sequence[Act] = (
    ("help", "question_mark", 2700),
    ("close", "q", 1900),
    ("palette", "ctrl+p", 2100),
    ("close", "escape", 1800),
    ("about", "b", 2700),
    ("close", "escape", 1900),
)
DIFF: Sequence[Act] = (
    ("open the diff", "d", 3000),
    ("scroll", "j", 300),
    ("page", "pagedown", 2000),
    ("help", "question_mark", 2600),
    ("close", "q", 1900),
    ("filter", "f", 1000),
    ("close", "q", 800),
    ("versions", "v", 1200),
    ("close", "q", 1100),
    ("jump", "n", 2000),
    ("jump", "n", 2000),
    ("jump back", "N", 1500),
    ("to a section", "5", 2000),
    ("inline", "s", 2100),
    ("jump", "n", 2000),
    ("read there", "enter", 3000),
    ("back", "q", 3000),
    ("history", "h", 3400),
    ("back", "q", 3200),
    ("back", "q", 2500),
)
OVERVIEW: Sequence[Act] = (
    ("overview", "v", 2700),
    ("version", "enter", 2700),
    ("find", "slash", 300),
    ("find words", "e", 600),
    ("keep", "enter", 500),
    ("next place", "n", 100),
    ("next place below", "n", 2600),
    ("place before", "N", 100),
    ("around to the last", "N", 2300),
    ("close", "escape", 1500),
    ("find", "slash", 300),
    ("close", "escape", 300),
    ("back", "q", 2800),
    ("export", "e", 1300),
    ("close", "escape", 900),
    ("over time", "A", 3300),
    ("back", "q", 2500),
    ("back", "q", 2400),
)
SESSION: Sequence[Act] = (
    ("open the session", "enter", 3600),
    ("Atmosphere", "2", 1400),
    ("Responsibility", "3", 1700),
    ("Intentions", "1", 1600),
    ("Closing", "5", 1500),
    ("Backup plan", "4", 1500),
    ("Atmosphere", "2", 1500),
    ("Responsibility", "3", 1700),
    ("help", "question_mark", 2800),
    ("close", "q", 2500),
    ("palette", "ctrl+p", 2200),
    ("close", "escape", 2100),
    ("agree", "a", 1100),
    ("close", "escape", 1200),
    ("extend", "e", 1000),
    ("close", "escape", 800),
    ("stop", "S", 1200),
    ("close", "escape", 1000),
    ("write", "enter", 600),
    ("done", "escape", 900),
    ("other side", "tab", 600),
    ("next question", "j", 1300),
    ("over time", "A", 3800),
    ("back", "escape", 3600),
    ("review", "r", 3800),
    ("back", "r", 3800),
)


@pytest.mark.parametrize("acts", [LIBRARY, DIFF, OVERVIEW, SESSION], ids=["library", "diff", "overview", "session"])
async def test_an_act_is_one_frame_of_few_bytes(
    room: Room, monkeypatch: pytest.MonkeyPatch, acts: Sequence[Act]
) -> None:
    """However slow the machine is: nothing is shown here because a time is over."""
    times = ((frames, "HOLD"), (diff, "LONG"), (diff_view, "LONGEST"), (CommandPalette, "_RESULT_BATCH_TIME"))
    for owner, name in times:
        monkeypatch.setattr(owner, name, 60.0)
    sample(room.library.root, prose(2_000))
    found = []
    async with WiredDesk(room, (100, 30)) as desk:
        await desk.see("6 agreements in force")
        await desk.wait_until_idle()
        for name, key, most in acts:
            desk.app.sent.clear()
            await desk.press(key)
            sent = [len(each.encode()) for each in desk.app.sent]
            if len(sent) != 1 or sum(sent) > most:
                found.append(f"{name}: {sent} bytes for {most}")
            assert desk.differences() == []
    assert not found, "\n".join(found)
