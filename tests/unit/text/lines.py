"""Lines of words of many widths, for the tests of wrapping."""

from hypothesis import strategies as st

LATIN = ["a", "word", "longer-than-the-row " * 2, "unbroken" * 9, "é", "e\u0301", "\u200b"]
WORDS = [
    *LATIN,
    "漢字",
    "漢" * 40,
    "👩\u200d👩\u200d👧",
    "❤\ufe0f",
    "👋🏽",
    "请记住（对吗）。",
    "「",
    "“",
    "»",
    "!",
    "🇩🇪",
]
GAPS = [" ", "  ", "\u3000", "\u00a0", " " * 30]
LINES = st.lists(st.sampled_from([*WORDS, *GAPS, " ", " "]), max_size=30).map("".join)
