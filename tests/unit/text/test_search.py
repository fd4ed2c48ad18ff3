"""Text as a search compares it."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliance_tui.text.search import folded, loose
from tests.unit.text.prose import EXAMPLES


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Tomás", "tomas"),
        ("Toma\u0301s", "tomas"),
        ("Łukasz & Søren", "lukasz & soren"),
        ("Straße", "strasse"),
        ("O’Hara", "o'hara"),
        ("co\u00adop\u200b", "coop"),
        ("Ёлка", "елка"),
        ("หมี่", "หมี่"),
        ("हिन्दी", "हिन्दी"),
        ("İstanbul", "istanbul"),
        ("ΟΔΌΣ", "οδοσ"),
        ("ｶﾞﾅ", "ガナ"),
        ("Ａｄａ", "ada"),
        ("ﬁnd", "find"),
        ("مُحَمَّـــد", "محمد"),
        ("أحمد", "احمد"),
        ("שָׁלוֹם", "שלום"),
        ("O‘Hara", "o'hara"),
        ("well‑kept", "well-kept"),
        ("がぎ", "がぎ"),
        ("한글", "한글"),
        ("\u1112\u1161\u11ab글", "한글"),
    ],
)
def test_accents_go_and_letters_stay(text: str, found: str) -> None:
    """Marks of scripts that are not read without them are letters; those of Arabic and Hebrew are mostly left out."""
    assert loose(text) == found


@EXAMPLES
@given(st.text(st.characters(categories=("L", "M", "Zs"))))
def test_composed_and_decomposed_are_the_same(text: str) -> None:
    """As a text was typed on one system or another."""
    for form in ("NFC", "NFD"):
        assert folded(unicodedata.normalize(form, text)) == folded(unicodedata.normalize("NFC", text))
        assert loose(unicodedata.normalize(form, text)) == loose(unicodedata.normalize("NFC", text))
