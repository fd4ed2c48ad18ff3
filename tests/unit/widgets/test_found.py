"""Rows of what was found, as wide as a list is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from alliance_tui.domain.alliance import Answer, AnswerState, Holder
from alliance_tui.domain.finding import find_words
from alliance_tui.render.search import FoundRow
from alliance_tui.text.finding import Wanted
from alliance_tui.widgets.found import CURRENT, HIT, found_height, found_row, found_rows, marked
from alliance_tui.widgets.plain import plain
from tests.unit.clock import FakeClock
from tests.unit.samples import RIGHT, alliance, version

ROW = FoundRow(
    Holder.RIGHT,
    "●",
    "Grace · What can you count on from each other? Be specific!",
    "v1 Sep 2024 – v2 Jun 2025",
    "That I never surprise you in front of the board. If something slips you hear it.",
    ((42, 47),),
)


@pytest.mark.parametrize("width", [34, 72, 100])
def test_each_line_fits(width: int) -> None:
    """And when the words were there is always whole."""
    row = found_row(ROW, width)
    rows = row.split()
    assert len(rows) == found_height(width) and all(each.cell_length <= width for each in rows)
    assert "● Grace · What can you" in rows[0].plain and ROW.when in row.plain
    assert any(str(span.style) == HIT for span in row.spans) is (width > 42)


def test_in_a_narrow_list_the_words_are_in_view() -> None:
    said = Answer(AnswerState.TEXT, ROW.line)
    given = replace(alliance(), versions=(replace(version(1), answers={("tone", RIGHT): said}),))
    wanted = Wanted("board")
    [row] = found_rows(find_words(given, None, wanted), wanted, FakeClock(), 34)
    assert row.split()[1].plain == "… of the board. If something …"


def test_without_a_mark() -> None:
    """A question is nobody's."""
    assert found_row(ROW._replace(holder=None, mark=""), 100).plain.startswith("Grace · What")


def test_the_current_place_is_told_apart() -> None:
    spans = marked(plain("one and two"), [(0, 3), (8, 11)], (8, 11)).spans
    assert [(start, end, style) for start, end, style in spans if style] == [(0, 3, HIT), (8, 11, CURRENT)]
