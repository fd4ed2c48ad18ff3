"""A TextArea in which a key costs the rows it changes, not the paragraph."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import pairwise
from typing import Any, NamedTuple, TypeVar

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual._wrap import compute_wrap_offsets as stock_wrap_offsets
from textual.document import _wrapped_document
from textual.geometry import Offset, Region, Size
from textual.reactive import Reactive, reactive
from textual.strip import Strip
from textual.widgets import TextArea
from textual.widgets.text_area import Document, Location, Selection, WrappedDocument

from alliance_tui.terminal.textual_private import changed_methods
from alliance_tui.text.caret import snapped
from alliance_tui.text.line_breaks import row_starts, stands

Editor = TypeVar("Editor", bound=TextArea)

BAR = (0, 0)
"""The selection in an empty line, which has no character that could be marked."""


class Wrapping(WrappedDocument):
    """Textual's wrapped document, with our line breaks.

    It cuts out the row that is asked for, and tabs are as wide as they are drawn.
    """

    def __init__(self, *args: Any, **options: Any) -> None:
        _wrapped_document.compute_wrap_offsets = wrap_offsets  # type: ignore[attr-defined]
        super().__init__(*args, **options)

    def wrap(self, width: int, tab_width: int | None = None) -> None:
        """Wrap everything to so many cells, 0 for no wrapping."""
        self.cells = width
        super().wrap(width, tab_width)

    def wrap_range(self, start: Location, old_end: Location, new_end: Location) -> None:
        """Wrap again what an edit changed; within a line, from the last break before the edit that stays on.

            We talk on |Sundays, and |then we walk.
                                           ^ edited here: both breaks stay, the rest is wrapped again

        Where there are as many breaks as before, no row changes its number, and Textual need not do it all again.
        """
        line, edited = min(start, old_end, new_end)
        if line == start[0] == old_end[0] == new_end[0] < self.document.line_count and self.cells > 1:
            text, breaks = self.document[line], self.get_offsets(line)
            if text and "\t" not in text and self.get_tab_widths(line) == [0]:
                kept = breaks[: bisect_left(breaks, edited)]
                while kept and not stands(text, kept[-1], edited):
                    kept.pop()
                found = row_starts(text, self.cells, kept[-1] if kept else 0)
                if len(kept) + len(found) == len(breaks):
                    breaks[len(kept) :] = found
                    return
        super().wrap_range(start, old_end, new_end)

    def bounds(self, line: int, row: int) -> tuple[int, int]:
        """Return the columns at which a row of a line starts and ends; `row` counts from 0, and -1 is the last."""
        offsets = self.get_offsets(line)
        row %= len(offsets) + 1
        return offsets[row - 1] if row else 0, offsets[row] if row < len(offsets) else len(self.document[line])

    def shown(self, line: int, start: int, end: int) -> str:
        """Return part of a line with its tabs as the spaces they are on the screen."""
        text = self.document[line]
        first, *rest = text[start:end].split("\t")
        if not rest:
            return first
        widths = self.get_tab_widths(line)[text.count("\t", 0, start) :]
        return first + "".join(" " * width + words for width, words in zip(widths, rest, strict=False))

    def places(self, line: int, start: int, end: int, *columns: int) -> tuple[int, ...]:
        """Return where columns are in what is shown of a part of a line; behind its end is a space for the caret."""
        return tuple(len(self.shown(line, start, column)) + max(0, column - end) for column in columns)

    def get_sections(self, line_index: int) -> list[str]:
        """Return the rows of a line."""
        text = self.document[line_index]
        return [text[start:end] for start, end in pairwise((0, *self.get_offsets(line_index), len(text)))]

    def location_to_offset(self, location: Location) -> Offset:
        """Return the cell and row at which a location is shown; one beyond the text counts as its end.

        During an undo TextArea asks for the caret's, while it is still where it was before.
        """
        line, column = location = min(location, self.document.end)
        start, _ = self.bounds(line, bisect_right(self.get_offsets(line), column))
        return Offset(cell_len(self.shown(line, start, column)), super().location_to_offset(location).y)

    def get_target_document_column(self, line_index: int, x_offset: int, y_offset: int) -> int:
        """Return the column whose character covers a cell of a row; only the last row's end can be reached.

        A character is one as people see it: no column inside a flag is returned.
        """
        start, end = self.bounds(line_index, y_offset)
        if x_offset == 0:  # asked for each row in view at each key
            return start

        def cells_to(column: int) -> int:
            return cell_len(self.shown(line_index, start, column + 1))

        column = start + bisect_right(range(start, end), x_offset, key=cells_to)
        line = self.document[line_index]
        return max(start, snapped(line, column if end == len(line) else min(column, end - 1)))


def wrap_offsets(text: str, width: int, *tab_options: Any, **options: Any) -> list[int]:
    """Return where Textual's wrapped document is to break a line; with tabs by Textual's own rule."""
    return stock_wrap_offsets(text, width, *tab_options, **options) if "\t" in text else row_starts(text, width)


class Row(NamedTuple):
    """All that a row of the editor shows: rows that are equal look the same."""

    text: str = ""
    """With a space for the caret after a line's end."""
    selected: tuple[int, ...] | None = None
    """Where the selection starts and ends in `text`, or `BAR`."""
    caret: tuple[int, ...] | None = None
    """Where the character with the caret on it starts and ends in `text`, unless the terminal draws the caret."""
    hint: bool = False
    """True if the placeholder is shown instead."""


