"""What a row of the library says of an alliance: in columns if all of them fit, else on lines of its own."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, partial
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.content import Content

from alliance_tui.render.phrases import review, session_state, today
from alliance_tui.render.times import day
from alliance_tui.text.characters import one_line
from alliance_tui.text.line_breaks import fold
from alliance_tui.widgets.plain import lines, plain

if TYPE_CHECKING:
    from datetime import date

    from alliance_tui.domain.countdown import Clock
    from alliance_tui.domain.summary import Summary

GAP = "  "
MOST = (34, 22)
"""Cells that the partners' names and what they are get at most."""
Cells = tuple[str, str, str, str]
Widths = tuple[int, ...]
NONE: Widths = (0, 0, 0, 0)
Measured = tuple["Summary", "date", Widths]
"""What an summary needed, and on which day: its review may be further off on another."""


class Columns:
    """The widths of names, partnership, last signature and what is due, over all alliances."""

    def __init__(self, clock: Clock) -> None:
        """No alliance yet."""
        self._clock = clock
        self._widths: Widths = NONE
        self._known: dict[str, Measured] = {}
        self._coming: dict[str, Measured] = {}
        self._day: date | None = None

    def _today(self) -> date:
        """The day it is; what is said of days is kept for as long as that lasts, for thousands of rows say the same."""
        now = today(self._clock)
        if now != self._day:
            self._day = now
            self._on = cache(partial(day, today=now))
            self._due = cache(partial(review, clock=self._clock))
        return now

    def begin(self) -> None:
        """Others are about to be added in the place of those there are."""
        self._coming = {}

    def add(self, summaries: Iterable[Summary]) -> None:
        """Be wide enough for these, too."""
        now = self._today()
        for summary in summaries:
            self._coming[summary.name] = measured = self._measured(summary, now)
            self._widths = tuple(map(max, self._widths, measured[2]))

    def settle(self) -> None:
        """Be as wide as those that were added need, and no wider."""
        self._known, self._coming = self._coming, {}
        self._widths = tuple(map(max, zip(NONE, *(widths for *_, widths in self._known.values()), strict=True)))

    def _measured(self, summary: Summary, now: date) -> Measured:
        """What was measured before, unless time has changed it."""
        known = self._known.get(summary.name)
        if known and known[0] is summary and known[1] == now and not summary.session:
            return known
        if summary.partners is None:
            return summary, now, NONE
        names, kind, signed, state = self._cells(summary)
        widths = min(cell_len(names), MOST[0]), min(cell_len(kind), MOST[1]), cell_len(signed), cell_len(state)
        return summary, now, widths

    def height(self, summary: Summary, room: int) -> int:
        """The lines an alliance takes where there are `room` cells."""
        if summary.partners and self._fit(room):
            return 1
        self._today()
        return 1 + len(self._below(summary, room))

    def row(self, summary: Summary, room: int) -> Content:
        """What is said of an alliance."""
        self._today()
        if summary.partners and self._fit(room):
            names, kind, signed, state = map(plain, self._cells(summary))
            shown = [
                names.stylize("bold").truncate(MOST[0], ellipsis=True),
                kind.truncate(MOST[1], ellipsis=True),
                signed,
            ]
            padded = [cell.pad_right(most - cell.cell_length) for cell, most in zip(shown, self._widths, strict=False)]
            return Content(GAP).join([*padded, state])
        title = self._cells(summary)[0] if summary.partners else f"✗ {summary.name}"
        below = [plain(GAP + part, "dim") for part in self._below(summary, room)]
        return lines(plain(title, "bold").truncate(MOST[0] if summary.partners else room, ellipsis=True), *below)

    def _fit(self, room: int) -> bool:
        return sum(self._widths) + len(GAP) * (len(self._widths) - 1) <= room

    def _below(self, summary: Summary, room: int) -> list[str]:
        """What stands below the names when there is no room beside them."""
        said = GAP.join(filter(None, self._cells(summary)[2:])) if summary.partners else one_line(summary.problem)
        return fold(said, max(1, room - len(GAP)))

    def _cells(self, summary: Summary) -> Cells:
        signed = "not signed yet"
        if summary.signed:
            signed = f"v{summary.version}  signed {self._on(self._clock.local(summary.signed).date())}"
        state = session_state(summary.session, self._clock) if summary.session else self._due(summary.review)
        return one_line(str(summary.partners)), one_line(summary.partnership), signed, state
