"""The countdown: two figures, the hour it ends, and a bar with Closing's reserve as its own part."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from rich.cells import cell_len
from textual.app import RenderResult
from textual.content import Content
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from alliance_tui.domain.countdown import Countdown
from alliance_tui.render.times import figure, hour, overtime
from alliance_tui.widgets.plain import lines, plain, strip

GONE, AHEAD, RESERVE, RESERVE_GONE = "█", "░", "▒", "▓"
SHORTEST_BAR = 12
"""Cells of the bar that remain beside the longest of names."""
NARROW = 58
"""Cells below which one line has to do."""


@dataclass(frozen=True)
class Reading:
    """What the bar shows: a countdown at a moment, and when it ends by the clock on the wall."""

    title: str
    countdown: Countdown
    now: datetime
    ends: datetime
    notice: str = ""
    """A word shown before the title."""
    awaited: str = ""
    """Who is waited for before the start, in a few words."""


class CountdownBar(Widget):
    """Draws a `Reading`; whoever owns the clock gives it a new one each second."""

    DEFAULT_CSS = """
    CountdownBar { height: 2; padding: 0 1; background: $background; color: $foreground; }
    """

    _reading: Reading | None = None
    _shown: Sequence[Content] = ()

    def show(self, reading: Reading) -> None:
        """Take a new reading, and draw anew what of the content changes by it."""
        self._reading = reading
        before, self._shown = self._shown, self._rows()
        width = self.content_size.width
        changed = [self.content_size.region]
        if len(before) == len(self._shown):
            changed = [Region(0, y, width, 1) for y, row in enumerate(self._shown) if not row.is_same(before[y])]
        if changed:
            self.refresh(*changed)

    def render(self) -> RenderResult:
        return lines(*self._rows())

    def render_line(self, y: int) -> Strip:
        """Make a row straight from its parts: to have it wrapped takes 0.4 ms of a second's 1.5."""
        rows = self._rows()
        if y >= len(rows) or self.text_selection is not None:
            return super().render_line(y)
        return strip(self, rows[y], self.visual_style).apply_offsets(0, y)

    def _rows(self) -> list[Content]:
        width, height = self.content_size
        return rows(self._reading, width, height) if self._reading else []


def rows(reading: Reading, width: int, height: int) -> list[Content]:
    """Return what is shown in so many cells and rows: two rows when there is room, else the figures alone."""
    if reading.awaited:
        room = width - SHORTEST_BAR
        reading = replace(reading, awaited=plain(reading.awaited).truncate(room, ellipsis=True).plain)
    strong = "bold" if reading.countdown.paused or reading.countdown.overtime(reading.now) else ""
    if width < NARROW or height < 2:
        return [plain(next((words for words in _short(reading) if cell_len(words) <= width), ""), strong)]
    figures, ends = _figures(reading), _ends(reading)
    title = plain(" · ".join(filter(None, [reading.notice, reading.title])), "bold")
    title = title.truncate(width - len(ends) - 2, ellipsis=True, pad=True)
    drawn = bar(reading.countdown, reading.now, width - cell_len(figures) - 2)
    return [title + f"  {ends}", drawn + "  " + plain(figures, strong)]


def _figures(reading: Reading) -> str:
    time, now = reading.countdown, reading.now
    over = time.overtime(now)
    if time.started is None:
        words = reading.awaited or f"not started · {figure(time.whole)}"
    elif over >= 1:
        words = f"{overtime(over)} overtime"
    else:
        words = f"{figure(time.to_closing(now))} to Closing · {figure(time.left(now))} left"
    return f"paused · {words}" if time.paused else words


def _short(reading: Reading) -> Iterator[str]:
    """Yield the figures for one line, from the fullest to the barest."""
    time = reading.countdown
    words, left = _figures(reading), figure(time.left(reading.now))
    if reading.notice:
        yield f"{reading.notice} · {words}"
        yield f"{reading.notice} · {left} left"
    if time.started and not time.paused:
        yield f"{words} · {hour(reading.ends)}"
        yield f"{words} {hour(reading.ends)}"
    yield words
    yield left


def bar(countdown: Countdown, now: datetime, width: int) -> Content:
    """Return the bar in `width` cells: gone, ahead, and the reserve, told apart by their shapes."""
    whole = max(1, countdown.whole)
    reserve = max(1, round(width * countdown.reserve / whole)) if countdown.reserve else 0
    gone = min(width, int(width * countdown.elapsed(now) / whole))
    free = width - reserve
    return Content.assemble(
        (GONE * min(gone, free), "$accent"),
        (AHEAD * (free - gone), "$accent"),
        (RESERVE_GONE * (gone - free), "$both"),
        (RESERVE * min(reserve, width - gone), "$both"),
    )


def _ends(reading: Reading) -> str:
    time = reading.countdown
    if time.started is None:
        return ""
    if time.paused:
        return f"paused · would end {hour(reading.ends)}"
    return f"{'ended' if time.overtime(reading.now) >= 1 else 'ends'} {hour(reading.ends)}"
