"""Questions to pick from, by section, with a column for each partner."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from itertools import groupby

from textual import events
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.geometry import Offset, clamp
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Static

from alliance_tui.domain.alliance import SIDES, Holder, Partners, Side, Version
from alliance_tui.domain.questions import Question, QuestionBank
from alliance_tui.widgets.people import mark
from alliance_tui.widgets.plain import plain
from alliance_tui.widgets.side_keys import with_key

OPEN = "·"
ONE_TURN = "\u00a0one\u00a0turn\u00a0for\u00a0both"
COLUMN = 12
"""Cells of a partner's column, where there is room for a name."""


class ChoiceRow(Horizontal):
    """One question and who picked it."""

    DEFAULT_CSS = """
    ChoiceRow { height: auto; border-left: blank; }
    ChoiceRow.-current { border-left: outer $accent; }
    ChoiceRow .-text { width: 1fr; max-width: 72; height: auto; padding: 0 1; }
    ChoiceRow .-pick { width: 12; text-align: center; color: $text-muted; }
    ChoiceRow.-current .-text { text-style: bold; }
    """

    @dataclass
    class Clicked(Message):
        """A row was clicked: on the text, or in a partner's column."""

        row: ChoiceRow
        side: Side | None

    def __init__(self, question: Question) -> None:
        self.question = question
        self._text = Static(plain(question.text), classes="-text")
        self._marks = {side: Static(OPEN, classes="-pick") for side in SIDES}
        super().__init__(self._text, *self._marks.values())

    def show(self, picked: set[Side], current: bool, before: str, then: Collection[Side]) -> None:
        """Mark who picked it, who did `then`, for the version called `before`, and whether the keys act on it."""
        self.set_class(current, "-current")
        match = Content("  ") + mark(Holder.BOTH) + plain(ONE_TURN, "$both") if len(picked) == 2 else Content("")
        self._text.update(plain(self.question.text) + match)
        for side, shape in self._marks.items():
            unpicked = "" if side is self.question.only else before if side in then else OPEN
            shape.update(mark(side) if side in picked else unpicked)

    def marked_at(self) -> Offset:
        """Return the place of the bar."""
        return Offset(-1, 0)

    def on_click(self, event: events.Click) -> None:
        event.stop()
        side = next((side for side, shape in self._marks.items() if event.widget is shape), None)
        self.post_message(self.Clicked(self, side))


class ChoiceHead(Horizontal):
    """The heading of the columns: what to do, and each partner with their key."""

    DEFAULT_CSS = """
    ChoiceHead { height: 1; padding: 0 1 0 0; }
    ChoiceHead .-what { width: 1fr; max-width: 73; height: 1; color: $text-muted; }
    ChoiceHead .-name { width: 12; height: 1; text-align: center; }
    """

    def __init__(self, words: str, short: str) -> None:
        """What to do; in a `short` form for a narrow screen."""
        self._words = short, words
        self._what = Static(classes="-what")
        self._names = {side: Static(classes="-name") for side in SIDES}
        super().__init__(self._what, *self._names.values())
        self._partners, self._keys = Partners("", ""), SIDES

    def show(self, partners: Partners, keys: tuple[Side, ...]) -> None:
        """Name the partners; those who pick from here with their key."""
        self._partners, self._keys = partners, keys
        self._paint()

    def on_resize(self) -> None:
        self._paint()

    def _paint(self) -> None:
        narrow = self.screen.has_class("-single")
        self._what.update(self._words[self.screen.size.width >= 80])
        for side, name in self._names.items():
            words = mark(side)
            if not narrow:
                words += plain(f" {self._partners[side]}", f"${side} bold").truncate(COLUMN - 4, ellipsis=True)
            name.update(with_key(side, words, "" if narrow else " ") if side in self._keys else words)


class ChoiceList(VerticalScroll, can_focus=False):
    """Every question a partner can pick; one of them is marked."""

    DEFAULT_CSS = """
    ChoiceList { height: 1fr; scrollbar-gutter: stable; }
    ChoiceList .-section { width: 1fr; height: auto; color: $accent; text-style: bold; margin-top: 1; }
    ChoiceList .-section.-first { margin-top: 0; }
    """

    def __init__(self, bank: QuestionBank) -> None:
        self._rows = [ChoiceRow(question) for question in bank.choosable]
        self._at = 0
        self._picked: dict[Side, tuple[str, ...]] = {}
        self._before = ""
        """The last version, as it is called."""
        self._then: dict[str, tuple[Side, ...]] = {}
        """Who picked which questions for that one."""
        parts: list[Widget] = []
        for section, rows in groupby(self._rows, key=lambda row: row.question.section):
            parts += [Static(plain(bank.heading(section)), classes="-section" if parts else "-section -first"), *rows]
        super().__init__(*parts)
        self.bank = bank

    @property
    def current(self) -> Question:
        return self.current_row.question

    @property
    def current_row(self) -> ChoiceRow:
        return self._rows[self._at]

    def show(self, choices: dict[Side, tuple[str, ...]], last: Version | None) -> None:
        """Show the picks, and in their place those of the last version."""
        self._picked = choices
        self._before = f"v{last.number}" if last else ""
        self._then = {turn.question: (turn.asker,) if turn.asker else SIDES for turn in last.turns} if last else {}
        self._paint()

    def move(self, by: int) -> None:
        self._go_to(clamp(self._at + by, 0, len(self._rows) - 1))

    def on_choice_row_clicked(self, event: ChoiceRow.Clicked) -> None:
        self._go_to(self._rows.index(event.row))

    def _go_to(self, at: int) -> None:
        self._at = at
        self._paint()
        self.current_row.scroll_visible(animate=False, immediate=True)

    def _paint(self) -> None:
        for index, row in enumerate(self._rows):
            picked = {side for side in SIDES if row.question.id in self._picked.get(side, ())}
            row.show(picked, index == self._at, self._before, self._then.get(row.question.id, ()))
