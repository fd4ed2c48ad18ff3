"""A field of one line, and what counts as text among the keys."""

from __future__ import annotations

import unicodedata
from typing import ClassVar

from textual import events
from textual.binding import BindingType
from textual.geometry import Offset
from textual.widgets import Input

from alliance_tui.domain.limits import LONGEST, TOO_LONG
from alliance_tui.text.characters import clean, unbroken
from alliance_tui.widgets.inherited import kept


def unprintable_text(event: events.Key) -> str:
    """The character of a key that is text although Python calls it unprintable, else "".

    Joiners of emoji and of many scripts, no-break and ideographic spaces: Textual's editors drop them.
    """
    char = event.character or ""
    if len(char) != 1 or char.isprintable() or clean(char) != char:
        return ""
    return char if unicodedata.category(char) in ("Cf", "Zs") else ""


class Line(Input, inherit_bindings=False):
    """An Input that takes in any text: a paste of several lines comes whole, controls as visible marks."""

    TERMINAL_CARET = True
    """Where the terminal's own cursor can be the caret, none is drawn."""
    BINDINGS: ClassVar[list[BindingType]] = [*kept(Input)]

    def __init__(self, value: str = "", *, placeholder: str = "", compact: bool = False, id: str) -> None:
        """A field with a value to start from."""
        super().__init__(value, placeholder=placeholder, compact=compact, id=id, max_length=LONGEST)

    def restricted(self) -> None:
        """Say why nothing more goes in."""
        self.notify(TOO_LONG, severity="warning", markup=False, timeout=8)

    def on_mount(self) -> None:
        """Coming back to a field keeps what is in it."""
        self.select_on_focus = False
        self.cursor_blink = False

    @property
    def cursor_screen_offset(self) -> Offset:
        """Where the caret is on the screen; Input's own is a cell too far at the end of the text."""
        region = self.content_region
        return Offset(region.x + self._position_to_cell(self.cursor_position) - self.scroll_offset.x, region.y)

    def _watch__cursor_visible(self) -> None:
        """Draw no caret beside the terminal's own."""
        if self._cursor_visible and getattr(self.app, "terminal_caret", False):
            self._cursor_visible = False

    def validate_value(self, value: str) -> str:
        """Nothing that a terminal would obey is ever in the field."""
        return unbroken(value)

    async def _on_key(self, event: events.Key) -> None:
        """Type what Input would drop; move and delete at once, so that a burst of keys acts in its order."""
        if text := unprintable_text(event):
            event.stop()
            event.prevent_default()
            self.insert_text_at_cursor(text)
        for binding in self._bindings.key_to_bindings.get(event.key, ()):
            event.stop()
            event.prevent_default()
            await self.run_action(binding.action)

    def _on_paste(self, event: events.Paste) -> None:
        """Take all lines in, not the first alone."""
        event.stop()
        event.prevent_default()
        line = unbroken(event.text)
        if self.selection.is_empty:
            self.insert_text_at_cursor(line)
        else:
            self.replace(line, *self.selection)
