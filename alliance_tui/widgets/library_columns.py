"""What a row of the library says of an alliance: in columns if all of them fit, else on lines of its own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache, partial

from rich.cells import cell_len
from textual.content import Content

from alliance_tui.domain.countdown import Clock
from alliance_tui.domain.summary import Summary
from alliance_tui.render.phrases import join_parts, review, session_state, today
from alliance_tui.render.times import day
from alliance_tui.text.characters import one_line
from alliance_tui.text.line_breaks import fold
from alliance_tui.widgets.plain import lines, plain

GAP = "  "
MOST = (34, 22)
"""Cells that the partners' names and what they are get at most."""
Widths = tuple[int, ...]
NONE: Widths = (0, 0, 0, 0)


class LibraryColumns:
    """The widths of names, partnership, last signature and what is due, over all alliances."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.here: Mapping[str, str] = {}
        """Who is at an alliance's session, by the folder's name."""
        self._widths = NONE
        self._day: date | None = None

    def _begin_day(self) -> None:
        """Once a day, drop cached widths and phrases about days; within a day, thousands of rows share them."""
        now = today(self._clock)
        if now != self._day:
            self._day = now
            self._on = cache(partial(day, today=now))
            self._due = cache(partial(review, clock=self._clock))
            self._still = cache(self._needs)

    def widen(self, summaries: Iterable[Summary]) -> None:
        """Make the columns wide enough for these, too."""
        self._begin_day()
        needs = [self._needs(each) if each.session else self._still(each) for each in summaries]
        self._widths = tuple(map(max, NONE, self._widths, *needs))

    def fit(self, summaries: Iterable[Summary]) -> None:
        """Make the columns as wide as these need, and no wider."""
        self._widths = NONE
        self.widen(summaries)

    def _needs(self, summary: Summary) -> Widths:
        """Return the widths that a row needs; where a session is open, they change within the day."""
        if summary.partners is None:
            return NONE
        names, kind, signed, state = map(cell_len, self._cells(summary))
        return min(names, MOST[0]), min(kind, MOST[1]), signed, state

    def height(self, summary: Summary, room: int) -> int:
        """Return the lines an alliance takes where there are `room` cells."""
        if self._fits(summary, room):
            return 1
        self._begin_day()
        return 1 + len(self._below(summary, room))

    def row(self, summary: Summary, room: int) -> Content:
        """Return what is said of an alliance."""
        self._begin_day()
        cells = self._cells(summary)
        if self._fits(summary, room):
            names, kind, signed, state = map(plain, cells)
            shown = zip((names.stylize("bold"), kind, signed), self._widths, strict=False)
            padded = [cell.truncate(width, ellipsis=True, pad=True) for cell, width in shown]
            return Content(GAP).join([*padded, state])
        below = [plain(GAP + part, "$text-muted") for part in self._below(summary, room)]
        title, most = (cells[0], MOST[0]) if summary.partners else (f"✗ {summary.name}", room)
        return lines(plain(title, "bold").truncate(most, ellipsis=True), *below)

    def _fits(self, summary: Summary, room: int) -> bool:
        """Return True if all columns fit, and there is something to show in them."""
        return bool(summary.partners) and sum(self._widths) + len(GAP) * (len(self._widths) - 1) <= room

    def _below(self, summary: Summary, room: int) -> list[str]:
        """Return what stands below the names when there is no room beside them."""
        words = GAP.join(filter(None, self._cells(summary)[2:])) if summary.partners else one_line(summary.problem)
        return fold(words, max(1, room - len(GAP)))

    def _cells(self, summary: Summary) -> tuple[str, ...]:
        signed = "not signed yet"
        if summary.signed:
            signed = f"v{summary.version}  signed {self._on(self._clock.local(summary.signed).date())}"
        if summary.session:
            state = join_parts(session_state(summary.session, self._clock), self.here.get(summary.name, ""))
        else:
            state = self._due(summary.review)
        return one_line(str(summary.partners)), one_line(summary.partnership), signed, state
