"""History as a grid: rows down, versions across; the row heads stay while the versions scroll sideways."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator
from itertools import groupby
from time import monotonic

from textual import events, work
from textual.app import RenderResult
from textual.content import Content
from textual.geometry import Offset
from textual.message import Message
from textual.widget import Widget

from alliance_tui.domain.alliance import Holder
from alliance_tui.domain.changes import Compared
from alliance_tui.domain.countdown import Clock
from alliance_tui.domain.history import Became, Cell, History, Row
from alliance_tui.render.history import COLUMN, LEGEND, day_of, figure, glyph, group, holder_of, title
from alliance_tui.text.characters import one_line
from alliance_tui.widgets.option_list import POINTER
from alliance_tui.widgets.people import held_by, mark
from alliance_tui.widgets.plain import lines, plain

THEMED = {
    Became.ABSENT: "",
    Became.NEW: "$come",
    Became.KEPT: "$text-muted",
    Became.REWORDED: "$moved",
    Became.REWRITTEN: "$moved",
    Became.REMOVED: "$gone",
    Became.PROPOSED: "$both",
}
CELL = COLUMN + 1
"""Cells of a version's column, with the bar of the marked one."""
HEADER = 2
"""Rows above the grid: the versions and their days."""
NARROWEST, WIDEST = 18, 76
"""Cells of the row heads."""
NAMED, NAME = 40, 16
"""Cells of the row heads from which they have names beside the marks, and the most that a mark and name get."""
BATCH = 0.25
"""Seconds of comparing after which the cells that are known by then are shown."""
WAITING = plain("…", "$text-muted")
"""What stands in a cell that is still to be compared."""

BAR = plain(POINTER, "$accent bold")


def legend() -> Content:
    """Return what the signs in cells mean."""
    signs = (plain(f"{glyph(Cell(became))} ", THEMED[became]) + plain(became, "$text-muted") for became in LEGEND)
    return Content("  ").join(signs)


