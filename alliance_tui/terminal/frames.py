"""Textual's frames: what they are made of, and how large they are."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rich.color import ColorSystem
from rich.segment import Segment
from rich.style import Style
from textual._compositor import ChopsUpdate, LayoutUpdate
from textual.app import App
from textual.geometry import Region, Size
from textual.screen import Screen
from textual.strip import Strip

from alliance_tui.terminal.painter import Painter, Piece

Update = LayoutUpdate | ChopsUpdate


def pieces(update: Update) -> Iterator[Piece]:
    """What stock output would send of an update, in its order."""
    if isinstance(update, LayoutUpdate):
        for y, line in enumerate(update.strips, update.region.y):
            yield y, update.region.x, line
        return
    for y, start, stop in update.spans:
        for end, (x, strip) in zip(update.chop_ends[y], update.chops[y].items(), strict=False):
            if strip is not None and x <= stop and end > start:
                yield y, x, [strip if x >= start and end <= stop and x < stop else strip.crop(0, min(end, stop) - x)]


def size_of(screen: Screen[Any]) -> Size:
    """Return the size a screen was laid out for last, in cells."""
    return screen._compositor.size


def is_held(app: App[Any]) -> bool:
    """Return True while Textual itself sends no frames."""
    return bool(app._batch_count)


def misfit() -> str:
    """Why the frames of this Textual can't be read here; empty when they can."""
    bold = Style(bold=True)
    painter = Painter()
    try:
        whole = LayoutUpdate([[Strip([Segment("ab", bold)])]], Region(0, 0, 2, 1))
        part = ChopsUpdate([{0: None, 1: Strip([Segment("c", bold)])}], [(0, 1, 2)], [[1, 2]])
        system = ColorSystem.TRUECOLOR
        frames = [painter.paint(pieces(update), (2, 1), system, (0, 0), False) for update in (whole, part)]
        code = App._display.__code__
        parameters = code.co_varnames[: code.co_argcount]
        ready = size_of(Screen()) == Size(0, 0) and "_batch_count" in code.co_names
    except Exception as fault:
        return repr(fault)
    if frames != ["\x1b[?25l\x1b[H\x1b[0;1mab\x1b[H", "\x1b[Cc\x1b[H"]:
        return f"frames come out as {frames}"
    if parameters != ("self", "screen", "renderable"):
        return f"_display takes {parameters}"
    return "" if ready else "screens and apps tell their state otherwise"
