"""Agreements over time as a grid: agreements down, versions across; and the story of the marked one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from textual import events
from textual.app import RenderResult
from textual.content import Content, Span
from textual.geometry import Offset
from textual.message import Message
from textual.widget import Widget

from alliance_tui.domain.agreement_story import Stories, Story
from alliance_tui.domain.countdown import Clock
from alliance_tui.render.agreement_layout import (
    MEASURE,
    OWNER,
    Layout,
    cells,
    lay_out,
    legend_rows,
    row_lines,
    shorten,
    titles,
    told_lines,
    wrap,
)
from alliance_tui.render.agreement_story import Stretch, Tone, owner
from alliance_tui.terminal.keymap import key_for
from alliance_tui.text.characters import one_line
from alliance_tui.widgets.option_list import POINTER
from alliance_tui.widgets.plain import lines, plain

THEMED = {
    Tone.PLAIN: "",
    Tone.MUTED: "$text-muted",
    Tone.LEFT: "$left",
    Tone.RIGHT: "$right",
    Tone.BOTH: "$both",
    Tone.COME: "$come",
    Tone.GONE: "$gone",
    Tone.PUT_IN: "$come underline",
    Tone.TAKEN_OUT: "$gone strike",
    Tone.MOVED_HERE: "$moved underline",
    Tone.MOVED_AWAY: "$moved strike",
}
MOST_EMPTY = 2
"""Lines that may stay empty so that the end of a story begins with a day."""
BAR = 2
"""Cells before a row, for the bar of the marked one."""
ROOMY, LEGIBLE = 10, 12
"""Lines from which a grid has a line below its titles, and from which it says what its signs mean."""


def content(row: Iterable[Stretch]) -> Content:
    """Return a row in the theme's colours."""
    text, spans = "", []
    for stretch, tone in row:
        words = stretch.expandtabs(4)
        if THEMED[tone]:
            spans.append(Span(len(text), len(text) + len(words), THEMED[tone]))
        text += words
    return Content(text, spans)


class AgreementGrid(Widget):
    """One row is marked; the newest versions are in view until one goes through them."""

    DEFAULT_CSS = """
    AgreementGrid { height: 1fr; }
    """

    class Opened(Message):
        """A row was clicked, and is marked now."""

    class Moved(Message):
        """Another row is marked, by the mouse."""

    def __init__(self, clock: Clock) -> None:
        super().__init__()
        self.clock = clock
        self.stories = Stories((), ())
        self.rows: Sequence[Story] = ()
        self.row = 0
        self._first: int | None = None
        """The first version in view; None for the newest ones."""
        self._top = 0
        """The first row in view."""
        self._drawn: dict[str, list[Content]] = {}
        """The lines of rows as they were drawn last, by the agreement's id."""
        self._layout: Layout | None = None
        self._places: list[int | None] = []
        """Which row is in each line."""

    def show(self, stories: Stories, rows: Sequence[Story]) -> None:
        """Show some of the agreements. The marked one stays marked; if it is gone, the one in its place is."""
        marked = self.marked.id if self.marked else ""
        if len(stories.columns) != len(self.stories.columns):
            self._first = None
        self.stories, self.rows = stories, rows
        ids = [story.id for story in rows]
        self.row = ids.index(marked) if marked in ids else max(0, min(self.row, len(ids) - 1))
        self._drawn.clear()
        self.refresh()

    @property
    def marked(self) -> Story | None:
        return self.rows[self.row] if self.row < len(self.rows) else None

    def marked_at(self) -> Offset:
        return Offset(0, self._places.index(self.row) if self.row in self._places else 0)

    # Moving

    def move(self, by: int) -> None:
        """Mark another row, as far as the ends allow."""
        self.row = max(0, min(len(self.rows) - 1, self.row + by))
        self.refresh()

    def move_page(self, pages: int) -> None:
        """Mark a row that is not in view now, or just so."""
        self.move(pages * max(1, len({row for row in self._places if row is not None}) - 1))

    def cross(self, by: int) -> None:
        """Bring versions into view before or after those that are, as far as there are any."""
        if self._layout:
            shown = self._layout.columns
            last = len(self.stories.columns) - len(shown)
            first = max(0, min(last, shown.start + by))
            self._first = None if first == last else first
            self.refresh()

    # Drawing

    def render(self) -> RenderResult:
        """Draw the versions that fit, and the rows around the marked one."""
        width, height = self.content_size
        if not self.rows or height < 1:
            return ""
        meanings = [Content(""), *map(content, legend_rows(self.stories, width))] if height >= LEGIBLE else []
        height -= len(meanings)
        layout = lay_out(self.stories, width - BAR, self._first)
        if layout != self._layout:
            self._layout = layout
            self._drawn.clear()
        head = self._head(layout, width, height)
        gap = self._gap(height - len(head))
        room = height - len(head)
        shown: list[Content] = []
        self._places = [None] * len(head)
        below = 0
        for row in range(self._top_for(room, gap), len(self.rows)):
            drawn = self._row(row)
            if shown and len(shown) + len(drawn) > room:
                below = len(self.rows) - row
            marked = row == self.row
            bar = plain(POINTER if marked else " ", "$accent") + " "
            shown += [bar + (line.stylize("bold") if marked else line) for line in drawn]
            self._places += [row] * len(drawn)
            shown += [Content("")] * gap
            self._places += [None] * gap
            if below or len(shown) >= room:
                below = below or len(self.rows) - row - 1
                break
        head[:1] = self._head(layout, width, height, below)[:1]
        return lines(*head, *shown[:room], *meanings[gap:])

    def _head(self, layout: Layout, width: int, height: int, below: int = 0) -> list[Content]:
        """Return the titles of the versions in view, after how many are not; a line below them if there is room.

        `below`: how many agreements are below those in view.
        """
        older, newer = layout.columns.start, len(self.stories.columns) - layout.columns.stop
        hints = [plain(f" {key_for('older-columns', 'h')} ", "bold $accent") + f"{older} older"] if older else []
        hints += [plain(f" {key_for('newer-columns', 'l')} ", "bold $accent") + f"{newer} newer"] if newer else []
        down = plain(" ↓", "bold $accent")
        forms = [[*hints, down + f" {below} more"], [*hints, down + str(below)]] if below else []
        joined = (Content(" ").join(form).stylize_before("$text-muted") for form in (*forms, hints, []))
        hint = next(each for each in joined if each.cell_length < layout.head + BAR)
        names = content(titles(self.stories, layout, self.clock)).stylize("$text-muted")
        open_at = layout.columns.stop == len(self.stories.columns) and names.plain.rstrip().endswith("open")
        if open_at:
            start = names.plain.rindex("open")
            names = names.stylize("bold $both", start, start + 4)
        first = Content(" " * BAR) + names
        head = [hint + first[hint.cell_length :] if hint else first]
        return [*head, plain("─" * width, "$rule")] if height >= ROOMY else head

    def _gap(self, height: int) -> int:
        """Return the empty lines between two rows: one if all of them are in view with it."""
        for row in range(len(self.rows)):
            height -= len(self._row(row)) + 1
            if height < -1:
                return 0
        return 1

    def _row(self, row: int) -> list[Content]:
        story = self.rows[row]
        if story.id not in self._drawn:
            assert self._layout  # it is drawn
            drawn = row_lines(self.stories, story, self._layout, self.clock)
            self._drawn[story.id] = [content(line) for line in drawn]
        return self._drawn[story.id]

    def _top_for(self, height: int, gap: int) -> int:
        """Return the first row to be in view, so that the marked one is, whole, and no line stays empty below."""
        top = min(self._top, self.row)
        below, at = 0, self.row
        while at >= top and below + len(self._row(at)) <= height:
            below += len(self._row(at)) + gap
            at -= 1
        top = max(top, min(at + 1, self.row))
        room = height - sum(len(self._row(row)) + gap for row in range(top, min(len(self.rows), top + height)))
        while top and room >= len(self._row(top - 1)) + gap:
            top -= 1
            room -= len(self._row(top)) + gap
        self._top = top
        return top

    # The mouse

    def on_click(self, event: events.Click) -> None:
        """Mark the row that was clicked, and open it."""
        row = self._places[event.y] if event.y < len(self._places) else None
        if row is not None and row < len(self.rows):
            self.row = row
            self.refresh()
            self.post_message(self.Opened())

    def on_mouse_scroll_down(self) -> None:
        self.move(1)
        self.post_message(self.Moved())

    def on_mouse_scroll_up(self) -> None:
        self.move(-1)
        self.post_message(self.Moved())


