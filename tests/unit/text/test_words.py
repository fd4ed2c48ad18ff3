"""Prose as words and sentences."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliance_tui.text.words import is_word, letter_count, read_prose
from tests.unit.text.prose import EXAMPLES, any_text, prose_text


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("Be kind, always.", "Be|kind|,|always|."),
        ("don't don’t well-kept ’tis", "don't|don’t|well-kept|’|tis"),
        ("the partners' plan -- now", "the|partners|'|plan|--|now"),
        ("at 19:30 it costs 1,000.50.", "at|19:30|it|costs|1,000.50|."),
        ("e.g. the U.S. at 9 a.m. sharp", "e.g.|the|U.S.|at|9|a.m.|sharp"),
        ("Well... why?! No…", "Well|...|why|?!|No|…"),
        ("我爱你。", "我|爱|你|。"),
        ("がんばれ、かれ", "が|ん|ば|れ|、|か|れ"),
        ("ที่นี่", "ที่|นี่"),
        ("मैं हूँ", "मैं|हूँ"),
        ("می‌خواهم، سَلام", "می‌خواهم|،|سَلام"),
        ("cafe\u0301 cafés", "cafe\u0301|cafés"),
        ("👩‍👩‍👧👍🏽🇩🇪🇫🇷!", "👩‍👩‍👧|👍🏽|🇩🇪|🇫🇷|!"),
        ("우리는 함께", "우리는|함께"),
        ("🏴\U000e0067\U000e0062\U000e007f1️⃣", "🏴\U000e0067\U000e0062\U000e007f|1️⃣"),
        ("น้ำใจ", "น้ำ|ใ|จ"),
        ("🇩🇪\ufe0f🇫🇷", "🇩🇪\ufe0f|🇫🇷"),
        ("ខ្មែរ", "ខ្មែ|រ"),
        ("\ufeffwe co\u00adop \u200f ok", "we|co\u00adop|ok"),
        (" \t\n", ""),
    ],
)
def test_tokens(text: str, tokens: str) -> None:
    """Words whole, punctuation apart, unspaced scripts by the character with its marks."""
    assert "|".join(read_prose(text).words) == tokens


@pytest.mark.parametrize(
    "text",
    [
        "We talk.| We listen!| Do we?| Yes.",
        "Dr. Weiss and Mr. A. Stone agree.| So do I.| Good.",
        "No.| Take No. 5 instead.| No.",
        "“Stop.”| He did.| (Really!)| “Is it?” she said.",
        "Wait… there is more.| Wait…| There is.",
        "It costs 3.5 euros.| 40 at most.",
        "我们说话。|他问：“好吗？”|好！|真的？！|是",
        "سلام.| كيف الحال؟| بخير",
        "One paragraph without a stop\n\n|another one",
        "- be on time\n|- say thank you\n|1. walk\n|2. rest\n|(a) sit",
        "wrapped at a width that is common enough in\nLondon and elsewhere.",
        "Trust\n|Humour\n|Patience with\nsmall things",
    ],
)
def test_sentences(text: str) -> None:
    """A stop ends a sentence when what follows could begin one; a blank line or a list's item always does."""
    prose = read_prose(text.replace("|", ""))
    pieces = [prose.piece(sentence) for sentence in prose.sentences]
    assert [piece.split() for piece in pieces] == [piece.split() for piece in text.split("|")]


@EXAMPLES
@given(any_text | prose_text, st.data())
def test_any_cut_gives_the_text_back(text: str, data: st.DataObject) -> None:
    """Tokens carry their white space, so pieces join to the text; none is empty or has white space in it."""
    prose = read_prose(text)
    assert all(word and word == "".join(word.split()) for word in prose.words)
    assert [token for sentence in prose.sentences for token in sentence] == [*range(len(prose.words))]
    assert all(prose.sentences)
    if prose.words:
        cut = data.draw(st.integers(1, len(prose.words)))
        rest = range(cut, len(prose.words))
        assert prose.piece(range(cut)) + (prose.piece(rest) if rest else "") == text
    unseen = dict.fromkeys(map(ord, "\u00ad\u034f\u061c\u200b\u200e\u200f\u2060\ufeff"))
    assert "".join(text.translate(unseen).split()) == "".join(prose.words).translate(unseen)


_FORMS = ["café", "Tomás", "한국", "がく", "don’t", "well‑kept", "“so”", "đã", "क़लम", " ", ". "]
FORMS = st.lists(st.sampled_from(_FORMS)).map("".join)


@EXAMPLES
@given(FORMS)
def test_keys_are_the_same_in_every_form(text: str) -> None:
    """Composed, decomposed, with straight quotes and plain hyphens."""
    straight = text.translate(str.maketrans("’“”‑", '\'""-'))
    for other in (unicodedata.normalize("NFC", text), unicodedata.normalize("NFD", text), straight):
        assert read_prose(other).keys == read_prose(text).keys


@pytest.mark.parametrize(("token", "word"), [("we", True), ("3", True), ("👍🏽", True), (",", False), ("—", False)])
def test_what_counts_as_a_word(token: str, word: bool) -> None:
    """All but punctuation."""
    assert is_word(token) is word


def test_letters_of_an_unspaced_script_count_twice() -> None:
    """A Chinese character says more than a letter."""
    assert [letter_count(token) for token in ("don’t", "我", "...", "3.5")] == [4, 2, 0, 2]
