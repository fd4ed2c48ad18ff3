"""Text whose wrapped lines begin below its first word, not below the mark or key before it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from textual.content import Content
from textual.css.styles import RulesMap
from textual.strip import Strip
from textual.style import Style
from textual.visual import RenderOptions, Visual

Row = tuple[Content, Content]
"""What stands before a text, and the text; a row with nothing before it is not indented."""
SHORTEST = 4
"""Cells that may always stand before a text."""


class Hanging(Visual):
    """Rows below each other, for a `Static` or an `Option`. Their texts begin in one column."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self._rows = [*rows]
        self._longest = max((lead.cell_length for lead, _ in self._rows), default=0)

    def _indent(self, width: int) -> int:
        """Return where texts begin: behind what is longest before them, but in the first third."""
        return min(self._longest, max(SHORTEST, width // 3))

    def _parts(self, width: int) -> Iterator[tuple[Content, Content, int]]:
        """Yield each row with its indent. What is too long to stand before its text stands above it."""
        indent = self._indent(width)
        for lead, text in self._rows:
            if lead.cell_length > indent:
                yield Content(), lead, 0
                yield Content(" "), text, indent
            else:
                yield lead, text, indent if lead else 0

    def render_strips(self, width: int, height: int | None, style: Style, options: RenderOptions) -> list[Strip]:
        strips: list[Strip] = []
        for lead, text, indent in self._parts(width):
            lines = text.render_strips(max(1, width - indent), None, style, options)
            if indent:
                first = lead.render_strips(indent, 1, style, options)[0].adjust_cell_length(indent, style.rich_style)
                below = Strip.blank(indent, style.rich_style)
                lines = [Strip.join([below if at else first, line]) for at, line in enumerate(lines)]
            strips += lines
        return strips[:height]

    def get_optimal_width(self, rules: RulesMap, container_width: int) -> int:
        rows = self._rows
        widths = (text.get_optimal_width(rules, container_width) + bool(lead) * self._longest for lead, text in rows)
        return max(widths, default=0)

    def get_height(self, rules: RulesMap, width: int) -> int:
        return sum(text.get_height(rules, max(1, width - indent)) for _, text, indent in self._parts(width))


def hanging(lead: Content, text: Content) -> Hanging:
    """Return one text behind its mark or key."""
    return Hanging([(lead, text)])
