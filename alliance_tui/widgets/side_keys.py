"""The key of each partner, drawn on their side of a name: the arrow that points to their side."""

from __future__ import annotations

from textual.content import Content

from alliance_tui.domain.terms import Side
from alliance_tui.widgets.plain import plain

ARROWS = {Side.LEFT: "←", Side.RIGHT: "→"}


def key_of(side: Side) -> Content:
    return plain(ARROWS[side], "$accent bold")


def with_key(side: Side, words: Content, gap: str = " ") -> Content:
    """Return the left partner's words behind their key, or the right partner's before it."""
    return key_of(side) + gap + words if side is Side.LEFT else words + gap + key_of(side)
