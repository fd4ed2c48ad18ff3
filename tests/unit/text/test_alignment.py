"""Lining up two sequences."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliance_tui.text.alignment import Alignment, Match, align, merge_matches, moved
from tests.unit.text.prose import EXAMPLES

numbers = st.lists(st.integers(0, 6), max_size=60) | st.lists(st.integers(0, 400), max_size=120)


def letters(old: str, new: str, weights: tuple[int, ...] = (), grams: int = 3) -> str:
    """What stays, as letters, with a gap between matches."""
    found = align([ord(sign) for sign in old], [ord(sign) for sign in new], weights, grams)
    return " ".join(old[match.old : match.old + match.size] for match in found.matches)


@pytest.mark.parametrize(
    ("old", "new", "stays"),
    [
        ("abcdef", "abcdef", "abcdef"),
        ("abcdef", "abxdef", "ab def"),
        ("abcdef", "abcxyzdef", "abc def"),
        ("abc", "xyz", ""),
        ("", "abc", ""),
        ("aaaa", "aa", "aa"),
        ("xy1a2b3c4", "5a6b7c8xy9", "a b c"),
    ],
)
def test_small_sequences(old: str, new: str, stays: str) -> None:
    """Beginning, end, and as much as possible in between."""
    assert letters(old, new) == stays


@pytest.mark.parametrize(("light", "stays"), [("", Match(1, 2, 1)), ("b", Match(2, 1, 1))])
def test_of_as_many_the_last_stays_unless_it_is_light(light: str, stays: Match) -> None:
    """The last in the new sequence; words are kept before punctuation."""
    old, new = ([ord(sign) for sign in text] for text in ("xbcy", "zcbw"))
    assert align(old, new, light={*map(ord, light)}).matches == [stays]


@pytest.mark.parametrize(("weights", "stays"), [((5, 1), "a"), ((1, 5), "b")])
def test_the_heavier_stays(weights: tuple[int, int], stays: str) -> None:
    """Of two that changed places, the heavier is held."""
    fill_old, fill_new = "".join(map(chr, range(200, 230))), "".join(map(chr, range(300, 330)))
    assert letters(fill_old + "ab", "ba" + fill_new, (0,) * 30 + weights, grams=1) == stays


@EXAMPLES
@given(numbers, numbers, st.integers(0, 3))
def test_matches_are_equal_and_in_order(old: list[int], new: list[int], grams: int) -> None:
    """Matches never cross or overlap, have gaps between them, and hold equal items."""
    found = align(old, new, grams=grams)
    check(old, new, found)


@EXAMPLES
@given(numbers)
def test_a_sequence_and_itself(items: list[int]) -> None:
    """One match, or none when there is nothing."""
    assert align(items, items).matches == [Match(0, 0, len(items))][: len(items)]


def check(old: list[int], new: list[int], found: Alignment) -> None:
    """The laws of an alignment."""
    i = j = 0
    for match in found.matches:
        assert match.size > 0
        assert match.old >= i and match.new >= j
        assert (match.old, match.new) != (i, j) or not i + j
        assert old[match.old : match.old + match.size] == new[match.new : match.new + match.size]
        i, j = match.old + match.size, match.new + match.size


@pytest.mark.parametrize("kinds", [1, 2, 3, 20, 300])
def test_repetitive_sequences_end_and_say_when_they_were_coarse(kinds: int) -> None:
    """Without anchors a big gap is left as it is; with enough of them it is looked into."""
    chance = random.Random(kinds)
    old, new = ([chance.randrange(kinds) for _ in range(5_000)] for _ in range(2))
    found = align(old, new)
    check(old, new, found)
    assert found.coarse is (kinds in (2, 3))


def test_small_gaps_do_not_wear_out_the_budget() -> None:
    """Many small edits in a long text are all looked into."""
    old = list(range(30_000))
    new = [-item if item % 10 == 0 else item for item in old]
    found = align(old, new)
    assert not found.coarse
    assert sum(match.size for match in found.matches) == 27_001  # 0 is its own negative


def test_joined_matches_touch_no_more() -> None:
    """Matches that follow each other on both sides are one."""
    assert merge_matches([Match(0, 0, 2), Match(2, 2, 1), Match(3, 4, 1)]) == [Match(0, 0, 3), Match(3, 4, 1)]


def test_moves_are_unique_long_and_take_neighbours_along() -> None:
    """8 stays; 1 2 1 moved as a block though 1 comes twice; 5 is too short to say."""
    old, new = [1, 2, 1, 5, 8], [8, 5, 1, 2, 1]
    stays = [Match(4, 0, 1)]
    assert moved(old, new, stays, [True, True, True, False, True]) == [Match(0, 2, 3)]
    assert moved([1, 1, 8], [8, 1], [Match(2, 0, 1)], [True] * 3) == []


@EXAMPLES
@given(numbers, numbers)
def test_moves_are_equal_and_apart(old: list[int], new: list[int]) -> None:
    """A move holds equal items that nothing else holds."""
    stays = align(old, new, grams=1).matches
    every = [*stays, *moved(old, new, stays, [True] * len(old))]
    for side, items in ((0, old), (1, new)):
        places = [match[side] + step for match in every for step in range(match.size)]
        assert len(places) == len(set(places)) and all(0 <= place < len(items) for place in places)
    assert all(old[m.old : m.old + m.size] == new[m.new : m.new + m.size] for m in every)
