"""Dark, light, the terminal's own colours, and none: all is legible, and no meaning is in colour alone."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from rich.color import ColorSystem
from textual.color import Color

from alliance_tui.screens.library import LibraryScreen
from alliance_tui.screens.palette import Palette
from alliance_tui.screens.theme import ThemeDialog
from alliance_tui.storage.settings import Settings
from alliance_tui.themes import ANSI, DARK, DARK_COLOURS, LIGHT, LIGHT_COLOURS
from tests.ui.driver import Desk, Room
from tests.ui.picture import colours, contrast, picture, text_of
from tests.ui.tour import furnish, whole_tour

MARKS = {
    "section": ("▌ ◆ ", "│ ● "),
    "writing": ("▌ ◆ ", "  writing", "│ ● "),
    "choose": ("●", "·", "▌ "),
    "order": ("▌ 1",),
    "review": ("◆ Ada has not signed yet",),
    "diff": ("~\N{NO-BREAK SPACE}1 reworded",),
}
"""What must be there in plain text, by screen: what is active, marked, added and removed."""


def keep(desk: Desk, theme: str) -> None:
    """Show a theme as if it had been kept."""
    desk.app._kept_theme = theme
    desk.app.show_theme(theme)


@pytest.mark.parametrize("theme", [DARK, LIGHT])
async def test_all_text_has_contrast(room: Room, theme: str) -> None:
    """At least 4.5:1 on every screen (WCAG 2.2, 1.4.3)."""
    furnish(room)
    weak = {}
    async with room.desk() as desk:
        keep(desk, theme)
        async for screen in whole_tour(desk):
            await desk.wait_until_idle()
            for row in picture(desk.screen):
                low = [cell for cell in row if cell.is_text and contrast(*colours(cell, desk.app)) < 4.5]
                if low:
                    ink, paper = colours(low[0], desk.app)
                    weak[f"{screen}: {text_of([low])[0]}"] = f"{ink.hex} on {paper.hex}"
    assert not weak, "\n".join(f"{ratio}  {where}" for where, ratio in weak.items())


@pytest.mark.parametrize("theme", [DARK, ANSI, "NO_COLOR"])
async def test_marks_are_signs(room: Room, theme: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is active, marked, added and removed is told by more than colour; the last two have none of ours."""
    furnish(room)
    if theme == "NO_COLOR":
        monkeypatch.setenv("NO_COLOR", "1")
    async with room.desk() as desk:
        if theme != "NO_COLOR":
            keep(desk, theme)
        async for screen in whole_tour(desk):
            await desk.wait_until_idle()
            shown = desk.text()
            lacking = [sign for sign in MARKS.get(screen, ()) if sign not in shown]
            assert not lacking, (screen, shown)
            for row in picture(desk.screen) if theme != DARK else ():
                for cell in row:
                    pen = cell.style.color if cell.text.strip() else None
                    for colour in filter(None, (pen, cell.style.bgcolor)):
                        assert colour.is_default if theme == "NO_COLOR" else colour.triplet is None, (screen, cell)
                    assert not cell.style.dim, (screen, cell)


@pytest.mark.parametrize("named", [DARK_COLOURS, LIGHT_COLOURS])
def test_contrast_in_256_colours(named: dict[str, str]) -> None:
    """What a terminal of 256 colours makes of ours can be read as well."""
    for paper in ("paper", "card"):
        for ink in ("ink", "muted", "left", "right", "both", "come", "gone", "moved"):
            pair = [Color.parse(named[each]).rich_color.downgrade(ColorSystem.EIGHT_BIT) for each in (ink, paper)]
            assert contrast(*map(Color.from_rich_color, pair)) >= 4.5, (ink, paper)


# The choice


async def open_themes(desk: Desk) -> ThemeDialog:
    """Open the choice from the palette."""
    await desk.press("ctrl+p")
    await desk.see_screen(Palette)
    await desk.type("theme")
    await desk.see("Choose dark")
    await desk.press("enter")
    await desk.see_screen(ThemeDialog)
    return desk.on(ThemeDialog)


async def test_a_theme_is_shown_as_it_is_marked_and_kept(room: Room, tmp_path: Path) -> None:
    """Escape goes back to the one before; enter keeps it, for this user alone to read."""
    file = tmp_path / "config" / "settings.json"
    desk = room.desk()
    desk.app._settings = Settings(file)
    async with desk:
        await open_themes(desk)
        assert desk.app.theme == DARK
        await desk.press("j", "j")
        assert desk.app.theme == LIGHT
        await desk.press("escape")
        await desk.see_screen(LibraryScreen)
        assert desk.app.theme == DARK
        assert not file.exists()
        await open_themes(desk)
        await desk.press("j", "j", "enter")
        await desk.see_screen(LibraryScreen)
        assert desk.app.theme == LIGHT
        desk.app.match_background(light=False)
        assert desk.app.theme == LIGHT
    assert Settings(file).theme == LIGHT
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


async def test_a_theme_that_is_kept_is_shown_at_the_start(room: Room) -> None:
    room.desk()
    for kept, theme in ((LIGHT, LIGHT), ("", DARK), ("no such theme", DARK)):
        desk = room.desk()
        keep(desk, kept)
        async with desk:
            assert desk.app.theme == theme
            assert desk.app.follows_background == (kept != LIGHT)


async def test_where_nothing_is_kept_the_terminal_is_followed(room: Room) -> None:
    async with room.desk() as desk:
        desk.app.match_background(light=True)
        await desk.wait_until_idle()
        assert desk.app.theme == LIGHT
        dialog = await open_themes(desk)
        assert dialog.list.highlighted == 0
        await desk.press("j", "enter")
        assert desk.app.theme == DARK


@pytest.mark.parametrize("raw", [b"", b"{", b"[]", b'{"theme": 3}', b"\xff", b"[" * 100_000])
def test_settings_that_cannot_be_read_set_nothing(tmp_path: Path, raw: bytes) -> None:
    file = tmp_path / "settings.json"
    file.write_bytes(raw)
    assert Settings(file).theme == ""
    Settings(file).keep_theme(LIGHT)
    assert Settings(file).theme == LIGHT


# Plain glyphs


async def test_plain_glyphs_on_every_screen(room: Room) -> None:
    """Every line is ASCII and as long as before; what is stored is not changed."""
    name = furnish(room)
    room.say(name, "tone", "“Warm” — and quick…")
    async with room.desk() as desk:
        desk.app.use_plain_glyphs(wide=True)
        async for screen in whole_tour(desk):
            await desk.wait_until_idle()
            assert desk.text().isascii(), (screen, {char for char in desk.text() if not char.isascii()})
            assert all(len(row) == 100 for row in picture(desk.screen)), screen
    assert room.written(name, "tone") == "“Warm” — and quick…"
