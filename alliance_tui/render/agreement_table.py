"""What `alliance agreements` prints: the agreements over time as a table, and the story of each below it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from alliance_tui.domain.agreement_story import Stories, Story
from alliance_tui.domain.alliance import SIDES, Holder
from alliance_tui.domain.countdown import Clock
from alliance_tui.render.agreement_story import (
    COLUMN,
    MARKS,
    Stretch,
    Tone,
    cell_lines,
    legend,
    owner,
    story_lines,
    summary_line,
    title,
    verdict_words,
)
from alliance_tui.render.diff import STYLES
from alliance_tui.render.document import Parts, line
from alliance_tui.text.characters import one_line

TONES = {
    Tone.PLAIN: "",
    Tone.MUTED: "dim",
    Tone.LEFT: "cyan",
    Tone.RIGHT: "magenta",
    Tone.BOTH: "yellow",
    Tone.COME: "green",
    Tone.GONE: "red",
}
ASCII = str.maketrans({"◆": "<", "●": ">", "▲": "!", "○": "o", "↯": "#", "×": "x", "│": "|", "–": "-", "·": "."})
"""Plainer signs, for streams that can't carry these."""
TEXT = 22
"""The narrowest a column of agreements gets, in cells."""
OWNER, ALONE = 12, 3
"""Cells for the marks and the name of whoever keeps it, and for the marks alone where it is narrow."""
NARROW = 80
"""Columns below which the name is left out."""
WHEN = 20
"""Cells of the column of days in a story."""


def over_time(stories: Stories, clock: Clock, width: int, ascii_only: bool) -> Parts:
    """Return all agreements for a terminal or a pipe; versions that do not fit side by side go below each other."""
    names = " & ".join(f"{MARKS[Holder(side)]} {stories.partners[side]}" for side in SIDES)
    yield _text([(line("Agreements over time", names).plain, Tone.PLAIN)], ascii_only)
    if not stories.stories:
        yield Text("Nothing was agreed in any version.")
        return
    yield Text(summary_line(stories), "dim")
    owners = OWNER if width >= NARROW else ALONE
    fit = max(1, (width - owners - 1 - TEXT - 1) // COLUMN)
    for first in range(0, len(stories.columns), fit):
        yield Text()
        shown = range(first, min(first + fit, len(stories.columns)))
        yield _table(stories, shown, clock, owners, ascii_only)
    yield Text()
    yield _joined((_text(row, ascii_only) for row in legend(stories, width)), "\n")
    for story in stories.stories:
        yield Text()
        yield _head(stories, story, ascii_only)
        yield Padding(_told(stories, story, clock, ascii_only), (0, 0, 0, 2))


def _table(stories: Stories, shown: range, clock: Clock, owners: int, ascii_only: bool) -> Table:
    """Return the table of some of the versions; only the first ones stand beside the agreements in full."""
    table = Table(box=None, show_edge=False, padding=(0, 1, 0, 0), header_style="bold", pad_edge=False, expand=True)
    table.add_column("", width=owners, no_wrap=True, overflow="ellipsis" if owners > ALONE else "crop")
    table.add_column("", ratio=1, overflow="fold" if shown.start == 0 else "ellipsis", no_wrap=shown.start > 0)
    for column in shown:
        table.add_column(Text(title(stories.columns[column], clock)), width=COLUMN - 1, no_wrap=True)
    for story in stories.stories:
        cells = [_joined(_cell(stories, story, column, clock, ascii_only), "\n") for column in shown]
        table.add_row(_owner(stories, story, ascii_only), Text(one_line(story.agreement.text)), *cells)
    return table


def _cell(stories: Stories, story: Story, column: int, clock: Clock, ascii_only: bool) -> Iterator[Text]:
    return (_text(row, ascii_only) for row in cell_lines(stories, story, column, clock))


def _owner(stories: Stories, story: Story, ascii_only: bool) -> Text:
    marks, name = owner(story, stories)
    return _text([(marks.ljust(ALONE), Tone(story.agreement.holder)), (name, Tone.PLAIN)], ascii_only)


def _head(stories: Stories, story: Story, ascii_only: bool) -> Text:
    marks, name = owner(story, stories)
    text = _text([(f"{marks} {name}", Tone(story.agreement.holder))], ascii_only)
    gone = "" if story.in_force else "  (no longer in force)"
    return text.append(f" · {one_line(story.agreement.text)}", "bold").append(gone, "dim")


def _told(stories: Stories, story: Story, clock: Clock, ascii_only: bool) -> Table:
    """Return the story of an agreement, the days beside what is told of them."""
    table = Table.grid(padding=(0, 2, 0, 0), expand=True)
    table.add_column(max_width=WHEN, overflow="fold")
    table.add_column(ratio=1, overflow="fold")
    for told in story_lines(stories, story, clock):
        words = Text("", "dim" if told.aside else "")
        for piece in told.words:
            words.append(piece.signed, STYLES[piece.mark])
        if told.verdicts:
            words = _text(verdict_words(told.verdicts, stories), ascii_only)
        table.add_row(_text([(told.when, Tone.GONE if told.slip else Tone.MUTED)], ascii_only), words)
    return table


def _text(stretches: Iterable[Stretch], ascii_only: bool) -> Text:
    text = Text()
    for words, tone in stretches:
        text.append(words.translate(ASCII) if ascii_only else words, TONES[tone])
    return text


def _joined(parts: Iterable[Text], gap: str) -> Text:
    return Text(gap).join(parts)
