"""History as a grid: rows down, versions across; the row heads stay while the versions scroll sideways."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from textual.app import RenderResult
from textual.content import Content
from textual.geometry import Offset
from textual.widget import Widget

from alliance_tui.domain.changes import Compared
from alliance_tui.domain.countdown import Clock
from alliance_tui.domain.history import Became, Cell, History, Row
from alliance_tui.render.history import COLUMN, day_of, figure, glyph, group, head, title
from alliance_tui.widgets.plain import lines, plain

THEMED = {
    Became.ABSENT: "",
    Became.NEW: "$come",
    Became.KEPT: "$text-muted",
    Became.REWORDED: "$both",
    Became.REWRITTEN: "$moved bold",
    Became.REMOVED: "$gone",
    Became.PROPOSED: "$both",
}
HEADER = 2
"""Rows above the grid: the versions and their days."""
NARROWEST, WIDEST = 18, 60
"""Cells of the row heads."""


class HistoryGrid(Widget):
    """One cell is marked; what does not fit is scrolled into view with it."""

    DEFAULT_CSS = """
    HistoryGrid { height: 1fr; padding: 0 1; }
    """

    def __init__(self, history: History, clock: Clock) -> None:
        """A history with at least one version; the newest column is marked first."""
        super().__init__()
        self.history, self.clock = history, clock
        self.row, self.column = 0, len(history.columns) - 1
        self._top = 0
        self._marked_at = Offset()
        """Where the marked cell was drawn."""
        self._lines: list[int | str] = []
        """What stands below each other: a group's name, or a row's index."""
        for name, rows in groupby(enumerate(history.rows), key=lambda numbered: group(numbered[1])):
            self._lines += [name, *(index for index, _ in rows)]

    @property
    def current(self) -> tuple[Row, Cell] | None:
        """The marked row and its cell; None where nothing was ever said."""
        rows = self.history.rows
        return (rows[self.row], rows[self.row].cells[self.column]) if rows else None

    @property
    def step(self) -> tuple[Compared, ...]:
        """The two versions that the marked cell compares; the first of all alone if that is marked."""
        return self.history.columns[max(0, self.column - 1) : self.column + 1]

    def move(self, rows: int, columns: int) -> None:
        """Mark another cell, as far as the ends allow."""
        self.row = max(0, min(len(self.history.rows) - 1, self.row + rows))
        self.column = max(0, min(len(self.history.columns) - 1, self.column + columns))
        self.refresh()

    def marked_at(self) -> Offset:
        return self._marked_at

    @property
    def page(self) -> int:
        return max(1, self.content_size.height - HEADER - 1)

    def render(self) -> RenderResult:
        """Draw the versions that fit beside the heads, and the rows around the marked one."""
        width, height = self.content_size
        columns = self._columns(width)
        heads = max(NARROWEST, min(WIDEST, width - COLUMN * len(columns)))
        below = self._visible(height - HEADER)
        if self.row in below:
            across = heads + COLUMN * (self.column - columns.start)
            self._marked_at = Offset(across, HEADER + below.index(self.row))
        rows = (plain(each, "bold") if isinstance(each, str) else self._row(each, heads, columns) for each in below)
        return lines(*self._titles(heads, columns), *rows)

    def _columns(self, width: int) -> range:
        """Return the versions in view: the newest, unless an older one is marked that would not be among them."""
        count = len(self.history.columns)
        fit = max(1, min(count, (width - NARROWEST) // COLUMN))
        first = min(count - fit, self.column)
        return range(first, first + fit)

    def _visible(self, height: int) -> list[int | str]:
        """Return the lines in view, the marked row among them, with the name above it if there is room."""
        if not self._lines or height < 1:
            return []
        at = self._lines.index(self.row)
        first = at - 1 if height > 1 and isinstance(self._lines[at - 1], str) else at
        top = max(min(self._top, first), at - height + 1)
        self._top = max(0, min(top, len(self._lines) - height))
        return self._lines[self._top : self._top + height]

    def _titles(self, heads: int, columns: range) -> Iterator[Content]:
        """Yield the versions in view, after a hint at those that are not; then their days."""
        more = "← more" if columns.start else ""
        if columns.stop < len(self.history.columns):
            more = "↔ more" if more else "more →"
        versions = self.history.columns[columns.start : columns.stop]
        yield _line(plain(more, "$text-muted"), heads, [plain(title(each), "bold") for each in versions])
        yield _line(plain(""), heads, [plain(day_of(each, self.clock), "$text-muted") for each in versions])

    def _row(self, index: int, heads: int, columns: range) -> Content:
        row, current = self.history.rows[index], index == self.row
        name = plain(f"{'▌ ' if current else '  '}{head(row, self.history)}", "bold" if current else "")
        cells = []
        for column in columns:
            cell = row.cells[column]
            style = THEMED[cell.became] + (" reverse" if current and column == self.column else "")
            cells.append(plain(f"{glyph(cell)} {figure(cell)}".ljust(COLUMN - 1), style.strip()))
        return _line(name.truncate(heads - 1, ellipsis=True), heads, cells)


def _line(head: Content, heads: int, cells: Iterable[Content]) -> Content:
    """Return a line: its head in `heads` cells, then the versions'."""
    return Content("").join([_fit(head, heads), *(_fit(cell, COLUMN) for cell in cells)])


def _fit(content: Content, width: int) -> Content:
    return content.truncate(width, ellipsis=True, pad=True)
