"""What is sent of a frame: as little as can be, and always what makes a terminal show what stock output would."""

from __future__ import annotations

import random
from collections.abc import Iterable
from itertools import pairwise
from typing import Any

import pytest
from rich.color import ColorSystem
from rich.console import Console
from rich.control import Control
from rich.segment import Segment
from rich.style import Style
from textual._compositor import ChopsUpdate, LayoutUpdate
from textual.app import App
from textual.geometry import Region
from textual.strip import Strip

from alliance_tui.terminal.cells import has_uncertain_width
from alliance_tui.terminal.frames import misfit, pieces
from alliance_tui.terminal.painter import Painter
from alliance_tui.terminal.pens import PLAIN, change, pen_of
from tests.e2e.emulator import Emulator, Screen
from tests.full import EXAMPLES

SCRAPS = [
    "a",
    "b ",
    "   ",
    "word ",
    "─",
    "█",
    "·",
    "é",
    "e\u0301",
    "我",
    "ｗ",
    "한",
    "☕",
    "❤️",
    "👩‍💻",
    "👍🏽",
    "🇪🇪",
    "ไทย",
]
SCRAPS += ["हि", "\u200b", "\u0301", "\u00ad", "عر", "⌚x"]
STYLES = [None, Style(), Style(bold=True), Style(dim=True, bold=True), Style(italic=True, color="red")]
STYLES += [Style(color="#e0e0e0", bgcolor="#121212"), Style(color="#e0e0e0", bgcolor="#242f38"), Style(reverse=True)]
STYLES += [Style(underline=True, bgcolor="blue"), Style(color="color(200)"), Style(color="default", bgcolor="default")]


class Line:
    """A painter, and stock output, each with a terminal."""

    def __init__(self, columns: int, rows: int, painter: Painter | None = None, kind: type[Screen] = Screen) -> None:
        """Nothing painted yet; `kind` is the terminal of the painter."""
        self.size, self.painter, self.sent = (columns, rows), painter or Painter(), ""
        self.shown, self.stock = Emulator(columns, rows, kind), Emulator(columns, rows)
        for terminal in (self.shown, self.stock):
            terminal.feed(b"\x1b[?7l")
        self.console = Console(force_terminal=True, color_system="truecolor", legacy_windows=False)

    def resize(self, columns: int, rows: int) -> None:
        """Give both terminals another size."""
        self.size = (columns, rows)
        for terminal in (self.shown, self.stock):
            terminal.screen.resize(rows, columns)

    def show(self, update: LayoutUpdate | ChopsUpdate, cursor: tuple[int, int] = (0, 0), shown: bool = False) -> None:
        """Show a frame on both."""
        self.sent = self.painter.paint(pieces(update), self.size, ColorSystem.TRUECOLOR, cursor, shown)
        self.shown.feed(self.sent.encode())
        self.stock.feed((update.render_segments(self.console) + Control.move_to(*cursor).segment.text).encode())

    @property
    def pictures(self) -> list[Any]:
        """The visible cells of both, and their cursors."""
        return [(screen.visible_rows(), cursor(screen)) for screen in (self.shown.screen, self.stock.screen)]


def cursor(screen: Any) -> tuple[int, int]:
    """Column and row."""
    return screen.cursor.x, screen.cursor.y


