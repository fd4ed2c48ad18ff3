"""What of a difference to show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widget import Widget

from alliance_tui.domain.alliance import SIDES, Partners
from alliance_tui.domain.changes import Kind
from alliance_tui.domain.filtering import DiffFilter
from alliance_tui.domain.questions import SECTIONS
from alliance_tui.render.change_kinds import KINDS
from alliance_tui.screens.dialogs import Dialog
from alliance_tui.widgets.plain import plain
from alliance_tui.widgets.rows import Rows

ROWS = ("section", "side", "kind")
Options = Sequence[tuple[object, str]]


def filter_words(diff_filter: DiffFilter, partners: Partners) -> str:
    """What a filter lets through: "Responsibility · Ada · reworded"."""
    parts = [
        diff_filter.section.label if diff_filter.section else "",
        partners[diff_filter.side] if diff_filter.side else "",
        KINDS[diff_filter.kind] if diff_filter.kind else "",
    ]
    return " · ".join(filter(None, parts))


class FilterDialog(Dialog[DiffFilter | None]):
    """A line each for section, side and kind; returns the filter, None at escape."""

    heading = "Show only"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "choose", "show"),
        Binding("right,l,space", "turn(1)", "other"),
        Binding("left,h", "turn(-1)", "other"),
        Binding("j,down", "move(1)", "line"),
        Binding("k,up", "move(-1)", "line"),
        Binding("c", "clear", "everything"),
        Binding("escape,q", "close", "back"),
    ]

    def __init__(self, diff_filter: DiffFilter, partners: Partners, kinds: Sequence[Kind]) -> None:
        """The filter in use; `kinds` are those that occur."""
        super().__init__()
        self.diff_filter = diff_filter
        self.at = 0
        self.options: dict[str, Options] = {
            "section": [(None, "all"), *((section, section.label) for section in SECTIONS)],
            "side": [(None, "both"), *((side, partners[side]) for side in SIDES)],
            "kind": [(None, "all"), *((kind, KINDS[kind]) for kind in kinds)],
        }

    def body(self) -> ComposeResult:
        yield Rows(id="lines")

    def marked_widget(self) -> Widget:
        return self.query_one("#lines")

    def on_mount(self) -> None:
        self._paint()

    def _paint(self) -> None:
        self.query_one(Rows).show([self._line(index) for index in range(len(ROWS))], self.at)

    def _line(self, index: int) -> Content:
        row, current = ROWS[index], index == self.at
        chosen = getattr(self.diff_filter, row)
        name = next((words for value, words in self.options[row] if value == chosen), str(chosen))
        head = Content.styled(f"{'▸' if current else ' '} {row:<8}", "bold" if current else "")
        return Content.assemble(head, " ", plain(f" ‹ {name} › ", "reverse" if current else ""))

    def action_move(self, by: int) -> None:
        self.at = max(0, min(len(ROWS) - 1, self.at + by))
        self._paint()

    def action_turn(self, by: int) -> None:
        """To the next or previous choice of the marked line."""
        row = ROWS[self.at]
        values = [value for value, _ in self.options[row]]
        chosen = getattr(self.diff_filter, row)
        at = values.index(chosen) if chosen in values else 0
        self.diff_filter = replace(self.diff_filter, **{row: values[(at + by) % len(values)]})  # type: ignore[arg-type]  # as chosen
        self._paint()

    def action_clear(self) -> None:
        self.dismiss(DiffFilter())

    def action_choose(self) -> None:
        self.dismiss(self.diff_filter)
