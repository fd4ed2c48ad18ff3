"""A text with the words that are looked for, as a row of the library's list."""

from __future__ import annotations

from textual.content import Content

from alliance_tui.domain.finding import Found, FoundIn
from alliance_tui.domain.terms import Partners
from alliance_tui.render.search import FoundRow
from alliance_tui.text.characters import one_line
from alliance_tui.widgets.found import found_row
from alliance_tui.widgets.people import pair_of

INDENT = "  "
MEASURE = 72
"""Cells of a line of prose at most."""


class FoundText:
    """The names of the partners stand above the first text of an alliance."""

    def __init__(self, among: FoundIn, found: Found, row: FoundRow, is_first: bool) -> None:
        self.name, self.found = among.name, found
        self._partners, self._row, self._is_first = Partners(*map(one_line, among.partners)), row, is_first
        self._drawn: tuple[int, list[Content]] = (0, [])

    def lines(self, room: int) -> list[Content]:
        """Return the row in lines of `room` cells; what is said of a text is indented."""
        if self._drawn[0] != room:
            width = min(room - len(INDENT), MEASURE)
            said = [part.wrap(width) for part in found_row(self._row).split()]
            shown = [Content(INDENT) + line for part in said for line in part]
            names = [pair_of(self._partners).truncate(room, ellipsis=True)] if self._is_first else []
            self._drawn = room, [*names, *shown]
        return self._drawn[1]
