"""A second that passes is drawn in one row, and by one widget."""

from __future__ import annotations

import pytest
from textual.geometry import Region
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget

from alliance_tui.widgets.answer_editor import AnswerEditor
from alliance_tui.widgets.countdown_bar import CountdownBar
from alliance_tui.widgets.section_tabs import SectionTabs
from tests.ui.driver import Desk, Room

Asked = list[tuple[type[Widget], int, int]]
"""Widgets that were asked for rows: from which on, and how many."""


def listen(desk: Desk, patch: pytest.MonkeyPatch) -> tuple[Asked, list[str]]:
    """Take down who is asked for rows, and what is done to the whole screen."""
    asked: Asked = []
    done: list[str] = []
    render, lay_out = Widget.render_lines, Screen._refresh_layout

    def render_lines(widget: Widget, crop: Region) -> list[Strip]:
        asked.append((type(widget), crop.y, crop.height))
        return render(widget, crop)

    def refresh_layout(screen: Screen[object], *args: object, **options: object) -> None:
        done.append("layout")
        lay_out(screen, *args, **options)  # type: ignore[arg-type]

    patch.setattr(Widget, "render_lines", render_lines)
    patch.setattr(Screen, "_refresh_layout", refresh_layout)
    return asked, done


async def test_a_second_is_one_row_of_one_widget(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    """The figures change, the bar below them does not."""
    room.begun()
    async with room.desk() as desk:
        await desk.open()
        await desk.tick()
        asked, done = listen(desk, monkeypatch)
        desk.clock.advance(1)
        await desk.tick()
        assert "77:59 to Closing · 89:59 left" in desk.text()
        assert (CountdownBar, 0, 1) in asked
        assert done == []


async def test_only_what_lies_there_is_asked(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    """One row on the screen: nothing above, below or behind it."""
    room.begun()
    async with room.desk() as desk:
        await desk.open()
        await desk.tick()
        tabs = desk.screen.query_one(SectionTabs)
        asked, _ = listen(desk, monkeypatch)
        tabs.refresh(Region(0, 0, 5, 1))
        await desk.wait_until_idle()
        assert [kind for kind, _, _ in asked] == [SectionTabs]


async def test_a_tall_widget_is_asked_for_the_row_alone(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not for all the rows it has."""
    room.begun()
    async with room.desk() as desk:
        await desk.open()
        await desk.tick()
        editor = desk.screen.query(AnswerEditor).first()
        assert editor.size.height > 5
        asked, _ = listen(desk, monkeypatch)
        editor.refresh(Region(0, 3, editor.size.width, 1))
        await desk.wait_until_idle()
        assert asked == [(type(editor), 3, 1)]
