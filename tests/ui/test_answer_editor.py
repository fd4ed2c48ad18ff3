"""The answer editor looks and edits as Textual's does, and a key costs what it changes."""

from __future__ import annotations

import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from textual.app import App, ComposeResult
from textual.geometry import Offset
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import TextArea
from textual.widgets.text_area import Location, Selection

from alliance_tui.app import AllianceApp
from alliance_tui.terminal.text_area import LightTextArea
from alliance_tui.widgets.answer_editor import AnswerEditor, new_editor
from tests.ui.driver import Desk, Room

SENTENCE = "You hear it from me first, and from nobody else. "
EMOJI = ["👋🏽 ", "❤\ufe0f "]
PIECES = [SENTENCE, "a", "word ", "漢字の", "e\u0301 ", *EMOJI, "\t", "\n", "\n\n", "unbroken" * 9, ""]


@asynccontextmanager
async def writing(room: Room, text: str) -> AsyncIterator[Desk]:
    """A session with this answer, being written."""
    room.say(room.begun(), "hopes", text)
    async with room.desk() as desk:
        await desk.open()
        await desk.press("enter")
        yield desk


def editor_of(desk: Desk) -> LightTextArea:
    """The editor with the caret."""
    assert isinstance(desk.screen.focused, LightTextArea)
    return desk.screen.focused


