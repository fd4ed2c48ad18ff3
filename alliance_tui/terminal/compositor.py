"""A screen's compositor that draws again only what lies where something changed.

Textual 8.2.8 compares the place of a change with what a widget is clipped to, not with what is seen of it; within a
screen without scrolling that is the whole screen, and so every widget is asked for all its lines, each time.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterable
from typing import Any

from textual._compositor import Compositor
from textual.geometry import Region
from textual.screen import Screen
from textual.strip import Strip


class NearCompositor(Compositor):
    """Asks widgets for the rows that are wanted of them, from the front to the back, until nothing is open."""

    def _get_renders(self, crop: Region | None = None) -> Iterable[tuple[Region, Region, list[Strip]]]:
        """Each widget's region, what of it is drawn, and its lines there."""
        wanted = crop or self.size.region
        for widget, (region, clip) in self.visible_widgets.items():
            x, _, width, _ = seen = region.intersection(clip)
            rows = seen.intersection(Region(x, wanted.y, width, wanted.height))
            if rows and rows.overlaps(wanted):
                yield region, rows, widget.render_lines(rows.translate(-region.offset))
                if rows.contains_region(wanted):
                    return


def misfit() -> str:
    """Return why this Textual's compositor can't be replaced; "" when it can."""
    parameters = [*inspect.signature(Compositor._get_renders).parameters]
    if parameters != ["self", "crop"]:
        return f"_get_renders takes {parameters}"
    compositor = NearCompositor()
    same = type(Screen()._compositor) is Compositor and compositor.visible_widgets == {} and not compositor.size
    return "" if same and [*compositor._get_renders()] == [] else "screens are put together otherwise"


def replace_compositor(screen: Screen[Any]) -> None:
    """Give a screen that was just made this compositor."""
    screen._compositor = NearCompositor()
