"""Where words stand in a text."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliance_tui.text.finding import Wanted
from tests.unit.text.prose import EXAMPLES


def found(words: str, text: str) -> list[str]:
    """What of a text is found for these words."""
    return [text[start:end] for start, end in Wanted(words).places(text)]


@pytest.mark.parametrize(
    ("words", "text", "places"),
    [
        ("harbour", "The Harbour, and harbours.", ["Harbour", "harbour"]),
        ("late", "No plates later than late.", ["late", "late"]),
        ("tomas", "Tomás says, Toma\u0301s says", ["Tomás", "Toma\u0301s"]),
        ("strasse", "in der Straße", ["Straße"]),
        ("straße", "STRASSE", ["STRASSE"]),
        ("don't", "Don’t!", ["Don’t"]),
        ("board early", "Early, before the board", ["Early", "board"]),
        ("board early", "before the board", []),
        ("told early", "told  early and told", ["told  early", "told"]),
        ('"on time"', "Time on\ntime", ["on\ntime"]),
        ('"on ti', "on time", ["on ti"]),
        ("“on time” warm", "warm and on time", ["warm", "on time"]),
        ("措手", "我们不会让对方措手不及。", ["措手"]),
        ("team", "我们team", ["team"]),
        ("founder", "co-founder, l’founder", ["founder", "founder"]),
        ("(a", "f(a) or (a)", ["(a", "(a"]),
        ("", "anything", []),
        ('""', "anything", []),
    ],
)
def test_words_are_found(words: str, text: str, places: list[str]) -> None:
    """From the beginning of a word on, all of them or none."""
    assert found(words, text) == places


@EXAMPLES
@given(st.text(st.characters(categories=("L", "M", "Zs", "P")), min_size=1), st.text())
def test_whatever_is_typed_is_found_in_itself(words: str, around: str) -> None:
    """However its accents are encoded, and whatever stands around it; a place is never inside a character."""
    wanted = Wanted(words)
    for form in ("NFC", "NFD"):
        text = f"{around} {unicodedata.normalize(form, words)} {around}"
        places = wanted.places(text)
        assert bool(places) is bool(wanted)
        assert all(0 <= start < end <= len(text) for start, end in places)
        assert all(not unicodedata.combining(text[end]) for _, end in places if end < len(text))


def test_marks_are_those_of_any_word() -> None:
    """For the one line of a text that is shown."""
    text = "before the board"
    assert [text[start:end] for start, end in Wanted("board early").marks(text)] == ["board"]


@EXAMPLES
@given(st.text(st.sampled_from('ab ä"'), max_size=6), st.text(st.sampled_from('ab ä"'), max_size=9), st.text("ab ä\n"))
def test_words_that_narrow_others_are_in_fewer_texts(words: str, more: str, text: str) -> None:
    wanted, shorter = Wanted(more), Wanted(words)
    assert Wanted(f"{words}a").narrows(shorter) or '"' in words or words != words.rstrip()
    if wanted.narrows(shorter) and shorter and wanted.places(text):
        assert shorter.places(text)
