"""Rendering to a text picture, as a pipe would get it."""

from __future__ import annotations

from collections.abc import Iterable
from io import StringIO

from rich.console import RenderableType

from alliance_tui.render.printing import print_rendered


def picture(parts: Iterable[RenderableType], width: int = 80) -> str:
    """What is printed, with line breaks at both ends so that it can be compared with a quoted block."""
    stream = StringIO()
    print_rendered(parts, stream, width)
    return f"\n{stream.getvalue()}"
