"""The first frame of a screen is true or empty: what it shows is where it stays."""

from __future__ import annotations

import pytest
from textual.geometry import Region
from textual.screen import Screen

from tests.ui.driver import Desk, Room
from tests.ui.picture import front, picture, text_of
from tests.ui.tour import furnish, whole_tour

SCROLLED = {"passphrase": (40, 12)}
"""Where a small screen scrolls to the field at once."""


class Frames:
    """The first frame of each screen that comes into view."""

    def __init__(self, desk: Desk) -> None:
        """Watch from now on."""
        self.desk, self.first = desk, dict[Screen[object], list[str]]()
        desk.app.post_display_hook = self._note  # type: ignore[method-assign]

    def _note(self) -> None:
        screen = self.desk.app.screen
        if screen not in self.first and screen.is_mounted:
            self.first[screen] = text_of(picture(screen))


def untrue(first: list[str], settled: list[str], box: Region) -> list[tuple[str, str]]:
    """Return the rows that show in the box something that did not stay."""
    rows = [
        tuple(row[y].ljust(box.right)[box.x : box.right] for row in (first, settled)) for y in range(box.y, box.bottom)
    ]
    return [(one, other) for one, other in rows if any(a not in (" ", b) for a, b in zip(one, other, strict=True))]


@pytest.mark.parametrize("size", [(100, 30), (60, 20), (40, 12)])
async def test_first_frames(room: Room, size: tuple[int, int]) -> None:
    """Of every screen and dialog of the tour."""
    furnish(room)
    found = {}
    async with room.desk(size) as desk:
        frames = Frames(desk)
        async for name in whole_tour(desk):
            await desk.wait_until_idle()
            first = frames.first.pop(desk.screen, None)
            if first and SCROLLED.get(name) != size and (rows := untrue(first, desk.lines(), front(desk.screen))):
                found[name] = rows
    assert not found, "\n".join(f"{name}:\n" + "\n".join(map("\n".join, rows)) for name, rows in found.items())
