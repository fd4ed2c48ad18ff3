"""One quiet scrollbar: a thin line of whole cells, a blank before it, and nothing where it has been or will be."""

from __future__ import annotations

from math import ceil
from typing import Any

from rich.color import Color
from rich.segment import Segment, Segments
from rich.style import Style
from textual.containers import ScrollableContainer, VerticalScroll
from textual.geometry import Size
from textual.reactive import Reactive
from textual.scrollbar import ScrollBar, ScrollBarRender
from textual.widget import Widget

from alliance_tui.terminal.modes_and_keys import kept_bindings

THUMB = "┃"
DEFAULT = Color.default()


class ThinBar(ScrollBarRender):
    """Draws a vertical scrollbar. Textual's draws blocks in reverse, the loudest there is without colours."""

    @classmethod
    def render_bar(
        cls,
        size: int = 25,
        virtual_size: float = 50,
        window_size: float = 20,
        position: float = 0,
        thickness: int = 1,
        vertical: bool = True,  # noqa: ARG003
        back_color: Any = DEFAULT,
        bar_color: Any = DEFAULT,
    ) -> Segments:
        length, start = 0, 0
        if 0 < window_size < virtual_size:
            length = min(size, max(1, round(size * window_size / virtual_size)))
            start = min(size - length, ceil((size - length) * position / (virtual_size - window_size)))
        before, bar, behind = (
            Segment(text.rjust(thickness), Style(color=bar_color, bgcolor=back_color, meta={"@mouse.down": act}))
            for text, act in ((" ", "scroll_up"), (THUMB, "grab"), (" ", "scroll_down"))
        )
        rows = [before] * start + [bar] * length + [behind] * (size - start - length)
        return Segments(rows, new_lines=True)


def width_beside(widget: Widget, width: int) -> int:
    """Return what is left of a width beside the column that is kept for the scrollbar."""
    return width - (widget.styles.scrollbar_gutter == "stable") * widget.styles.scrollbar_size_vertical


class ScrollBox(VerticalScroll, inherit_bindings=False):
    """A scrolled box as high as its content; Textual 8.2.8 measures that without the scrollbar’s column."""

    virtual_size = Reactive(Size(), layout=False)  # else each change of it takes a second layout

    BINDINGS = [*kept_bindings(ScrollableContainer)]

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return super().get_content_height(container, viewport, width_beside(self, width))


def install() -> None:
    """Have all widgets scroll by it."""
    ScrollBar.renderer = ThinBar
