"""History as a picture: a glyph and a figure for how much each cell changed, readable without colour."""

from __future__ import annotations

from typing import NamedTuple

from rich.table import Table
from rich.text import Text

from alliance_tui.domain.alliance import Alliance, Holder, Version
from alliance_tui.domain.changes import Compared
from alliance_tui.domain.countdown import Clock
from alliance_tui.domain.history import Became, Cell, History, Row
from alliance_tui.render.document import Parts, line
from alliance_tui.render.json_records import Record, column_record
from alliance_tui.render.phrases import on
from alliance_tui.text.characters import one_line


class Look(NamedTuple):
    """What shows how much a cell changed: a glyph, one for terminals without Unicode, a word and a style."""

    glyph: str
    ascii: str
    word: str
    style: str


LOOKS = {
    Became.ABSENT: Look(" ", " ", "", ""),
    Became.NEW: Look("+", "+", "new", "green"),
    Became.KEPT: Look("·", ".", "kept", "dim"),
    Became.REWORDED: Look("░", "~", "", "yellow"),
    Became.REWRITTEN: Look("█", "#", "rewritten", "magenta"),
    Became.REMOVED: Look("×", "x", "gone", "red"),
    Became.PROPOSED: Look("?", "?", "proposed", "yellow"),
}
HALF = "▒"
"""For what was reworded by more than a third."""
THIRD = 1 / 3
LEGEND = (Became.KEPT, Became.REWORDED, Became.REWRITTEN, Became.NEW, Became.REMOVED)
HEAD = 24
"""The narrowest a column of row heads gets, in cells."""
COLUMN = 12
"""Cells of a version's column."""


def glyph(cell: Cell, ascii_only: bool = False) -> str:
    """Return one character for how much a cell changed."""
    look = LOOKS[cell.became]
    if ascii_only:
        return look.ascii
    return HALF if cell.became is Became.REWORDED and cell.share > THIRD else look.glyph


def figure(cell: Cell) -> str:
    """Return how much a cell changed: "34%", "new", "kept", "gone"; "" if no word did."""
    percent = f"{max(1, round(cell.share * 100))}%" if cell.became is Became.REWORDED and cell.share else ""
    return LOOKS[cell.became].word or percent


def title(column: Compared) -> str:
    """Return a column's title: "v2", "open"."""
    return f"v{column.number}" if isinstance(column, Version) else "open"


def day_of(column: Compared, clock: Clock) -> str:
    """Return the day a version was signed, or the number an open session would get."""
    return on(column.signed, clock) if isinstance(column, Version) else f"(v{column.number})"


def holder_of(row: Row, history: History) -> Holder:
    """Return whose row it is: the side that answers, or the holder of the agreement in the newest version with it."""
    if row.side:
        return Holder(row.side)
    newest_first = (agreement for column in reversed(history.columns) for agreement in column.agreements)
    return next(agreement.holder for agreement in newest_first if agreement.id == row.id)


def head(row: Row, history: History) -> str:
    """Return a row's heading: the partner and the question, or the agreement."""
    partners = history.columns[-1].partners
    return one_line(f"{partners[row.side]} · {row.text}" if row.side else f"• {row.text}")


def group(row: Row) -> str:
    """Return the heading above a row: the question's section, or the agreements."""
    return row.question.section.label if row.side and row.question else "Agreements"


def picture(history: History, clock: Clock, width: int, ascii_only: bool) -> Parts:
    """Return the history for a terminal or a pipe; versions that do not fit side by side go below."""
    names = str(history.columns[-1].partners) if history.columns else ""
    yield line("History", names, style="bold")
    yield Text(legend(ascii_only), "dim")
    fit = max(1, (width - HEAD) // COLUMN)
    for first in range(0, len(history.columns), fit):
        yield Text()
        yield _table(history, slice(first, first + fit), clock, width, ascii_only)


def legend(ascii_only: bool = False) -> str:
    return "  ".join(f"{glyph(Cell(became), ascii_only)} {became}" for became in LEGEND)


def _table(history: History, chosen: slice, clock: Clock, width: int, ascii_only: bool) -> Table:
    columns = history.columns[chosen]
    table = Table(box=None, show_edge=False, padding=0, header_style="bold", pad_edge=False)
    table.add_column("", width=max(HEAD, min(72, width - COLUMN * len(columns))), no_wrap=True, overflow="ellipsis")
    for column in columns:
        table.add_column(Text(f"{title(column)}\n{day_of(column, clock)}"), width=COLUMN, no_wrap=True)
    for name in dict.fromkeys(map(group, history.rows)):
        table.add_row(Text(name, "bold"))
        for row in history.rows:
            if group(row) == name:
                drawn = [
                    Text(f"{glyph(cell, ascii_only)} {figure(cell)}", LOOKS[cell.became].style)
                    for cell in row.cells[chosen]
                ]
                table.add_row(Text(f"  {head(row, history)} "), *drawn)
    return table


def history_record(alliance: Alliance, history: History) -> Record:
    """Return the history for `--json`; `share` is of the words of both versions, 0 to 1."""
    return {
        "name": alliance.name,
        "columns": [column_record(column) for column in history.columns],
        "rows": [
            {
                "section": row.question.section if row.question else None,
                "question": row.question.id if row.question else None,
                "side": row.side,
                "agreement": None if row.side else row.id,
                "text": row.text,
                "cells": [{"became": cell.became, "share": round(cell.share, 4)} for cell in row.cells],
            }
            for row in history.rows
        ],
    }
