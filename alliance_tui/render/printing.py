"""Write what was rendered to a stream: coloured on a terminal, plain in a pipe."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TextIO

from rich.console import Console, Group, RenderableType

from alliance_tui.render import rich_wrapping


def print_rendered(parts: Iterable[RenderableType], stream: TextIO, width: int) -> None:
    """Write the parts below each other, `width` cells to a line.

    In a pipe there are no escape codes, and no spaces at the lines' ends.
    """
    rich_wrapping.install()
    console = Console(file=stream, width=width, highlight=False, markup=False, emoji=False)
    with console.capture() as capture:
        console.print(Group(*parts))
    text = capture.get()
    if not console.is_terminal:
        text = "".join(f"{line.rstrip()}\n" for line in text.removesuffix("\n").split("\n"))
    stream.write(text)
