"""Words that were found, marked by more than colour."""

from __future__ import annotations

from alliance_tui.domain.alliance import Holder
from alliance_tui.render.search import FoundRow
from alliance_tui.widgets.found import CURRENT, HIT, found_row, marked
from alliance_tui.widgets.plain import plain

ROW = FoundRow(Holder.RIGHT, "●", "Grace · agreement", "v1 Sep 2024", "On the board.", ((7, 12),))


def test_where_and_when_then_the_line() -> None:
    """The words marked in it; what is nobody's has no mark."""
    head, line = found_row(ROW).split()
    assert (head.plain, line.plain) == ("● Grace · agreement  v1 Sep 2024", "On the board.")
    assert [line.plain[start:end] for start, end, style in line.spans if style == HIT] == ["board"]
    assert found_row(ROW._replace(holder=None, mark="", where="question")).plain.startswith("question  v1")


def test_the_current_place_is_told_apart() -> None:
    spans = marked(plain("one and two"), [(0, 3), (8, 11)], (8, 11)).spans
    assert [(start, end, style) for start, end, style in spans if style] == [(0, 3, HIT), (8, 11, CURRENT)]
