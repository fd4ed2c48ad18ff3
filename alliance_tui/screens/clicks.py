"""Clicks on what is going away."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.geometry import Offset
from textual.screen import Screen, ScreenResultType
from textual.widget import Widget

from alliance_tui.terminal.modes_and_keys import kept
from alliance_tui.terminal.screen import LightScreen


class Clicks(LightScreen[ScreenResultType], inherit_bindings=False):
    """A screen on which a click that finds something that has just gone finds nothing.

    Textual 8.2.8 begins to select text there, asks it for its parent's place, and ends the program.
    """

    BINDINGS: ClassVar[list[BindingType]] = [*kept(Screen), Binding("ctrl+c", "app.say_how_to_quit", show=False)]

    def get_widget_and_offset_at(self, x: int, y: int) -> tuple[Widget | None, Offset | None]:
        """What is there, if it is there still."""
        widget, offset = super().get_widget_and_offset_at(x, y)
        return (widget, offset) if isinstance(widget, Screen) or (widget and widget.parent) else (None, None)
