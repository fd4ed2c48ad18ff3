"""What is done to each line as it is drawn: plainer glyphs for some terminals, and no colours with NO_COLOR.

Nothing that is stored, compared, copied or printed is changed by it.
"""

from __future__ import annotations

from functools import lru_cache

from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import LineFilter

_PLAIN = {
    "\u00a0\u202f": " ",
    "◆♦": "#",
    "●•": "@",
    "○": "o",
    "▲↑": "^",
    "▼↓✓✔": "v",
    "↯": "!",
    "→▸▶›": ">",
    "←◂◀‹": "<",
    "×✗": "x",
    "·⋅…": ".",
    "–—‒−": "-",
    "“”„«»": '"',
    "‘’‚": "'",
    "│┃┆┇┊┋║╎╏▌▍▎▏▐▕": "|",
    "─━┄┅┈┉╌╍▀▔▁▂▃▄▅▆▇": "-",
    "═": "=",
    "┌┐└┘├┤┬┴┼╭╮╰╯┏┓┗┛┣┫┳┻╋╔╗╚╝╠╣╦╩╬╴╵╶╷": "+",
    "█▉▊▋▓": "#",
    "▒": "%",
    "░": ":",
}
PLAIN_GLYPHS = {ord(glyph): plain for glyphs, plain in _PLAIN.items() for glyph in glyphs}
"""What stands for each, of one cell as it is."""


class PlainGlyphs(LineFilter):
    """Puts ASCII in the place of marks, arrows, lines and blocks: for terminals that lack those, or draw them wide."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002 (Textual's)
        return [
            segment if segment.text.isascii() else segment._replace(text=segment.text.translate(PLAIN_GLYPHS))
            for segment in segments
        ]


class WithoutColours(LineFilter):
    """Takes all colours out, so that weight, lines and signs tell what matters.

    Textual 8.2.8 turns them into greys of its own, in which what is muted is louder than what is strong.
    """

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002 (Textual's)
        return [segment._replace(style=_without_colours(segment.style or Style.null())) for segment in segments]


_NONE = Style(color="default", bgcolor="default", dim=False)


@lru_cache(1024)
def _without_colours(style: Style) -> Style:
    return style + _NONE
