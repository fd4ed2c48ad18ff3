"""Where the caret goes, judged by `regex` and its data of Unicode."""

from __future__ import annotations

from itertools import accumulate, pairwise

import regex
from hypothesis import given

from alliance_tui.text.caret import backspace_start, left_of, right_of, snapped, words_in
from tests.unit.text.prose import EXAMPLES, prose_text
from tests.unit.text.test_graphemes import TEXTS


@EXAMPLES
@given(TEXTS)
def test_places_of_the_caret(text: str) -> None:
    """By the arrows it comes to the edges of clusters alone, and to each of them in both directions."""
    for before, after in pairwise([0, *accumulate(map(len, regex.findall(r"\X", text)))]):
        assert {left_of(text, place) for place in range(before + 1, after + 1)} == {before}
        assert {right_of(text, place) for place in range(before, after)} == {after}
        assert {snapped(text, place) for place in range(before, after)} == {before}
        assert before <= backspace_start(text, after) < after


@EXAMPLES
@given(prose_text)
def test_words_end_where_unicodes_do(text: str) -> None:
    """Each has an edge that Unicode's have, too; those of scripts without spaces are longer than Unicode's."""
    edges = {found.start() for found in regex.finditer(r"(?w)\b", text)}
    for start, end in words_in(text):
        assert start < end
        assert {start, end} <= edges
