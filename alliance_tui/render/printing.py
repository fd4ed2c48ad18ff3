"""Write what was rendered to a stream: coloured on a terminal, plain in a pipe."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import TextIO

from rich.console import Console, Group, RenderableType
from rich.text import Text

from alliance_tui.render import rich_wrapping


def print_rendered(parts: Iterable[RenderableType], stream: TextIO, width: int) -> None:
    """Write the parts below each other, `width` cells to a line.

    In a pipe there are no escape codes, and no spaces at the lines' ends.
    """
    rich_wrapping.install()
    console = Console(file=stream, width=width, highlight=False, markup=False, emoji=False)

    def is_line(part: RenderableType) -> bool:
        """Return True for a line that a pipe gets as it is: to have it rendered takes most of the time."""
        return not console.is_terminal and isinstance(part, Text) and bool(part.no_wrap)

    text = ""
    for are_lines, group in groupby(parts, is_line):
        if are_lines:
            text += "".join(f"{part}\n" for part in group)
        else:
            with console.capture() as capture:
                console.print(Group(*group))
            text += capture.get()
    if not console.is_terminal:
        text = "".join(f"{line.rstrip()}\n" for line in text.removesuffix("\n").split("\n"))
    stream.write(text)
