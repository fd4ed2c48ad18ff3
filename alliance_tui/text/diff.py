"""Compare two texts: the stretches that stay, are added, are removed or move.

`words` reads a text as tokens and sentences, `matching` says what becomes of each token, `spans` makes stretches of it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from alliance_tui.text.matching import mark
from alliance_tui.text.spans import Op, Span, before_after, spans_of, without_empty
from alliance_tui.text.words import read_prose


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


def compare_text(old_text: str, new_text: str) -> TextChange:
    """Return how one text became another.

    White space alone is no change, nor are signs that nobody sees and another form of a letter or quote. A text that
    had no words is ADDED, one that has none any more is REMOVED.
    Time grows with the length: about a second for 100,000 words.
    """
    old, new = read_prose(old_text), read_prose(new_text)
    if old.keys == new.keys:
        return TextChange(TextKind.KEPT, without_empty(Span(Op.EQUAL, old_text, new_text)))
    if not old.words:
        return TextChange(TextKind.ADDED, without_empty(Span(Op.EQUAL, old_text, ""), Span(Op.INSERT, "", new_text)))
    if not new.words:
        return TextChange(TextKind.REMOVED, without_empty(Span(Op.DELETE, old_text, ""), Span(Op.EQUAL, "", new_text)))
    marks = mark(old, new)
    if marks.rewritten:
        return TextChange(TextKind.REWRITTEN, before_after(old_text, new_text), marks.coarse)
    spans = spans_of(marks)
    moves_only = {span.op for span in spans} <= {Op.EQUAL, Op.MOVE}
    return TextChange(TextKind.MOVED if moves_only else TextKind.REWORDED, spans, marks.coarse)


def same_words(old_text: str, new_text: str) -> bool:
    """Return True if `compare_text` finds the texts KEPT, in a small part of its time."""
    return old_text == new_text or read_prose(old_text).keys == read_prose(new_text).keys


def share(spans: Iterable[Span]) -> float:
    """Return the share of the words of both texts that changed or moved: 0 to 1."""
    changed = total = 0
    for span in spans:
        words = len(read_prose(span.old).words) + len(read_prose(span.new).words)
        total += words
        changed += 0 if span.op is Op.EQUAL else words
    return changed / total if total else 0.0
