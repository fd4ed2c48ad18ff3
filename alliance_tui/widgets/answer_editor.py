"""Where an answer is written."""

from __future__ import annotations

from typing import TypeVar, cast

from textual import events
from textual.geometry import Offset
from textual.widgets import TextArea
from textual.widgets.text_area import Document, EditResult, Location

from alliance_tui.domain.limits import LONGEST, TOO_LONG
from alliance_tui.terminal.key_order import act_at_once
from alliance_tui.terminal.modes_and_keys import kept_bindings
from alliance_tui.terminal.textual_private import private_parts
from alliance_tui.text.caret import backspace_start, left_of, moved_index, right_of, word_edge_before, word_edge_behind
from alliance_tui.text.characters import clean

T = TypeVar("T", bound="AnswerEditor")
ACTIONS = {each.key: each.action for each in kept_bindings(TextArea)}


def new_editor() -> AnswerEditor:
    """Return an empty editor, whose keys cost the rows they change where this Textual lets them."""
    return light(AnswerEditor)()


def light(kind: type[T]) -> type[T]:
    part = private_parts.part("text_area")
    return part.light_class(kind) if part else kind


class AnswerEditor(TextArea, inherit_bindings=False):
    """Everything typed is text. Soft wrap always; no highlighting of syntax, brackets or the caret's line."""

    TERMINAL_CARET = False
    """The terminal's own cursor is where the caret is, and hidden, because the caret is drawn."""
    BINDINGS = [*kept_bindings(TextArea)]
    DEFAULT_CSS = """
    AnswerEditor, AnswerEditor:focus {
        border: none; padding: 0; height: 1fr; background: transparent; background-tint: $foreground 0%;
    }
    """

    def __init__(self) -> None:
        super().__init__(soft_wrap=True, tab_behavior="indent", highlight_cursor_line=False)
        self.indent_type = "tabs"
        self.match_cursor_bracket = False
        self.cursor_blink = False
        self.can_focus = False

    async def on_key(self, event: events.Key) -> None:
        """Move and delete at once: keys that arrive in one burst must act in their order.

        TextArea lets such keys bubble to their bindings and types letters meanwhile.
        """
        await act_at_once(self, event, ACTIONS, self._insert)

    async def on_paste(self, event: events.Paste) -> None:
        """Take a paste in as text: what a terminal would obey becomes a visible mark."""
        event.stop().prevent_default()
        self._insert(clean(event.text))

    def get_cursor_left_location(self) -> Location:
        """Return where the caret goes by a character as people see it; TextArea counts code points."""
        row, column = self.cursor_location
        return (row, left_of(self.document[row], column)) if column else super().get_cursor_left_location()

    def get_cursor_right_location(self) -> Location:
        """Return where the caret goes by a character as people see it; delete takes what is between."""
        row, column = self.cursor_location
        line = self.document[row]
        return (row, right_of(line, column)) if column < len(line) else super().get_cursor_right_location()

    def get_cursor_word_left_location(self) -> Location:
        """Return the last edge of a word before the caret; a word has its marks and apostrophes in it."""
        row, column = self.cursor_location
        return (row, word_edge_before(self.document[row], column)) if column else super().get_cursor_left_location()

    def get_cursor_word_right_location(self) -> Location:
        """Return the first edge of a word behind the caret."""
        row, column = self.cursor_location
        line = self.document[row]
        return (row, word_edge_behind(line, column)) if column < len(line) else super().get_cursor_right_location()

    def action_delete_left(self) -> None:
        """Delete the selection or the character before the caret, of a letter with signs its last sign alone."""
        row, column = self.cursor_location
        if column and self.selection.is_empty and not self.read_only:
            start = backspace_start(self.document[row], column)
            self.delete((row, start), (row, column), maintain_selection_offset=False)
        else:
            super().action_delete_left()

    def _insert(self, text: str) -> None:
        self.replace(text, *self.selection, maintain_selection_offset=False)

    def replace(
        self, insert: str, start: Location, end: Location, *, maintain_selection_offset: bool = True
    ) -> EditResult:
        """Insert as much as the limit allows; Textual's editor has no limit, and blocks for seconds with a million."""
        now = len(self.text)
        if now - len(self.get_text_range(start, end)) + len(insert) > max(LONGEST, now):
            self.notify(TOO_LONG, severity="warning", markup=False, timeout=8)
            return EditResult(self.cursor_location, "")
        return super().replace(insert, start, end, maintain_selection_offset=maintain_selection_offset)

    def set_text(self, text: str, keep_place: bool = False) -> None:
        """Show another text, from its end, or with the first visible line where it is; the undo history starts anew."""
        shown = clean(text)
        if shown == self.text:
            return
        if keep_place and self.text and self.is_mounted:
            self._replace_keeping_place(shown)
        else:
            self.text = shown
            self.move_cursor(self.document.end)

    def _replace_keeping_place(self, text: str) -> None:
        """Show a text in the place of the present one; the first visible line and the caret stay where they are."""
        before, document = self.text, cast(Document, self.document)
        top = self.wrapped_document.offset_to_location(Offset(0, self.scroll_offset.y))
        places = [document.get_index_from_location(place) for place in (top, self.cursor_location)]
        self.text = text
        document = cast(Document, self.document)
        top, caret = (document.get_location_from_index(moved_index(before, text, place)) for place in places)
        self.move_cursor(caret)
        row = self.wrapped_document.location_to_offset(top).y
        self.scroll_to(y=row, animate=False, immediate=True, force=True)
