"""The countdown: two figures, the hour it ends, and a bar with Closing's reserve as its own part."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from textual.app import RenderResult
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from alliance_tui.domain.countdown import Countdown
from alliance_tui.render.times import figure, hour, overtime
from alliance_tui.widgets.plain import plain

GONE, AHEAD, RESERVE, RESERVE_GONE = "█", "░", "▒", "▓"
NARROW = 58
"""Cells below which one line has to do."""


@dataclass(frozen=True)
class Reading:
    """What the bar shows: a countdown at a moment, and when it ends by the clock on the wall."""

    title: str
    countdown: Countdown
    now: datetime
    ends: datetime
    unsaved: bool = False


class CountdownBar(Widget):
    """Draws a `Reading`; whoever owns the clock gives it a new one each second."""

    DEFAULT_CSS = """
    CountdownBar { height: 2; padding: 0 1; background: $panel; color: $foreground; }
    """

    reading: reactive[Reading | None] = reactive(None, layout=False)

    def render(self) -> RenderResult:
        """Two lines when there is room, else the figures alone."""
        if self.reading is None:
            return Content("")
        width = self.content_size.width
        if width < NARROW or self.content_size.height < 2:
            fitting = [words for words in _short(self.reading) if plain(words).cell_length <= width]
            return Content.styled((fitting or [""])[0], self._emphasis)
        title, ends = plain(_titled(self.reading), "bold"), plain(_ends(self.reading))
        title = title.truncate(width - ends.cell_length - 2, ellipsis=True)
        gap = " " * (width - title.cell_length - ends.cell_length)
        figures = Content.styled(_figures(self.reading), self._emphasis)
        drawn = bar(self.reading.countdown, self.reading.now, width - figures.cell_length - 2)
        return Content("\n").join([Content.assemble(title, gap, ends), Content.assemble(drawn, "  ", figures)])

    @property
    def _emphasis(self) -> str:
        reading = self.reading
        return "bold" if reading and (reading.countdown.paused or reading.countdown.overtime(reading.now)) else ""


def _titled(reading: Reading) -> str:
    return f"UNSAVED · {reading.title}" if reading.unsaved else reading.title


def _figures(reading: Reading) -> str:
    time, now = reading.countdown, reading.now
    over = time.overtime(now)
    if time.started is None:
        words = f"not started · {figure(time.whole)}"
    elif over >= 1:
        words = f"{overtime(over)} overtime"
    else:
        words = f"{figure(time.to_closing(now))} to Closing · {figure(time.left(now))} left"
    return f"paused · {words}" if time.paused else words


def _short(reading: Reading) -> Iterator[str]:
    """The figures for one line, from the fullest to the barest."""
    time, now = reading.countdown, reading.now
    words = _figures(reading)
    ticking = time.started is not None and not time.paused
    if reading.unsaved:
        yield f"UNSAVED · {words}"
        yield f"UNSAVED · {figure(time.left(now))} left"
    if ticking:
        yield f"{words} · {hour(reading.ends)}"
        yield f"{words} {hour(reading.ends)}"
    yield words
    yield figure(time.left(now))


def bar(countdown: Countdown, now: datetime, width: int) -> Content:
    """The bar in `width` cells: gone, ahead, and the reserve, told apart by their shapes."""
    if width < 4:
        return Content("")
    whole = max(1, countdown.whole)
    reserve = max(1, round(width * countdown.reserve / whole)) if countdown.reserve else 0
    gone = min(width, int(width * countdown.elapsed(now) / whole))
    free = width - reserve
    cells = [
        (GONE * min(gone, free), "$primary"),
        (AHEAD * max(0, free - gone), "$primary"),
        (RESERVE_GONE * max(0, gone - free), "$warning"),
        (RESERVE * (reserve - max(0, gone - free)), "$warning"),
    ]
    return Content.assemble(*cells)


def _ends(reading: Reading) -> str:
    time = reading.countdown
    if time.started is None:
        return ""
    if time.paused:
        return f"paused · would end {hour(reading.ends)}"
    return f"{'ended' if time.overtime(reading.now) >= 1 else 'ends'} {hour(reading.ends)}"
