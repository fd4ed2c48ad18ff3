"""Words that were found, marked: in a text on the screen, and in the rows of the library."""

from __future__ import annotations

from collections.abc import Iterable

from textual.content import Content

from alliance_tui.domain.countdown import Clock
from alliance_tui.domain.finding import FoundIn
from alliance_tui.render.search import FoundRow, rows
from alliance_tui.text.finding import Place, Wanted
from alliance_tui.widgets.people import mark
from alliance_tui.widgets.plain import lines, plain

WIDE, NARROW_HEIGHT = 72, 3
"""Cells from which it stands beside where the words were found when that was, and the lines of a row in fewer."""
HIT = "bold underline $accent"
CURRENT = "bold reverse $accent"
"""The place that the keys are at."""


def marked(text: Content, places: Iterable[Place], current: Place | None = None) -> Content:
    """Return a text with the words at these places marked."""
    for place in places:
        text = text.stylize(CURRENT if place == current else HIT, *place)
    return text


def found_rows(among: FoundIn, wanted: Wanted, clock: Clock, width: int) -> list[Content]:
    """Return what was found in one alliance, a row for each text."""
    return [found_row(row, width) for row in rows(among, wanted, clock, width)]


def found_row(row: FoundRow, width: int) -> Content:
    """Return what was found in a text, as many lines as `found_height` says: where, the line with the words, when."""
    whose = mark(row.holder) if row.holder else plain(row.mark)
    where = (whose + " " if row.mark else Content("")) + plain(row.where, "$text-muted")
    when = plain(row.when, "$text-muted")
    line = marked(plain(row.line), row.places).truncate(width, ellipsis=True)
    if found_height(width) == NARROW_HEIGHT:
        return lines(where.truncate(width, ellipsis=True), line, when.truncate(width, ellipsis=True))
    where = where.truncate(width - when.cell_length - 2, ellipsis=True)
    return lines(where.pad_right(width - where.cell_length - when.cell_length) + when, line)


def found_height(width: int) -> int:
    """Return how many lines a row takes in so many cells."""
    return NARROW_HEIGHT if width < WIDE else 2
