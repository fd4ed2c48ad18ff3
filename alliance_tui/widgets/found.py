"""Words that were found, marked: in a text on the screen, and in the rows of the library."""

from __future__ import annotations

from collections.abc import Iterable

from textual.content import Content

from alliance_tui.render.search import FoundRow
from alliance_tui.text.finding import Place
from alliance_tui.widgets.people import mark
from alliance_tui.widgets.plain import lines, plain

HIT = "bold underline not strike $accent"
CURRENT = "bold reverse not strike $accent"
"""The place that the keys are at."""


def marked(text: Content, places: Iterable[Place], current: Place | None = None) -> Content:
    """Return a text with the words at these places marked."""
    for place in places:
        text = text.stylize(CURRENT if place == current else HIT, *place)
    return text


def found_row(row: FoundRow) -> Content:
    """Return what was found in a text on two lines: where and when, then the line with the words."""
    whose = mark(row.holder) if row.holder else plain(row.mark)
    head = Content(" ").join([*([whose] if row.mark else []), plain(row.where, "$text-muted")])
    return lines(head + plain(f"  {row.when}", "$text-muted"), marked(plain(row.line), row.places))
