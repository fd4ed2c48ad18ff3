"""Write what was rendered to a stream: coloured on a terminal, plain in a pipe."""

from __future__ import annotations

from typing import TextIO

from rich.console import Console, RenderableType


def print_rendered(rendered: RenderableType, stream: TextIO, width: int) -> None:
    """Write it, `width` cells to a line; in a pipe without escape codes and without spaces at the lines' ends."""
    console = Console(file=stream, width=width, highlight=False, markup=False, emoji=False)
    with console.capture() as capture:
        console.print(rendered)
    text = capture.get()
    if not console.is_terminal:
        text = "".join(f"{line.rstrip()}\n" for line in text.removesuffix("\n").split("\n"))
    stream.write(text)
