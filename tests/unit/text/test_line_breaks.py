"""Where a text is broken into rows: after an edit, as if all of it were wrapped anew."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from textual.document._document import Document
from textual.document._wrapped_document import WrappedDocument

from alliance_tui.text import line_breaks
from alliance_tui.text.line_breaks import NARROWEST, fold, rewrap
from tests.unit.text.lines import LINES, PLACES


@given(st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=80), st.integers(2, 30))
def test_folding_keeps_every_word(text: str, width: int) -> None:
    """Only spaces may go, and no line is too long."""
    lines = fold(text, width)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(cell_len(line) <= width for line in lines)


@given(LINES, st.integers(NARROWEST, 60), PLACES, st.integers(0, 12), LINES)
def test_a_key_in_a_paragraph(line: str, width: int, at: float, deleted: int, words: str) -> None:
    """By the changed part alone, at any width."""
    column = int(at * len(line))
    edited = line[:column] + words + line[column + deleted :]
    before, after = (WrappedDocument(Document(each), width).get_offsets(0) for each in (line, edited))
    assert rewrap(line, edited, before, width) == after


def test_a_key_wraps_a_few_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    """At the end and in the middle of a long paragraph: not a hundredth of it is looked at."""
    line = "You hear it from me first, and from nobody else. " * 400
    offsets = WrappedDocument(Document(line), 56).get_offsets(0)
    measured: list[str] = []

    def measure(text: str) -> int:
        measured.append(text)
        return len(text)

    monkeypatch.setattr(line_breaks, "cell_len", measure)
    for column in (len(line), len(line) // 2):
        measured.clear()
        assert rewrap(line, f"{line[:column]}x{line[column:]}", offsets, 56)
        assert 0 < sum(map(len, measured)) < len(line) / 100
