"""The law of the painter over scripts that scroll: cell for cell what stock output would show, whatever terminal it is.

A page has a list that scrolls between parts that do not, a marked row, a bar, dialogs over it, and other sizes. The
terminals differ in what they may: what comes in where rows were moved, with which background they erase, and where
setting margins leaves the cursor.
"""

from __future__ import annotations

import os
import random
from collections.abc import Iterator

import pytest
from rich.segment import Segment
from rich.style import Style
from textual._compositor import ChopsUpdate, LayoutUpdate
from textual.geometry import Region
from textual.strip import Strip

from alliance_tui.terminal.painter import Painter
from tests.e2e.emulator import Screen
from tests.unit.terminal.test_painter import SCRAPS, STYLES, Line

SCRIPTS = int(os.environ.get("ALLIANCE_SHIFTS", "32"))
PARTS = 4
STEPS = 12
WORDS = ["────────", "one ", "two ", "three ", "and so on ", "—", "│ ", "         ", "é", "我们"]
MARKED = Style(color="#efe8de", bgcolor="#1a1816")
HEAD, FOOT, DIALOG = Style(bold=True), Style(dim=True), Style(color="red", bgcolor="#242f38")


class OddScreen(Screen):
    """A terminal that fills rows with what it likes and leaves the cursor where it was when margins are set."""

    def set_margins(self, top: int | None = None, bottom: int | None = None) -> None:
        """Set margins alone."""
        place = self.cursor.x, self.cursor.y
        super().set_margins(top, bottom)
        self.cursor.x, self.cursor.y = place

    def insert_lines(self, count: int | None = None) -> None:
        """Move rows down; the first row must not be among them."""
        super().insert_lines(count)
        if self.margins:
            assert self.margins.top == 0 < self.cursor.y <= self.margins.bottom
            self._fill(range(self.cursor.y, self.cursor.y + (count or 1)))

    def delete_lines(self, count: int | None = None) -> None:
        """Move rows up; pyte does it when it is given another size, too."""
        super().delete_lines(count)
        if self.margins:
            assert self.margins.top == 0 < self.cursor.y <= self.margins.bottom
            self._fill(range(self.margins.bottom + 1 - (count or 1), self.margins.bottom + 1))

    def _fill(self, rows: range) -> None:
        for y in rows:
            for x in range(self.columns):
                self.buffer[y][x] = self.cursor.attrs._replace(data="?", fg="green", underscore=True)


class PlainErasing(OddScreen):
    """One that erases with its own background."""

    def erase_characters(self, count: int | None = None) -> None:
        """Erase without colours."""
        attributes, self.cursor.attrs = self.cursor.attrs, self.default_char
        super().erase_characters(count)
        self.cursor.attrs = attributes


