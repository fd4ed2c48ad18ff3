"""What one partner said last time, folded to a few rows or whole."""

from __future__ import annotations

from functools import lru_cache

from textual.content import Content
from textual.geometry import Size
from textual.reactive import Reactive

from alliance_tui.domain.alliance import Answer
from alliance_tui.render.phrases import WITHOUT_WORDS
from alliance_tui.widgets.plain import plain
from alliance_tui.widgets.unwrapped import Unwrapped


def first_rows(words: Content, width: int, most: int) -> list[Content]:
    """Return at most so many rows of a text in so many cells; the last ends with … if there are more."""
    rows = words.wrap(max(1, width))
    if len(rows) <= most:
        return rows
    return [*rows[: most - 1], rows[most - 1].truncate(max(1, width - 2)).rstrip() + " …"]


class LastWords(Unwrapped):
    """The words, below a row that says of when they are; folded to one row, both are in it."""

    virtual_size = Reactive(Size(), layout=False)  # else each change of it takes a second layout

    DEFAULT_CSS = """
    LastWords { height: auto; color: $text-muted; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._said: Answer | None = None
        self._most = 0

    def show(self, said: Answer | None, most: int) -> None:
        """Show an answer in at most so many rows; 0: all of it."""
        if (said, most) != (self._said, self._most):
            self._said, self._most = said, most
            self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002 (Textual's)
        return len(_rows(self._said, self._most, width))

    def rows(self) -> list[Content]:
        return _rows(self._said, self._most, self.content_size.width)


@lru_cache(8)  # a layout asks several times
def _rows(said: Answer | None, most: int, width: int) -> list[Content]:
    if said is None:
        return []
    of_when = plain(f"last time, v{said.since}", "italic")
    words = plain(WITHOUT_WORDS.get(said.state) or said.text)
    if most == 1:
        line = plain(" ".join(words.plain.split()))
        return first_rows(of_when + "  " + line, width, 1)
    rows = words.wrap(max(1, width))
    return [of_when, *(first_rows(words, width, most - 1) if most else rows)]
