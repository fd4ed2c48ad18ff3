"""Keys in both kinds of fields move over and delete what people see as one character, or one word."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from textual.app import App, ComposeResult
from textual.pilot import Pilot

from alliance_tui.widgets.answer_editor import AnswerEditor, new_editor
from alliance_tui.widgets.line_input import LineInput

Field = AnswerEditor | LineInput
FLAG, TAGS, KEYCAP, FAMILY, THUMB = (
    "🇩🇪",
    "🏴\U000e0067\U000e0062\U000e007f",
    "1\ufe0f\u20e3",
    "👩\u200d👩\u200d👧",
    "👍🏽",
)
WHOLE = [FLAG, TAGS, KEYCAP, FAMILY, THUMB, "❤\ufe0f", "葛\U000e0100"]


class Fields(App[None]):
    """Both kinds of fields."""

    def compose(self) -> ComposeResult:
        yield new_editor()
        yield LineInput()


@asynccontextmanager
async def field_with(kind: type[Field], text: str) -> AsyncIterator[tuple[Pilot[None], Field]]:
    """A field with a text in it and the caret at its end."""
    app = Fields()
    async with app.run_test() as pilot:
        field: Field = app.query_one(kind)
        field.can_focus = True
        field.focus()
        if isinstance(field, AnswerEditor):
            field.set_text(text)
        else:
            field.value = text
            field.action_end()
        await pilot.pause()
        yield pilot, field


def written(field: Field) -> str:
    """What is in a field."""
    return field.text if isinstance(field, AnswerEditor) else field.value


CASES = {
    "backspace takes a sign, then the next": ("ที่นี่", ["backspace", "backspace"], "ที่น"),
    "a vowel sign too": ("नमस्ते", ["backspace"], "नमस्त"),
    "an accent that was typed apart": ("cafe\u0301", ["backspace"], "cafe"),
    "left and delete take a letter with its signs": ("ที่นี่", ["left", "delete"], "ที่"),
    "the second of two flags": (f"{FLAG}🇫🇷", ["backspace"], FLAG),
    "between two flags": (f"{FLAG}🇫🇷", ["left", "x"], f"{FLAG}x🇫🇷"),
    "right over a flag": (f"{FLAG}a", ["home", "right", "x"], f"{FLAG}xa"),
    "a selected flag": (f"a{FLAG}b", ["left", "shift+left", "x"], "axb"),
    "an apostrophe is in its word": ("We don't", ["ctrl+w"], "We "),
    "a curly one too": ("We don’t ", ["ctrl+w"], "We "),
    "a word of Devanagari": ("नमस्ते दोस्तों", ["ctrl+w"], "नमस्ते "),
    "a word with an accent": ("un cafe\u0301", ["ctrl+w"], "un "),
    "a number with a comma": ("up to 1,000.5", ["ctrl+w"], "up to "),
    "over a word to its start": ("We don't know", ["ctrl+left", "ctrl+left", "x"], "We xdon't know"),
    "a hyphen parts words": ("well-kept", ["ctrl+w"], "well-"),
}
CASES |= {f"backspace takes {each!a} whole": (f"a{each}", ["backspace"], "a") for each in WHOLE}
CASES |= {f"delete takes {each!a} whole": (f"a{each}b", ["home", "right", "delete"], "ab") for each in WHOLE}
CASES |= {f"nothing gets into {each!a}": (f"a{each}", ["left", "x"], f"ax{each}") for each in WHOLE}


@pytest.mark.parametrize("kind", [AnswerEditor, LineInput])
@pytest.mark.parametrize("name", CASES)
async def test_keys(name: str, kind: type[Field]) -> None:
    """What is left."""
    text, keys, wanted = CASES[name]
    async with field_with(kind, text) as (pilot, field):
        await pilot.press(*keys)
        assert written(field) == wanted


async def test_keys_between_lines() -> None:
    """At a line's ends they go on in the next."""
    async with field_with(AnswerEditor, f"a\n{FLAG}") as (pilot, field):
        await pilot.press("left", "left", "x", "ctrl+right", "ctrl+right", "y", "home", "ctrl+left", "backspace")
        assert written(field) == f"a\n{FLAG}y"


@pytest.mark.parametrize("kind", [AnswerEditor, LineInput])
async def test_the_mouse_does_not_get_into_a_character(kind: type[Field]) -> None:
    """A click on a flag's second cell is a click on the flag."""
    async with field_with(kind, f"a{FLAG}b") as (pilot, field):
        await pilot.click(field, offset=(field.gutter.left + 2, field.gutter.top))
        await pilot.press("x")
        assert written(field) == f"ax{FLAG}b"


async def test_the_caret_goes_down_to_a_character_not_into_it() -> None:
    """Two cells from the left there is a flag's second half in the row below."""
    async with field_with(AnswerEditor, f"abcd\na{FLAG}b") as (pilot, field):
        await pilot.press("up", "home", "right", "right", "down", "x")
        assert written(field) == f"abcd\nax{FLAG}b"
