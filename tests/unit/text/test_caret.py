"""Where the caret goes, judged by the data of Unicode."""

from __future__ import annotations

from itertools import accumulate, pairwise

import pytest
import regex
from uniseg.wordbreak import words

from alliance_tui.text.caret import (
    backspace_start,
    left_of,
    right_of,
    snapped,
    word_edge_before,
    word_edge_behind,
    word_start_before,
    words_in,
)
from tests.unit.text.unicode_data import for_clusters, for_words

SCOTLAND = "🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f"
PICTURES = [
    *("🇩🇪", SCOTLAND, "👩\u200d👩\u200d👧", "🏳\ufe0f\u200d🌈", "👋🏽", "1\ufe0f\u20e3", "1\u20e3"),
    *("❤\ufe0f", "葛\U000e0100"),
]


def test_places_of_the_caret() -> None:
    """By the arrows it comes to the edges of clusters alone, and to each of them in both directions."""
    for text in for_clusters():
        for before, after in pairwise([0, *accumulate(map(len, regex.findall(r"\X", text)))]):
            assert {left_of(text, place) for place in range(before + 1, after + 1)} == {before}, ascii(text)
            assert {right_of(text, place) for place in range(before, after)} == {after}, ascii(text)
            assert {snapped(text, place) for place in range(before, after)} == {before}, ascii(text)
            assert before <= backspace_start(text, after) < after, ascii(text)


def test_words_are_unicodes() -> None:
    """Those that touch are one, though: where a script has no spaces, Unicode has as many words as letters."""
    for text in for_words():
        wanted: list[tuple[int, int]] = []
        for start, end in pairwise([0, *accumulate(map(len, words(text)))]):
            if regex.search(r"[\p{L}\p{N}_]", text[start:end]):
                touches = bool(wanted) and wanted[-1][1] == start
                wanted.append((wanted.pop()[0] if touches else start, end))
        assert words_in(text) == wanted, ascii(text)


@pytest.mark.parametrize(
    "parts",
    [
        ["don't"],
        ["don’t", " ", "ask"],
        ["हिन्दी", " ", "में"],
        ["l’ami", ", ", "Зоя"],
        ["3.5", " ", "1,000"],
        ["well", "-", "kept"],
        ["请记住", "，", "我们"],
        ["สวัสดี", " ", "ครับ"],
        ["한국어", " ", "\u1112\u1161\u11ab"],
        ["سَلام", "، ", "می‌خواهم"],
        ["e\u0301te\u0301"],
        ["🇩🇪 ", "Ada", " 👍🏽"],
    ],
)
def test_words(parts: list[str]) -> None:
    """Whole, with their marks and apostrophes, for the keys that move and delete by words."""
    text = "".join(parts)
    edges = [0, *accumulate(map(len, parts))]
    spans = [(start, end) for start, end in pairwise(edges) if regex.search(r"\w", text[start:end])]
    assert words_in(text) == spans
    for start, end in spans:
        assert word_edge_before(text, end) == word_start_before(text, end) == start
        assert word_edge_behind(text, start) == end


@pytest.mark.parametrize("character", PICTURES)
def test_backspace_takes_what_is_one_picture(character: str) -> None:
    """Whatever stands around it."""
    for before, behind in (("", ""), ("a", "b"), ("🇫🇷", "🇫"), ("\u0301", "\u0301")):
        assert backspace_start(before + character, len(before + character)) == len(before)
        assert left_of(before + character, len(before + character)) == len(before)
        assert right_of(before + "a" + character + "a" + behind, len(before) + 1) == len(before) + 1 + len(character)


@pytest.mark.parametrize("text", ["ที่", "नि", "क्ष", "e\u0301", "سَ", "\u1112\u1161\u11ab", "ខ្មែ", "ab"])
def test_backspace_takes_the_last_sign_of_a_letter(text: str) -> None:
    """Thai, Indic and other letters with signs are typed, and corrected, by the sign."""
    assert backspace_start(text, len(text)) == len(text) - 1


def test_a_long_row_of_flags_takes_no_time() -> None:
    """Looking for a word between flags counts from each of them back to the first."""
    text = "word" + "🇩🇪" * 25_000
    assert word_edge_before(text, len(text)) == 4
