"""A second that passes is drawn in one row, and by one widget; what changes a little is laid out and styled little."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from textual.css.stylesheet import Stylesheet
from textual.dom import DOMNode
from textual.geometry import Region
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import LoadingIndicator

from alliance_tui.terminal.output_pace import OutputPace
from alliance_tui.widgets.answer_editor import AnswerEditor
from alliance_tui.widgets.countdown_bar import CountdownBar
from alliance_tui.widgets.key_bar import KeyBar
from alliance_tui.widgets.line_editor import LineEditor
from alliance_tui.widgets.message_line import MessageLine
from alliance_tui.widgets.section_tabs import SectionTabs
from alliance_tui.widgets.split_view import SplitView
from tests.ui.driver import Desk, Room
from tests.ui.wire import WiredDesk

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


async def test_what_lies_between_two_changes_is_not_asked(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    """Textual renders all that lies between the first row that changed and the last."""
    room.begun()
    async with room.desk() as desk:
        await desk.open()
        await desk.tick()
        head, keys = desk.screen.query_one(CountdownBar), desk.screen.query_one(KeyBar)
        asked, _ = listen(desk, monkeypatch)
        with desk.app.batch_update():
            head.refresh()
            keys.refresh()
        await desk.wait_until_idle()
        assert {kind for kind, _, _ in asked} == {CountdownBar, KeyBar}


async def test_a_whole_drawing_is_whole_while_a_part_waits(room: Room) -> None:
    """As a picture of the screen needs it, and a screen that comes back into view."""
    room.begun()
    async with room.desk() as desk:
        await desk.open()
        compositor = desk.screen._compositor
        compositor._dirty_regions.add(Region(0, 3, 5, 1))
        drawn: Any = compositor.render_update(full=True)
        assert len(drawn.strips) == desk.screen.size.height
        assert all(strip is not None for row in drawn.strips for strip in row)


async def test_keys_that_stay_are_not_drawn_again(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    """They are looked at after each act."""
    room.begun()
    async with room.desk() as desk:
        await desk.open()
        await desk.tick()
        asked, _ = listen(desk, monkeypatch)
        desk.screen.refresh_bindings()
        await desk.wait_until_idle()
        assert asked == []


async def test_another_question_is_laid_out_once(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    """Textual lays it out once more because its parts have other sizes."""
    name = room.begun()
    for number in range(4):
        room.agree(name, f"Agreement {number}.", agreement=str(number))
    async with room.desk() as desk:
        await desk.open()
        await desk.tick()
        split = desk.screen.query_one(SplitView)
        height = split.size.height
        _, done = listen(desk, monkeypatch)
        await desk.press("2")
        await desk.wait_until_idle()
        assert split.size.height != height
        assert done == ["layout"]


async def test_what_was_held_back_is_all_that_is_drawn_later(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    """While the terminal is behind, frames are left out."""
    room.begun()
    async with WiredDesk(room, (100, 30)) as desk:
        await desk.open()
        await desk.tick()
        asked, _ = listen(desk, monkeypatch)
        with monkeypatch.context() as behind:
            behind.setattr(OutputPace, "congested", True)
            desk.screen.query_one(SectionTabs).refresh()
            await desk.until(lambda: desk.app._missed is not None, "a frame that is held back")
        asked.clear()
        desk.app.catch_up()
        await desk.wait_until_idle()
        assert {kind for kind, _, _ in asked} == {SectionTabs}
        assert desk.differences() == []


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


@pytest.mark.parametrize("dialog", ["", "question_mark", "ctrl+p", "e"])
async def test_a_second_takes_no_frame(room: Room, dialog: str) -> None:
    """The figures alone are sent, also where a dialog lies over a part of them; a frame would draw all below it."""
    room.begun()
    async with WiredDesk(room, (100, 30)) as desk:
        await desk.open()
        if dialog:
            await desk.press(dialog)
        await desk.tick()
        frames, sent = len(desk.app.frames), len(desk.app.sent)
        desk.clock.advance(9)
        await desk.tick()
        assert len(desk.app.frames) == frames
        assert sum(map(len, desk.app.sent[sent:])) < 80
        assert desk.differences() == []
        shown = desk.app.shown.screen.lines_of_text()[0]
        assert "89:51 left" in shown or dialog == "question_mark"
        await desk.clear_of_dialogs()
        assert desk.differences() == []
        assert "89:51 left" in desk.app.shown.screen.lines_of_text()[0]


async def test_a_second_renders_nothing(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    """Digits are drawn in the place of digits."""
    room.begun()
    async with WiredDesk(room, (100, 30)) as desk:
        await desk.open()
        await desk.tick()
        painted: list[object] = []
        monkeypatch.setattr(desk.app, "_paint", painted.append)
        desk.clock.advance(9)
        await desk.tick()
        assert painted == []
        assert "89:51 left" in desk.app.shown.screen.lines_of_text()[0]
        assert desk.differences() == []


async def test_keys_in_a_text_take_no_frame(room: Room) -> None:
    """Nor do its undo, and its save; many keys at once are drawn once."""
    room.begun()
    async with WiredDesk(room, (100, 30)) as desk:
        await desk.open()
        await desk.press("enter")
        await desk.type("Warm, ")
        await desk.app.screen.flush()  # type: ignore[attr-defined]
        await desk.wait_until_idle()
        frames = len(desk.app.frames)
        for keys in (["a"], [*"nd slow"], ["left"], ["backspace"], ["ctrl+z"]):
            sent = len(desk.app.sent)
            await desk.burst(*keys)
            assert len(desk.app.sent) == sent + 1, keys
            assert desk.differences() == [], keys
        await desk.app.screen.flush()  # type: ignore[attr-defined]
        await desk.wait_until_idle()
        assert len(desk.app.frames) == frames
        assert "Warm, and slow" in "\n".join(desk.app.shown.screen.lines_of_text())


async def test_the_palette_wakes_for_nothing(room: Room) -> None:
    """Textual's indicator of loading, which is not shown, would be drawn sixteen times a second."""
    room.begun()
    async with room.desk() as desk:
        await desk.press("ctrl+p")
        assert desk.screen.query_one(LoadingIndicator).auto_refresh is None


