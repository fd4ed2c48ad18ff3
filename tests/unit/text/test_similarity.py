"""Sentences that are nearly equal."""

from __future__ import annotations

from alliance_tui.text.similarity import nearly_equal


def test_finds_the_nearest_without_an_equal() -> None:
    """Half or more in common, and not one that stays as it is."""
    assert nearly_equal([(1, 2, 3, 4), (5, 6), (7, 8, 9)], [(5, 6), (1, 2, 3, 9), (7, 10, 11)]) == {0: 1}
