"""Wrapping after an edit is what wrapping from nothing gives; cells and columns answer to each other."""

from __future__ import annotations

from itertools import accumulate

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from textual.document._document import Document
from textual.document._wrapped_document import WrappedDocument
from textual.geometry import Offset

from alliance_tui.terminal.wrapping import Wrapping
from alliance_tui.text.line_breaks import NARROWEST
from tests.unit.text.lines import GAPS, LINES, PLACES, WORDS

TABBED = st.lists(st.sampled_from([*WORDS, *GAPS, "\t"]), max_size=30).map("".join)
TEXTS = st.lists(LINES | TABBED, min_size=1, max_size=4).map("\n".join)
WIDTHS = st.sampled_from([1, 2, 3, NARROWEST, 6, 11, 20, 57])


def state(document: WrappedDocument) -> tuple[object, ...]:
    """All a wrapped document knows of its rows."""
    return (
        document._wrap_offsets,
        document._offset_to_line_info,
        document._line_index_to_offsets,
        document._tab_width_cache,
        document.height,
    )


def place(document: Document, line: float, column: float) -> tuple[int, int]:
    """A location, by shares of the lines and of the line."""
    index = int(line * (document.line_count - 1))
    return index, int(column * len(document[index]))


@given(TEXTS, WIDTHS, st.lists(st.tuples(PLACES, PLACES, PLACES, PLACES, TEXTS | LINES | TABBED), max_size=6))
def test_edits_are_wrapped_as_a_whole_wrap_would(
    text: str, width: int, edits: list[tuple[float, float, float, float, str]]
) -> None:
    """Whatever is typed, deleted, joined or split."""
    document = Document(text)
    ours = Wrapping(document, width)
    for line, column, other_line, other_column, words in edits:
        start, end = sorted((place(document, line, column), place(document, other_line, other_column)))
        result = document.replace_range(start, end, words)
        ours.wrap_range(start, end, result.end_location)
        assert state(ours) == state(WrappedDocument(document, width))


@given(TEXTS, WIDTHS)
def test_rows_are_textuals(text: str, width: int) -> None:
    """The words of each row."""
    document = Document(text)
    ours, stock = Wrapping(document, width), WrappedDocument(document, width)
    assert [ours.get_sections(line) for line in range(document.line_count)] == stock.lines


@given(st.lists(LINES, min_size=1, max_size=4).map("\n".join), WIDTHS)
def test_locations_are_textuals(text: str, width: int) -> None:
    """Where there are no tabs: Textual counts a tab's width from the row's start, and draws it from the line's."""
    document = Document(text)
    ours, stock = Wrapping(document, width), WrappedDocument(document, width)
    for line in range(document.line_count):
        for column in range(len(document[line]) + 1):
            assert ours.location_to_offset((line, column)) == stock.location_to_offset((line, column))


@given(TEXTS, st.sampled_from([NARROWEST, 11, 57]))
def test_a_location_is_where_it_is_shown(text: str, width: int) -> None:
    """Clicked at its cell, a location comes back, or one with the same cell, such as behind a combining mark."""
    document = Document(text)
    ours = Wrapping(document, width)
    for line in range(document.line_count):
        for column in range(len(document[line]) + 1):
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
