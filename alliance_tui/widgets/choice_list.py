"""Questions to pick from, by section, with a column for each partner."""

from __future__ import annotations

from itertools import groupby

from textual.containers import Horizontal, Vertical
from textual.geometry import clamp
from textual.widget import Widget
from textual.widgets import Static

from alliance_tui.domain.alliance import SIDES, Partners, Side
from alliance_tui.domain.questions import Question, QuestionBank
from alliance_tui.widgets.plain import plain

PICKED, OPEN = "●", "·"


class ChoiceRow(Horizontal):
    """One question and who picked it."""

    DEFAULT_CSS = """
    ChoiceRow { height: auto; }
    ChoiceRow .-pointer { width: 2; }
    ChoiceRow .-text { width: 1fr; height: auto; }
    ChoiceRow .-pick { width: 8; text-align: center; }
    ChoiceRow.-current .-text { text-style: bold reverse; }
    """

    def __init__(self, question: Question) -> None:
        self.question = question
        self._pointer = Static(classes="-pointer")
        self._text = Static(plain(question.text), classes="-text")
        self._marks = {side: Static(OPEN, classes="-pick") for side in SIDES}
        super().__init__(self._pointer, self._text, *self._marks.values())

    def show(self, picked: set[Side], current: bool) -> None:
        """Mark who picked it and whether the keys act on it."""
        self.set_class(current, "-current")
        match = "  = one turn for both" if len(picked) == 2 else ""
        self._pointer.update("▌" if current else "")
        self._text.update(plain(self.question.text) + plain(match, "italic"))
        for side, mark in self._marks.items():
            mark.update(PICKED if side in picked else OPEN)


class ChoiceList(Vertical):
    """Every question a partner can pick; one of them is marked."""

    DEFAULT_CSS = """
    ChoiceList { height: auto; }
    ChoiceList .-section { text-style: bold; width: 1fr; height: 1; color: $both; }
    ChoiceList .-head { height: 1; }
    ChoiceList .-name { width: 8; text-align: center; text-style: bold; height: 1; }
    """

    def __init__(self, bank: QuestionBank) -> None:
        self._rows = [ChoiceRow(question) for question in bank.choosable]
        self._names = {side: Static(classes="-name") for side in SIDES}
        self._at = 0
        self._picked: dict[Side, tuple[str, ...]] = {}
        parts: list[Widget] = []
        for section, rows in groupby(self._rows, key=lambda row: row.question.section):
            names = () if parts else self._names.values()
            parts += [
                Horizontal(Static(plain(bank.heading(section)), classes="-section"), *names, classes="-head"),
                *rows,
            ]
        super().__init__(*parts)
        self.bank = bank

    @property
    def current(self) -> Question:
        return self.current_row.question

    @property
    def current_row(self) -> ChoiceRow:
        return self._rows[self._at]

    def show(self, choices: dict[Side, tuple[str, ...]], partners: Partners) -> None:
        self._picked = choices
        most = 2 if self.screen.has_class("-single") else 8
        for side, name in self._names.items():
            words = plain(partners[side])
            name.update(words.truncate(most, ellipsis=words.cell_length > 8))
        self._paint()

    def move(self, by: int) -> None:
        self._at = clamp(self._at + by, 0, len(self._rows) - 1)
        self._paint()
        self.current_row.scroll_visible(animate=False)

    def _paint(self) -> None:
        for index, row in enumerate(self._rows):
            picked = {side for side in SIDES if row.question.id in self._picked.get(side, ())}
            row.show(picked, index == self._at)
