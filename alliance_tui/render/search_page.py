"""What a search has found, for a terminal or a pipe; the words are bold and underlined, and in a pipe plain."""

from __future__ import annotations

from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from alliance_tui.domain.countdown import Clock
from alliance_tui.domain.finding import FoundIn
from alliance_tui.render.document import Parts, indented, line
from alliance_tui.render.search import FoundRow, rows
from alliance_tui.text.finding import Wanted

WORDS = "bold underline yellow"
"""The style of the words."""


def found_page(among: FoundIn, wanted: Wanted, clock: Clock) -> Parts:
    """Return what was found in one alliance, under the partners' names and the folder's."""
    yield line(str(among.partners), among.name, style="bold")
    table = Table.grid(padding=(0, 1, 0, 0))
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for row in rows(among, wanted, clock):
        table.add_row(row.mark, Text.assemble((row.where, "italic"), (f"  {row.when}", "dim")))
        table.add_row("", indented(_line(row)))
    yield Padding(table, (0, 0, 1, 1))


def _line(row: FoundRow) -> Text:
    words = Text(row.line)
    for start, end in row.places:
        words.stylize(WORDS, start, end)
    return words
