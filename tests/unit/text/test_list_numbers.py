"""What numbers the items of a list."""

from __future__ import annotations

import pytest

from alliance_tui.text.words import read_prose


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("1. Trust\n2. Humour", {"1": "1", "2": "1"}),
        ("(a) Trust\n(b) Humour", {"a": "a", "b": "a"}),
        ("h) eight\ni) nine", {"h": "h", "i": "i"}),
        ("i) one\nii) two\niii) three", {"i": "i", "ii": "i", "iii": "i"}),
        ("1. Trust\n   a) words\n   b) deeds\n2. Humour", {"1": "1", "a": "a", "b": "a", "2": "1"}),
        ("1. Trust\n\nThen more.\n\n2. Humour", {"1": "1", "2": "1"}),
        ("2.1 Trust\n2.2 Humour", {"2.1": ".1", "2.2": ".1"}),
        ("١. الثقة\n٢. المرح", {"١": "١", "٢": "١"}),
        ("一、信任\n二、幽默", {"一": "一", "二": "一"}),
        ("① Trust\n② Humour", {"①": "①", "②": "①"}),
        ("3. Trust\n5. Humour", {"3": "3", "5": "5"}),
        ("We are 2. And\n2 more are here", {}),
        (f"{'1' * 5_000}. It is long", {}),
        ("(", {}),
        ("", {}),
    ],
)
def test_numbers_of_items(text: str, numbers: dict[str, str]) -> None:
    """Each with the number its list begins with; one outside of a list stands for itself."""
    prose = read_prose(text)
    assert {prose.words[token]: first for token, first in prose.list_numbers.items()} == numbers