def prose(length: int) -> str:
    """A paragraph of so many characters."""
    return (SENTENCE * (length // len(SENTENCE) + 1))[:length]


def cells(strip: Strip) -> list[tuple[str, str]]:
    """What a row shows, with the look of every character."""
    return [(char, str(segment.style)) for segment in strip for char in segment.text]


class Stock(TextArea):
    """Textual's own, set up and styled like ours."""

    DEFAULT_CSS = AnswerEditor.DEFAULT_CSS.replace("AnswerEditor", "Stock")

    def __init__(self) -> None:
        super().__init__(soft_wrap=True, tab_behavior="indent", highlight_cursor_line=False, compact=True)
        self.match_cursor_bracket = False
        self.cursor_blink = False


class Twins(App[None]):
    """Ours and Textual's, above each other."""

    def __init__(self) -> None:
        super().__init__()
        self.both = (new_editor(), Stock())

    def compose(self) -> ComposeResult:
        yield from self.both


@pytest.mark.parametrize("seed", range(4))
async def test_every_edit_looks_as_textual_shows_it(seed: int) -> None:
    """Texts of all kinds, typed, taken out, selected, undone; every row, every style."""
    chance = random.Random(seed)
    app = Twins()
    async with app.run_test(size=(31, 40)) as pilot:
        for each in app.both:
            each.set_reactive(Widget.has_focus, True)
            each.placeholder = "What is\nto be said"
        for step in range(120):
            ours, stock = app.both
            act = chance.random()
            start, end = sorted((somewhere(chance, ours), somewhere(chance, ours)))
            words = chance.choice(PIECES)
            for each in app.both:
                if act < 0.3:
                    each.replace(words, start, end, maintain_selection_offset=False)
                elif act < 0.7:
                    each.insert(words, end)
                elif act < 0.8:
                    each.undo()
                elif act < 0.85:
                    each.redo()
                else:
                    each.selection = Selection(end, start) if step % 2 else Selection(start, end)
            await pilot.pause()
            assert (ours.text, ours.selection) == (stock.text, stock.selection)
            for each in app.both:
                each.scroll_to(y=max(0, ours.wrapped_document.height - 15), animate=False)
            await pilot.pause()
            assert ours.scroll_offset == stock.scroll_offset
            for y in range(ours.size.height):
                shown = [cells(each.render_lines(each.size.region)[y]) for each in app.both]
                assert shown[0] == shown[1], (step, y, ours.text)


def somewhere(chance: random.Random, editor: TextArea) -> Location:
    """Any location in the text."""
    line = chance.randrange(editor.document.line_count)
    return line, chance.randint(0, len(editor.document[line]))


KEYS = [*"ab  .", "up", "down", "left", "right", "home", "end", "pageup", "pagedown", "enter", "tab", "backspace"]
KEYS += ["delete", "ctrl+left", "ctrl+right", "ctrl+w", "ctrl+z", "ctrl+y", "shift+up", "shift+right", "ctrl+k"]


@pytest.mark.parametrize("terminal_caret", [False, True])
async def test_the_screen_is_never_behind(room: Room, terminal_caret: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """After any keys it shows what painting everything anew shows, with the caret in view and where the app has it."""
    chance = random.Random(terminal_caret)
    async with writing(room, prose(700) + "\n漢字\tand\ttabs " * 9) as desk:
        monkeypatch.setattr(AllianceApp, "terminal_caret", terminal_caret, raising=False)
        for step in range(60):
            await desk.burst(*chance.choices(KEYS, k=4))
            if step % 12 == 5:
                await desk.paste(prose(chance.choice([30, 900])))
            if step % 12 == 9:
                await desk.resize(chance.choice([44, 70, 100]), chance.choice([20, 30]))
            shown = screenful(desk)
            editor = editor_of(desk)
            assert_caret_is_there(desk)
            for each in (editor, desk.screen):
                each.refresh()
            await desk.wait_until_idle()
            assert screenful(desk) == shown, step


def screenful(desk: Desk) -> list[list[tuple[str, str]]]:
    """The rows of the editor as the screen has them."""
    top, bottom = editor_of(desk).region.y, editor_of(desk).region.bottom
    return [cells(strip) for strip in desk.screen._compositor.render_strips()[top:bottom]]


def assert_caret_is_there(desk: Desk) -> None:
    """The app's caret is within the editor, at the character that is to come next, and drawn if it is ours to draw."""
    editor = editor_of(desk)
    at = desk.app.cursor_position
    assert editor.content_region.contains_point(at)
    line, column = editor.cursor_location
    row = desk.screen._compositor.render_strips()[at.y]
    behind = row.crop(at.x, editor.scrollable_content_region.right)
    expected = editor.document[line][column : column + 1]
    if expected not in ("", "\t"):
        assert behind.text.startswith(expected)
    else:
        assert behind.text.startswith(" ")
    first = next(iter(behind)).style
    assert first is not None
    if editor.selection.is_empty:  # what is selected is drawn in reverse, too
        assert bool(first.reverse) is not getattr(desk.app, "terminal_caret", False)


async def test_a_key_paints_the_rows_it_changes(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a paragraph of 2,000 characters: at its end, in its middle, the caret alone, a word that moves on."""
    async with writing(room, prose(2000)) as desk:
        editor = editor_of(desk)
        painted: list[int] = []
        render_line = LightTextArea.render_line

        def note(self: LightTextArea, y: int) -> Strip:
            painted.append(y)
            return render_line(self, y)

        monkeypatch.setattr(LightTextArea, "render_line", note)
        for key in ["x", "y", "up", "up", "x", "backspace", "left", " ", "home", *"qqqqqqqqqq"]:
            before = rows(editor)
            painted.clear()
            await desk.press(key)
            changed = {y for y, (old, new) in enumerate(zip(before, rows(editor), strict=True)) if old != new}
            assert changed, key
            await desk.until(lambda changed=changed: set(painted) >= changed, f"a frame after {key}")  # type: ignore[misc]
            assert set(painted) == changed, key


def rows(editor: LightTextArea) -> list[list[tuple[str, str]]]:
    """What each row in view is to look like."""
    return [cells(editor._paint(row, editor.size.width)) for row in editor._rows(0, editor.size.height)]


async def test_a_key_lays_nothing_out(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor a new row, nor a save: what moves nothing on the screen has it not measured again."""
    async with writing(room, prose(2000)) as desk:
        await desk.tick()
        layouts = 0
        lay_out = Screen._refresh_layout

        def count(screen: Screen[object], *args: object, **kwargs: object) -> None:
            nonlocal layouts
            layouts += 1
            lay_out(screen, *args, **kwargs)  # type: ignore[arg-type]

        height = editor_of(desk).virtual_size.height
        monkeypatch.setattr(Screen, "_refresh_layout", count)
        await desk.type(prose(300))
        await desk.flush()
        assert editor_of(desk).virtual_size.height > height
        assert layouts == 0
        await desk.resize(90, 28)
        assert layouts > 0


async def test_the_terminals_caret_moves_with_a_frame(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    """The caret alone moved: something is painted all the same, so that the terminal is told."""
    async with writing(room, prose(120)) as desk:
        monkeypatch.setattr(AllianceApp, "terminal_caret", True, raising=False)
        frames: list[Offset] = []
        desk.app.post_display_hook = lambda: frames.append(desk.app.cursor_position)  # type: ignore[method-assign]
        await desk.wait_until_idle()
        before = desk.app.cursor_position
        frames.clear()
        await desk.press("left")
        assert desk.app.cursor_position == before - Offset(1, 0)
        assert frames[-1] == desk.app.cursor_position


async def test_the_longest_paragraph_has_its_caret_in_view(room: Room) -> None:
    """Pasted at once, written on, taken apart and undone."""
    async with writing(room, "") as desk:
        await desk.paste(prose(99_000))
        assert_caret_is_there(desk)
        for keys in ("x", "word " * 20, ["enter"], ["ctrl+z"], ["up", "up", "q"], ["shift+up", "right", "z"]):
            await desk.burst(*("space" if key == " " else key for key in keys))
            assert_caret_is_there(desk)


async def test_only_the_focused_editor_says_where_the_caret_is(room: Room) -> None:
    """Scrolling what is only read leaves the cursor on the side's name."""
    name = room.begun()
    room.say(name, "hopes", prose(9000))
    async with room.desk() as desk:
        await desk.open()
        for _ in range(2):
            x, y = desk.app.cursor_position
            assert desk.lines()[y][x:].startswith("◆ Ada ")
            await desk.press("pageup")


@pytest.mark.parametrize("before", ["", "One line.", SENTENCE * 3])
async def test_an_undo_that_takes_the_scrollbar_away(room: Room, before: str) -> None:
    """The lines go before the caret does, which was in one of them."""
    async with writing(room, before) as desk:
        await desk.paste("\n" * 40)
        await desk.press("ctrl+z")
        assert editor_of(desk).text == before
        assert_caret_is_there(desk)
        await desk.press("ctrl+y")
        assert editor_of(desk).text == before + "\n" * 40
        assert_caret_is_there(desk)


async def test_a_row_that_is_not_there_is_empty(room: Room) -> None:
    """Whoever asks for it, above the text or below it."""
    async with writing(room, "One.\nTwo.") as desk:
        editor = editor_of(desk)
        assert [row.text for row in editor._rows(-1, 3)] == ["", "One. ", "Two. ", ""]