async def test_another_question_gives_few_widgets_their_styles_anew(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is in a pane keeps its own when the pane is marked."""
    room.begun()
    async with room.desk() as desk:
        await desk.open()
        styled: list[str] = []
        apply = Stylesheet.apply

        def note(sheet: Stylesheet, node: DOMNode, **options: Any) -> None:
            styled.append(type(node).__name__)
            apply(sheet, node, **options)

        monkeypatch.setattr(Stylesheet, "apply", note)
        await desk.press("n")
        await desk.wait_until_idle()
        assert "AnswerPane" in styled
        assert set(styled) <= {"AnswerPane", "AgreementList", "ScrollBox", "LastWords", "ScrollBar"}


async def test_opening_a_screen_parses_no_other_styles(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    """Textual parses all there are for those of one screen."""
    room.begun()
    async with room.desk() as desk:
        parsed: list[Stylesheet] = []
        monkeypatch.setattr(Stylesheet, "reparse", parsed.append)
        await desk.open()
        assert desk.screen.query_one("#asking").styles.max_height
        assert parsed == []


async def test_a_notice_that_stays_lays_nothing_out(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every screen that comes into view asks for it."""
    room.begun()
    async with room.desk() as desk:
        await desk.open()
        _, done = listen(desk, monkeypatch)
        desk.app.show_notices()
        await desk.wait_until_idle()
        assert done == []


async def test_what_changes_below_a_page_draws_nothing(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is drawn when the page is left."""
    room.begun()
    async with room.desk() as desk:
        await desk.open()
        below = desk.app.screen_stack[0].query_one(MessageLine)
        asked, _ = listen(desk, monkeypatch)
        below.update("Changed below.")
        await desk.wait_until_idle()
        assert asked == []
        await desk.press("q")
        await desk.see("Changed below.")


async def test_what_is_typed_into_a_dialog_is_seen_while_the_page_below_changes(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both are drawn in one frame; Textual alone would drop what one widget has to draw."""
    room.begun()
    async with WiredDesk(room, (100, 30)) as desk:
        await desk.open()
        await desk.press("a")
        field = desk.screen.focused
        assert isinstance(field, LineEditor)
        monkeypatch.setattr(desk.app, "draw_now", lambda *_, **__: False)
        field.insert("We walk.")
        while field not in desk.screen._dirty_widgets:
            await asyncio.sleep(0)
        desk.screen.refresh(Region(0, 0, 1, 1))
        await desk.wait_until_idle()
        assert any("We walk." in row for row in desk.app.shown.screen.lines_of_text())
