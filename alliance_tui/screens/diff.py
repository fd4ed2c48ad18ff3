"""Diff: any two versions of an alliance, aligned by question."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, VerticalScroll
from textual.widget import Widget
from textual.widgets import LoadingIndicator, OptionList, Static
from textual.widgets.option_list import Option

from alliance_tui.domain.alliance import Alliance, Version
from alliance_tui.domain.changes import compare
from alliance_tui.render.phrases import kind_count, on
from alliance_tui.screens.dialogs import Dialog
from alliance_tui.screens.page import Page, heading, key
from alliance_tui.widgets.diff_view import DiffView
from alliance_tui.widgets.key_bar import KeyBar
from alliance_tui.widgets.plain import plain
from alliance_tui.widgets.pointer_list import PointerList

WIDE = 80
"""Columns from which the two versions lie side by side, unless chosen otherwise."""


class DiffScreen(Page):
    """Two versions; computed off the event loop."""

    CSS_PATH = "diff.tcss"
    ABOUT = "[-taken out-] and {+put in+} mark words; what was mostly rewritten is shown before and after."
    BINDINGS: ClassVar[list[BindingType]] = [
        key("n", "jump(1)", "change", "To the next or previous change"),
        key("N", "jump(-1)", "change", "To the next or previous change"),
        key("j,down", "scroll(0.1)", "scroll", "Scroll"),
        key("k,up", "scroll(-0.1)", "scroll", "Scroll"),
        key("pagedown,space", "scroll(1)", "page", "Scroll by a page", show=False),
        key("pageup", "scroll(-1)", "page", "Scroll by a page", show=False),
        key("s", "layout", "side by side/inline", "Side by side, or as one text"),
        key("enter", "unfold", "unfold", "Show or hide what did not change"),
        key("v", "versions", "versions", "Compare two other versions"),
        key("q,escape", "back", "back", "Back"),
    ]

    def __init__(self, alliance: Alliance, old: int, new: int) -> None:
        """Two version numbers of an alliance."""
        super().__init__()
        self.alliance = alliance
        self.old, self.new = self._version(old), self._version(new)
        self._chosen: bool | None = None

    def _version(self, number: int) -> Version:
        version = self.alliance.version(number)
        if version is None:
            raise LookupError(number)
        return version

    def body(self) -> Iterable[Widget]:
        """Which versions, the ledger, the changes."""
        yield heading("Diff")
        yield Static(id="ledger")
        yield Container(LoadingIndicator(), id="changes")

    async def on_mount(self) -> None:
        """Compare, then show."""
        await self._compare()

    async def _compare(self) -> None:
        clock, old, new = self.alliance_app.clock, self.old, self.new
        days = [f"v{version.number} ({on(version.signed, clock)})" for version in (old, new)]
        title = f"Diff · {new.partners} · {' → '.join(days)}"
        self.query_one(".heading", Static).update(plain(title, "bold"))
        comparison = await asyncio.to_thread(compare, old, new)
        ledger = "  ".join(kind_count(kind, number) for kind, number in comparison.ledger.items())
        self.query_one("#ledger", Static).update(plain(ledger))
        changes = self.query_one("#changes", Container)
        await changes.remove_children()
        await changes.mount(DiffView(old, new, comparison))
        self._lay_out()

    def on_resize(self) -> None:
        """Side by side when wide, unless chosen otherwise."""
        self._lay_out()

    def _lay_out(self) -> None:
        inline = self.size.width < WIDE if self._chosen is None else self._chosen
        self.set_class(inline, "-as-inline")
        self.set_class(not inline, "-as-columns")

    def action_layout(self) -> None:
        """The other layout."""
        self._chosen = not self.has_class("-as-inline")
        self._lay_out()

    def action_unfold(self) -> None:
        """Show or hide unchanged answers."""
        self.toggle_class("-unfolded")

    def action_jump(self, by: int) -> None:
        """To another change."""
        for view in self.query(DiffView):
            if not view.jump(by):
                self.say("No change after this one." if by > 0 else "No change before this one.")

    def action_scroll(self, pages: float) -> None:
        """Scroll by pages, or parts of one."""
        for view in self.query(DiffView):
            view.scroll_relative(y=round(pages * max(1, view.size.height - 1)), animate=False)

    def action_versions(self) -> None:
        """Choose another pair."""
        self.app.push_screen(PairDialog(self.alliance), self._show_pair)

    async def _show_pair(self, pair: tuple[int, int] | None) -> None:
        if pair:
            self.old, self.new = self._version(pair[0]), self._version(pair[1])
            await self._compare()

    def action_back(self) -> None:
        """Back."""
        self.app.pop_screen()


class PairDialog(Dialog[tuple[int, int] | None]):
    """Two versions to compare; those that follow each other come first."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "select", "compare"),
        Binding("j", "cursor_down", "move"),
        Binding("k", "cursor_up", "move"),
        Binding("escape,q", "close", "back"),
    ]

    def __init__(self, alliance: Alliance) -> None:
        """The versions of an alliance."""
        super().__init__()
        numbers = [version.number for version in reversed(alliance.versions)]
        pairs = [(old, new) for new in numbers for old in numbers if old < new]
        self.pairs = sorted(pairs, key=lambda pair: (pair[1] - pair[0], -pair[1]))

    def compose(self) -> ComposeResult:
        """One line a pair."""
        with VerticalScroll(can_focus=False) as box:
            box.border_title = "Compare"
            yield PointerList(*(Option(f"v{old} → v{new}") for old, new in self.pairs))
        yield KeyBar()

    def on_mount(self) -> None:
        """Choose at once."""
        self.set_focus(self.query_one(OptionList))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Compare these."""
        event.stop()
        self.dismiss(self.pairs[event.option_index])

    def action_cursor_down(self) -> None:
        """Down."""
        self.query_one(OptionList).action_cursor_down()

    def action_cursor_up(self) -> None:
        """Up."""
        self.query_one(OptionList).action_cursor_up()

    def action_select(self) -> None:
        """Enter outside the list."""
        self.query_one(OptionList).action_select()

    def action_close(self) -> None:
        """Back."""
        self.dismiss(None)
