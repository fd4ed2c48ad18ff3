"""What changed between two versions: words marked inside answers, unchanged answers folded."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Iterable, Iterator
from itertools import groupby

from rich.text import Text
from textual import work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content, Span
from textual.widget import Widget
from textual.widgets import Static

from alliance_tui.domain.changes import AnswerChange, Change, Compared, Comparison, Kind
from alliance_tui.domain.history import Key, key_of
from alliance_tui.render.change_marks import Column, Mark
from alliance_tui.render.diff import STYLES, inline, side, whose
from alliance_tui.render.phrases import count
from alliance_tui.widgets.plain import lines, plain

AT_ONCE = 30_000
"""Characters of changes laid out in one go; ten times as many take about a second."""
PAUSE = 0.02
"""Seconds between two goes, in which keys are answered."""
THEMED = {
    STYLES[Mark.GONE]: "$gone strike",
    STYLES[Mark.COME]: "$come underline",
    STYLES[Mark.MOVED_AWAY]: "$moved strike",
    STYLES[Mark.MOVED_HERE]: "$moved underline",
}
"""The theme's colours for marks: legible in light and dark, and with colours taken out."""


def themed(text: Text) -> Content:
    """Return marked words as content in the theme's colours."""
    spans = [Span(start, end, THEMED.get(str(style), str(style))) for start, end, style in text.spans]
    return Content(text.plain, spans)


class ChangeBlock(Vertical):
    """One changed answer or agreement, in two columns and as one text; the view shows one of them."""

    DEFAULT_CSS = """
    ChangeBlock { height: auto; margin-bottom: 1; border-left: blank; }
    ChangeBlock.-current { border-left: thick $accent; }
    ChangeBlock Static { height: auto; }
    ChangeBlock .-head { text-style: bold; }
    ChangeBlock .-question { text-style: bold; color: $both; }
    ChangeBlock Horizontal { height: auto; }
    ChangeBlock .-column { width: 1fr; padding: 0 1; border-left: solid $rule; }
    ChangeBlock .-inline { padding: 0 1; border-left: solid $rule; }
    """

    def __init__(self, old: Compared, new: Compared, change: Change, above: str) -> None:
        """A change from `old` to `new`; `above` heads the first change of a question."""
        super().__init__()
        self.old, self.new, self.change, self.above = old, new, change, above

    def compose(self) -> ComposeResult:
        old, new, change = self.old, self.new, self.change
        if self.above:
            yield Static(plain(self.above), classes="-question")
        coarse = ", too long to mark word by word" if change.coarse else ""
        self.head = plain(f"{whose(new, change)} · {change.kind.label}{coarse}")
        self.first_line = Static(self.head, classes="-head")
        yield self.first_line
        yield Horizontal(self._column(old, Column.OLD), self._column(new, Column.NEW))
        yield Static(lines(*map(themed, inline(old, new, change))), classes="-inline")

    def _column(self, version: Compared, column: Column) -> Static:
        words = themed(side(version, self.change, column))
        return Static(lines(plain(f"v{version.number}", "$text-muted"), words), classes="-column")

    def mark(self, current: bool) -> None:
        """Show whether this is the change that `n` and `N` are at."""
        self.set_class(current, "-current")
        self.first_line.update(plain("▌ " if current else "") + self.head)


class Fold(Vertical):
    """Unchanged answers: counted, and shown when unfolded."""

    DEFAULT_CSS = """
    Fold { height: auto; margin-bottom: 1; }
    Fold Static { height: auto; color: $text-muted; }
    Fold .-kept { display: none; padding: 0 2; }
    """

    def __init__(self, version: Compared, kept: list[AnswerChange]) -> None:
        self.parts: dict[Key, Widget] = {}
        for change in kept:
            head = plain(f"{change.question.text} · {whose(version, change)}", "bold")
            words = plain(side(version, change, Column.NEW).plain)
            self.parts[key_of(change)] = Static(lines(head, words), classes="-kept")
        super().__init__(Static(f"┄┄ {count(len(kept), 'unchanged answer')} ┄┄"), *self.parts.values())


class DiffView(VerticalScroll, inherit_bindings=False):
    """Changes in the order of the document; one of them is current."""

    DEFAULT_CSS = """
    DiffView { height: 1fr; padding: 0 1; }
    """

    def __init__(self, old: Compared, new: Compared, comparison: Comparison, nothing: str) -> None:
        """A comparison, computed already; `nothing` is said when there is no change in it."""
        super().__init__(can_focus=False)
        self.complete = asyncio.Event()
        """Set once everything is laid out."""
        self._blocks: list[ChangeBlock] = []
        self._at = -1
        self._waiting = deque(_parts(old, new, comparison, nothing))

    def compose(self) -> ComposeResult:
        yield from self._batch()

    def on_mount(self) -> None:
        if self._waiting:
            self.styles.scrollbar_gutter = "stable"  # a bar that comes later would have all texts wrapped anew
            self._mount_rest()
        else:
            self.complete.set()

    @work
    async def _mount_rest(self) -> None:
        while self._waiting:
            await asyncio.sleep(PAUSE)
            if not self.is_attached:
                return
            await self.mount(*self._batch())
        self.complete.set()

    def _batch(self) -> Iterator[Widget]:
        """Yield the next parts that are waiting, up to `AT_ONCE`."""
        room = AT_ONCE
        while self._waiting and room > 0:
            part = self._waiting.popleft()
            if isinstance(part, ChangeBlock):
                self._blocks.append(part)
                room -= sum(len(span.old) + len(span.new) for span in part.change.spans)
            yield part

    @property
    def marked_widget(self) -> Widget:
        """The first line of the current change; the view itself if no change is current."""
        return self._blocks[self._at].first_line if self._at >= 0 else self

    def jump(self, by: int) -> bool:
        """Go to the next or previous change; return False if there is none."""
        return self._mark_change(self._at + by)

    def go_to(self, key: Key) -> bool:
        """Go to the change of an answer or agreement; return False if there is none, with it in view."""
        keys = [key_of(block.change) for block in self._blocks]
        if key in keys:
            return self._mark_change(keys.index(key))
        for part in (fold.parts[key] for fold in self.query(Fold) if key in fold.parts):
            self.call_after_refresh(part.scroll_visible, animate=False, top=True)
        return False

    def _mark_change(self, at: int) -> bool:
        if not 0 <= at < len(self._blocks):
            return False
        if self._at >= 0:
            self._blocks[self._at].mark(False)  # and no other: each is laid out anew, which takes long in a long text
        self._at = at
        self._blocks[at].mark(True)
        self._blocks[at].scroll_visible(animate=False, top=True)
        return True


def _parts(old: Compared, new: Compared, comparison: Comparison, nothing: str) -> Iterator[Widget]:
    """Yield questions with their changes, folds between them, agreements last."""
    if not comparison.changed:
        yield Static(plain(nothing))
    for changed, group in groupby(comparison.answers, key=lambda change: change.kind is not Kind.KEPT):
        if changed:
            yield from _blocks(old, new, group)
        else:
            yield Fold(new, list(group))
    yield from _blocks(old, new, [change for change in comparison.agreements if change.kind is not Kind.KEPT])


def _blocks(old: Compared, new: Compared, changes: Iterable[Change]) -> Iterator[Widget]:
    for heading, group in groupby(changes, key=_heading):
        for index, change in enumerate(group):
            yield ChangeBlock(old, new, change, "" if index else heading)


def _heading(change: Change) -> str:
    if isinstance(change, AnswerChange):
        return f"{change.question.section.label} · {change.question.text}"
    return "Agreements"
