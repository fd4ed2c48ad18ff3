"""Rows with hanging indents: wrapped lines begin below the first word, at most 72 columns long."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import NamedTuple

from textual.content import Content
from textual.css.styles import RulesMap
from textual.strip import Strip
from textual.style import Style
from textual.visual import RenderOptions, Visual

MEASURE = 72
"""The most columns that a line of prose has."""
SHORTEST = 4
"""Cells that may always stand before a text."""
EMPTY = Content("")


class Row(NamedTuple):
    """A text, and what stands before its first line, such as a mark or a key; without it there is no indent."""

    words: Content
    lead: Content = EMPTY


class Hanging(Visual):
    """Rows below each other, for a `Static` or an `Option`. Their texts begin in one column."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self._rows = [*rows]
        self._longest = max((row.lead.cell_length for row in self._rows), default=0)

    def _parts(self, width: int) -> Iterator[tuple[Row, int, int]]:
        """Yield each row with its indent, and the columns of its words in so many columns.

        The indent is in the first third; what is too long to stand before its text stands above it.
        """
        indent = min(self._longest, max(SHORTEST, width // 3))
        columns = max(1, min(MEASURE, width - indent))
        for row in self._rows:
            if row.lead.cell_length > indent:
                yield Row(row.lead), 0, width
                yield Row(row.words, Content(" ")), indent, columns
            elif row.lead:
                yield row, indent, columns
            else:
                yield row, 0, max(1, min(MEASURE, width))

    def render_strips(self, width: int, height: int | None, style: Style, options: RenderOptions) -> list[Strip]:
        """Draw the rows; no part of them can be selected with the mouse."""
        options = replace(options, selection=None)
        strips: list[Strip] = []
        for row, indent, columns in self._parts(width):
            lines = row.words.render_strips(columns, None, style, options)
            if indent:
                lead = row.lead.render_strips(indent, 1, style, options)[0].adjust_cell_length(indent, style.rich_style)
                below = Strip.blank(indent, style.rich_style)
                lines = [Strip.join([below if at else lead, line]) for at, line in enumerate(lines)]
            strips += lines
        return strips if height is None else strips[:height]

    def get_optimal_width(self, rules: RulesMap, container_width: int) -> int:
        rows = self._rows
        return max(
            (row.words.get_optimal_width(rules, container_width) + bool(row.lead) * self._longest for row in rows),
            default=0,
        )

    def get_height(self, rules: RulesMap, width: int) -> int:
        return sum(row.words.get_height(rules, columns) for row, _, columns in self._parts(width))
