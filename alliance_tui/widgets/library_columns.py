"""What a row of the library says of an alliance: in columns if they fit, else on lines of its own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import cache, partial
from typing import NamedTuple

from rich.cells import cell_len
from textual.content import Content

from alliance_tui.domain.arrangement import Order
from alliance_tui.domain.countdown import Clock
from alliance_tui.domain.summary import Summary
from alliance_tui.domain.terms import Partners, Pulsed
from alliance_tui.render.phrases import PULSE_DUE, join_parts, open_state, review, today
from alliance_tui.render.times import day
from alliance_tui.text.characters import one_line
from alliance_tui.text.line_breaks import fold
from alliance_tui.widgets.people import pair_of
from alliance_tui.widgets.plain import lines, plain

GAP, DOT = "  ", " · "
TITLES = {Order.NAME: "Partners", None: "Partnership", Order.SIGNED: "Last signed", Order.NEXT: "Next"}
"""The headings of the columns, and what is sorted by each."""
MOST = (38, 22)
"""Cells that the partners' names and what they are get at most."""
MARKS = 4
"""Cells of the two marks before the names, and the spaces behind them."""
NEXT = 26
"""Cells that are enough for what is next: more of it goes on in lines below."""
Widths = tuple[int, ...]
Part = tuple[str, str]
"""What is said, and its style."""
LEAST: Widths = tuple(len(title) + 2 for title in TITLES.values())
NONE: Widths = (0, 0, 0, 0)
SOMEBODY = Partners("", "")


class Cells(NamedTuple):
    """What is said of an alliance; `state` is what is next: the session, the review, the slips."""

    names: str
    kind: str
    version: str
    signed: str
    state: list[Part]

    @property
    def last(self) -> str:
        return f"{self.version}{GAP}{self.signed}" if self.version else self.signed


