"""Where a text is broken into rows."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from alliance_tui.text.line_breaks import fold


@given(st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=80), st.integers(2, 30))
def test_folding_keeps_every_word(text: str, width: int) -> None:
    """Only spaces may go, and no line is too long."""
    lines = fold(text, width)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(cell_len(line) <= width for line in lines)
