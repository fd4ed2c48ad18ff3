"""What changed between two versions: words marked inside answers, unchanged answers folded."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from time import monotonic
from typing import NamedTuple, Self

from rich.text import Text
from textual import events, work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content, Span
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Static

from alliance_tui.domain.changes import AnswerChange, Change, Compared, Comparison, Kind
from alliance_tui.domain.history import Key, key_of
from alliance_tui.domain.questions import Section
from alliance_tui.render.change_kinds import COME, GONE, answered, kind_count
from alliance_tui.render.change_marks import Column, Mark
from alliance_tui.render.diff import RULES, STYLES, Paragraph, column, inline, legend
from alliance_tui.render.people import NEW, RETIRED, REWORDED
from alliance_tui.render.phrases import count
from alliance_tui.text.characters import one_line
from alliance_tui.widgets.people import held_by, person
from alliance_tui.widgets.plain import lines, plain

AT_ONCE = 30_000
"""Characters of changes laid out in one go; ten times as many take about a second."""
LONGEST = 0.25
"""Seconds of comparing after which what was compared is laid out."""
PAUSE = 0.02
"""Seconds between two goes, in which keys are answered."""
THEMED = {
    STYLES[Mark.GONE]: "$gone strike",
    STYLES[Mark.COME]: "$come underline",
    STYLES[Mark.MOVED_AWAY]: "$moved strike",
    STYLES[Mark.MOVED_HERE]: "$moved underline",
    RULES[Mark.GONE][1]: "$gone",
    RULES[Mark.COME][1]: "$come",
    "dim": "$text-muted",
}
"""The theme's colours for marks: legible in light and dark, and told apart with colours taken out."""
_CHANGED = (Kind.REWORDED, Kind.REWRITTEN, Kind.MOVED, Kind.VERDICT_CHANGED)
SIGNS = {
    **dict.fromkeys(_CHANGED, (REWORDED, "$moved bold")),
    **dict.fromkeys(COME, (NEW, "$come bold")),
    **dict.fromkeys(GONE, (RETIRED, "$gone bold")),
    Kind.PROPOSED: ("?", "$both bold"),
}
"""The sign of each kind of change, and its style."""


class Look(NamedTuple):
    """Two versions, and how they are shown."""

    old: Compared
    new: Compared
    signed: bool
    """True if signs stand at changed words because there are no colours."""
    is_inline: Callable[[], bool]
    """Returns True while both versions are shown as one text, not side by side."""


def themed(text: Text) -> Content:
    """Return marked words as content in the theme's colours."""
    spans = [Span(start, end, THEMED.get(str(style), str(style))) for start, end, style in text.spans]
    words = Content(text.plain, spans)
    return words.stylize(THEMED.get(str(text.style), str(text.style))) if text.style else words


def ledger(comparison: Comparison, short: bool) -> Content:
    """Return how many changes of each kind there are, each after its sign; `short`: how many of each sign."""
    counts = dict(comparison.ledger)
    kept = counts.pop(Kind.KEPT, 0)
    parts = [signed_kind(kind, kind_count(kind, number)) for kind, number in counts.items()]
    if short:
        signs = {SIGNS[kind]: kind for kind in counts}
        sums = {each: sum(number for kind, number in counts.items() if SIGNS[kind] == each) for each in signs}
        parts = [signed_kind(kind, str(sums[each])) for each, kind in signs.items()]
    return Content("  ").join([*parts, *([plain(f"{kept} kept", "$text-muted")] if kept else [])])


def meanings(comparison: Comparison, signed: bool) -> Content:
    """Return what the marks at words mean, each marked so itself."""
    return Content("  ").join([themed(meaning) for meaning in legend(comparison.changed, signed)])


def signed_kind(kind: Kind, words: str) -> Content:
    """Return words about a kind of change after its sign, which no line break parts."""
    sign, style = SIGNS[kind]
    return plain(f"{sign}\N{NO-BREAK SPACE}", style) + plain(words)


def whose(version: Compared, change: Change) -> Content:
    """Return the partner who gave the answer, or who keeps the agreement."""
    if isinstance(change, AnswerChange):
        return person(change.side, version.partners)
    return held_by(change.agreement.holder, version.partners).stylize("bold")


def change_row(version: Compared, change: Change, width: int) -> Content:
    """Return a change as a row of a list: whose it is, its kind, and where it stands, each in `width` cells."""
    where = change.question.text if isinstance(change, AnswerChange) else change.agreement.text
    head = whose(version, change) + "  " + signed_kind(change.kind, change.kind.label)
    place = plain(f"  {one_line(where)}", "$text-muted")
    return lines(*(part.truncate(width, ellipsis=True) for part in (head, place)))


Part = tuple[int, Callable[[], Widget]]
"""A part of the view: the characters of its changes, and what makes its widget."""


