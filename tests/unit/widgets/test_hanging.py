"""Wrapped lines begin below the first word."""

from __future__ import annotations

from textual.content import Content
from textual.style import Style
from textual.visual import RenderOptions

from alliance_tui.widgets.hanging import Hanging, Row

ROWS = [
    Row(Content("What is done here.")),
    Row(Content("down a row"), Content("j ")),
    Row(Content("down a page"), Content("pgdn space ")),
]


def drawn(width: int) -> list[str]:
    rows = Hanging(ROWS)
    strips = rows.render_strips(width, None, Style(), RenderOptions(lambda _: Style(), {}))
    assert len(strips) == rows.get_height({}, width)
    return [strip.text.rstrip() for strip in strips]


def test_texts_begin_in_one_column() -> None:
    assert drawn(40) == ["What is done here.", "j          down a row", "pgdn space down a page"]


def test_what_is_too_long_stands_above_its_text() -> None:
    """In the first third of the width at most."""
    assert drawn(12) == ["What is done", "here.", "j   down a", "    row", "pgdn space", "    down a", "    page"]
