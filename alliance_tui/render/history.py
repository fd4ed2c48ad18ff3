"""History as a picture: a glyph and a figure for how much each cell changed, so that colour only adds to it."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from alliance_tui.domain.alliance import Alliance, Version
from alliance_tui.domain.changes import Compared
from alliance_tui.domain.countdown import Clock
from alliance_tui.domain.history import Became, Cell, History, Row
from alliance_tui.render.phrases import on
from alliance_tui.render.records import Record, moment
from alliance_tui.render.text import line
from alliance_tui.text.characters import one_line

GLYPHS = {
    Became.ABSENT: " ",
    Became.NEW: "+",
    Became.KEPT: "·",
    Became.REWORDED: "░",
    Became.REWRITTEN: "█",
    Became.REMOVED: "×",
}
ASCII = {**GLYPHS, Became.KEPT: ".", Became.REWORDED: "~", Became.REWRITTEN: "#", Became.REMOVED: "x"}
HALF = "▒"
"""For what was reworded by more than a third."""
THIRD = 1 / 3
WORDS = {
    Became.ABSENT: "",
    Became.NEW: "new",
    Became.KEPT: "kept",
    Became.REWRITTEN: "rewritten",
    Became.REMOVED: "gone",
}
STYLES = {
    Became.ABSENT: "",
    Became.NEW: "green",
    Became.KEPT: "dim",
    Became.REWORDED: "yellow",
    Became.REWRITTEN: "magenta",
    Became.REMOVED: "red",
}
LEGEND = (Became.KEPT, Became.REWORDED, Became.REWRITTEN, Became.NEW, Became.REMOVED)
HEAD = 24
"""The narrowest a column of row heads gets, in cells."""
COLUMN = 12
"""Cells of a version's column."""


def glyph(cell: Cell, ascii_only: bool = False) -> str:
    """One character for how much it changed."""
    if ascii_only:
        return ASCII[cell.became]
    return HALF if cell.became is Became.REWORDED and cell.share > THIRD else GLYPHS[cell.became]


def figure(cell: Cell) -> str:
    """How much in a word or a figure: "34%", "new", "kept", "gone"; "" where not a word changed."""
    if cell.became in WORDS or not cell.share:
        return WORDS.get(cell.became, "")
    return f"{max(1, round(cell.share * 100))}%"


def title(column: Compared) -> str:
    """What heads a column: "v2", "open"."""
    return f"v{column.number}" if isinstance(column, Version) else "open"


def day_of(column: Compared, clock: Clock) -> str:
    """The day a version was signed; what an open session would be."""
    return on(column.signed, clock) if isinstance(column, Version) else f"(v{column.number})"


def head(row: Row, history: History) -> str:
    """A row's first words: whose answer to what, or the agreement."""
    partners = history.columns[-1].partners
    return one_line(f"{partners[row.side]} · {row.text}" if row.side else f"• {row.text}")


def group(row: Row) -> str:
    """What a row stands under: the question's section, or the agreements."""
    return row.question.section.label if row.side and row.question else "Agreements"


def picture(history: History, clock: Clock, width: int, ascii_only: bool) -> RenderableType:
    """The whole for a terminal or a pipe; versions that do not fit in beside each other go below."""
    names = str(history.columns[-1].partners) if history.columns else ""
    parts: list[RenderableType] = [line("History", names, style="bold"), Text(legend(ascii_only), "dim")]
    fit = max(1, (width - HEAD) // COLUMN)
    for first in range(0, len(history.columns), fit):
        chosen = range(first, min(first + fit, len(history.columns)))
        parts += [Text(), _table(history, chosen, clock, width, ascii_only)]
    return Group(*parts)


def legend(ascii_only: bool = False) -> str:
    """What the glyphs mean."""
    glyphs = ASCII if ascii_only else GLYPHS
    return "  ".join(f"{glyphs[became]} {became}" for became in LEGEND)


def _table(history: History, chosen: range, clock: Clock, width: int, ascii_only: bool) -> Table:
    columns = [history.columns[index] for index in chosen]
    table = Table(box=None, show_edge=False, padding=0, header_style="bold", pad_edge=False)
    table.add_column("", width=max(HEAD, min(72, width - COLUMN * len(columns))), no_wrap=True, overflow="ellipsis")
    for column in columns:
        table.add_column(Text(f"{title(column)}\n{day_of(column, clock)}"), width=COLUMN, no_wrap=True)
    for name, rows in _grouped(history):
        table.add_row(Text(name, "bold"))
        for row in rows:
            cells = [row.cells[index] for index in chosen]
            drawn = [Text(f"{glyph(cell, ascii_only)} {figure(cell)}", STYLES[cell.became]) for cell in cells]
            table.add_row(Text(f"  {head(row, history)} "), *drawn)
    return table


def _grouped(history: History) -> Iterator[tuple[str, list[Row]]]:
    names = dict.fromkeys(group(row) for row in history.rows)
    return ((name, [row for row in history.rows if group(row) == name]) for name in names)


def record(alliance: Alliance, history: History) -> Record:
    """The history for programs; `share` is of the words of both versions, 0 to 1."""
    return {
        "name": alliance.name,
        "columns": [
            {
                "version": column.number,
                "signed": moment(column.signed) if isinstance(column, Version) else None,
                "open": not isinstance(column, Version),
            }
            for column in history.columns
        ],
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
