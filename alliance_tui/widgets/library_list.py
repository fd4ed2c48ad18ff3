"""The list of the library: alliances in an order, those that fit a filter and a search, then the lines found."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import compress
from typing import Protocol

from textual import events
from textual.content import Content
from textual.message import Message

from alliance_tui.domain.arrangement import Only, Order, arranged
from alliance_tui.domain.countdown import Clock
from alliance_tui.domain.summary import Summary
from alliance_tui.text.search import loose
from alliance_tui.widgets.library_columns import LibraryColumns
from alliance_tui.widgets.long_list import ROOM, LongList
from alliance_tui.widgets.plain import lines


class Text(Protocol):
    """A text in which words were found."""

    name: str
    """The folder of its alliance."""

    def lines(self, room: int) -> list[Content]:
        """Return its row, in lines of `room` cells."""


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
        self._search_texts: list[str] = []
        """Theirs, once somebody searches."""
        self.listed: list[Summary] = []
        """Those that fit the filter and the search."""
        self.texts: Sequence[Text] = ()
        """What was found besides, in texts."""
        self.listed_texts: Sequence[Text] = ()
        """Those of alliances that fit the filter."""
        self.width = 0
        """The cells of the list."""

    def take(self, summaries: Iterable[Summary], filling: bool = False) -> None:
        """Show other summaries."""
        self.summaries = arranged(summaries, self.order)
        self._search_texts = []
        self.fill(filling)
        self.refresh()

    def fill(self, filling: bool = False) -> None:
        """Show what fits the filter and the search; draw anew only rows that come, go or move."""
        marked, words = self.marked_summary or self.marked_text, loose(self.search).split()
        found, texts = self.summaries, self.texts
        if words:
            among = self.search_texts()
            for word in words:
                fits = [word in text for text in among]
                found, among = [*compress(found, fits)], [*compress(among, fits)]
        if self.only is not Only.ALL:
            today = self.columns.begin_day()
            names = {each.name for each in self.summaries if self.only.fits(each, today)}
            found = [each for each in found if each.name in names]
            texts = [each for each in texts if each.name in names]
        self.listed, self.listed_texts = found, texts
        at = 0 if filling and self.marked == 0 else self._place_of(marked)
        heights = self.columns.heights(found, self._room) + [len(each.lines(self._room)) for each in texts]
        self.show([*found, *texts], heights, at if heights else None)

    def search_texts(self) -> list[str]:
        """Return the text that each summary is found by; of 10,000 that takes 40 ms, once."""
        self._search_texts = self._search_texts or [each.search_text for each in self.summaries]
        return self._search_texts

    def _place_of(self, row: Summary | Text | None) -> int:
        """Return the number of an alliance's or a text's row; of the first if it is not listed."""
        if isinstance(row, Summary):
            return next((at for at, each in enumerate(self.listed) if each.name == row.name), 0)
        texts = enumerate(self.listed_texts, len(self.listed))
        return next((at for at, each in texts if each is row), 0)

    def sort(self, order: Order) -> None:
        """Show the same in another order."""
        self.order = order
        self.take(self.summaries)

    @property
    def heading(self) -> Content | None:
        """The columns' headings; None where there is no room for columns."""
        return self.columns.heading(self.order, self._room)

    @property
    def total_lines(self) -> int:
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

    @property
    def marked_text(self) -> Text | None:
        at = -1 if self.marked is None else self.marked - len(self.listed)
        return self.listed_texts[at] if 0 <= at < len(self.listed_texts) else None

    def _row(self, at: int) -> Content:
        if at < len(self.listed):
            return self.columns.row(self.listed[at], self._room)
        return lines(*self.listed_texts[at - len(self.listed)].lines(self._room))

    def on_click(self, event: events.Click) -> None:
        """Mark what was pressed, if it is still there, and choose it."""
        super().on_click(event)
        if self._row_at(event.y) < self._count:
            self.post_message(self.Chosen())