class ChangeBlock(Vertical):
    """One changed answer or agreement, in two columns or as one text: each is made when it is first shown."""

    @dataclass
    class Pressed(Message):
        """Somebody clicked on a change."""

        key: Key

    DEFAULT_CSS = """
    ChangeBlock { height: auto; margin-bottom: 1; border-left: blank; }
    ChangeBlock.-current { border-left: outer $accent; }
    ChangeBlock Static { height: auto; }
    ChangeBlock .-question { max-width: 74; margin-bottom: 1; padding-right: 1; }
    ChangeBlock Horizontal { height: auto; }
    ChangeBlock .-paragraph { max-width: 75; padding: 0 1; border-left: solid $rule; }
    ChangeBlock Horizontal .-paragraph { width: 1fr; }
    ChangeBlock .-paragraph.-gone { border-left: outer $gone; }
    ChangeBlock .-paragraph.-come { border-left: outer $come; }
    """

    def __init__(self, look: Look, change: Change, above: Content | None) -> None:
        """A change; `above` heads the first one of a question."""
        super().__init__()
        self.look, self.change, self.above = look, change, above
        self._made: set[bool] = set()
        """The layouts that were made: True for one text."""

    def compose(self) -> ComposeResult:
        change = self.change
        if self.above:
            yield Static(self.above, classes="-question")
        coarse = ", too long to mark word by word" if change.coarse else ""
        self.first_line = Static(whose(self.look.new, change) + plain(f" · {change.kind.label}{coarse}"))
        yield self.first_line
        yield from self.texts(self.look.is_inline())

    def texts(self, is_inline: bool) -> Iterator[Widget]:
        """Yield the texts in one of the layouts, unless they were made."""
        (old, new, signed, _), change = self.look, self.change
        if is_inline not in self._made:
            self._made.add(is_inline)
            if is_inline:
                yield from (_paragraph(each, "-inline") for each in inline(old, new, change, signed))
            else:
                columns = (column(old, change, Column.OLD, signed), column(new, change, Column.NEW, signed))
                yield Horizontal(*map(_paragraph, columns))

    def on_click(self, event: events.Click) -> None:
        event.stop()
        self.post_message(self.Pressed(key_of(self.change)))


def _paragraph(paragraph: Paragraph, classes: str = "") -> Static:
    """Return a text behind a rule, which is coloured if the text went or came as a whole."""
    words = themed(paragraph.words)
    if paragraph.version:
        rule = THEMED.get(RULES[paragraph.mark][1], "$text-muted")
        words = lines(plain(paragraph.label, rule), words)
    return Static(words, classes=f"-paragraph -{paragraph.mark.name.lower()} {classes}")


class Fold(Vertical):
    """Unchanged answers or agreements: counted, and shown when unfolded."""

    class Pressed(Message):
        """Somebody clicked on one."""

    DEFAULT_CSS = """
    Fold { height: auto; margin-bottom: 1; padding-left: 1; color: $text-muted; }
    Fold Static { height: auto; max-width: 75; padding-right: 1; }
    Fold .-kept { display: none; padding: 0 1 0 2; }
    """

    def __init__(self, version: Compared, kept: Sequence[Change], thing: str) -> None:
        self.sections = {change.question.section for change in kept if isinstance(change, AnswerChange)}
        self.parts: dict[Key, Widget] = {}
        for change in kept:
            question = answered(change)
            head = whose(version, change) + plain(f"  {question.text}" if question else "", "bold")
            words = plain(column(version, change, Column.NEW).words.plain)
            self.parts[key_of(change)] = Static(lines(head, words), classes="-kept")
        super().__init__(Static(f"· {count(len(kept), f'unchanged {thing}')}"), *self.parts.values())

    def on_click(self, event: events.Click) -> None:
        event.stop()
        self.post_message(self.Pressed())


