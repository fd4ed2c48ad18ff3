"""Rows with hanging indents: wrapped lines begin below the first word, at most 72 columns long."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from rich.segment import Segment
from textual.content import Content
from textual.css.styles import RulesMap
from textual.strip import Strip
from textual.style import Style
from textual.visual import RenderOptions, Visual

MEASURE = 72
"""The most columns that a line of prose has."""
EMPTY = Content("")


@dataclass(frozen=True)
class Row:
    """A text, and what stands before its first line, such as a mark."""

    words: Content
    lead: Content = EMPTY


@dataclass(frozen=True)
class Hanging(Visual):
    """Rows below each other, for a `Static` or as an option of a list."""

    rows: tuple[Row, ...]

    def _measured(self, width: int) -> Iterator[tuple[Row, int, int]]:
        """Yield each row with its indent, and the columns of its words in so many columns."""
        for row in self.rows:
            indent = row.lead.cell_length
            yield row, indent, max(1, min(MEASURE, width - indent))

    def render_strips(self, width: int, height: int | None, style: Style, options: RenderOptions) -> list[Strip]:
        """Draw the rows; no part of them can be selected with the mouse."""
        options = replace(options, selection=None)
        strips = []
        for row, indent, columns in self._measured(width):
            words = row.words.render_strips(columns, None, style, options)
            blank = Strip([Segment(" " * indent, style.rich_style)], indent)
            leads = [*row.lead.render_strips(indent, 1, style, options), *[blank] * len(words)] if indent else []
            strips += [Strip.join(pair) for pair in zip(leads, words, strict=False)] if indent else words
        return strips if height is None else strips[:height]

    def get_optimal_width(self, rules: RulesMap, container_width: int) -> int:
        widths = (row.lead.cell_length + row.words.get_optimal_width(rules, container_width) for row in self.rows)
        return max(widths, default=0)

    def get_height(self, rules: RulesMap, width: int) -> int:
        return sum(row.words.get_height(rules, columns) for row, _, columns in self._measured(width))
