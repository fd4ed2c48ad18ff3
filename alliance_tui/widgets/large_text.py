"""A text that is read from across a table: in large letters where they fit, else bold, with room around it."""

from __future__ import annotations

from textual.app import RenderResult
from textual.widget import Widget

from alliance_tui.render.large_letters import large
from alliance_tui.text.line_breaks import fold
from alliance_tui.widgets.plain import lines, plain

MEASURE = 48
"""Cells in a line of ordinary letters."""


class LargeText(Widget):
    """One text in the middle."""

    DEFAULT_CSS = """
    LargeText { width: 100%; height: 1fr; content-align: center middle; text-align: center; }
    """

    _text = ""

    def show(self, text: str) -> None:
        if text != self._text:
            self._text = text
            self.refresh()

    def render(self) -> RenderResult:
        width, height = self.content_size
        text = plain(self._text).plain
        if drawn := large(text, width, height):
            return lines(*map(plain, drawn))
        rows = [row.strip() for row in fold(text, min(width, MEASURE))]
        spaced = 2 * len(rows) <= height
        return lines(*(plain(f"{row}\n" if spaced and row is not rows[-1] else row, "bold") for row in rows))