class LightTextArea(TextArea, inherit_bindings=False):
    """A TextArea that repaints the rows that look different. It has no highlighting."""

    selection: Reactive[Selection] = reactive(Selection(), init=False, always_update=True, repaint=False)
    """As TextArea's, but setting it repaints only the rows that look different."""

    def __init__(self, *args: Any, **options: Any) -> None:
        self._shown: dict[int, Row] = {}
        self._base = Style()
        self._due: list[Region] = []
        super().__init__(*args, **options)

    @property
    def wrapped_document(self) -> Wrapping:
        """The rows of the text."""
        return self._wrapping

    @wrapped_document.setter
    def wrapped_document(self, stock: WrappedDocument) -> None:
        self._wrapping = Wrapping(stock.document, tab_width=self.indent_width)

    def on_resize(self) -> None:
        """Repaint all rows, with the caret in view, once TextArea has wrapped them to the new width."""
        self.refresh()
        if self.has_focus:
            self.call_next(self.scroll_cursor_visible)

    # The caret

    @property
    def cursor_screen_offset(self) -> Offset:
        """Where the caret is on the screen; TextArea does not know it after another width."""
        caret = self.wrapped_document.location_to_offset(self.cursor_location)
        return self.content_region.offset + caret - self.scroll_offset

    @property
    def _draw_cursor(self) -> bool:
        """True if the caret is drawn as a cell, because the terminal's own cursor isn't used."""
        return super()._draw_cursor and not getattr(self.app, "terminal_caret", False)

    def _refresh_size(self) -> None:
        """Update the number of rows without a new layout, because nothing else on the screen moves."""
        size = Size(0, self.wrapped_document.height)
        if size != self.virtual_size:
            self.set_reactive(TextArea.virtual_size, size)
            self._scroll_update(size)

    def _watch_selection(self, previous_selection: Selection, selection: Selection) -> None:  # noqa: ARG002
        """Bring the caret into view and repaint the rows that look different."""
        if self.is_mounted:
            self.app.clear_selection()
            self._refresh_size()  # TextArea scrolls first, and the caret may end up a row below the view
            self.scroll_cursor_visible()
            self._refresh_rows()

    # Rows

    def _refresh_rows(self) -> None:
        """Have the rows painted that look different from what was painted last; one at least, for the cursor."""
        width, height = self.scrollable_content_region.size
        changed = [y for y, row in enumerate(self._rows(0, height)) if row != self._shown.get(y)]
        self._due = [Region(0, y, width, 1) for y in changed or [0]]
        self.check_idle()

    def _check_refresh(self) -> None:
        """Draw what keys changed, once no key waits; a frame of the screen would be twice the work."""
        due, self._due = self._due, []
        draw_now = getattr(self.app, "draw_now", None) if self.has_focus else None
        if due and not (draw_now and draw_now(self, *due)):
            self.refresh(*due)
        super()._check_refresh()

    def _rows(self, start: int, stop: int) -> Iterator[Row]:
        """Yield what is to be seen in rows of the editor, counted from the top of its view."""
        document, top, height = self.wrapped_document, self.scroll_offset.y, self.virtual_size.height
        hint, draws_caret, at_caret = self._hinting, self._draw_cursor, self.cursor_location
        first, final = sorted(self.selection)
        for at in range(top + start, top + stop):
            if not 0 <= at < height:
                yield Row(hint=hint)
                continue
            line, column = document.offset_to_location(Offset(0, at))
            begin, end = document.bounds(line, bisect_right(document.get_offsets(line), column))
            last = end == len(self.document[line])
            caret = selected = None
            if draws_caret and (line, begin) <= at_caret < (line, end + last):
                caret = document.places(line, begin, end, at_caret[1], at_caret[1] + 1)
            if first != final:
                here = max((line, begin), first), min((line, end), final)
                if here[0] < here[1]:
                    selected = document.places(line, begin, end, here[0][1], here[1][1])
                elif begin == end and here[0] == here[1] != at_caret:
                    selected = BAR
            yield Row(document.shown(line, begin, end) + " " * last, selected, caret, hint)

    @property
    def _hinting(self) -> bool:
        return bool(self.placeholder) and not self.document.end[1] and self.document.line_count == 1

    def render_lines(self, crop: Region) -> list[Strip]:
        """Render rows. TextArea works out all styles for each frame, of which only the placeholder needs them here."""
        self._base = self.rich_style
        return super().render_lines(crop) if self._hinting else super(TextArea, self).render_lines(crop)

    def render_line(self, y: int) -> Strip:
        """Render a row, as the same object as long as it looks the same."""
        row = self._shown[y] = next(self._rows(y, y + 1))
        return super().render_line(y) if row.hint else self._paint(row, self.scrollable_content_region.width)

    def _paint(self, row: Row, width: int) -> Strip:
        wanted = {"selection": row.selected, "cursor": row.caret}
        styles = [
            self.get_component_rich_style(f"text-area--{name}") if wanted[name] else Style.null() for name in wanted
        ]
        return paint(row, width, self._base, *styles)


