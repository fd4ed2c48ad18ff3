"""No text is cut at a border, a scrollbar or the screen's edge, on any screen at any size."""

from __future__ import annotations

from itertools import pairwise

import pytest
from rich.style import Style

from tests.ui.driver import Desk, Room
from tests.ui.picture import Cell, in_front, picture, text_of, words
from tests.ui.tour import furnish, whole_tour

SIZES = [(100, 30), (80, 24), (60, 20), (40, 12), (200, 60)]
UPRIGHT = "│┃║▌▐▊▎▏▕"


def touching(desk: Desk) -> list[str]:
    """Return the rows in which a word touches a border, a scrollbar or the right edge."""
    edge = Cell("│", Style.null())
    rows = in_front(desk.screen)
    return [
        text_of([row])[0]
        for row in rows
        if any(cell.is_text and after.text in UPRIGHT for cell, after in pairwise([*row, edge]) if after.text)
    ]


@pytest.mark.parametrize("size", SIZES)
async def test_nothing_touches(room: Room, size: tuple[int, int]) -> None:
    """A blank lies between words and what borders them."""
    furnish(room)
    found = {}
    async with room.desk(size) as desk:
        async for name in whole_tour(desk):
            await desk.wait_until_idle()
            if rows := touching(desk):
                found[name] = rows
    assert not found, "\n".join(f"{name}:\n" + "\n".join(rows) for name, rows in found.items())


def is_cut(word: str, known: set[str]) -> bool:
    """Return True for what is only ever a part of a word."""
    return (
        not word.endswith("…")
        and word not in known
        and any(whole.startswith(word) or whole.endswith(word) for whole in known)
    )


async def test_words_are_whole(room: Room) -> None:
    """A word of a small screen is one of a large screen, or ends with an ellipsis."""
    furnish(room)
    known, shown = set[str](), dict[str, set[str]]()
    async with room.desk((200, 60)) as desk:
        async for name in whole_tour(desk):
            await desk.wait_until_idle()
            known |= words(picture(desk.screen))
            for size in SIZES[:4]:
                await desk.resize(*size)
                shown[f"{name} at {size}"] = words(in_front(desk.screen))
            await desk.resize(200, 60)
    cut = {place: lost for place, found in shown.items() if (lost := {word for word in found if is_cut(word, known)})}
    assert not cut
