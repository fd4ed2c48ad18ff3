"""Widths and encodings."""

from __future__ import annotations

from io import BytesIO, StringIO, TextIOWrapper

import pytest
from rich.text import Text

from alliance_tui.render.printing import print_rendered
from alliance_tui.render.streams import is_unicode, make_legible, width_of


@pytest.mark.parametrize(
    ("columns", "width"), [("", 100), ("60", 60), ("5", 20), ("0", 100), ("x", 100), ("-4", 100), ("٣", 100)]
)
def test_a_pipe_is_100_wide_unless_told(columns: str, width: int) -> None:
    """Nonsense in COLUMNS is passed over."""
    assert width_of(StringIO(), {"COLUMNS": columns}) == width


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "utf-8"])
def test_no_text_fails_to_print(encoding: str) -> None:
    """What an encoding lacks is printed plainer, or as an escape."""
    raw = BytesIO()
    stream = TextIOWrapper(raw, encoding=encoding)
    make_legible(stream)
    print_rendered([Text("v1 → v2 · “Tomás” 温")], stream, 80)
    stream.flush()
    assert (
        raw.getvalue().decode(encoding)
        == {
            "ascii": 'v1 > v2 - "Tom\\xe1s" \\u6e29\n',
            "latin-1": 'v1 > v2 · "Tomás" \\u6e29\n',
            "utf-8": "v1 → v2 · “Tomás” 温\n",
        }[encoding]
    )
    assert is_unicode(stream) is (encoding == "utf-8")


def test_lines_end_where_the_words_do() -> None:
    """No trailing spaces in a pipe, and no escape codes."""
    stream = StringIO()
    print_rendered([Text("red   \nblue", "bold red")], stream, 40)
    assert stream.getvalue() == "red\nblue\n"


def test_a_pipe_gets_lines_that_are_laid_out_as_they_would_be_rendered() -> None:
    """Between other parts, too."""
    texts = [("a row  ", True), ("to be wrapped " * 4, False), ("◆● both  x", True), ("", True), ("end", False)]
    parts = [Text(words, "red", no_wrap=row, overflow="ignore" if row else None) for words, row in texts]
    stream = StringIO()
    print_rendered(parts, stream, 40)
    assert stream.getvalue() == "a row\nto be wrapped to be wrapped to be\nwrapped to be wrapped\n◆● both  x\n\nend\n"