class Page:
    """What a program shows: `frames` are what Textual would draw of each act."""

    def __init__(self, chance: random.Random, columns: int, rows: int) -> None:
        """A list of texts, at its top."""
        self.chance, self.columns, self.rows = chance, columns, rows
        odd = chance.choice([0, 0, 0.02, 0.2])
        self.scraps = [WORDS if chance.random() >= odd else SCRAPS for _ in range(chance.randint(10, 120))]
        self.seeds = [chance.random() for _ in self.scraps]
        self.at = self.mark = self.dialog = 0

    @property
    def cut(self) -> list[int]:
        """Where the parts of a row meet."""
        return [0, self.columns // 4, self.columns - 2, self.columns]

    def text(self, at: int, width: int) -> Strip:
        """A row of the list."""
        if at >= len(self.seeds):
            return Strip.blank(width)
        own = random.Random(self.seeds[at])
        style = MARKED if at == self.mark else own.choice(STYLES)
        words = own.choices(self.scraps[at], k=own.randint(0, width // 3))
        halves = "".join(words[: width // 6]), "".join(words[width // 6 :])
        return Strip([Segment(halves[0], style), Segment(halves[1])]).adjust_cell_length(width)

    def row(self, y: int) -> list[Strip]:
        """The parts of a row of the screen."""
        side, middle = self.cut[1], self.cut[2] - self.cut[1]
        if y in (0, self.rows - 1):
            whole = Strip([Segment(f" {self.mark} of {len(self.seeds)} ".ljust(self.columns), FOOT if y else HEAD)])
            return list(whole.divide(self.cut[1:]))
        label = Strip([Segment(f" part {y // 3}".ljust(side)[:side])])
        thumb = self.at * self.rows // max(1, len(self.seeds))
        scrollbar = Strip([Segment(" ┃" if thumb <= y < thumb + 3 else "  ")])
        strips = [label, self.text(self.at + y - 1, middle), scrollbar]
        if self.dialog and abs(y - self.rows // 2) <= self.dialog:
            strips[1] = Strip([Segment(f"│ {y}".ljust(middle - 1)[: middle - 1] + "│", DIALOG)])
        return strips

    def act(self) -> list[tuple[int, int, int]]:
        """Do something; return the spans that it changes."""
        kind = self.chance.random()
        list_rows = range(1, self.rows - 1)
        if kind < 0.6:
            by = self.chance.choice([1, 1, -1, 2, 2, -2, 3, 3, -3, self.rows - 3, 3 - self.rows])
            self.at = max(0, min(len(self.seeds) - 2, self.at + by))
            self.mark = self.at + self.chance.randrange(3)
            return [(y, self.cut[1], self.columns) for y in list_rows] + [(self.rows - 1, 0, self.columns)]
        if kind < 0.7:
            self.mark = self.at + self.chance.randrange(self.rows)
            return [(y, self.cut[1], self.cut[2]) for y in list_rows]
        if kind < 0.85:
            self.dialog = 0 if self.dialog else self.chance.randint(1, self.rows // 3)
            return [(y, 0, self.columns) for y in range(self.rows)]
        place = self.chance.randrange(len(self.seeds))
        if kind < 0.9:
            self.seeds[place] = self.chance.random()
        elif len(self.seeds) > 5:
            del self.seeds[place], self.scraps[place]
        return [(y, self.cut[1], self.columns) for y in list_rows]

    def frame(self, spans: list[tuple[int, int, int]]) -> LayoutUpdate | ChopsUpdate:
        """Draw these spans, or at times all."""
        rows = [self.row(y) for y in range(self.rows)]
        if self.chance.random() < 0.2:
            return LayoutUpdate([*rows], Region(0, 0, self.columns, self.rows))
        chops = [dict(zip(self.cut, row, strict=False)) for row in rows]
        return ChopsUpdate(chops, spans, [self.cut[1:]] * self.rows)


def script(seed: int, terminal: type[OddScreen]) -> Iterator[Line]:
    """A page's frames, in other sizes from time to time; the two terminals after each."""
    chance = random.Random(seed)
    line = None
    while line is None or chance.random() < 0.3:
        columns, rows = chance.randint(30, 80), chance.randint(6, 30)
        line = Line(columns, rows, Painter(erases=terminal is OddScreen), terminal) if line is None else line
        line.painter.pencil.repeats = terminal is OddScreen
        line.resize(columns, rows)
        page = Page(chance, columns, rows)
        line.show(page.frame([(y, 0, columns) for y in range(rows)]))
        for _ in range(STEPS):
            line.show(page.frame(page.act()), (chance.randrange(columns), chance.randrange(rows)))
            yield line
        if chance.random() < 0.3:
            line.painter.forget()


@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.parametrize("terminal", [OddScreen, PlainErasing])
def test_scripts_that_scroll_look_as_stock_output_draws_them(terminal: type[OddScreen], part: int) -> None:
    """Scrolling, marking, dialogs, changes, other sizes; at random, but for the sake of the law alone."""
    moved = 0
    for seed in range(part, SCRIPTS // 2, PARTS):
        for step, line in enumerate(script(seed, terminal)):
            ours, stock = line.pictures
            assert ours == stock, f"seed {seed}, step {step}"
            assert line.shown.screen.margins is None
            moved += "\x1b[r" in line.sent
    assert moved > SCRIPTS // 6
