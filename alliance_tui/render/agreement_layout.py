"""Agreements over time in cells of a terminal: the rows of the table, the legend, what is told of an agreement."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from rich.cells import cell_len

from alliance_tui.domain.agreement_story import Stories, Story
from alliance_tui.domain.countdown import Clock
from alliance_tui.render.agreement_story import (
    Stretch,
    Tone,
    cell_lines,
    legend,
    owner,
    story_lines,
    title,
    verdict_words,
)
from alliance_tui.render.change_marks import Mark, Piece
from alliance_tui.text.characters import clean, one_line
from alliance_tui.text.graphemes import clusters
from alliance_tui.text.line_breaks import fold

GAP: Stretch = ("  ", Tone.PLAIN)
COLUMN, WIDE_COLUMN = 12, 18
"""Cells of a version's column but for its number's, and of one that has verdicts in words, too."""
OWNER, MARKS_ALONE = 14, 3
"""The most cells for the marks and the name of whoever keeps it, and those for the marks where it is narrow."""
NARROW = 80
"""Columns below which the name is left out."""
TEXT, MEASURE = 22, 72
"""The narrowest the agreements' texts get, and the widest, in cells; the gap after them is not counted."""
WORD_TONES = {
    Mark.NONE: Tone.PLAIN,
    Mark.COME: Tone.PUT_IN,
    Mark.GONE: Tone.TAKEN_OUT,
    Mark.MOVED_HERE: Tone.MOVED_HERE,
    Mark.MOVED_AWAY: Tone.MOVED_AWAY,
}


@dataclass(frozen=True)
class Layout:
    """How a table is laid out: the cells for the owner, the texts and each of the versions that are in view."""

    owner: int
    text: int
    columns: range
    column: int

    @property
    def head(self) -> int:
        """The cells before the first version."""
        return self.owner + self.text + len(GAP[0])


def lay_out(stories: Stories, width: int, first: int | None = None) -> Layout:
    """Return the layout of a table with as many versions as fit from `first` on; with None, the newest."""
    names = max(cell_len(one_line(name)) for name in (*stories.partners, "both"))
    owner = min(OWNER, MARKS_ALONE + names + len(GAP[0])) if width >= NARROW else MARKS_ALONE
    room = width - owner - len(GAP[0])
    count = len(stories.columns)
    narrow = COLUMN + len(str(stories.columns[-1].number))
    fit = max(1, min(count, (room - TEXT) // narrow))
    column = WIDE_COLUMN if room - MEASURE >= fit * WIDE_COLUMN else narrow
    start = count - fit if first is None else first
    columns = range(start, min(start + fit, count))
    return Layout(owner, max(1, min(MEASURE, room - len(columns) * column)), columns, column)


def titles(stories: Stories, layout: Layout, clock: Clock) -> list[Stretch]:
    """Return the line above a table: what each of its versions is called."""
    row: list[Stretch] = [(" " * layout.head, Tone.PLAIN)]
    for column in layout.columns:
        name = title(stories.columns[column], clock)
        row += pad([(name, Tone.PLAIN)], layout.column)
    return row


def row_lines(stories: Stories, story: Story, layout: Layout, clock: Clock, whole: bool = True) -> list[list[Stretch]]:
    """Return the lines of one agreement in the table; with `whole` False its text has one line."""
    marks, name = owner(story, stories)
    text = one_line(story.agreement.text)
    owned: list[Stretch] = [(marks.ljust(MARKS_ALONE), Tone(story.agreement.holder))]
    if layout.owner > MARKS_ALONE:
        name = shorten(name, layout.owner - MARKS_ALONE - len(GAP[0]))
        owned.append((name, Tone(story.agreement.holder)))
    in_words = layout.column >= WIDE_COLUMN
    texts = fold(text, layout.text) if whole else [shorten(text, layout.text)]
    parts: list[tuple[list[list[Stretch]], int]] = [
        ([owned], layout.owner),
        ([[(line, Tone.PLAIN)] for line in texts], layout.text + len(GAP[0])),
        *((cell_lines(stories, story, column, clock, in_words), layout.column) for column in layout.columns),
    ]
    return [
        [stretch for lines, width in parts for stretch in pad(lines[row] if row < len(lines) else [], width)]
        for row in range(max(len(lines) for lines, _ in parts))
    ]


def pad(row: list[Stretch], width: int) -> list[Stretch]:
    """Return a row with spaces after it, `width` cells wide."""
    return [*row, (" " * (width - cells(row)), Tone.PLAIN)]


def shorten(text: str, width: int) -> str:
    """Return a text in at most `width` cells, with an ellipsis where it goes on."""
    if cell_len(text) <= width:
        return text
    short = ""
    for cluster in clusters(text):
        if cell_len(short + cluster) >= width:
            break
        short += cluster
    return f"{short.rstrip()}…"


def wrap(row: Iterable[Stretch], width: int) -> list[list[Stretch]]:
    """Break a row into rows of at most `width` cells, as `fold` does."""
    stretches = [*row]
    lines: list[list[Stretch]] = []
    text = "".join(words for words, _ in stretches)
    tones = [tone for words, tone in stretches for _ in words]
    at = 0
    for line in fold(text, width):
        end = at + len(line)
        runs = groupby(range(at, end), key=tones.__getitem__)
        lines.append([("".join(text[place] for place in places), tone) for tone, places in runs])
        at = end + len(text[end:]) - len(text[end:].lstrip(" "))
    return lines


def legend_rows(stories: Stories, width: int) -> list[list[Stretch]]:
    """Return what the glyphs mean, in as many rows of `width` cells as that takes."""
    rows: list[list[Stretch]] = [[]]
    for entry in legend(stories):
        if rows[-1] and cells([*rows[-1], GAP, *entry]) > width:
            rows.append([])
        rows[-1] += [GAP, *entry] if rows[-1] else entry
    return rows


def cells(row: Iterable[Stretch]) -> int:
    """Return how many cells of a terminal a row takes."""
    return sum(cell_len(words) for words, _ in row)


def told_lines(
    stories: Stories, story: Story, clock: Clock, width: int, signed: bool = True, last: int = 0
) -> list[list[Stretch]]:
    """Return what is told of an agreement, the days beside it or, where it is narrow, before it.

    `signed`: with the signs of changed words; `last`: how many of the last events, 0 for all.
    """
    told = [*story_lines(stories, story, clock, last=last)]
    widest = max((cell_len(each.when) for each in told), default=0) + len(GAP[0])
    days = widest if widest <= width // 3 else 0
    lines = []
    for each in told:
        when: Stretch = (each.when, Tone.GONE if each.slip else Tone.MUTED)
        words = [
            (clean(piece.signed if signed else piece.text), Tone.MUTED if each.aside else WORD_TONES[piece.mark])
            for piece in (each.words if signed else _apart(each.words))
        ]
        words = verdict_words(each.verdicts, stories) or words
        if days:
            rows = wrap(words, width - days)
            lines += [[*pad([] if number else [when], days), *row] for number, row in enumerate(rows)]
        else:
            rows = wrap([when, GAP, *words] if each.when else words, width - len(GAP[0]))
            lines += [row if each.when and number == 0 else [GAP, *row] for number, row in enumerate(rows)]
    return lines


def _apart(words: Iterable[Piece]) -> Iterator[Piece]:
    """Yield the words with a space between those taken out and those put in."""
    before = Piece("")
    for piece in words:
        if before.mark is not Mark.NONE and piece.mark is not Mark.NONE:
            yield Piece(" ")
        yield piece
        before = piece