@lru_cache(1024)
def paint(row: Row, width: int, base: Style, selection: Style, cursor: Style) -> Strip:
    """Draw a row so many cells wide."""
    if row.selected == BAR:
        segments = [Segment("▌", base + Style(color=selection.bgcolor))]
    else:
        begin, end = row.selected or (0, 0)
        caret, behind = row.caret or (0, 0)
        segments = []
        for start, stop in pairwise(sorted({0, begin, end, caret, behind, len(row.text)})):
            style = base + selection if begin <= start < end else base
            segments.append(Segment(row.text[start:stop], style + cursor if caret <= start < behind else style))
    return Strip(segments, cell_len(row.text)).extend_cell_length(width, base)


PRIVATE = {
    "_refresh_size": "self",
    "_draw_cursor": "",
    "_watch_selection": "self previous_selection selection",
    "_scroll_update": "self virtual_size",
    "_check_refresh": "self",
}
"""What is replaced and used of TextArea, and what it takes."""


def misfit() -> str:
    """Return why this Textual's TextArea can't be used here; "" if it can."""
    if changed := changed_methods(TextArea, **PRIVATE):
        return f"TextArea has other insides: {changed}"
    if stock_wrap_offsets("ab cd", 3, 1) != [3]:
        return "TextArea wraps otherwise"
    rows = Wrapping(Document("ab cd ef"), 3)  # plain: for other signs `regex` is loaded, which takes 60 ms
    kept = rows.get_offsets(0) is rows.get_offsets(0)  # `wrap_range` changes them in place
    return "" if kept and rows.get_offsets(0) == [3, 6] else "TextArea wraps otherwise"


@cache
def light_class(kind: type[Editor]) -> type[Editor]:
    """Return a class of editors that is light."""
    # Textual takes styles and names of the first base.
    return type(f"Light{kind.__name__}", (kind, LightTextArea), {"TERMINAL_CARET": True})
