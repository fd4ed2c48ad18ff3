"""The law of the output layer: after any script the terminal shows what stock output would have made it show."""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest

from alliance_tui.terminal.painter import Painter
from tests.ui.driver import Room
from tests.ui.tour import furnish, tour
from tests.ui.wire import WiredDesk

SCRIPTS = int(os.environ.get("ALLIANCE_SCRIPTS", "60"))
"""Random scripts, all in all; 600 in .ci/run."""
RUNS = 6
STEPS = 8
CURSOR_SHOWN = 25
SIZES = [(120, 36), (100, 30), (80, 24), (60, 20), (40, 12), (39, 11), (130, 40)]
KEYS = [
    *("enter", "escape", "escape", "tab", "up", "down", "left", "right", "home", "end", "pageup", "pagedown"),
    *"njkrcaAdvhsxmupefg12345",
    *("question_mark", "slash", "ctrl+o", "ctrl+l", "ctrl+g", "ctrl+p", "backspace", "delete", "ctrl+w", "ctrl+u"),
    *("ctrl+z", "ctrl+y", "shift+left", "shift+up", "ctrl+left", "ctrl+right", "w", "S", "l", "y", "z", "b", "t"),
]
TEXTS = [
    "plain words ",
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen ",
    "我们一起散步。",
    "ｗｉｄｅ かな 한국어 ",
    "Việt e\u0301 n\u0303 ",
    "👩‍💻 👨‍👩‍👧‍👦 ❤️ 🇪🇪 👍🏽 ☕ ⌚ ",
    "اختبار עברית ไทย हिन्दी ",
    "a\tb\tc ",
    "soft\u00adhyphen no\u00a0break zero\u200bwidth ",
    "\n",
]


async def act(desk: WiredDesk, chance: random.Random) -> None:
    """One step of a script."""
    kind = chance.random()
    if kind < 0.55:
        await desk.press(*chance.choices(KEYS, k=chance.randint(1, 3)))
    elif kind < 0.75:
        await desk.type(chance.choice(TEXTS))
    elif kind < 0.83:
        await desk.paste("".join(chance.choices(TEXTS, k=chance.randint(1, 12))))
    elif kind < 0.89:
        await desk.resize(*chance.choice(SIZES))
    elif kind < 0.95:
        await desk.click(chance.randrange(desk.app.size.width), chance.randrange(desk.app.size.height))
    elif kind < 0.97:
        desk.scribble(chance.randrange(1000))
        await desk.press("ctrl+l")
    else:
        desk.clock.advance(chance.randint(1, 90))
        await desk.tick()


@pytest.mark.parametrize("seed", range(RUNS))
async def test_after_any_script_the_terminal_shows_what_stock_output_would_show(
    room: Room, seed: int, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Keys, text in many scripts, pastes, sizes, clicks, dialogs, other people's writing, at random."""
    monkeypatch.chdir(tmp_path)  # some scripts export
    chance = random.Random(seed)
    furnish(room)
    left = -(-SCRIPTS // RUNS)
    while left:
        async with WiredDesk(room, chance.choice(SIZES)) as desk:
            while left and desk.alive:
                left -= 1
                for _ in range(STEPS):
                    await act(desk, chance)
                    if not desk.alive:
                        break
                    assert desk.differences() == []


@pytest.mark.parametrize("size", [(120, 36), (60, 20)])
async def test_every_screen_looks_as_stock_output_draws_it(room: Room, size: tuple[int, int]) -> None:
    """A way through all screens and dialogs."""
    furnish(room)
    async with WiredDesk(room, size) as desk:
        async for name in tour(desk):
            assert desk.differences() == [], name
            assert any(line.strip() for line in desk.app.shown.screen.lines_of_text()), name


async def test_after_a_fault_of_the_painters_stock_output_goes_on(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    """The screen is whole, the caret is drawn, and one line tells of it at the end."""
    room.begun()
    async with WiredDesk(room, (100, 30)) as desk:
        await desk.open()
        await desk.press("enter")
        await desk.type("Before. ")
        assert desk.app.terminal_caret
        monkeypatch.setattr(Painter, "paint", lambda *_: 1 / 0)
        await desk.type("After.")
        assert not desk.app.terminal_caret
        assert desk.differences() == []
        assert "Before. After." in "\n".join(desk.app.shown.screen.lines_of_text())
        assert CURSOR_SHOWN not in desk.app.shown.modes
        assert [each for each in desk.app.last_words if "ZeroDivisionError" in each]
        await desk.press("escape")


async def test_plain_output_is_stock_output(room: Room) -> None:
    """Frame for frame what Textual sends."""
    room.begun()
    async with WiredDesk(room, (100, 30), stock_parts=True) as desk:
        await desk.open()
        await desk.press("enter")
        await desk.type("Before. ")
        assert set(desk.app.frames) <= set(desk.app.sent)
        assert len(desk.app.frames) >= len("Before. ")
        assert not desk.app.terminal_caret
