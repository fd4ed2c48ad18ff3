"""Screens that draw little, and know where their marked row is."""

from __future__ import annotations

from typing import Any, ClassVar

from textual.css.query import NoMatches
from textual.dom import DOMNode
from textual.errors import NoWidget
from textual.geometry import Offset
from textual.screen import Screen, ScreenResultType
from textual.widget import Widget

from alliance_tui.terminal.keymap import rebind
from alliance_tui.terminal.textual_private import private_parts


class LightScreen(Screen[ScreenResultType]):
    """A screen that draws anew only what lies where something changed, and says where its marked row is.

    A widget with a marked row has a method `marked_at`. It returns the place of the row's first character, counted
    from the top left of the widget's content as it is scrolled now.
    """

    FILLED_BY: ClassVar[frozenset[str]] = frozenset()
    """The groups of those workers for which a frame waits a moment."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        rebind(self)
        self._frames = private_parts.part("frames")
        if self._frames:
            self._frames.replace_compositor(self, lambda: self.is_filling)

    def _on_timer_update(self) -> None:
        if self._frames and self._repaint_required:
            self._frames.keep_updates(self)
        super()._on_timer_update()

    def _compositor_refresh(self) -> None:
        if self._frames:
            self._frames.pass_on(self, super()._compositor_refresh)
        else:
            super()._compositor_refresh()

    def _clear_tooltip(self) -> None:
        """Do nothing: there are no tooltips. At each key, Textual looks for them and words an error."""

    @property
    def is_filling(self) -> bool:
        """True while a worker fills the screen, or fills it anew."""
        working = (each for each in self.workers if each.group in self.FILLED_BY and not each.is_finished)
        return any(self in each.node.ancestors_with_self for each in working)

    def marked_widget(self) -> Widget:
        """Return the widget that the keys act on, or that is to be read first."""
        return self.focused or self

    def marked_place(self) -> Offset:
        """Return where the marked row begins on the screen; the top of its list if it is scrolled out of view."""
        try:
            widget = self.marked_widget()
        except NoMatches:  # the screen's widgets are still to come
            return Offset()
        node: DOMNode | None = widget
        while isinstance(node, Widget):
            try:
                seen = self.find_widget(node)
            except NoWidget:
                seen = None
            if seen and seen.visible_region:
                place = seen.region.offset + node.gutter.top_left
                if node is widget and (marked_at := getattr(widget, "marked_at", None)):
                    place += marked_at()
                return place if seen.visible_region.contains_point(place) else seen.visible_region.offset
            node = node.parent
        return Offset()
