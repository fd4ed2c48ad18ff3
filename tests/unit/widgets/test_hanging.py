"""Wrapped lines begin below the first word, and are at most 72 columns long."""

from __future__ import annotations

from textual.content import Content
from textual.style import Style
from textual.visual import RenderOptions

from alliance_tui.widgets.hanging import MEASURE, Hanging, Row
from alliance_tui.widgets.plain import plain

OPTIONS = RenderOptions(lambda style: style if isinstance(style, Style) else Style(), {})
ROWS = (Row(plain("Grace tells Ada the same day."), plain("● Grace  ")), Row(Content("no slip")))


def drawn(rows: tuple[Row, ...], width: int, height: int | None = None) -> list[str]:
    return [strip.text.rstrip() for strip in Hanging(rows).render_strips(width, height, Style(), OPTIONS)]


def test_wrapped_lines_begin_below_the_first_word() -> None:
    assert drawn(ROWS, 28) == ["● Grace  Grace tells Ada the", "         same day.", "no slip"]
    assert Hanging(ROWS).get_height({}, 28) == 3
    assert drawn(ROWS, 28, 1) == ["● Grace  Grace tells Ada the"]


def test_what_takes_more_than_a_third_stands_above() -> None:
    assert drawn(ROWS, 24) == ["● Grace", "        Grace tells Ada", "        the same day.", "no slip"]


def test_lines_of_prose_are_72_columns_at_most() -> None:
    """However wide the terminal is, the mark before them not counted."""
    words = plain("word " * 40)
    lines = drawn((Row(words, plain("• ")),), 200)
    assert max(map(len, lines)) <= MEASURE + 2
    assert Hanging((Row(words, plain("• ")),)).get_height({}, 200) == len(lines) == 3


def test_no_width_is_too_small() -> None:
    assert len(drawn(ROWS, 5)) == Hanging(ROWS).get_height({}, 5)
