"""What Rich and Textual cut off, they cut off between characters."""

from __future__ import annotations

from itertools import accumulate

import pytest
import regex
from rich.cells import cell_len
from rich.text import Text
from textual import content

from alliance_tui.render import rich_wrapping

LONG = [
    *("🇩🇪🇫🇷🇮🇹 Ada", "👩\u200d👧👩\u200d👧 Ada", "e\u0301e\u0301e\u0301"),
    *("नमस्ते दोस्तों", "ខ្មែរខ្មែរ", "请记住我们的话", "plain words"),
]


@pytest.mark.parametrize("text", LONG)
def test_an_ellipsis_is_behind_a_whole_character(text: str) -> None:
    """In a column of any width, which is filled."""
    rich_wrapping.install(content)
    whole = {text[:end] for end in accumulate(map(len, regex.findall(r"\X", text)), initial=0)}
    for width in range(1, cell_len(text)):
        printed = Text(text)
        printed.truncate(width, overflow="ellipsis", pad=True)
        drawn = content.Content(text).truncate(width, ellipsis=True, pad=True).plain
        assert printed.plain == drawn
        assert cell_len(drawn) == width
        assert any(drawn == each + "…" or drawn == f"{each} …" for each in whole), drawn
