"""Whom a name, a part of one or a side means; what fits both or nobody is refused."""

from __future__ import annotations

import unicodedata

import pytest

from alliance_tui.domain.alliance import Partners
from alliance_tui.domain.errors import NotFound
from alliance_tui.domain.side_names import side_called
from tests.unit.samples import LEFT, RIGHT


@pytest.mark.parametrize(
    ("left", "right", "wanted", "side"),
    [
        ("Ada", "Grace", "Grace", RIGHT),
        ("Ada", "Grace", "gRA", RIGHT),
        ("Ada", "Grace", "LEFT", LEFT),
        ("Ada", "Grace", "right", RIGHT),
        ("Ann", "Anna", "ann", LEFT),
        ("Ann", "Anna", "anna", RIGHT),
        ("Inés", "Τίτος", "ΤΊΤΟΣ", RIGHT),
        ("Inés", "Τίτος", unicodedata.normalize("NFD", "INÉ"), LEFT),
        ("Жанна", "佐藤", "жан", LEFT),
        ("Жанна", "佐藤", "佐", RIGHT),
        ("Groß", "Ada", "GROSS", LEFT),
        ("Left", "Right", "left", LEFT),
        ("Ada", "Lefteris", "lefte", RIGHT),
        ("Right", "Left", "lef", RIGHT),
        ("Right", "Left", "rig", LEFT),
    ],
)
def test_whom_a_word_means(left: str, right: str, wanted: str, side: str) -> None:
    """In any case and any script, with accents as one character or two."""
    assert side_called(wanted, Partners(left, right)) == side


@pytest.mark.parametrize(
    ("left", "right", "wanted"),
    [
        ("Ada", "Grace", "Eve"),
        ("Ada", "Grace", "Ada & Grace"),
        ("Ada", "Grace", ""),
        ("Ada", "Grace", "le"),
        ("Anna", "Anne", "ann"),
        ("Ada", "Lefteris", "left"),
        ("Ada", "Left", "left"),
        ("Right", "Left", "right"),
    ],
)
def test_what_fits_nobody_or_both_is_refused(left: str, right: str, wanted: str) -> None:
    """Both are named, and nobody gets the other's side because of a name."""
    with pytest.raises(NotFound, match=rf"{left}, on the left, and {right}, on the right\."):
        side_called(wanted, Partners(left, right))


def test_the_word_of_an_invited_key_is_a_side_whatever_the_names_are() -> None:
    """A key for Grace opens her side after Ada was renamed to “Right”."""
    for partners in (Partners("Right", "Grace"), Partners("Righty", "Left")):
        assert side_called("right", partners, words_are_sides=True) is RIGHT
    assert side_called("gra", Partners("Ada", "Grace"), words_are_sides=True) is RIGHT
