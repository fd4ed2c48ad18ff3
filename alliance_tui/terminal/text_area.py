"""A TextArea in which a key costs the rows it changes, however long the paragraph."""

from __future__ import annotations

from functools import cache
from inspect import signature
from itertools import pairwise
from typing import Any, NamedTuple, TypeVar

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region, Size
from textual.reactive import Reactive, reactive
from textual.strip import Strip
from textual.widgets import TextArea
from textual.widgets.text_area import Document, DocumentNavigator, Selection

from alliance_tui.terminal.wrapping import Wrapping, wraps_alike

Editor = TypeVar("Editor", bound=TextArea)

BAR = (0, 0)
"""How an empty line within the selection is told: there is nothing in it that could be marked."""


class Row(NamedTuple):
    """All that a row of the editor shows: rows that are equal look the same."""

    text: str = ""
    """With a space for the caret after a line's end."""
    selected: tuple[int, int] | None = None
    """Where the selection starts and ends in `text`, or `BAR`."""
    caret: tuple[int, int] | None = None
    """Where the character with the caret on it starts and ends in `text`, unless the terminal draws the caret."""
    hint: bool = False
    """Whether the placeholder is shown instead."""


class LightTextArea(TextArea, inherit_bindings=False):
    """A TextArea that keeps its rows by what they show. It has no highlighting."""

    selection: Reactive[Selection] = reactive(Selection(), init=False, always_update=True, repaint=False)
    """As TextArea's, but setting it repaints only the rows that look different."""

    wrapped_document: Wrapping

    def __init__(self, *args: Any, **options: Any) -> None:
        """As any TextArea."""
        self._shown: dict[int, Row] = {}
        self._painted_in: Style | None = None
        super().__init__(*args, **options)

    def _set_document(self, text: str, language: str | None) -> None:  # noqa: ARG002 (Textual's signature)
        """Take a text in, with our way of wrapping it."""
        self.document = Document(text)
        self.wrapped_document = Wrapping(self.document, tab_width=self.indent_width)
        self.navigator = DocumentNavigator(self.wrapped_document)
        self.move_cursor((0, 0))
        self._rewrap_and_refresh_virtual_size()

    def _build_highlight_map(self) -> None:
        """Prose has no syntax; and rows are kept by what they show, so that no edit outdates them."""

    # The size of the text

    def _refresh_size(self) -> None:
        """Take in how many rows the text has. Nothing else on the screen moves for it, so nothing is laid out anew."""
        size = Size(0, self.wrapped_document.height)
        if size != self.virtual_size:
            self.set_reactive(TextArea.virtual_size, size)
            self._scroll_update(size)

    def _rewrap_and_refresh_virtual_size(self) -> None:
        """Wrap everything: there is another text, or another width."""
        super()._rewrap_and_refresh_virtual_size()
        if self.is_mounted:
            self._cursor_offset = self.wrapped_document.location_to_offset(self.cursor_location)
            if self.has_focus:
                self.scroll_cursor_visible()
            self.refresh()

    # The caret

    @property
    def _draw_cursor(self) -> bool:
        """Whether the caret is a cell of ours, because the terminal's own cursor isn't used."""
        return super()._draw_cursor and not getattr(self.app, "terminal_caret", False)

    def _watch_selection(self, previous_selection: Selection, selection: Selection) -> None:  # noqa: ARG002
        """The caret moved, or the text changed: bring the caret into view, and repaint what looks different."""
        if self.is_mounted:
            self.app.clear_selection()
            self._refresh_size()  # TextArea scrolls first, and the caret may end up a row below the view
            self.scroll_cursor_visible()
            self._refresh_rows()

    def _watch_scroll_x(self) -> None:
        """Leave the terminal's cursor to the app, which places it with every frame."""

    def _watch_scroll_y(self) -> None:
        """Leave it, as above."""

    # Rows

    def _refresh_rows(self) -> None:
        """Repaint the rows that look different from what was painted last; the caret's at least, which is elsewhere."""
        width, height = self.size
        changed = [y for y in range(height) if self._row(y) != self._shown.get(y)]
        caret = self._cursor_offset[1] - self.scroll_offset.y
        self.refresh(*(Region(0, y, width, 1) for y in changed or [caret]))

    def _row(self, y: int) -> Row:
        """What is to be seen in a row of the editor, counted from the top of its view."""
        document = self.wrapped_document
        at = y + self.scroll_offset.y
        rows = document._offset_to_line_info
        if not 0 <= at < len(rows):
            return Row(hint=self._hinting)
        line, row = rows[at]
        start, end = document.part(line, row)
        last = end == len(self.document[line])
        text = document.shown(line, start, end) + " " * last
        caret_line, caret = self.cursor_location
        caret_at = None
        if self._draw_cursor and caret_line == line and start <= caret and (last or caret < end):
            before = len(document.shown(line, start, caret))
            caret_at = before, len(document.shown(line, start, caret + 1)) if caret < end else before + 1
        return Row(text, self._selected(line, start, end), caret_at, self._hinting)

    def _selected(self, line: int, start: int, end: int) -> tuple[int, int] | None:
        """Where the selection starts and ends in what is shown of part of a line."""
        first, last = sorted(self.selection)
        if first == last or not first[0] <= line <= last[0]:
            return None
        if not self.document[line]:
            return None if line == self.cursor_location[0] else BAR
        begins = max(start, first[1]) if line == first[0] else start
        ends = min(end, last[1]) if line == last[0] else end
        shown = self.wrapped_document.shown
        return (len(shown(line, start, begins)), len(shown(line, start, ends))) if begins < ends else None

    @property
    def _hinting(self) -> bool:
        return bool(self.placeholder) and self.document.line_count == 1 and not self.document[0]

    def notify_style_update(self) -> None:
        """Look at the styles again before the next frame."""
        super().notify_style_update()
        self._painted_in = None

    def render_lines(self, crop: Region) -> list[Strip]:
        """Render; TextArea works out the style of every part of it for every frame."""
        if self._theme.base_style is None or self._painted_in != self.rich_style:
            self._painted_in = self.rich_style
            self._line_cache.clear()
            self._theme.apply_css(self)
        return super(TextArea, self).render_lines(crop)

    def render_line(self, y: int) -> Strip:
        """A row, the same object as long as it looks the same."""
        row = self._shown[y] = self._row(y)
        if row.hint:
            return super().render_line(y)
        key = (row, self.scrollable_content_region.width)
        if (strip := self._line_cache.get(key)) is None:
            strip = self._line_cache[key] = self._paint(*key)
        return strip

    def _paint(self, row: Row, width: int) -> Strip:
        """Draw a row so many cells wide."""
        theme = self._theme
        base, selection = theme.base_style or Style(), theme.selection_style or Style()
        begin, end = row.selected or (0, 0)
        caret, behind = row.caret or (0, 0)
        segments = []
        for start, stop in pairwise(sorted({0, begin, end, caret, behind, len(row.text)})):
            style = base + selection if begin <= start < end else base
            if caret <= start < behind and theme.cursor_style:
                style += theme.cursor_style
            segments.append(Segment(row.text[start:stop], style))
        if row.selected == BAR:
            segments = [Segment("▌", base + Style(color=selection.bgcolor))]
        return Strip(segments, cell_len(row.text)).extend_cell_length(width, base)


