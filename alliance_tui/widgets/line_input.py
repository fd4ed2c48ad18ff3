"""A field of one line."""

from __future__ import annotations

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Offset
from textual.strip import Strip
from textual.widgets import Input
from textual.widgets.input import Selection

from alliance_tui.domain.limits import LONGEST, TOO_LONG
from alliance_tui.terminal.key_order import act_at_once
from alliance_tui.terminal.modes_and_keys import kept_bindings
from alliance_tui.text.caret import backspace_start, left_of, right_of, snapped, word_start_before, word_start_behind
from alliance_tui.text.characters import without_line_breaks

ACTIONS = {each.key: each.action for each in kept_bindings(Input)}


class LineInput(Input, inherit_bindings=False):
    """An Input that takes in any text: a paste of several lines comes whole, controls as visible marks."""

    TERMINAL_CARET = True
    """Where the terminal's own cursor can be the caret, none is drawn."""
    BINDINGS = [*kept_bindings(Input)]

    def restricted(self) -> None:
        self.notify(TOO_LONG, severity="warning", markup=False, timeout=8)

    def on_mount(self) -> None:
        self.max_length = LONGEST
        self.select_on_focus = False  # coming back to a field keeps what is in it
        self.cursor_blink = False

    @property
    def cursor_screen_offset(self) -> Offset:
        """The caret's place on the screen; Input's own is a cell too far at the end of the text."""
        return super().cursor_screen_offset - Offset(self.cursor_at_end, 0)

    def get_component_rich_style(self, *names: str, partial: bool = False, default: Style | None = None) -> Style:
        """Draw no caret beside the terminal's own."""
        if "input--cursor" in names and getattr(self.app, "terminal_caret", False):
            return Style()
        return super().get_component_rich_style(*names, partial=partial, default=default)

    def render_line(self, y: int) -> Strip:
        """Draw the field; a hint that is too long ends with an ellipsis."""
        strip, room = super().render_line(y), self.scrollable_content_region.width
        if y or self.value or cell_len(self.placeholder) <= room:
            return strip
        style = self.get_component_rich_style("input--placeholder")
        shown = min(cell_len(strip.text.partition("\n")[0].rstrip()), room - 1)
        return Strip.join([strip.crop(0, shown), Strip([Segment("…", style)], 1)]).extend_cell_length(room)

    def validate_value(self, value: str) -> str:
        """Keep out of the field what a terminal would obey."""
        return without_line_breaks(value)

    async def on_key(self, event: events.Key) -> None:
        """Type what Input would drop; move and delete at once, so that a burst of keys acts in its order."""
        await act_at_once(self, event, ACTIONS, self.insert_text_at_cursor)

    def on_paste(self, event: events.Paste) -> None:
        """Take all lines in, not the first alone."""
        event.stop().prevent_default()
        self.replace(without_line_breaks(event.text), *self.selection)

    def on_mouse_up(self) -> None:
        """Select whole characters after a click or a drag: Input counts code points."""
        self.selection = Selection(*(snapped(self.value, place) for place in self.selection))

    def action_cursor_left(self, select: bool = False) -> None:
        """Move by a character as people see it."""
        if select or self.selection.is_empty:
            self._move(left_of(self.value, self.cursor_position), select)
        else:
            super().action_cursor_left()

    def action_cursor_right(self, select: bool = False) -> None:
        """Move by a character as people see it."""
        if not self.cursor_at_end and (select or self.selection.is_empty):
            self._move(right_of(self.value, self.cursor_position), select)
        else:
            super().action_cursor_right(select)

    def action_cursor_left_word(self, select: bool = False) -> None:
        """Move to the start of a word; a word has its marks and apostrophes in it."""
        self._move(word_start_before(self.value, self.cursor_position), select)

    def action_cursor_right_word(self, select: bool = False) -> None:
        """Move to the start of the next word."""
        self._move(word_start_behind(self.value, self.cursor_position), select)

    def action_delete_left(self) -> None:
        """Delete the selection or the character before the caret, of a letter with signs its last sign alone."""
        self._delete(backspace_start(self.value, self.cursor_position), self.cursor_position)

    def action_delete_right(self) -> None:
        """Delete the selection or the character behind the caret."""
        self._delete(self.cursor_position, right_of(self.value, self.cursor_position))

    def action_delete_left_word(self) -> None:
        """Delete the selection or what is before the caret up to the start of a word."""
        self._delete(word_start_before(self.value, self.cursor_position), self.cursor_position)

    def _move(self, place: int, select: bool) -> None:
        self.selection = Selection(self.selection.start if select else place, place)

    def _delete(self, start: int, end: int) -> None:
        if self.selection.is_empty:
            self.delete(start, end)
        else:
            self.delete_selection()
