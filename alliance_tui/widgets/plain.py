"""Text on its way to the screen: literal, with nothing in it that a terminal would obey."""

from __future__ import annotations

from rich.segment import Segment
from textual import content
from textual.content import Content
from textual.strip import Strip
from textual.style import Style
from textual.widget import Widget

from alliance_tui.render import rich_wrapping
from alliance_tui.terminal.keymap import key_for
from alliance_tui.text.characters import clean
from alliance_tui.widgets import scroll_bar

scroll_bar.install()
rich_wrapping.install(content)  # Textual has Rich find the line breaks of what its widgets show


def plain(text: str, style: str = "") -> Content:
    """Return a person's text as content: markup in it is shown, never followed."""
    return Content.styled(clean(text).expandtabs(4), style)


def lines(*parts: Content) -> Content:
    """Return contents below each other."""
    return Content("\n").join(parts)


def strip(widget: Widget, line: Content, style: Style) -> Strip:
    """Draw a line of a widget as it is; to have it wrapped takes ten times as long."""
    parts = line.render(style, "", widget.app.stylesheet.parse_style)
    return Strip([Segment(text, part.rich_style) for text, part in parts])


def key_sign(id_: str, own: str = "") -> Content:
    """Return the first key in force for an act, as keys are drawn."""
    return plain(key_for(id_, own), "bold $accent")
