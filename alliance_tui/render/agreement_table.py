"""What `alliance agreements` prints: the agreements over time as a table, and the story of each below it."""

from __future__ import annotations

from collections.abc import Iterable

from rich.text import Text

from alliance_tui.domain.agreement_story import Stories, Story
from alliance_tui.domain.alliance import SIDES
from alliance_tui.domain.countdown import Clock
from alliance_tui.render.agreement_layout import lay_out, legend_rows, row_lines, titles, told_lines, wrap
from alliance_tui.render.agreement_story import Stretch, Tone, owner, summary_line
from alliance_tui.render.document import Parts, line
from alliance_tui.render.people import named
from alliance_tui.text.characters import one_line

TONES = {
    Tone.PLAIN: "",
    Tone.MUTED: "dim",
    Tone.LEFT: "cyan",
    Tone.RIGHT: "magenta",
    Tone.BOTH: "yellow",
    Tone.COME: "green",
    Tone.GONE: "red",
    Tone.PUT_IN: "green underline",
    Tone.TAKEN_OUT: "red strike",
    Tone.MOVED_HERE: "cyan underline",
    Tone.MOVED_AWAY: "cyan strike",
}
ASCII = str.maketrans({"◆": "#", "●": "@", "▲": "^", "○": "o", "↯": "!", "×": "x", "│": "|", "–": "-", "·": "."})
"""Plainer signs, for streams that can't carry these."""
INDENT = " " * 2


def over_time(stories: Stories, clock: Clock, width: int, ascii_only: bool) -> Parts:
    """Yield all agreements for a terminal or a pipe; versions that do not fit side by side go below each other."""
    names = " & ".join(named(side, stories.partners) for side in SIDES)
    yield from _texts(wrap([(line("Agreements over time", names).plain, Tone.PLAIN)], width), ascii_only, "bold")
    if not stories.stories:
        yield Text("Nothing was agreed in any version.")
        return
    yield Text(summary_line(stories), "dim")
    first = 0
    while first < len(stories.columns):
        layout = lay_out(stories, width, first)
        yield from _texts([[], titles(stories, layout, clock)], ascii_only, "bold")
        for story in stories.stories:
            yield from _texts(row_lines(stories, story, layout, clock, whole=first == 0), ascii_only)
        first = layout.columns.stop
    yield from _texts([[], *legend_rows(stories, width)], ascii_only)
    for story in stories.stories:
        yield from _texts([[], *wrap(_head(stories, story), width)], ascii_only)
        told = told_lines(stories, story, clock, width - len(INDENT))
        yield from _texts(([(INDENT, Tone.PLAIN), *row] for row in told), ascii_only)


def _head(stories: Stories, story: Story) -> list[Stretch]:
    marks, name = owner(story, stories)
    gone = "" if story.in_force else "  (no longer in force)"
    words = f" · {one_line(story.agreement.text)}"
    return [(f"{marks} {name}", Tone(story.agreement.holder)), (words, Tone.PLAIN), (gone, Tone.MUTED)]


def _texts(rows: Iterable[list[Stretch]], ascii_only: bool, style: str = "") -> Parts:
    for row in rows:
        written = Text(style=style, no_wrap=True, overflow="ignore")
        for words, tone in row:
            written.append(words.translate(ASCII) if ascii_only else words, TONES[tone])
        yield written
