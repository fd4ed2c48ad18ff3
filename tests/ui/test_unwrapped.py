"""Rows that are drawn as they are look as Textual would draw them, and the mouse selects the same in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pytest
from rich.segment import Segment
from textual.widget import Widget

from alliance_tui.widgets.unwrapped import Unwrapped
from tests.benchmarks.stores import sample
from tests.ui.driver import Desk, Room


def cells(line: Iterable[Segment]) -> Iterator[tuple[object, ...]]:
    """Each character, how it is drawn, and its place for the mouse; none of the blanks that fill a row."""
    for text, style, _ in line:
        assert style
        if "offset" in style.meta:
            x, y = style.meta["offset"]
            yield from ((sign, str(style), x + at, y) for at, sign in enumerate(text))
        else:
            assert text.isspace()


@pytest.mark.parametrize("size", [(120, 36), (60, 20), (40, 12)])
async def test_rows_are_those_of_textual(room: Room, size: tuple[int, int]) -> None:
    sample(room.library.root)
    async with Desk(room, size) as desk:
        await desk.see("enter open")
        await desk.open()
        for widget in [each for each in desk.screen.query(Unwrapped) if each.region]:
            for y in range(widget.content_size.height):
                assert [*cells(widget.render_line(y))] == [*cells(Widget.render_line(widget, y))]
