"""Where a text is broken into rows, judged by `regex` and its data of Unicode."""

from __future__ import annotations

from itertools import accumulate, pairwise

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console
from rich.text import Text
from textual._wrap import compute_wrap_offsets
from textual.content import Content
from uniseg.linebreak import line_break_boundaries

from alliance_tui.render import rich_wrapping
from alliance_tui.text.line_breaks import fold, piece_ends, row_starts
from tests.unit.text.lines import GAPS, LINES, WORDS
from tests.unit.text.prose import EXAMPLES
from tests.unit.text.unicode_data import for_lines

PUNCTUATION = [*"、。，．！？：；」』）】〉》・ーっゃ々…％「『（【〈《“”‘’«»¿.,:;!?()[]{}'\"-—/$€"]
MIXED = st.lists(st.sampled_from([*WORDS, *GAPS, *PUNCTUATION, *"请记住対話한국", "Please", "🇩🇪"]), max_size=30).map(
    "".join
)
ANYTHING = MIXED | st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=60)
WIDTHS = st.integers(2, 30)
SPACED = (  # letters, numbers and Korean syllables, the wide ones too
    r"\p{LB=AL}\p{LB=HL}\p{LB=AI}\p{LB=SA}\p{LB=NU}\p{LB=H2}\p{LB=H3}\p{LB=JL}\p{LB=JV}\p{LB=JT}\p{LB=CM}\p{LB=ZWJ}"
)
UNSPACED = (
    r"[\p{LB=ID}\p{LB=EB}\p{LB=EM}\p{LB=RI}\p{LB=CJ}\p{LB=NS}\p{LB=AK}\u25cc\p{LB=AP}\p{LB=AS}\p{LB=VF}\p{LB=VI}"
    rf"[[\p{{EA=W}}\p{{EA=F}}\p{{EA=H}}]--[{SPACED}]]]"
)
DISPUTED = regex.compile(
    "|".join(
        rf"{before}[\p{{LB=CM}}\p{{LB=ZWJ}}]{behind}"
        for before, behind in (
            (r"\p{LB=HL}", r"*\p{LB=BA}"),  # Hebrew with a sign behind which Unicode 16 allowed no break
            (r"\p{LB=QU}", r"+\Z"),  # a quote with a mark, where `uniseg` sees no end
            (r"\p{RI}", r"+\p{RI}"),  # halves of a flag that are two characters, but one for the rules of lines
        )
    )
)
BESIDE = regex.compile(
    rf"(?V1)(?<=[\p{{LB=SP}}\p{{LB=ZW}}]|(?:[\p{{LB=BA}}&&\s]|{UNSPACED})[\p{{LB=CM}}\p{{LB=ZWJ}}[\p{{LB=SA}}&&\p{{M}}]]*)"
    rf"|(?={UNSPACED})"
)
"""Beside a space or a script without spaces: elsewhere our rows do not begin, at a hyphen or in a Korean word."""

THAI = regex.compile(r"(?V1)(?<=[\p{LB=SA}&&\p{Thai}])[\p{LB=SA}&&\p{Thai}]")
"""Where words of Thai begin the package `budoux` knows, and not `uniseg`."""


def rows(text: str, width: int) -> list[str]:
    """A text as the editor's rows."""
    return [text[start:end] for start, end in pairwise([0, *row_starts(text, width), len(text)])]


def test_rows_begin_where_unicodes_do() -> None:
    """Beside spaces and in scripts without them, as Unicode Standard Annex 14 has it; a character is never parted."""
    for text in for_lines():
        whole = {*accumulate(map(len, regex.findall(r"\X", text)))}
        unicodes = whole.intersection(line_break_boundaries(text))
        wanted = [end for end in sorted(unicodes) if end == len(text) or BESIDE.match(text, end)]
        if not DISPUTED.search(text):
            assert [end for end in piece_ends(text) if not THAI.match(text, end)] == wanted, ascii(text)


@EXAMPLES
@given(ANYTHING | LINES, WIDTHS)
def test_folding_keeps_every_word(text: str, width: int) -> None:
    """Only spaces may go, and no line is too long."""
    lines = fold(text, width)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(cell_len(line) <= width or len(regex.findall(r"\X", line)) == 1 for line in lines)


@EXAMPLES
@given(ANYTHING, WIDTHS)
def test_rows_are_whole_characters_and_fit(text: str, width: int) -> None:
    """A row ends where a cluster does; a cluster alone may be too long."""
    edges = {0, *accumulate(map(len, regex.findall(r"\X", text)))}
    assert edges.issuperset(row_starts(text, width))
    assert all(cell_len(row) <= width or len(regex.findall(r"\X", row)) == 1 for row in rows(text, width))