class DiffView(VerticalScroll, inherit_bindings=False):
    """Changes in the order of the document; one of them is current."""

    @dataclass
    class Reached(Message):
        """A change has become the current one."""

        at: int
        """Its number among all changes, from 0."""

    DEFAULT_CSS = """
    DiffView { height: 1fr; }
    """

    def __init__(self, parts: Parts) -> None:
        """What is shown; its first batch is there already."""
        super().__init__(can_focus=False)
        self.complete = asyncio.Event()
        """Set once everything is laid out."""
        self._parts = parts
        self._blocks: list[ChangeBlock] = []
        self._at = -1
        self._is_inline = parts.look.is_inline
        if parts.are_all_read:
            self.complete.set()

    def compose(self) -> ComposeResult:
        yield from self._batch()

    def on_mount(self) -> None:
        if not self.complete.is_set():
            self._mount_rest()

    @work
    async def _mount_rest(self) -> None:
        while not self._parts.are_all_read:
            await asyncio.sleep(PAUSE)
            await asyncio.to_thread(self._parts.read)
            if not self.is_attached:
                return
            await self.mount(*self._batch())
        self.complete.set()

    def _batch(self) -> Iterator[Widget]:
        """Yield the widgets of the parts that were read last."""
        for make in self._parts.batch:
            part = make()
            if isinstance(part, ChangeBlock):
                self._blocks.append(part)
            yield part

    def lay_out(self) -> None:
        """Make the texts for the layout that is shown now."""
        for block in self._blocks:
            if block.is_attached and (texts := [*block.texts(self._is_inline())]):
                block.mount(*texts)

    @property
    def marked_widget(self) -> Widget:
        """The first line of the current change; the view itself if no change is current."""
        return self._blocks[self._at].first_line if self._at >= 0 else self

    def current(self) -> Change | None:
        """Return the current change if it is in view, else the first in view, which becomes the current one."""
        inside = [at for at, block in enumerate(self._blocks) if self.region.overlaps(block.region)]
        if self._at not in inside and inside:
            self._mark(inside[0])
        return self._blocks[self._at].change if inside else None

    def keep_place(self) -> None:
        """Let the current change stay at its row of the screen, whatever becomes larger or smaller next."""
        if self._at >= 0:
            block = self._blocks[self._at]
            row = block.virtual_region.y - self.scroll_offset.y
            self.call_after_refresh(
                lambda: self.scroll_to(y=block.virtual_region.y - row, animate=False, immediate=True)
            )

    def jump(self, by: int) -> bool:
        """Go to the next or previous change; return False if there is none."""
        return self.go_to_change(self._at + by)

    def go_to(self, wanted: Key) -> bool:
        """Go to the change of an answer or agreement; return False if there is none, with it in view.

        Without a side, go to either answer to a question.
        """

        def fits(key: Key) -> bool:
            return key == wanted or (key[0] == wanted[0] and wanted[1] is None)

        for at, block in enumerate(self._blocks):
            if fits(key_of(block.change)):
                return self.go_to_change(at)
        for part in (part for fold in self.query(Fold) for key, part in fold.parts.items() if fits(key)):
            self.call_after_refresh(part.scroll_visible, animate=False, top=True)
            break
        return False

    def go_to_section(self, section: Section) -> bool:
        """Go to the first change in a section; return False if there is none, with what is unchanged in view."""
        for at, block in enumerate(self._blocks):
            question = answered(block.change)
            if question and question.section is section:
                return self.go_to_change(at)
        for fold in self.query(Fold):
            if section in fold.sections:
                fold.scroll_visible(animate=False, top=True, immediate=True)
                break
        return False

    def go_to_change(self, at: int) -> bool:
        """Go to a change, by its number from 0; return False if there is none."""
        if not 0 <= at < len(self._blocks):
            return False
        self._mark(at)
        self._blocks[at].scroll_visible(animate=False, top=True, immediate=True)
        return True

    def _mark(self, at: int) -> None:
        if self._at >= 0:
            self._blocks[self._at].remove_class("-current")  # and no other: each would be laid out anew
        self._at = at
        self._blocks[at].add_class("-current")
        self.post_message(self.Reached(at))


class Parts:
    """The parts of a view, in batches; reading one compares its texts, in any thread."""

    def __init__(self, look: Look, comparison: Comparison, nothing: str) -> None:
        """`nothing` is said when there is no change in the comparison."""
        self.look = look
        self.batch: list[Callable[[], Widget]] = []
        """What makes the widgets of the batch that was read last."""
        self.are_all_read = False
        self._parts = _parts(look, comparison, nothing)

    def read(self) -> Self:
        """Read the next batch: as much as is laid out in one go, or compared in a moment."""
        self.batch, room, until = [], AT_ONCE, monotonic() + LONGEST
        for size, part in self._parts:
            self.batch.append(part)
            room -= size
            if room <= 0 or monotonic() > until:
                return self
        self.are_all_read = True
        return self


def _parts(look: Look, comparison: Comparison, nothing: str) -> Iterator[Part]:
    """Yield questions with their changes, folds between them, agreements last."""
    if all(change.kind is Kind.KEPT for change in comparison.changes):
        yield 0, lambda: Static(plain(f" {nothing}"))
    for changed, group in groupby(comparison.answers, key=lambda change: change.kind is not Kind.KEPT):
        if changed:
            yield from _blocks(look, group)
        else:
            yield 0, partial(Fold, look.new, [*group], "answer")
    yield from _blocks(look, (change for change in comparison.agreements if change.kind is not Kind.KEPT))
    if kept := [change for change in comparison.agreements if change.kind is Kind.KEPT]:
        yield 0, partial(Fold, look.new, kept, "agreement")


def _blocks(look: Look, changes: Iterable[Change]) -> Iterator[Part]:
    for _, group in groupby(changes, key=answered):
        for index, change in enumerate(group):
            size = sum(len(span.old) + len(span.new) for span in change.spans)
            yield size, partial(ChangeBlock, look, change, None if index else _heading(change))


def _heading(change: Change) -> Content:
    if isinstance(change, AnswerChange):
        return plain(f"{change.question.section.label} · ", "$text-muted") + plain(change.question.text, "bold")
    return plain("Agreements", "bold")
