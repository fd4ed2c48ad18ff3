"""The list of all alliances, as lines: built by hand, because ten thousand rows in a Rich table take ten seconds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from functools import cache, partial
from itertools import zip_longest
from operator import le
from typing import TYPE_CHECKING

from rich.cells import cell_len

from alliance_tui.domain.countdown import Clock
from alliance_tui.domain.summary import Summary
from alliance_tui.render.phrases import PULSE_DUE, count, join_parts, open_state, review, today
from alliance_tui.render.streams import WIDE
from alliance_tui.render.times import day
from alliance_tui.text.characters import one_line
from alliance_tui.text.line_breaks import fold

if TYPE_CHECKING:  # lists do without the domain: it would take a quarter of the CPU of `alliance list` to import
    from alliance_tui.domain.alliance import Alliance

GAP = "  "
BOLD, RED = "1", "31"
"""Styles, as a terminal is told them."""
Line = tuple[str, str]
"""What it says, and its style, "" for none."""
Cells = tuple[str, str, str, str, str]


def listing(summaries: Sequence[Summary], clock: Clock, width: int) -> Iterator[Line]:
    """Yield all alliances, a row each, or stacked if it is narrow; then the unreadable ones, and how many there are."""
    now = today(clock)
    on, review_in = cache(partial(day, today=now)), cache(partial(review, clock=clock))

    def due(summary: Summary) -> str:
        return join_parts(PULSE_DUE if summary.pulse_due(now) else "", review_in(summary.review))

    rows = [_cells(summary, clock, on, due) for summary in summaries]
    if width >= WIDE:
        yield from ((row, "") for row in _table(rows, width))
    else:
        for row in rows:
            yield from ((part, BOLD) for part in fold(join_parts(*row[:2]), width))
            yield from ((f"  {part}", "") for part in fold(join_parts(*row[2:]), width - 2) if part)
    for summary in summaries:
        if summary.problem:
            yield from ((part, RED) for part in fold(f"{one_line(summary.name)}: {one_line(summary.problem)}", width))
    yield count(len(summaries), "alliance"), ""


def slips_to_repair(alliance: Alliance, clock: Clock, width: int) -> Iterator[Line]:
    """Yield the slips of which nobody has written how they were repaired, below both names."""
    yield "", ""
    yield one_line(str(alliance.partners)), BOLD
    for slip in alliance.unrepaired:
        agreement = alliance.agreement(slip.agreement)
        on = day(clock.local(slip.at).date(), today(clock))
        what = join_parts(on, one_line(agreement.text) if agreement else "")
        yield from ((f"  {part}", "") for part in fold(what, width - 2))
        yield from ((f"    {part}", "") for part in fold(one_line(slip.what), width - 4))


def _cells(summary: Summary, clock: Clock, on: Callable[[date], str], due: Callable[[Summary], str]) -> Cells:
    """Return the cells of an alliance: folder, partners and partnership, version, signed, what is next."""
    name = one_line(summary.name)
    if summary.partners is None:
        return name, "written by a newer release" if summary.newer else "cannot be read", "", "", ""
    newer = "of a newer release, to read only" if summary.newer else ""
    who = join_parts(one_line(str(summary.partners)), one_line(summary.partnership), newer)
    slips = f"{count(summary.unrepaired, 'slip')} to repair" if summary.unrepaired else ""
    next_up = join_parts(open_state(summary, clock), due(summary), slips)
    if summary.signed is None:
        return name, who, "", "not signed yet", next_up
    return name, who, f"v{summary.version}", f"signed {on(clock.local(summary.signed).date())}", next_up


def _table(rows: Sequence[Cells], width: int) -> Iterator[str]:
    """Return rows in columns; if they are too wide together, text in the widest columns is folded."""
    if not rows:
        return
    columns = [*zip(*rows, strict=True)]
    sizes = [[*map(cell_len, column)] for column in columns]
    widths = [*map(max, sizes)]
    while sum(widths) + len(GAP) * (len(widths) - 1) > width:
        widths[widths.index(max(widths))] -= 1
    for row, taken in zip(rows, zip(*sizes, strict=True), strict=True):
        if all(map(le, taken, widths)):
            yield _spaced(row, widths, taken)
        else:
            for parts in zip_longest(*map(fold, row, widths), fillvalue=""):
                yield _spaced(parts, widths, map(cell_len, parts))


def _spaced(row: Iterable[str], widths: Iterable[int], taken: Iterable[int]) -> str:
    """Return a row's texts, which take so many cells, each followed by spaces up to its column's width."""
    return GAP.join(text + " " * (width - size) for text, width, size in zip(row, widths, taken, strict=True)).rstrip()
