"""The signs around changed words."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from alliance_tui.render.change_marks import Column, Mark, pieces
from alliance_tui.text.diff import compare_text
from alliance_tui.text.spans import Op, Span

PROSE = st.lists(st.sampled_from(["You tell me early. ", "I ", "stay", " here", ". ", "\n", "board", " team", "!"]))


def shown(old: str, new: str, column: Column) -> str:
    """A column as it is printed."""
    return "".join(piece.signed for piece in pieces(compare_text(old, new).spans, column))


def test_a_swap_is_marked_once_in_each_column() -> None:
    """Signs stand at the words, white space outside."""
    old, new = "I never surprise you before the board on a Monday.", "I never surprise you before the team on a Monday."
    assert shown(old, new, Column.OLD) == "I never surprise you before the [-board-] on a Monday."
    assert shown(old, new, Column.NEW) == "I never surprise you before the {+team+} on a Monday."
    assert shown(old, new, Column.BOTH) == "I never surprise you before the [-board-]{+team+} on a Monday."


def test_a_moved_sentence_says_so_in_both_places() -> None:
    """And keeps its distance from the words before it."""
    old = "We rest on Sundays. Six spare gauges on the shelf, always."
    new = "Six spare gauges on the shelf, always. We rest on Sundays."
    assert "~}" in shown(old, new, Column.NEW) or "{~" in shown(old, new, Column.NEW)
    assert "[~" in shown(old, new, Column.OLD)
    woven = shown(old, new, Column.BOTH)
    assert ".[~" not in woven and ".{~" not in woven


def test_white_space_alone_bears_no_mark() -> None:
    """A mark around nothing would say nothing."""
    assert [piece.mark for piece in pieces([Span(Op.INSERT, "", " \n")], Column.NEW)] == [Mark.NONE]


@given(PROSE.map("".join), PROSE.map("".join))
def test_without_its_signs_a_column_is_the_text(old: str, new: str) -> None:
    """Nothing is lost or added by marking."""
    spans = compare_text(old, new).spans
    for column, text in ((Column.OLD, old), (Column.NEW, new)):
        assert "".join(piece.text for piece in pieces(spans, column)) == text
