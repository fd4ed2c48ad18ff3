"""History: a picture of the partnership over time, to open a difference from."""

from __future__ import annotations

from textual import work
from textual.app import ComposeResult
from textual.containers import Container
from textual.widgets import Static

from alliance_tui.domain.alliance import Alliance
from alliance_tui.render.history import figure, group, holder_of, title
from alliance_tui.screens.base import key, pair
from alliance_tui.screens.page import BACK, Page, heading
from alliance_tui.services.versions import history_of
from alliance_tui.text.characters import one_line
from alliance_tui.widgets.history_grid import HistoryGrid, legend
from alliance_tui.widgets.people import held_by, pair_of
from alliance_tui.widgets.plain import lines, plain


class HistoryScreen(Page):
    """Questions and agreements down, versions across, the open session last."""

    CSS_PATH = "history.tcss"
    MARKED = "#grid > *"
    FILLED_BY = frozenset({"reading", "comparing"})
    ABOUT = (
        "How much each answer and agreement changed from the version before: a sign and a figure in every cell, "
        "and a colour. The figure counts the words of both versions that changed."
    )
    BINDINGS = [
        key("enter", "open", "what changed", "Open the difference that the marked cell stands for"),
        *pair("j,down", "k,up", "move", "row", "Down or up"),
        *pair("h,left", "l,right", "cross", "version", "To the version before or after", step=-1, ids="before after"),
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
        yield heading(pair_of(self.alliance.partners) + plain("   history", "$text-muted"))
        yield Static(legend(), id="legend")
        yield Container(id="grid")
        yield Static(id="cell")

    @work(group="reading")
    async def on_mount(self) -> None:
        self.alliance, session = await self.attempt(self.library.load, self.alliance.name) or (self.alliance, None)
        if self.is_usable:
            await self.replace_parts("#grid", HistoryGrid(history_of(self.alliance, session), self.clock))
            self._show_cell()

    def _show_cell(self) -> None:
        """Show the marked cell's row, unshortened, and what became of it."""
        for grid in self.query(HistoryGrid):
            if grid.current is None:
                self.show_text("#cell", "Nothing was written down in any version.")
                return
            row, cell = grid.current
            step = " → ".join(map(title, grid.step))
            much = f", {figure(cell)} of the words" if cell and figure(cell).endswith("%") else ""
            what = plain(f"{step}: {cell.became if cell else 'comparing…'}{much}", "bold")
            whose = held_by(holder_of(row, grid.history), grid.history.columns[-1].partners)
            what += plain(f"  {group(row)}", "$text-muted")
            self.show_text("#cell", lines(what, whose + plain(f"  {one_line(row.text)}")))

    def on_history_grid_filled(self) -> None:
        self._show_cell()

    def action_move(self, rows: int, columns: int = 0) -> None:
        for grid in self.query(HistoryGrid):
            grid.move(rows, columns)
        self._show_cell()

    def action_cross(self, columns: int) -> None:
        self.action_move(0, columns)

    def action_page(self, pages: int) -> None:
        for grid in self.query(HistoryGrid):
            self.action_move(pages * grid.page)

    def on_history_grid_pressed(self) -> None:
        self._show_cell()
        self.action_open()

    def action_open(self) -> None:
        for grid in self.query(HistoryGrid):
            if grid.column == 0:
                self.show_notice("Nothing stands before the first version, so there is nothing to compare it with.")
            elif grid.current:
                old, new = grid.step
                self.program.show_diff(self.alliance, old.number, new.number, grid.current[0].key)
