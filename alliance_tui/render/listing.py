"""The list of all alliances, as lines: built by hand, because ten thousand rows in a Rich table take ten seconds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from functools import cache, partial
from itertools import zip_longest
from operator import le

from alliance_tui.domain.countdown import Clock
from alliance_tui.domain.entry import Entry
from alliance_tui.domain.text import one_line
from alliance_tui.render.cells import fold, padded, sizes
from alliance_tui.render.phrases import count, review, session_state, today
from alliance_tui.render.streams import WIDE
from alliance_tui.render.times import day

GAP = "  "
BOLD, RED = "1", "31"
"""Styles, as a terminal is told them."""
Line = tuple[str, str]
"""What it says, and its style, "" for none."""
Cells = tuple[str, str, str, str, str]


def listing(entries: Sequence[Entry], clock: Clock, width: int) -> Iterator[Line]:
    """All alliances, a row each, or stacked when it is narrow; then what could not be read, and how many there are."""
    says = partial(_cells, clock=clock, on=_days(clock), due=cache(partial(review, clock=clock)))
    rows = [says(entry) for entry in entries]
    if width >= WIDE:
        yield from ((row, "") for row in _table(rows, width))
    else:
        for row in rows:
            yield from ((part, BOLD) for part in fold(_joined(*row[:2]), width))
            yield from ((f"  {part}", "") for part in fold(_joined(*row[2:]), width - 2) if part)
    for entry in entries:
        if entry.problem:
            yield from ((part, RED) for part in fold(f"{one_line(entry.name)}: {one_line(entry.problem)}", width))
    yield count(len(entries), "alliance"), ""


def _days(clock: Clock) -> Callable[[datetime], str]:
    now = today(clock)
    return lambda moment: day(clock.local(moment).date(), now)


def _cells(entry: Entry, clock: Clock, on: Callable[[datetime], str], due: Callable[[date | None], str]) -> Cells:
    """What the list says of an alliance: folder, partners and partnership, version, signed, what is next."""
    name = one_line(entry.name)
    if entry.partners is None:
        return name, "written by a newer release" if entry.newer else "cannot be read", "", "", ""
    read_only = "of a newer release, to read only" if entry.newer else ""
    who = _joined(one_line(str(entry.partners)), one_line(entry.partnership), read_only)
    next_up = _joined(session_state(entry.session, clock) if entry.session else "", due(entry.review))
    if entry.signed is None:
        return name, who, "", "not signed yet", next_up
    return name, who, f"v{entry.version}", f"signed {on(entry.signed)}", next_up


def _joined(*parts: str) -> str:
    return " · ".join(filter(None, parts))


def _table(rows: Sequence[Cells], width: int) -> Iterator[str]:
    """Rows in columns; when they are too wide together, the widest columns give way and fold."""
    if not rows:
        return
    columns = [*zip(*rows, strict=True)]
    taken = [sizes(column) for column in columns]
    widths = [max(column) for column in taken]
    while sum(widths) + len(GAP) * (len(widths) - 1) > width:
        widths[widths.index(max(widths))] -= 1
    for row, cells_of in zip(rows, zip(*taken, strict=True), strict=True):
        if all(map(le, cells_of, widths)):
            yield GAP.join(map(padded, row, widths, cells_of)).rstrip()
        else:
            for parts in zip_longest(*map(fold, row, widths), fillvalue=""):
                yield GAP.join(map(padded, parts, widths, sizes(parts))).rstrip()
