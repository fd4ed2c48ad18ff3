"""What a row of the library says of an alliance: in columns if all of them fit, else on lines of its own."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from textual.content import Content

from alliance_tui.domain.countdown import Clock
from alliance_tui.domain.entry import Entry
from alliance_tui.domain.text import one_line
from alliance_tui.render.cells import cells, fold
from alliance_tui.render.phrases import on, review, session_state, today
from alliance_tui.widgets.plain import lines, plain

GAP = "  "
MOST = (34, 22)
"""Cells that the partners' names and what they are get at most."""
Cells = tuple[str, str, str, str]
Widths = tuple[int, ...]
NONE: Widths = (0, 0, 0, 0)
Measured = tuple[Entry, date, Widths]
"""What an entry needed, and on which day: its review may be further off on another."""


class Columns:
    """The widths of names, partnership, last signature and what is due, over all alliances."""

    def __init__(self, clock: Clock) -> None:
        """No alliance yet."""
        self._clock = clock
        self._widths: Widths = NONE
        self._known: dict[str, Measured] = {}
        self._coming: dict[str, Measured] = {}

    def begin(self) -> None:
        """Others are about to be added in the place of those there are."""
        self._coming = {}

    def add(self, entries: Iterable[Entry]) -> None:
        """Be wide enough for these, too."""
        day = today(self._clock)
        for entry in entries:
            self._coming[entry.name] = measured = self._measured(entry, day)
            self._widths = tuple(map(max, self._widths, measured[2]))

    def settle(self) -> None:
        """Be as wide as those that were added need, and no wider."""
        self._known, self._coming = self._coming, {}
        self._widths = tuple(map(max, zip(NONE, *(widths for *_, widths in self._known.values()), strict=True)))

    def _measured(self, entry: Entry, day: date) -> Measured:
        """What was measured before, unless time has changed it."""
        known = self._known.get(entry.name)
        if known and known[0] is entry and known[1] == day and not entry.session:
            return known
        if entry.partners is None:
            return entry, day, NONE
        names, kind, signed, state = self._cells(entry)
        return entry, day, (min(cells(names), MOST[0]), min(cells(kind), MOST[1]), cells(signed), cells(state))

    def height(self, entry: Entry, room: int) -> int:
        """The lines an alliance takes where there are `room` cells."""
        return 1 if entry.partners and self._fit(room) else 1 + len(self._below(entry, room))

    def row(self, entry: Entry, room: int) -> Content:
        """What is said of an alliance."""
        if entry.partners and self._fit(room):
            names, kind, signed, state = map(plain, self._cells(entry))
            shown = [
                names.stylize("bold").truncate(MOST[0], ellipsis=True),
                kind.truncate(MOST[1], ellipsis=True),
                signed,
            ]
            padded = [cell.pad_right(most - cell.cell_length) for cell, most in zip(shown, self._widths, strict=False)]
            return Content(GAP).join([*padded, state])
        title = self._cells(entry)[0] if entry.partners else f"✗ {entry.name}"
        below = [plain(GAP + part, "dim") for part in self._below(entry, room)]
        return lines(plain(title, "bold").truncate(MOST[0] if entry.partners else room, ellipsis=True), *below)

    def _fit(self, room: int) -> bool:
        return sum(self._widths) + len(GAP) * (len(self._widths) - 1) <= room

    def _below(self, entry: Entry, room: int) -> list[str]:
        """What stands below the names when there is no room beside them."""
        said = GAP.join(filter(None, self._cells(entry)[2:])) if entry.partners else one_line(entry.problem)
        return fold(said, max(1, room - len(GAP)))

    def _cells(self, entry: Entry) -> Cells:
        signed = f"v{entry.version}  signed {on(entry.signed, self._clock)}" if entry.signed else "not signed yet"
        state = session_state(entry.session, self._clock) if entry.session else review(entry.review, self._clock)
        return one_line(str(entry.partners)), one_line(entry.partnership), signed, state
