"""The list of the library: alliances in an order, those that fit a filter and a search, then the lines found."""

from __future__ import annotations

from collections.abc import Iterable

from textual import events
from textual.content import Content
from textual.message import Message

from alliance_tui.domain.arrangement import Only, Order, arranged
from alliance_tui.domain.countdown import Clock
from alliance_tui.domain.summary import Summary
from alliance_tui.text.search import loose
from alliance_tui.widgets.library_columns import LibraryColumns
from alliance_tui.widgets.long_list import ROOM, LongList


class LibraryList(LongList):
    """Shows summaries. The marked one stays marked; the first, while the list fills, stays the first."""

    class Chosen(Message):
        """A row was clicked."""

    def __init__(self, clock: Clock) -> None:
        super().__init__(self._row, id="alliances")
        self.columns = LibraryColumns(clock)
        self.order, self.only, self.search = Order.SIGNED, Only.ALL, ""
        self.summaries: list[Summary] = []
        """All of them, in the order they are shown in."""
        self.listed: list[Summary] = []
        """Those that fit the filter and the search."""
        self.width = 80
        """The cells of the list."""

    def take(self, summaries: Iterable[Summary], filling: bool = False) -> None:
        """Show other summaries."""
        self.summaries = arranged(summaries, self.order)
        self.fill(filling)

    def fill(self, filling: bool = False) -> None:
        """Show what fits the filter and the search."""
        marked, words = self.marked_summary, loose(self.search).split()
        found = self.summaries
        if words:
            found = [each for each in found if all(word in each.search_text for word in words)]
        if self.only is not Only.ALL:
            today = self.columns.begin_day()
            found = [each for each in found if self.only.fits(each, today)]
        self.listed = found
        names = [each.name for each in found]
        stays = marked and marked.name in names and not (filling and self.marked == 0)
        at = names.index(marked.name) if marked and stays else 0
        self.show(self.columns.heights(found, self._room), at if names else None)

    def sort(self, order: Order) -> None:
        """Show the same in another order."""
        self.order = order
        self.take(self.summaries)

    @property
    def heading(self) -> Content | None:
        """The columns' headings; None where there is no room for columns."""
        return self.columns.heading(self.order, self._room)

    @property
    def lines(self) -> int:
        """The lines that all rows take."""
        return self.virtual_size.height

    @property
    def _room(self) -> int:
        """The cells of a row, whether the list is scrolled or not."""
        return self.width - ROOM

    @property
    def marked_summary(self) -> Summary | None:
        at = self.marked
        return None if at is None or at >= len(self.listed) else self.listed[at]

    def _row(self, at: int) -> Content:
        return self.columns.row(self.listed[at], self._room)

    def on_click(self, event: events.Click) -> None:
        """Mark what was pressed, and choose it."""
        super().on_click(event)
        self.post_message(self.Chosen())
