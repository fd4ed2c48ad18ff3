"""The dialog that filters a difference by section, side and kind."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from textual.app import ComposeResult
from textual.content import Content

from alliance_tui.domain.alliance import SIDES, Partners
from alliance_tui.domain.changes import Kind
from alliance_tui.domain.diff_filter import PARTS, DiffFilter
from alliance_tui.screens.base import key, pair
from alliance_tui.screens.dialogs import Dialog
from alliance_tui.widgets.option_list import POINTER
from alliance_tui.widgets.plain import plain
from alliance_tui.widgets.rows import Rows


def filter_words(diff_filter: DiffFilter, partners: Partners) -> str:
    """Return what a filter lets through: "Responsibility · Ada · reworded"."""
    section, side, kind = diff_filter.section, diff_filter.side, diff_filter.kind
    return " · ".join(filter(None, [section and section.label, side and partners[side], kind and kind.label]))


class DiffFilterDialog(Dialog[DiffFilter | None]):
    """A line each for section, side and kind; returns the filter, None at escape."""

    heading = "Show only"
    MARKED = "Rows"
    BINDINGS = [
        key("enter", "choose", "show", "Show what the filter lets through", id="apply-filter"),
        *pair(
            "right,l,space", "left,h", "turn", "other", "Another choice on this line", ids="other-after other-before"
        ),
        *pair("j,down", "k,up", "move", "line", ""),
        key("c", "clear", "everything", "Show everything again"),
        key("escape,q", "close", "back", id="close-list"),
    ]

    def __init__(self, diff_filter: DiffFilter, partners: Partners, kinds: Iterable[Kind]) -> None:
        """The filter in use; `kinds` are those that occur."""
        super().__init__()
        self.diff_filter = diff_filter
        self.options: dict[str, dict[object, str]] = {
            "section": {None: "all", **{section: section.label for section in PARTS}},
            "side": {None: "both", **{side: partners[side] for side in SIDES}},
            "kind": {None: "all", **{kind: kind.label for kind in kinds}},
        }
        """The choices of each line, with their names; a line stands for a field of the filter."""
        self.lines = list(self.options)
        self.at = 0

    def body(self) -> ComposeResult:
        yield Rows()

    def on_mount(self) -> None:
        self._paint()

    def _paint(self) -> None:
        self.query_one(Rows).show([self._line(index) for index in range(len(self.lines))], self.at)

    def _line(self, index: int) -> Content:
        line, current = self.lines[index], index == self.at
        chosen = getattr(self.diff_filter, line)
        name = self.options[line].get(chosen, str(chosen))
        words = plain(f" {line:<8}  ‹ {name} › ", "bold" if current else "")
        return plain(POINTER if current else " ", "$accent") + words

    def action_move(self, by: int) -> None:
        self.at = max(0, min(len(self.lines) - 1, self.at + by))
        self._paint()

    def action_turn(self, by: int) -> None:
        """Choose what comes after or before on the marked line."""
        line = self.lines[self.at]
        values, chosen = list(self.options[line]), getattr(self.diff_filter, line)
        at = values.index(chosen) if chosen in values else 0
        self.diff_filter = replace(self.diff_filter, **{line: values[(at + by) % len(values)]})  # type: ignore[arg-type]  # as chosen
        self._paint()

    def action_clear(self) -> None:
        self.dismiss(DiffFilter())

    def action_choose(self) -> None:
        self.dismiss(self.diff_filter)
