"""The head of a session's screens: the two partners, two figures and the hour, and a bar with Closing's reserve."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple

from rich.cells import cell_len
from textual.content import Content
from textual.geometry import Region, Size

from alliance_tui.domain.countdown import Countdown
from alliance_tui.domain.terms import SIDES, Partners
from alliance_tui.render.times import figure, overtime
from alliance_tui.terminal.output import LightApp
from alliance_tui.terminal.painter import Change
from alliance_tui.widgets.people import pair_of
from alliance_tui.widgets.plain import plain
from alliance_tui.widgets.side_keys import name_of_key
from alliance_tui.widgets.unwrapped import Unwrapped

GONE, AHEAD, RESERVE_GONE, RESERVE = "━", "─", "┅", "┄"
SHORTEST_TITLE = 14
"""Cells in which it is still of use to name the two."""


class Reading(NamedTuple):
    """What the head shows: a countdown at a moment, and when it ends by the clock on the wall."""

    partners: Partners
    session: str
    """Which of their sessions it is, in words."""
    countdown: Countdown
    now: datetime
    ends: str
    """The hour, with its zone where that is not plain."""
    notice: str = ""
    """A word shown before the title."""
    awaited: str = ""
    """Who is waited for before the start, in a few words."""
    stands: bool = False
    """True while it waits for an answer whether the time of an absence counts."""
    side_keys: bool = True
    """True while an arrow does something for the partner on its side."""

    @property
    def in_closing(self) -> bool:
        """True once what is left belongs to Closing."""
        time = self.countdown
        due = time.started is not None and time.reserve > 0 and time.to_closing(self.now) < 1
        return due and time.overtime(self.now) < 1


class Parts(NamedTuple):
    """What the rows are made of. The same text in `left` or `bar` has the same styles."""

    left: Content
    """What is before the figures."""
    figures: str
    style: str
    """That of the figures."""
    bar: Content


class CountdownBar(Unwrapped):
    """Draws a `Reading`; whoever owns the clock gives it a new one each second."""

    DEFAULT_CSS = """
    CountdownBar { height: 2; padding: 0 1; color: $foreground; }
    """

    _reading: Reading | None = None
    _shown: Parts | None = None
    _made: tuple[Reading | None, Size, Parts | None] = (None, Size(), None)

    def show(self, reading: Reading, ticked: bool = False) -> None:
        """Take a new reading, and draw anew what changes by it; at once if only a second has `ticked`."""
        self._reading = reading
        before, self._shown = self._shown, self._parts()
        size, retyped = self.content_size, list[Change]()
        changed = [size.region] if size else []
        if before and self._shown:
            differs = before[:3] != self._shown[:3], before.bar != self._shown.bar
            changed = [Region(0, y, size.width, 1) for y in range(min(2, size.height)) if differs[y]]
            retyped = _retyped(before, self._shown)
        app = self.app
        if changed and not (ticked and isinstance(app, LightApp) and app.draw_now(self, *changed, retyped=retyped)):
            self.refresh(*changed)

    def _parts(self) -> Parts | None:
        reading, size = self._reading, self.content_size
        if reading and self._made[:2] != (reading, size):
            self._made = reading, size, parts(reading, size.width)
        return self._made[2]

    def rows(self) -> list[Content]:
        shown, (width, height) = self._parts(), self.content_size
        if not shown:
            return []
        head = shown.left + plain(shown.figures, shown.style)
        return [head.truncate(width), shown.bar][:height]


def parts(reading: Reading, width: int) -> Parts:
    """Return what is shown in so many cells; where it is narrow, figures alone."""
    time, now = reading.countdown, reading.now
    over = time.overtime(now) >= 1
    style = "bold $accent" if reading.in_closing or over else "bold" if time.paused or reading.stands else ""
    figures = next((words for words in _figures(reading) if cell_len(words) <= width), "")
    keys = tuple(map(name_of_key, SIDES)) if reading.side_keys else (" ", " ")
    left = _left(reading.partners, reading.session, reading.notice, keys, width - cell_len(figures))
    whole = max(1, time.whole)
    reserve = max(1, round(width * time.reserve / whole)) if time.reserve else 0
    return Parts(left, figures, style, _bar(width, reserve, min(width, int(width * time.elapsed(now) / whole))))


def _retyped(before: Parts, after: Parts) -> list[Change]:
    """Return the characters of the figures that changed, if nothing else did and those are letters and digits."""
    old, new = before.figures, after.figures
    if before != after._replace(figures=old) or len(old) != len(new):
        return []
    changes = [(at, was, now) for at, (was, now) in enumerate(zip(old, new, strict=True)) if was != now]
    if not all(sign.isascii() and sign.isalnum() for _, *signs in changes for sign in signs):
        return []
    return [(after.left.cell_length + cell_len(new[:at]), 0, was, now) for at, was, now in changes]


@lru_cache(4)
def _left(partners: Partners, session: str, notice: str, keys: tuple[str, ...], room: int) -> Content:
    """Return what fills the room before the figures: the title, or nothing but the notice."""
    titles = _titles(partners, session, notice, keys)
    title = next((words for words in titles if words.cell_length <= room - 2), Content(""))
    if not title and room - 2 >= SHORTEST_TITLE:
        title = titles[-1].truncate(room - 2, ellipsis=True)
    if title:
        return title + " " * (room - title.cell_length)
    return plain(f"{notice} ", "bold $gone") if notice else title


def _titles(partners: Partners, session: str, notice: str, keys: tuple[str, ...]) -> tuple[Content, ...]:
    """Return the title, from the fullest to the barest; `keys` are those of the sides, empty while they do nothing."""
    before_all = plain(f"{notice} · ", "bold $gone") if notice else Content("")
    before, after = (plain(key, "bold $accent") for key in keys)
    pair = pair_of(partners)
    keyed = before_all + before + " " + pair + " " + after
    return keyed + plain(f"  {session}", "$text-muted"), keyed, before_all + pair


def _figures(reading: Reading) -> Iterator[str]:
    """Yield the figures, from the fullest to the barest."""
    time, now = reading.countdown, reading.now
    left = figure(time.left(now))
    over = time.overtime(now)
    if time.started is None:
        words = f"not started · {figure(time.whole)}"
        if reading.awaited:
            yield reading.awaited
            words = plain(reading.awaited).truncate(36, ellipsis=True).plain
        yield words
        yield figure(time.whole)
        return
    if over >= 1:
        words = left = f"{overtime(over)} overtime"
    elif reading.in_closing:
        words = f"Closing · {left} left"
    else:
        words = f"{figure(time.to_closing(now))} to Closing · {left} left"
    ends = reading.ends
    if still := "paused" if time.paused else "clock stands" if reading.stands else "":
        if not reading.stands:
            yield f"paused · {words} · would end {ends}"
        yield f"{still} · {words}"
        yield f"{still} · {left}"
    else:
        yield f"{words} · {'ended ' if over >= 1 else ''}{ends}"
        yield f"{words} {ends}"
    yield words
    yield left


@lru_cache(4)
def _bar(width: int, reserve: int, gone: int) -> Content:
    """Return the bar: what is gone, what is ahead, and the reserve, told apart by their shapes."""
    free = width - reserve
    return Content.assemble(
        (GONE * min(gone, free), "$accent"),
        (AHEAD * (free - gone), "$rule"),
        (RESERVE_GONE * (gone - free), "$accent"),
        (RESERVE * min(reserve, width - gone), "$accent"),
    )
