"""What a person sees of a screen, cell by cell."""

from __future__ import annotations

import unicodedata
from typing import Any, NamedTuple

from rich.cells import split_graphemes
from rich.style import Style
from textual.color import Color
from textual.geometry import Region
from textual.screen import Screen

from alliance_tui.app import AllianceApp


class Cell(NamedTuple):
    """A character and how it is drawn; the second half of a wide one is ""."""

    text: str
    style: Style

    @property
    def is_text(self) -> bool:
        """True for what is read: neither blank nor a line or a block."""
        return bool(self.text.strip()) and not is_line(self.text)


def is_line(text: str) -> bool:
    """Return True for what draws lines, boxes and blocks."""
    return "\u2500" <= text <= "\u259f"


def picture(screen: Screen[Any]) -> list[list[Cell]]:
    """Return the cells of a screen, row by row."""
    rows = []
    for strip in screen._compositor.render_strips():
        row: list[Cell] = []
        for text, style, _ in strip:
            for start, end, width in split_graphemes(text)[0]:
                row += [Cell(text[start:end], style or Style.null()), *[Cell("", style or Style.null())] * (width - 1)]
        rows.append(row)
    return rows


def in_front(screen: Screen[Any]) -> list[list[Cell]]:
    """Return the cells of a page, or of a dialog's box alone: what it covers is cut by it."""
    box = front(screen)
    return [row[box.x : box.right] for row in picture(screen)[box.y : box.bottom]]


def front(screen: Screen[Any]) -> Region:
    """Return where a dialog's box is, or the whole page."""
    boxes = screen.query("Dialog > VerticalScroll, CommandPalette > Vertical")
    return boxes.first().region if boxes else screen.size.region


def text_of(rows: list[list[Cell]]) -> list[str]:
    """Return the rows as plain text."""
    return ["".join(cell.text for cell in row).rstrip() for row in rows]


def colours(cell: Cell, app: AllianceApp) -> tuple[Color, Color]:
    """Return what a cell is drawn with, and on."""
    theme = app.current_theme
    ink, paper = Color.parse(theme.foreground or ""), Color.parse(theme.background or "")
    pen, ground = (
        Color.from_rich_color(each, app.ansi_theme) if each and not each.is_default else default
        for each, default in ((cell.style.color, ink), (cell.style.bgcolor, paper))
    )
    return (ground, pen) if cell.style.reverse else (pen, ground)


def contrast(one: Color, other: Color) -> float:
    """Return the contrast of WCAG 2.2, from 1 to 21."""
    lights = sorted(_luminance(each) for each in (one, other))
    return (lights[1] + 0.05) / (lights[0] + 0.05)


def _luminance(colour: Color) -> float:
    parts = (part / 255 for part in colour.rgb)
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def words(rows: list[list[Cell]]) -> set[str]:
    """Return the words on a screen, without what is around them."""
    found = set[str]()
    for row in rows:
        text = "".join(" " if is_line(cell.text) else cell.text for cell in row)
        for word in text.split():
            bare = "".join(char if unicodedata.category(char)[0] in "LMN’'…" or char in "’'…" else " " for char in word)
            found.update(bare.split())
    return found
