"""Rows are Textual's; cells and columns answer to each other."""

from __future__ import annotations

from itertools import accumulate

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from textual.document._document import Document
from textual.document._wrapped_document import WrappedDocument
from textual.geometry import Offset

from alliance_tui.terminal.text_area import Wrapping
from alliance_tui.text.graphemes import clusters
from tests.unit.text.lines import GAPS, LINES, WORDS

TABBED = st.lists(st.sampled_from([*WORDS, *GAPS, "\t"]), max_size=30).map("".join)
TEXTS = st.lists(LINES | TABBED, min_size=1, max_size=4).map("\n".join)
WIDTHS = st.sampled_from([1, 2, 3, 5, 6, 11, 20, 57])


@given(TEXTS, WIDTHS)
def test_rows_are_textuals(text: str, width: int) -> None:
    """The words of each row."""
    document = Document(text)
    ours, stock = Wrapping(document, width), WrappedDocument(document, width)
    assert [ours.get_sections(line) for line in range(document.line_count)] == stock.lines


EDITS = st.lists(st.tuples(*[st.integers(0, 999)] * 3, LINES | TABBED | st.just("\n")), min_size=1, max_size=8)


@given(TEXTS, WIDTHS, EDITS)
def test_rows_are_textuals_after_edits(text: str, width: int, edits: list[tuple[int, int, int, str]]) -> None:
    """Wrapped again from what was there, the rows, the tabs and what lies where are as if all was wrapped anew."""
    document = Document(text)
    ours = Wrapping(document, width)
    for line, first, length, words in edits:
        line %= document.line_count
        first %= len(document[line]) + 1
        last = min(first + length % 4, len(document[line]))
        done = document.replace_range((line, first), (line, last), words)
        ours.wrap_range((line, first), (line, last), done.end_location)
        stock = WrappedDocument(document, width)
        assert (ours.lines, ours.height) == (stock.lines, stock.height)
        for each in range(document.line_count):
            assert ours.get_offsets(each) == stock.get_offsets(each)
            assert ours.get_tab_widths(each) == stock.get_tab_widths(each)
            assert ours.location_to_offset((each, 0)) == stock.location_to_offset((each, 0))


@given(st.lists(LINES, min_size=1, max_size=4).map("\n".join), WIDTHS)
def test_locations_are_textuals(text: str, width: int) -> None:
    """Where there are no tabs: Textual counts a tab's width from the row's start, and draws it from the line's."""
    document = Document(text)
    ours, stock = Wrapping(document, width), WrappedDocument(document, width)
    for line in range(document.line_count):
        for column in range(len(document[line]) + 1):
            assert ours.location_to_offset((line, column)) == stock.location_to_offset((line, column))


@given(TEXTS, st.sampled_from([5, 11, 57]))
def test_a_location_is_where_it_is_shown(text: str, width: int) -> None:
    """Clicked at its cell, a character comes back, or one with the same cell, such as behind a combining mark."""
    document = Document(text)
    ours = Wrapping(document, width)
    for line in range(document.line_count):
        for column in accumulate(map(len, clusters(document[line])), initial=0):
            offset = ours.location_to_offset((line, column))
            again = ours.offset_to_location(offset)
            assert ours.location_to_offset(again) == offset
            assert again[0] == line


def test_a_tab_in_a_later_row() -> None:
    """Its width is counted from the line's start; what follows is found behind it."""
    document = Document("123456789 ab\tc")
    ours = Wrapping(document, 11)
    widths = list(accumulate(cell_len(ours.shown(0, column, column + 1)) for column in range(10, 14)))
    assert ours.get_sections(0) == ["123456789 ", "ab\tc"]
    assert widths == [1, 2, 6, 7]
    assert ours.location_to_offset((0, 13)) == Offset(6, 1)
    assert ours.offset_to_location(Offset(5, 1)) == (0, 12)
    assert ours.offset_to_location(Offset(6, 1)) == (0, 13)
