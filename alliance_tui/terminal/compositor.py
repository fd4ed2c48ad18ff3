"""Screens: only what lies where something changed is drawn again, and each knows where its marked row is.

Textual 8.2.8 compares the place of a change with what a widget is clipped to, not with what is seen of it; within a
screen without scrolling that is the whole screen, and so every widget is asked for all its lines, each time.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from textual._compositor import Compositor
from textual.css.query import NoMatches
from textual.dom import DOMNode
from textual.geometry import Offset, Region
from textual.screen import Screen, ScreenResultType
from textual.strip import Strip
from textual.widget import Widget


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


class LightScreen(Screen[ScreenResultType]):
    """A screen that draws anew only what lies where something changed, and says where its marked row is.

    A widget with a marked row has a method `marked_at`. It returns the place of the row's first character, counted
    from the top left of the widget's content as it is scrolled now.
    """

    def __init__(self, *args: Any, **options: Any) -> None:
        """As any screen."""
        super().__init__(*args, **options)
        self._compositor = NearCompositor()

    def draw(self, widget: Widget, *regions: Region) -> None:
        """Draw regions of a widget's content anew: at once, for `refresh` takes four messages and a timer to do it.

        If more is to be drawn than that, it is drawn with the rest.
        """
        if self.app.screen is not self or self._layout_required or self._dirty_widgets or not widget.is_mounted:
            widget.refresh(*regions)
            return
        widget._set_dirty(*regions)
        self._dirty_widgets.add(widget)
        self._on_timer_update()

    def marked_widget(self) -> Widget:
        """Return the widget that the keys act on, or that is to be read first."""
        return self.focused or self

    def marked_place(self) -> Offset:
        """Return where the marked row begins on the screen; the top of its list if it is scrolled out of view.

        This is asked for every frame, so it uses only the regions that the frame was made with.
        """
        seen = self._compositor.visible_widgets
        try:
            widget = self.marked_widget()
        except NoMatches:  # the screen's widgets are still to come
            return Offset()
        node: DOMNode | None = widget
        while node is not None and node not in seen:
            node = node.parent
        if not isinstance(node, Widget):
            return Offset()
        region, clip = seen[node]
        place = region.offset + node.gutter.top_left
        if node is widget and (marked_at := getattr(widget, "marked_at", None)):
            place += marked_at()
        view = region.intersection(clip)
        return place if view.contains_point(place) else view.offset