class LibraryColumns:
    """The widths of names, partnership, last signature and what is next, over all alliances."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.here: Mapping[str, str] = {}
        """Who is at an alliance's session, by the folder's name."""
        self._widths = NONE
        self._day: date | None = None

    def begin_day(self) -> date:
        """Return today; once a day, drop cached widths and phrases about days, which thousands of rows share."""
        now = today(self._clock)
        if now != self._day:
            self._day = now
            self._on = cache(partial(day, today=now))
            self._due = cache(partial(review, clock=self._clock))
            self._still = cache(self._needs)
            self._still_height = cache(self._height_without_session)
        return now

    def widen(self, summaries: Iterable[Summary]) -> None:
        """Make the columns wide enough for these, too."""
        self.begin_day()
        needs = [self._need(each) for each in summaries]
        self._widths = tuple(map(max, LEAST, self._widths, *needs)) if needs else self._widths

    def fit(self, summaries: Iterable[Summary]) -> None:
        """Make the columns as wide as these need, and no wider."""
        self._widths = NONE
        self.widen(summaries)

    def _need(self, summary: Summary) -> Widths:
        """Return the widths that a row needs; where a session is open, they change within the day."""
        return self._needs(summary) if summary.session else self._still(summary)

    def _needs(self, summary: Summary) -> Widths:
        if summary.partners is None:
            return NONE
        cells = self._cells(summary)
        words = min(cell_len(cells.names) + MARKS, MOST[0]), min(cell_len(cells.kind), MOST[1])
        return *words, cell_len(cells.last), cell_len(DOT.join(said for said, _ in cells.state))

    def _shown(self, room: int) -> Widths:
        """Return the widths of the columns where there are `room` cells, 0 for one left out; none if they don't fit.

        What the partners are is left out first.
        """
        names, kind, signed, state = self._widths
        for widths in ((names, kind, signed), (names, 0, signed)):
            left = room - sum(width + len(GAP) for width in widths if width)
            if left >= min(state, NEXT):
                return *widths, left
        return ()

    def heading(self, order: Order, room: int) -> Content | None:
        """Return the columns' headings, with an arrow at the one that is sorted by; None where there are no columns."""
        shown = zip(TITLES.items(), self._shown(room), strict=False)
        cells = []
        for (of, title), width in shown:
            words = plain(f"{title} {order.arrow}", "bold") if of is order else plain(title)
            cells += [words.truncate(width, pad=True)] if width else []
        return Content(GAP).join(cells) if cells else None

    def heights(self, summaries: Sequence[Summary], room: int) -> list[int]:
        """Return the lines each alliance takes where there are `room` cells."""
        self.begin_day()
        widths = self._shown(room)
        if widths and self._widths[-1] <= widths[-1]:
            return [1 if each.partners else self._height(each, (), room) for each in summaries]
        return [
            self._height(each, widths, room)
            if each.session or each.problem
            else self._still_height(each.version, each.signed, each.review, each.unrepaired, each.pulsed, widths, room)
            for each in summaries
        ]

    def _height(self, summary: Summary, widths: Widths, room: int) -> int:
        if widths and summary.partners:
            return len(_flow(self._state(summary), widths[-1]))
        return 1 + len(self._below(summary, room))

    def _height_without_session(
        self,
        version: int,
        signed: datetime | None,
        review: date | None,
        unrepaired: int | None,
        pulsed: Pulsed | None,
        widths: Widths,
        room: int,
    ) -> int:
        """Return the height of a row of these facts, which stays the same within a day."""
        facts = Summary(
            "", SOMEBODY, version=version, signed=signed, review=review, unrepaired=unrepaired, pulsed=pulsed
        )
        return self._height(facts, widths, room)

    def row(self, summary: Summary, room: int) -> Content:
        """Return what is said of an alliance."""
        self.begin_day()
        if not (partners := summary.partners):
            return lines(plain(f"✗ {summary.name}", "$gone").truncate(room, ellipsis=True), *self._below(summary, room))
        names = pair_of(Partners(*map(one_line, partners)))
        widths = self._shown(room)
        if not widths:
            return lines(names.truncate(min(room, MOST[0]), ellipsis=True), *self._below(summary, room))
        cells = self._cells(summary)
        shown = zip((names, plain(cells.kind), plain(cells.last, "$text-muted")), widths, strict=False)
        padded = [cell.truncate(width, ellipsis=True, pad=True) for cell, width in shown if width]
        before = [part for cell in padded for part in (cell, GAP)]
        first, *more = _flow(cells.state, widths[-1])
        indent = " " * (room - widths[-1])
        return Content.assemble(*before, first, *(part for each in more for part in ("\n", indent, each)))

    def _below(self, summary: Summary, room: int) -> list[Content]:
        """Return what stands below the names when there is no room beside them."""
        if summary.partners is None:
            return [plain(GAP + part, "$text-muted") for part in fold(one_line(summary.problem), max(1, room - 2))]
        cells = self._cells(summary)
        signed = f"{cells.version} signed {cells.signed}" if cells.version else cells.signed
        parts = [(signed, "$text-muted"), *cells.state]
        return [Content(GAP) + part for part in _flow(parts, max(1, room - len(GAP)))]

    def _cells(self, summary: Summary) -> Cells:
        last = "", "not signed yet"
        if summary.signed:
            last = f"v{summary.version}", self._on(self._clock.local(summary.signed).date())
        return Cells(one_line(str(summary.partners)), one_line(summary.partnership), *last, self._state(summary))

    def _state(self, summary: Summary) -> list[Part]:
        """Return what is next; what is due is marked by more than its colour."""
        parts = []
        if summary.session:
            words = join_parts(open_state(summary, self._clock), self.here.get(summary.name, ""))
            parts.append((words, "bold $accent"))
        if self._day and summary.is_due(self._day):
            parts.append((f"! {self._due(summary.review)}", "bold $gone"))
        elif self._day and summary.pulse_due(self._day):
            parts += [(f"! {PULSE_DUE}", "bold"), (self._due(summary.review), "")]
        elif summary.review and not summary.session:
            parts.append((self._due(summary.review), ""))
        if summary.unrepaired:
            parts.append((f"↯ {summary.unrepaired} to repair", "$gone"))
        return parts


def _flow(parts: Iterable[Part], width: int) -> list[Content]:
    """Return parts on as few lines as they fit on, broken between them where that is possible."""
    shown: list[Content] = []
    for words, style in parts:
        if shown and shown[-1].cell_length + len(DOT) + cell_len(words) <= width:
            shown[-1] += plain(DOT, "$text-muted") + plain(words, style)
        else:
            shown += [plain(line, style) for line in fold(words, width)]
    return shown or [Content("")]