class HistoryGrid(Widget):
    """One cell is marked; what does not fit is scrolled into view with it. Texts are compared for the cells in view."""

    class Pressed(Message):
        """Somebody clicked on a cell, which is marked now."""

    class Filled(Message):
        """More cells are known."""

    DEFAULT_CSS = """
    HistoryGrid { height: 1fr; }
    """

    def __init__(self, history: History, clock: Clock) -> None:
        """A history with at least one version; the newest column is marked first."""
        super().__init__()
        self.history, self.clock = history, clock
        self.row, self.column = 0, len(history.columns) - 1
        self._top = 0
        self._filling = False
        self._marked_at = Offset()
        """Where the marked cell was drawn."""
        self._lines: list[int | str] = []
        """What stands below each other: a group's name, or a row's index."""
        for name, rows in groupby(enumerate(history.rows), key=lambda numbered: group(numbered[1])):
            self._lines += [name, *(index for index, _ in rows)]

    @property
    def current(self) -> tuple[Row, Cell | None] | None:
        """The marked row and its cell, if that is known; None where nothing was ever said."""
        rows = self.history.rows
        return (rows[self.row], rows[self.row].cell_at_once(self.column)) if rows else None

    @property
    def step(self) -> tuple[Compared, ...]:
        """The two versions that the marked cell compares; the first of all alone if that is marked."""
        return self.history.columns[max(0, self.column - 1) : self.column + 1]

    def move(self, rows: int, columns: int) -> None:
        """Mark another cell, as far as the ends allow."""
        self.row = max(0, min(len(self.history.rows) - 1, self.row + rows))
        self.column = max(0, min(len(self.history.columns) - 1, self.column + columns))
        self.refresh()
        self._fill()

    def on_resize(self) -> None:
        self._fill()

    def _fill(self) -> None:
        if not self._filling and (waiting := self._waiting()):
            self._filling = True
            self._compare(waiting)

    @work(group="comparing")
    async def _compare(self, waiting: list[tuple[Row, int]]) -> None:
        """Compare texts in a thread, a batch after the other, as long as cells in view wait and the grid is there."""
        while waiting:
            await asyncio.to_thread(_compare_some, waiting)
            self.refresh()
            self.post_message(self.Filled())
            waiting = self._waiting()
        self._filling = False

    def _waiting(self) -> list[tuple[Row, int]]:
        """Return the cells in view that are to be compared, those of the marked row first."""
        columns, _ = self._layout()
        numbers = [each for each in self._visible(self.content_size.height - HEADER) if isinstance(each, int)]
        rows = [self.history.rows[each] for each in sorted(numbers, key=lambda each: abs(each - self.row))]
        return [(row, each) for row in rows for each in reversed(columns) if row.cell_at_once(each) is None]

    def marked_at(self) -> Offset:
        return self._marked_at

    @property
    def page(self) -> int:
        return max(1, self.content_size.height - HEADER - 1)

    def render(self) -> RenderResult:
        """Draw the versions that fit beside the heads, and the rows around the marked one."""
        columns, heads = self._layout()
        below = self._visible(self.content_size.height - HEADER)
        if self.row in below:
            across = heads + CELL * (self.column - columns.start) + 1  # behind the bar
            self._marked_at = Offset(across, HEADER + below.index(self.row))
        rows = (
            plain(f" {each}", "bold") if isinstance(each, str) else self._row(each, heads, columns) for each in below
        )
        return lines(*self._titles(heads, columns), *rows)

    def _layout(self) -> tuple[range, int]:
        """Return the versions in view, and the cells of the row heads before them."""
        width = self.content_size.width
        columns = self._columns(width)
        return columns, max(NARROWEST, min(WIDEST, width - 1 - CELL * len(columns)))

    def on_click(self, event: events.Click) -> None:
        """Mark the cell that was clicked on, and open it."""
        place = event.get_content_offset(self)
        below = self._visible(self.content_size.height - HEADER)
        columns, heads = self._layout()
        if place is None or not 0 <= place.y - HEADER < len(below):
            return
        row = below[place.y - HEADER]
        across = columns.start + (place.x - heads) // CELL if place.x >= heads else self.column
        if isinstance(row, int) and across < columns.stop:
            self.move(row - self.row, across - self.column)
            self.post_message(self.Pressed())

    def _columns(self, width: int) -> range:
        """Return the versions in view: the newest, unless an older one is marked that would not be among them."""
        count = len(self.history.columns)
        fit = max(1, min(count, (width - 1 - NARROWEST) // CELL))
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
        titles, days = [], []
        for column in columns:
            version, marked = self.history.columns[column], column == self.column
            titles.append(plain(f" {title(version)}", "$accent bold" if marked else "bold"))
            days.append(plain(f" {day_of(version, self.clock)}", "$accent" if marked else "$text-muted"))
        yield _line(plain(f" {more}", "$text-muted"), heads, titles)
        yield _line(plain(""), heads, days)

    def _row(self, index: int, heads: int, columns: range) -> Content:
        row, current = self.history.rows[index], index == self.row
        owner, weight = holder_of(row, self.history), "bold" if current else ""
        partners = self.history.columns[-1].partners
        longest = min(NAME, max(held_by(holder, partners).cell_length for holder in Holder))
        whose = _fit(held_by(owner, partners), longest) if heads >= NAMED else _fit(mark(owner), 2)
        words = whose + plain(f" {one_line(row.text)}")
        cells = []
        for column in columns:
            cell = row.cell_at_once(column)
            before = BAR if current and column == self.column else plain(" ")
            if cell is None:
                cells.append(before + WAITING)
                continue
            style = f"{THEMED[cell.became]} bold" if before is BAR else THEMED[cell.became]
            cells.append(before + plain(f"{glyph(cell)} {figure(cell)}", style.strip()))
        name = (BAR if current else plain(" ")) + " " + words.stylize(weight)
        return _line(name.truncate(heads - 1, ellipsis=True), heads, cells)


def _compare_some(cells: Iterable[tuple[Row, int]]) -> None:
    until = monotonic() + BATCH
    for row, column in cells:
        row.cell(column)
        if monotonic() >= until:
            return


def _line(head: Content, heads: int, cells: Iterable[Content]) -> Content:
    """Return a line: its head in `heads` cells, then the versions'."""
    return Content("").join([_fit(head, heads), *(_fit(cell, CELL) for cell in cells)])


def _fit(content: Content, width: int) -> Content:
    return content.truncate(width, ellipsis=True, pad=True)
