"""Rows that have moved are found, unless moving them would save little or is not allowed."""

from __future__ import annotations

import random

import pytest

from alliance_tui.terminal.cells import Cells
from alliance_tui.terminal.pens import PLAIN
from alliance_tui.terminal.shifts import Shift, find_shifts

TEXTS = ["".join(random.Random(number).choices("abcdefghijkl ", k=40)) for number in range(20)]
WIDTH = 50


def rows(*texts: str) -> list[Cells]:
    """Texts as cells; "?" is an unknown one."""
    return [[None if character == "?" else (character, PLAIN) for character in text.ljust(WIDTH)] for text in texts]


OLD = rows("head", *TEXTS[3:13], "foot")


@pytest.mark.parametrize(
    ("first", "shift"),
    [(4, Shift(1, 10, 1)), (6, Shift(1, 10, 3)), (2, Shift(1, 10, -1)), (0, Shift(1, 10, -3))],
)
def test_a_list_between_rows_that_stay(first: int, shift: Shift) -> None:
    """Up and down, by one row and by more."""
    assert find_shifts(OLD, rows("head", *TEXTS[first : first + 10], "foot"), []) == [shift]


def test_a_bar_beside_the_list_does_not_hide_the_shift() -> None:
    """It stays where it is, and few cells are to be mended."""
    bar = [" "] * 3 + ["┃"] * 3 + [" "] * 6
    old, new = (
        rows(*(text.ljust(WIDTH - 1) + mark for text, mark in zip(["head", *texts, "foot"], bar, strict=True)))
        for texts in (TEXTS[3:13], TEXTS[5:15])
    )
    assert find_shifts(old, new, []) == [Shift(1, 10, 2)]


def test_the_first_row_never_moves() -> None:
    """Some terminals would take it for their scrollback."""
    assert find_shifts(rows(*TEXTS[:10]), rows(*TEXTS[1:11]), []) == [Shift(1, 9, 1)]


def test_rows_that_must_be_drawn_otherwise_are_left_out() -> None:
    """Fixed ones, and those of which something is unknown: what is above and below moves by itself."""
    new = rows("head", *TEXTS[4:14], "foot")
    assert find_shifts(OLD, new, [5]) == [Shift(1, 4, 1), Shift(6, 10, 1)]
    new[5][7] = None
    assert find_shifts(OLD, new, []) == [Shift(1, 4, 1), Shift(6, 10, 1)]


def test_a_part_beside_others_that_stay_is_drawn() -> None:
    """Moving whole rows would move the others, too."""
    old, new = (
        rows(*(f"{side}{text[:7]}" for side, text in zip(TEXTS[:10], TEXTS[at : at + 10], strict=True)))
        for at in (0, 1)
    )
    assert find_shifts(old, new, []) == []


def test_what_is_the_same_or_new_is_no_shift() -> None:
    """Also where all rows are alike."""
    assert find_shifts(OLD, OLD, []) == []
    assert find_shifts(OLD, rows(*["other words"] * 12), []) == []
    assert find_shifts(rows(*["-" * WIDTH] * 9), rows(*["=" * WIDTH] * 9), []) == []
