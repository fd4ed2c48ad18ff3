"""The key of each partner, drawn on their side of a name: by itself the arrow that points to their side."""

from __future__ import annotations

from textual.content import Content

from alliance_tui.domain.terms import Side
from alliance_tui.terminal.keymap import key_for
from alliance_tui.widgets.plain import plain

_KEYS = {Side.LEFT: ("first-partner", "←"), Side.RIGHT: ("second-partner", "→")}


def name_of_key(side: Side) -> str:
    return key_for(*_KEYS[side])


def key_of(side: Side) -> Content:
    return plain(name_of_key(side), "$accent bold")


def with_key(side: Side, words: Content, gap: str = " ") -> Content:
    """Return the left partner's words behind their key, or the right partner's before it."""
    return key_of(side) + gap + words if side is Side.LEFT else words + gap + key_of(side)
