"""Text on its way to the screen: literal, with nothing in it that a terminal would obey."""

from __future__ import annotations

from textual.content import Content

from alliance_tui.text.characters import clean


def plain(text: str, style: str = "") -> Content:
    """Return a person's text as content: markup in it is shown, never followed."""
    return Content.styled(clean(text).expandtabs(4), style)


def lines(*parts: Content) -> Content:
    """Return contents below each other."""
    return Content("\n").join(parts)