REPLACED = (
    "_set_document",
    "_build_highlight_map",
    "_refresh_size",
    "_rewrap_and_refresh_virtual_size",
    "_draw_cursor",
    "_watch_selection",
    "_watch_scroll_x",
    "_watch_scroll_y",
)
"""What TextArea calls, and finds here."""
USED = ("_cursor_offset", "_line_cache", "_scroll_update", "_theme")
"""What is used of TextArea."""


def misfit() -> str:
    """Return why this Textual's TextArea can't be light; "" when it can."""
    area = TextArea()
    missing = [name for name in (*REPLACED, *USED) if not hasattr(area, name)]
    missing += [name for name in REPLACED if _parameters(TextArea, name) != _parameters(LightTextArea, name)]
    if missing:
        return f"TextArea has other insides: {', '.join(missing)}"
    return "" if wraps_alike() else "TextArea wraps otherwise"


def _parameters(kind: type, name: str) -> list[str]:
    method = getattr(kind, name)
    return [*signature(method).parameters] if callable(method) else []


@cache
def lighter(kind: type[Editor]) -> type[Editor]:
    """Return a class of editors that is light."""
    return type(
        f"Light{kind.__name__}", (kind, LightTextArea), {"TERMINAL_CARET": True}
    )  # Textual takes styles and names of the first base