def strip(chance: random.Random, width: int) -> Strip:
    """So many cells of anything."""
    segments = [
        Segment("".join(chance.choices(SCRAPS, k=chance.randint(1, 4))), chance.choice(STYLES))
        for _ in range(chance.randint(1, 1 + width // 3))
    ]
    return Strip(segments).adjust_cell_length(width, chance.choice(STYLES))


def frame(chance: random.Random, columns: int, rows: int, cuts: list[list[int]]) -> LayoutUpdate | ChopsUpdate:
    """A whole screen, or spans of it that lie between cuts."""
    lines = [{start: strip(chance, end - start) for start, end in pairwise(cut)} for cut in cuts]
    if chance.random() < 0.3:
        return LayoutUpdate([list(line.values()) for line in lines], Region(0, 0, columns, rows))
    spans = []
    for y in sorted(chance.sample(range(rows), rows - rows // 2)):
        start, stop = sorted(chance.sample(range(columns + 1), 2))
        spans.append((y, start, stop))
    return ChopsUpdate(lines, spans, [cut[1:] for cut in cuts])


def cut(chance: random.Random, columns: int) -> list[int]:
    """Where widgets meet in a row."""
    return [0, *sorted(chance.sample(range(1, columns), chance.randint(0, 3))), columns]


@pytest.mark.parametrize("part", range(4))
def test_random_frames_look_as_stock_output_draws_them(part: int) -> None:
    """Wide, combining, joined and modified characters, every kind of style, whole screens and parts, in any order."""
    for seed in range(part, EXAMPLES, 4):
        chance = random.Random(seed)
        columns, rows = chance.randint(6, 40), chance.randint(1, 5)
        line = Line(columns, rows)
        cuts = [cut(chance, columns) for _ in range(rows)]
        for step in range(8):
            place = (chance.randrange(columns), chance.randrange(rows))
            line.show(frame(chance, columns, rows, cuts), place, chance.random() < 0.5)
            ours, stock = line.pictures
            assert ours == stock, f"seed {seed}, step {step}"
            if chance.random() < 0.2:
                cuts = [cut(chance, columns) for _ in range(rows)]


def whole(*rows: str, style: Style | None = None) -> LayoutUpdate:
    """A screen with these rows."""
    strips: list[Iterable[Strip]] = [[Strip([Segment(row, style)])] for row in rows]
    return LayoutUpdate(strips, Region(0, 0, len(rows[0]), len(rows)))


def test_other_digits_keep_their_pens() -> None:
    """They look as if their row had been rendered; where something else is shown, they can't be drawn so."""
    bold = Style(bold=True, color="red")
    before, after = (
        LayoutUpdate([[Strip([Segment("at "), Segment(figure, bold)])]], Region(0, 0, 7, 1))
        for figure in ("9:59", "8:50")
    )
    line = Line(7, 1)
    line.show(before)
    drawn = line.painter.retype([(3, 0, "9", "8"), (6, 0, "9", "0")], (0, 0))
    assert drawn
    line.shown.feed(drawn.encode())
    line.stock.feed(after.render_segments(line.console).encode() + b"\x1b[H")
    ours, stock = line.pictures
    assert ours == stock
    assert line.painter.retype([(3, 0, "9", "7")], (0, 0)) is None
    line.show(after)
    assert line.sent == ""


def test_a_letter_at_the_cursor_is_all_that_is_sent() -> None:
    """The pen and the cursor are where they were left."""
    line = Line(12, 2)
    line.show(whole("one tw      ", "            "), (6, 0), shown=True)
    line.show(whole("one two     ", "            "), (7, 0), shown=True)
    assert line.sent == "o"
    line.show(whole("one two     ", "            "), (7, 0), shown=True)
    assert line.sent == ""


def test_a_frame_that_shows_the_same_in_another_style_is_sent() -> None:
    """Colours and attributes are part of a cell."""
    line = Line(3, 1)
    line.show(whole("abc"))
    line.show(whole("abc", style=Style(bold=True)))
    assert line.sent == "\x1b[1mabc\x1b[H"


def test_rows_that_have_moved_are_moved() -> None:
    """Only what comes in is drawn."""
    texts = ["".join(random.Random(number).choices("abcdefghijkl ", k=40)) for number in range(12)]
    line = Line(40, 10)
    line.show(whole("head".ljust(40), *texts[:8], "foot".ljust(40)))
    line.show(whole("head".ljust(40), *texts[1:9], "foot".ljust(40)))
    assert line.sent == f"\x1b[1;9r\x1b[2H\x1b[1M\x1b[r\x1b[9H{texts[8]}\x1b[H"
    line.show(whole("head".ljust(40), *texts[:8], "foot".ljust(40)))
    assert line.sent == f"\x1b[1;9r\x1b[2H\x1b[1L\x1b[r\x1b[2H{texts[0]}\x1b[H"
    ours, stock = line.pictures
    assert ours == stock


@pytest.mark.parametrize(("background", "erased"), [("#242f38", [True, False]), ("default", [True, True])])
def test_many_blanks_are_erased_if_the_terminal_keeps_their_background(background: str, erased: list[bool]) -> None:
    """Its own background it always keeps."""
    style = Style(bgcolor=background)
    for erases, expected in zip([True, False], erased, strict=True):
        line = Line(40, 1, Painter(erases))
        line.show(whole("x".ljust(40), style=style))
        assert ("\x1b[39X" in line.sent) == expected
        assert (" " * 39 in line.sent) != expected


def test_lines_are_repeated_if_the_terminal_can() -> None:
    """Those of three bytes a cell; the terminal shows the same."""
    line = Line(20, 1)
    line.painter.pencil.repeats = True
    line.show(whole("╭──────────╮ aaaaaaa"))
    assert "╭─\x1b[9b╮ aaaaaaa" in line.sent
    ours, stock = line.pictures
    assert ours == stock


def test_the_foreground_of_a_blank_is_not_sent() -> None:
    """Unless it shows."""
    line = Line(3, 1)
    line.show(whole("   ", style=Style(color="red", bold=True)))
    line.show(whole("   ", style=Style(color="blue", italic=True)))
    assert line.sent == ""
    line.show(whole("   ", style=Style(color="blue", underline=True)))
    assert "34" in line.sent


def test_after_forgetting_all_is_sent() -> None:
    """Somebody else may have written on the terminal."""
    line = Line(3, 1)
    line.show(whole("abc"), (1, 0))
    first = line.sent
    line.painter.forget()
    line.show(whole("abc"), (1, 0))
    assert line.sent == first
    assert "abc" in first


def test_a_large_frame_hides_the_cursor_meanwhile() -> None:
    """It would be seen to run about."""
    line = Line(500, 1)
    line.show(whole("x" * 500), (1, 0), shown=True)
    assert line.sent.startswith("\x1b[?25l")
    assert line.sent.endswith("\x1b[?25h")
    line.show(whole("y" + "x" * 499), (1, 0), shown=True)
    assert "?25" not in line.sent
    line.show(whole("y" + "x" * 499), (1, 0), shown=False)
    assert line.sent == "\x1b[?25l"


@pytest.mark.parametrize("text", ["☕", "e\u0301", "👩", "👩‍💻", "\u200b", "ि", "❤️"])
def test_what_terminals_measure_differently(text: str) -> None:
    """Everything after it in its row is sent again."""
    assert has_uncertain_width(text)


@pytest.mark.parametrize("text", ["a", "é", "─", "█", "我", "ｗ", "한", "か", "…", "▸", "عَ"[0]])
def test_what_all_terminals_measure_alike(text: str) -> None:
    """Nothing but what changed is sent."""
    assert not has_uncertain_width(text)


@pytest.mark.parametrize("old", STYLES)
@pytest.mark.parametrize("new", STYLES)
def test_from_one_pen_to_another(old: Style | None, new: Style | None) -> None:
    """However it gets there, a character drawn then looks as one drawn after a reset."""
    pens = [pen_of(style, ColorSystem.TRUECOLOR) for style in (old, new)]
    screens = []
    for steps in (change(None, pens[0]) + change(*pens), change(None, pens[1])):
        terminal = Emulator(1, 1)
        terminal.feed(f"{steps}x".encode())
        screens.append(terminal.screen.buffer[0][0])
    assert screens[0] == screens[1]
    assert (change(*pens) == "") == (pens[0] == pens[1])


def test_the_shortest_way_between_pens() -> None:
    """One step where that will do, a reset where it is shorter."""
    bold = pen_of(Style(bold=True, color="#e0e0e0", bgcolor="#121212"), ColorSystem.TRUECOLOR)
    light = pen_of(Style(color="#e0e0e0", bgcolor="#121212"), ColorSystem.TRUECOLOR)
    assert change(bold, light) == "\x1b[22m"
    assert change(light, bold) == "\x1b[1m"
    assert change(bold, PLAIN) == "\x1b[m"


def test_links_begin_and_end() -> None:
    """Textual sends them; whoever draws after one is not part of it."""
    link = pen_of(Style(link="https://example.org"), ColorSystem.TRUECOLOR)
    assert change(PLAIN, link).startswith("\x1b]8;id=")
    assert change(link, PLAIN).endswith("\x1b]8;;\x1b\\")


def test_this_textual_is_the_one_we_know(monkeypatch: pytest.MonkeyPatch) -> None:
    """And another would be noticed."""
    assert misfit() == ""
    with monkeypatch.context() as patch:
        patch.setattr(App, "_display", lambda self, renderable: None)
        assert "_display takes" in misfit()
    with monkeypatch.context() as patch:
        patch.setattr(LayoutUpdate, "__init__", lambda self, strips, region: None)
        with pytest.raises(AttributeError):
            misfit()
    monkeypatch.setattr(ChopsUpdate, "__init__", lambda self, chops, spans: None)
    with pytest.raises(TypeError):
        misfit()
