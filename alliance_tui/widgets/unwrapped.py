"""A widget that makes its own rows, so that nothing has to be wrapped."""

from __future__ import annotations

from functools import lru_cache
from itertools import accumulate

from rich.segment import Segment
from rich.style import Style as RichStyle
from textual.app import RenderResult
from textual.content import Content
from textual.strip import Strip
from textual.style import Style
from textual.widget import Widget

from alliance_tui.widgets.plain import lines


class Unwrapped(Widget):
    """Draws rows as they are: to have one wrapped takes 0.4 ms."""

    def rows(self) -> list[Content]:
        """Return the rows; one that is too wide is wrapped all the same."""
        raise NotImplementedError

    def render(self) -> RenderResult:
        return lines(*self.rows())

    def render_line(self, y: int) -> Strip:
        rows = self.rows()
        if self.text_selection is not None or any(row.cell_length > self.content_size.width for row in rows):
            return super().render_line(y)
        parts = [*rows[y].render(self.visual_style, "", self.app.stylesheet.parse_style)] if y < len(rows) else []
        places = accumulate((len(text) for text, _ in parts), initial=0)
        return Strip([Segment(text, _at(x, y, style)) for x, (text, style) in zip(places, parts, strict=False)])


@lru_cache(1024)
def _at(x: int, y: int, style: Style) -> RichStyle:
    """Return a style with the place of its text, by which the mouse selects; to make one takes 10 us."""
    return style.rich_style_with_offset(x, y)
