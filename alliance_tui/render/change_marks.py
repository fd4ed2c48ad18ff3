"""Spans of a comparison as marked text: signs that need no colour, with white space outside of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from itertools import zip_longest

from alliance_tui.text.spans import Op, Span


class Column(Enum):
    """The text that is shown: the old one, the new one, or both in one."""

    OLD = "old"
    NEW = "new"
    BOTH = "both"


class Mark(Enum):
    """The kinds of marked text, with the signs around it."""

    NONE = ("", "")
    GONE = ("[-", "-]")
    COME = ("{+", "+}")
    MOVED_AWAY = ("[~", "~]")
    MOVED_HERE = ("{~", "~}")


LEGEND = {
    Mark.GONE: "taken out",
    Mark.COME: "put in",
    Mark.MOVED_AWAY: "was here, moved",
    Mark.MOVED_HERE: "moved here",
}
"""What each mark means, in words."""


@dataclass(frozen=True)
class Piece:
    """A stretch of text, with the mark it bears."""

    text: str
    mark: Mark = Mark.NONE

    @property
    def signed(self) -> str:
        """The text between the signs of its mark."""
        opening, closing = self.mark.value
        return f"{opening}{self.text}{closing}"


def pieces(spans: Iterable[Span], column: Column) -> Iterator[Piece]:
    """Yield the text of one column in order, marked; white space at the ends of a stretch is not marked."""
    ordered = [*spans]
    for span, following in zip_longest(ordered, ordered[1:]):
        for text, mark in _sides(span, column, following):
            core = text.strip()
            if mark is Mark.NONE or not core:
                found = [Piece(text)]
            else:
                before, _, after = text.partition(core)
                found = [Piece(before), Piece(core, mark), Piece(after)]
            yield from (piece for piece in found if piece.text)


def marks_of(spans: Iterable[Span]) -> set[Mark]:
    """Return the marks that both texts of these spans bear."""
    return {mark for span in spans for text, mark in _sides(span, Column.BOTH, None) if text.strip()}


def _sides(span: Span, column: Column, following: Span | None) -> Iterator[tuple[str, Mark]]:
    """Return a span's text in a column. In BOTH, an unchanged text keeps the space before old words that follow it."""
    if span.op is Op.EQUAL:
        text = span.old if column is Column.OLD else span.new
        if column is Column.BOTH and following and following.old and text == text.rstrip():
            text += span.old[len(span.old.rstrip()) :]
        yield text, Mark.NONE
        return
    moved = span.op is Op.MOVE
    if column is not Column.NEW and span.old:
        yield span.old, Mark.MOVED_AWAY if moved else Mark.GONE
    if column is not Column.OLD and span.new:
        yield span.new, Mark.MOVED_HERE if moved else Mark.COME
