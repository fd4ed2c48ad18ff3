"""Compare two texts: the stretches that stay, are added, are removed or move.

`words` reads a text as tokens and sentences, `matching` says what becomes of each token, `spans` makes stretches of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from alliance_tui.text.matching import Marks, mark
from alliance_tui.text.spans import Op, Span, before_after, spans_of, without_empty
from alliance_tui.text.words import has_words, read_prose

REMEMBERED, KEPT = 512, 128
"""How many pairs of texts it is remembered of how much they differ, and of how many also where."""


class TextKind(StrEnum):
    """How a text changed. REWRITTEN is shown before/after, not word by word."""

    KEPT = "kept"
    REWORDED = "reworded"
    REWRITTEN = "rewritten"
    MOVED = "moved"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True)
class TextChange:
    """How a text changed; `coarse` when it was too long or too repetitive to mark as finely as usual.

    Laws: the spans' `old` joined is the old text, their `new` the new; a text and itself give EQUAL alone;
    the other way round, as many INSERTs, DELETEs and MOVEs swap sides.
    """

    kind: TextKind
    spans: tuple[Span, ...]
    coarse: bool = False
    share: float = 0.0
    """The share of the words of both texts that changed or moved, 0 to 1."""


@lru_cache(maxsize=KEPT)
def compare_text(old_text: str, new_text: str) -> TextChange:
    """Return how one text became another.

    White space alone is no change, nor are signs that nobody sees and another form of a letter or quote. A text that
    had no words is ADDED, one that has none any more is REMOVED.
    Time grows with the length: about a second for 100,000 words.
    """
    kind, share, marks = _judge(old_text, new_text)
    if kind is TextKind.KEPT:
        spans = without_empty(Span(Op.EQUAL, old_text, new_text))
    elif kind is TextKind.ADDED:
        spans = without_empty(Span(Op.EQUAL, old_text, ""), Span(Op.INSERT, "", new_text))
    elif kind is TextKind.REMOVED:
        spans = without_empty(Span(Op.DELETE, old_text, ""), Span(Op.EQUAL, "", new_text))
    elif kind is TextKind.REWRITTEN or not marks:
        spans = before_after(old_text, new_text)
    else:
        spans = spans_of(marks)
    return TextChange(kind, spans, bool(marks and marks.coarse), share)


@lru_cache(maxsize=REMEMBERED)
def measure(old_text: str, new_text: str) -> tuple[TextKind, float]:
    """Return the kind that `compare_text` gives, and the share of the words of both that changed or moved."""
    change = compare_text(old_text, new_text)
    return change.kind, change.share


def _judge(old_text: str, new_text: str) -> tuple[TextKind, float, Marks | None]:
    """Return the kind of a change, the share that changed, and the marks of what was compared word by word."""
    if old_text == new_text:
        return TextKind.KEPT, 0.0, None
    if not has_words(old_text):
        return (TextKind.ADDED, 1.0, None) if has_words(new_text) else (TextKind.KEPT, 0.0, None)
    if not has_words(new_text):
        return TextKind.REMOVED, 1.0, None
    old, new = read_prose(old_text), read_prose(new_text)
    if old.keys == new.keys:
        return TextKind.KEPT, 0.0, None
    marks = mark(old, new)
    if marks.rewritten:
        return TextKind.REWRITTEN, 1.0, marks
    kept = sum(match.size for match in marks.kept)
    moves_only = len(old.words) == len(new.words) == kept + marks.moved
    changed = 1 - 2 * kept / (len(old.words) + len(new.words))
    return TextKind.MOVED if moves_only else TextKind.REWORDED, changed, marks


def same_words(old_text: str, new_text: str) -> bool:
    """Return True if `compare_text` finds the texts KEPT, in a small part of its time."""
    return old_text == new_text or read_prose(old_text).keys == read_prose(new_text).keys