def whole_story(stories: Stories, story: Story, clock: Clock, width: int, signed: bool, last: int = 0) -> list[Content]:
    """Return the story of an agreement in lines of at most `width` cells: whose it is, its words, what is told of it.

    `signed`: with the signs of changed words; `last`: so many of the last events alone, and its words on one line.
    """
    marks, name = owner(story, stories)
    gone = "" if story.in_force else "  (no longer in force)"
    held: Stretch = (f"{marks} {shorten(name, OWNER)}  ", Tone(story.agreement.holder))
    indent = cells([held])
    text = one_line(story.agreement.text).expandtabs(4)
    text = shorten(text, width - indent - len(gone)) if last else text
    words: list[Stretch] = [(text, Tone.PLAIN), (gone, Tone.MUTED)]
    above = [
        content([held if number == 0 else (" " * indent, Tone.PLAIN), *row]).stylize("bold")
        for number, row in enumerate(wrap(words, width - indent))
    ]
    told = told_lines(stories, story, clock, width - BAR, signed, last)
    return [*above, *(Content(" " * BAR) + content(row) for row in told)]


class StoryPane(Widget):
    """The story of the marked agreement, as much of it as there is room for."""

    def __init__(self, clock: Clock) -> None:
        super().__init__()
        self.clock = clock
        self._shown: tuple[Stories, Story] | None = None
        self.more_key = ""
        """The key that shows the whole story, as people call it."""

    def show(self, stories: Stories, story: Story | None) -> None:
        before, self._shown = self._shown, (stories, story) if story else None
        if before != self._shown:
            self.refresh()

    def render(self) -> RenderResult:
        """Draw the story; where there is no room for all of it, its end, and which key shows the rest."""
        width, room = self.content_size
        if self._shown is None or width < 1:
            return ""
        width = min(width, MEASURE + 20)  # the days are beside the words
        shown = whole_story(*self._shown, self.clock, width, signed=self.app.no_color, last=room)
        if len(shown) > room > 3:
            more = plain("  … ", "$text-muted") + plain(self.more_key, "bold $accent")
            more += plain(" shows the whole story", "$text-muted")
            shown = [shown[0], more, *_from_a_day_on(shown[2 - room :])]
        elif len(shown) > room:
            shown = _from_a_day_on(shown[-room:])
        return lines(*shown)


def _from_a_day_on(told: list[Content]) -> list[Content]:
    """Return the end of a story from the first line with a day on, unless that would leave much room empty."""
    days = [at for at, line in enumerate(told) if not line.plain[BAR : BAR + 1].isspace()]
    return told[days[0] :] if days and days[0] <= MOST_EMPTY else told
