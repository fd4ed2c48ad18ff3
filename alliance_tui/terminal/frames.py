"""Textual's frames: render only the widgets that changed, and read the parts of a frame."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from rich.segment import Segment
from textual._compositor import ChopsUpdate, Compositor, LayoutUpdate
from textual.app import App
from textual.geometry import Region
from textual.screen import Screen
from textual.strip import Strip

from alliance_tui.terminal.painter import Piece
from alliance_tui.terminal.textual_private import changed_methods

Update = LayoutUpdate | ChopsUpdate


class CroppingCompositor(Compositor):
    """A screen's compositor that draws again only what lies where something changed.

    Textual 8.2.8 compares the place of a change with what a widget is clipped to, not with what is seen of it; within
    a screen without scrolling that is the whole screen, and so every widget is asked for all its lines, each time.
    """

    def _get_renders(self, crop: Region | None = None) -> Iterable[tuple[Region, Region, list[Strip]]]:
        """Yield each widget's region, what of it is drawn, and its lines there, until nothing more can be seen."""
        wanted = crop or self.size.region
        for widget, (region, clip) in self.visible_widgets.items():
            x, _, width, _ = seen = region.intersection(clip)
            rows = seen.intersection(Region(x, wanted.y, width, wanted.height))
            if rows and rows.overlaps(wanted):
                yield region, rows, widget.render_lines(rows.translate(-region.offset))
                if rows.contains_region(wanted):
                    return


def replace_compositor(screen: Screen[Any]) -> None:
    """Give a screen that was just made this compositor."""
    screen._compositor = CroppingCompositor()


def pieces(update: Update) -> Iterator[Piece]:
    """Yield what stock output would send of an update, in its order."""
    if isinstance(update, LayoutUpdate):
        for y, line in enumerate(update.strips, update.region.y):
            yield y, update.region.x, line
        return
    for y, start, stop in update.spans:
        for end, (x, strip) in zip(update.chop_ends[y], update.chops[y].items(), strict=False):
            if strip is not None and x <= stop and end > start:
                yield y, x, [strip if x >= start and end <= stop and x < stop else strip.crop(0, min(end, stop) - x)]


def misfit() -> str:
    """Return why the frames of this Textual can't be read and made here; "" when they can."""
    strip = Strip([Segment("ab")])
    whole, part = LayoutUpdate([[strip]], Region(0, 0, 2, 1)), ChopsUpdate([{0: None, 2: strip}], [(0, 2, 4)], [[2, 4]])
    if (found := [*pieces(whole), *pieces(part)]) != [(0, 0, [strip]), (0, 2, [strip])]:
        return f"frames consist of {found}"
    display = changed_methods(App, _display="self screen renderable")
    if changed := display or changed_methods(Compositor, _get_renders="self crop"):
        return f"{changed} takes something else"
    alike = type(Screen()._compositor) is Compositor and not [*CroppingCompositor()._get_renders()]
    return "" if alike and "_batch_count" in App._display.__code__.co_names else "frames are put together otherwise"
