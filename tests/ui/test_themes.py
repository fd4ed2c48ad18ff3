"""Light, dark, the terminal's own colours, and none: no meaning is in colour alone."""

from __future__ import annotations

import pytest

from alliance_tui.themes import ANSI, DARK, LIGHT
from tests.ui.driver import Room
from tests.ui.tour import furnish, tour

MARKS = {
    "section": ("─ ▸ ",),
    "writing": ("━ ▸ ", " · writing", "┏"),
    "choose": ("●", "·", "▌ "),
    "order": ("▌ 1",),
    "review": ("◆ Ada has not signed yet",),
    "diff": ("~\N{NO-BREAK SPACE}1 reworded",),
}
"""What must be there in plain text, by screen."""


@pytest.mark.parametrize("theme", [DARK, LIGHT, ANSI, "NO_COLOR"])
async def test_every_screen(room: Room, theme: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each one mounts, and its marks are signs."""
    furnish(room)
    if theme == "NO_COLOR":
        monkeypatch.setenv("NO_COLOR", "1")
    async with room.desk() as desk:
        if theme == "NO_COLOR":
            assert desk.app.no_color
        else:
            desk.app.theme = theme
        async for screen in tour(desk):
            if screen in MARKS:
                await desk.wait_until_idle()
                shown = desk.text()
                lacking = [sign for sign in MARKS[screen] if sign not in shown]
                assert not lacking, (screen, shown)
            assert desk.alive


async def test_no_colour_at_all(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    """With NO_COLOR set nothing on the screen has a hue."""
    monkeypatch.setenv("NO_COLOR", "1")
    furnish(room)
    async with room.desk() as desk:
        await desk.open()
        background = desk.screen.background_colors[1]
        for strip in desk.screen._compositor.render_strips():
            for each in desk.app._filters:
                strip = strip.apply_filter(each, background)
            for segment in strip:
                for colour in (segment.style.color, segment.style.bgcolor) if segment.style else ():
                    if colour is not None and colour.triplet is not None:
                        assert len({*colour.triplet}) == 1, segment
