"""History: a picture of the partnership over time, to open a difference from."""

from __future__ import annotations

import asyncio

from textual import work
from textual.app import ComposeResult
from textual.containers import Container
from textual.widgets import LoadingIndicator, Static

from alliance_tui.domain.alliance import Alliance
from alliance_tui.render.history import figure, group, head, legend, title
from alliance_tui.screens.base import key, pair
from alliance_tui.screens.page import BACK, Page, heading
from alliance_tui.services.versions import history_of
from alliance_tui.widgets.history_grid import HistoryGrid
from alliance_tui.widgets.plain import lines, plain


class HistoryScreen(Page):
    """Questions and agreements down, versions across, the open session last; worked out off the event loop."""

    CSS_PATH = "history.tcss"
    MARKED = "#grid > *"
    ABOUT = (
        "How much each answer and agreement changed from the version before: a sign and a figure in every cell, "
        "and a colour. The figure counts the words of both versions that changed."
    )
    BINDINGS = [
        key("enter", "open", "what changed", "Open the difference that the marked cell stands for"),
        *pair("j,down", "k,up", "move", "row", "Down or up"),
        *pair("h,left", "l,right", "cross", "version", "To the version before or after", step=-1),
        *pair("pagedown,space", "pageup", "page", "page", "Down or up by a page", show=False),
        key("home", "move(-9999)", "top", "To the first row", show=False),
        key("end", "move(9999)", "bottom", "To the last row", show=False),
        BACK,
    ]

    def __init__(self, alliance: Alliance) -> None:
        """An alliance with a signed version; its open session is read from the store."""
        super().__init__()
        self.alliance = alliance

    def body(self) -> ComposeResult:
        yield heading(f"History · {plain(str(self.alliance.partners)).plain}")
        yield Static(plain(legend()), id="legend")
        yield Container(LoadingIndicator(), id="grid")
        yield Static(id="cell")

    @work
    async def on_mount(self) -> None:
        self.alliance, session = await self.attempt(self.library.load, self.alliance.name) or (self.alliance, None)
        found = await asyncio.to_thread(history_of, self.alliance, session)
        if self.is_usable:
            await self.replace_parts("#grid", HistoryGrid(found, self.clock))
            self._show_cell()

    def _show_cell(self) -> None:
        """Show the marked cell's row, unshortened, and what became of it."""
        for grid in self.query(HistoryGrid):
            if grid.current is None:
                self.show_text("#cell", "Nothing was written down in any version.")
                return
            row, cell = grid.current
            step = " → ".join(map(title, grid.step))
            much = f", {figure(cell)} of the words" if figure(cell).endswith("%") else ""
            what = plain(f"{step}: {cell.became}{much}", "bold")
            self.show_text("#cell", lines(what, plain(f"{group(row)} · {head(row, grid.history)}")))

    def action_move(self, rows: int, columns: int = 0) -> None:
        for grid in self.query(HistoryGrid):
            grid.move(rows, columns)
        self._show_cell()

    def action_cross(self, columns: int) -> None:
        self.action_move(0, columns)

    def action_page(self, pages: int) -> None:
        for grid in self.query(HistoryGrid):
            self.action_move(pages * grid.page)

    def action_open(self) -> None:
        for grid in self.query(HistoryGrid):
            if grid.column == 0:
                self.show_notice("Nothing stands before the first version, so there is nothing to compare it with.")
            elif grid.current:
                old, new = grid.step
                self.program.show_diff(self.alliance, old.number, new.number, grid.current[0].key)