@EXAMPLES
@given(ANYTHING, WIDTHS)
def test_a_row_ends_with_a_piece(text: str, width: int) -> None:
    """Each row holds as many pieces as fit; a character inside a piece begins a row where the piece is too long."""
    ends, starts = piece_ends(text), row_starts(text, width)
    for start, stop in pairwise([0, *starts]):
        if stop in ends:
            following = min(end for end in [*ends, len(text)] if end > stop)
            assert cell_len(text[start:following]) > width
        else:
            piece = max(end for end in [0, *ends] if end < stop), min(end for end in ends if end > stop)
            assert cell_len(text[slice(*piece)]) > width


@EXAMPLES
@given(
    st.lists(st.sampled_from(["a", "word", "longer-than-the-row ", "unbroken" * 9, "é", " ", "  ", " "])).map("".join),
    WIDTHS,
)
def test_rows_of_other_scripts_are_textuals(text: str, width: int) -> None:
    """Nothing is new where each character has a cell and nothing is joined by a rule of its own."""
    assert row_starts(text, width) == compute_wrap_offsets(text, width, 4)


SHOWN = {
    "a break in Chinese after a Latin word": (
        "Please remember: 请记住我们的话",
        20,
        "Please remember: 请|记住我们的话",
    ),
    "closing punctuation": ("他说：「我们说话。」好", 12, "他说：「我们|说话。」好"),
    "not even where a row is full": ("我们每天说话。」", 12, "我们每天说|话。」"),
    "opening punctuation": ("我们每天说（好）", 12, "我们每天说|（好）"),
    "small kana": ("ちょっとまって", 4, "ちょ|っと|まっ|て"),
    "a French call": ("Oui mes amis !", 12, "Oui mes |amis !"),
    "a fixed space": ("Oui mes amis\u00a0!", 13, "Oui mes |amis\u00a0!"),
    "French quotes": ("Il dit « oui » et", 8, "Il dit |« oui » |et"),
    "words of Korean stay whole": ("우리는 함께 이야기", 10, "우리는 |함께 |이야기"),
    "an emoji": ("👩\u200d👧👩\u200d👧👩\u200d👧", 5, "👩\u200d👧👩\u200d👧|👩\u200d👧"),
    "a zero-width space": ("สวัสดี\u200bครับ", 6, "สวัสดี\u200b|ครับ"),
    "quotes in Chinese": ("我们说“是的”好的", 8, "我们说|“是的”好|的"),
    "a dash of two": ("我们好——一起走……好", 7, "我们好|——一起|走……好"),
    "a number with its unit": ("重さは100％です、￥500円", 8, "重さは|100％で|す、|￥500円"),
    "an address stays whole": ("请看https://example.org/a-b/c好吗", 26, "请看|https://example.org/a-b/c|好吗"),
    "Korean beside brackets": ("한국어로「말」하자", 10, "한국어로|「말」하자"),
    "emoji and flags": ("👍🏽👍🏿🇩🇪🇫🇷", 4, "👍🏽👍🏿|🇩🇪🇫🇷"),
    "a soft hyphen is no place to break": ("a co\u00adoperation", 12, "a |co\u00adoperation"),
    "a word joiner": ("ab ta\u2060ke", 5, "ab |ta\u2060ke"),
    "Thai at its own spaces": ("สวัสดีครับ เราคุยกัน", 9, "สวัสดีครับ |เราคุยกัน"),
    "Thai between its words": ("เราจะสร้างเครื่องคำนวณอุณหภูมิ", 12, "เราจะสร้าง|เครื่องคำนวณ|อุณหภูมิ"),
    "signs stay with their letter": ("ที่นี่ที่นี่", 3, "ที่นี่ที่|นี่"),
}


@pytest.mark.parametrize("name", SHOWN)
def test_rows(name: str) -> None:
    """In the editor, where spaces at a row's end count; in a line of a list; in print; on a page."""
    text, width, wanted = SHOWN[name]
    assert "|".join(rows(text, width)) == wanted
    bare = [row.rstrip(" ") for row in wanted.split("|")]
    assert fold(text, width) == bare
    rich_wrapping.install()
    console = Console(width=width)
    assert [line.plain.rstrip(" ") for line in Text(text).wrap(console, width)] == bare
    assert [line.plain.rstrip(" ") for line in Content(text).wrap(width)] == bare
