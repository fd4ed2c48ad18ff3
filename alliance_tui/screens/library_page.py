"""What the library shows: the list and what goes with it, searched as you type, sorted and filtered."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Container, Horizontal, Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from alliance_tui import screens
from alliance_tui.domain.arrangement import Only, Order
from alliance_tui.domain.summary import Summary
from alliance_tui.render.phrases import count, join_parts
from alliance_tui.render.presence import who
from alliance_tui.screens.library_preview import LibraryPreview
from alliance_tui.screens.library_scan import SCREENFUL, LibraryScan
from alliance_tui.screens.page import FOLLOWING, Page, heading
from alliance_tui.terminal.key_order import drain_keys
from alliance_tui.terminal.keymap import key_for
from alliance_tui.widgets.library_list import LibraryList
from alliance_tui.widgets.line_input import LineInput
from alliance_tui.widgets.plain import key_sign, plain
from alliance_tui.widgets.welcome import welcome

if TYPE_CHECKING:  # the first frame looks for no words
    from alliance_tui.screens.library_words import LibraryWords

NOTHING = {
    Only.ALL: "",
    Only.DUE: "No review or pulse is due.",
    Only.OPEN: "No session is open.",
    Only.SLIPPED: "Every slip that was noted is repaired.",
}
ASIDE = 160
"""Columns from which the marked alliance's agreements stand beside the list."""
BELOW = 6
"""Lines below the list that are enough for them, the empty one between included."""
PREVIEW = 76
"""Columns of the agreements beside the list."""


class LibraryPage(Page):
    """The alliances of the store; subclasses act on the marked one."""

    WHILE_TYPING = frozenset({"step_back", "end_search"})

    def __init__(self) -> None:
        super().__init__()
        self.search = LineInput(placeholder="a name, or words that were written", id="search")
        self.search.can_focus = False
        self.rows = LibraryList(self.clock)
        if (kept := self.program.kept_order) in [*Order]:
            self.rows.order = Order(kept)
        self.scan = LibraryScan(self, self.rows, self.show_rows)
        self._preview = LibraryPreview(self)

    @cached_property
    def words(self) -> LibraryWords:
        return screens.library_words.LibraryWords(self, self.rows, self.show_rows)

    def body(self) -> ComposeResult:
        self._measure(self.app.size.width)  # Textual says it after the first frame
        yield heading("Library")
        yield Horizontal(Static(plain(f"{key_for('search', '/')} ", "bold $accent")), self.search, id="search-row")
        yield Static(id="columns")
        with Container(id="found"):
            yield self.rows
            yield Static(id="nothing")
            yield self._preview.widget
        yield Vertical(Static(id="welcome"), id="empty")

    def on_mount(self) -> None:
        self.set_interval(FOLLOWING, self._follow)
        self.watch(self.rows, "marked", self._mark, init=False)

    async def _follow(self) -> None:
        """Show what another program has changed. While the store is away the list stays as it is."""
        if self.is_in_view and self.scan.complete:
            at, listed = self.rows.marked or 0, self.rows.listed
            around = listed[max(0, at - SCREENFUL) : at + SCREENFUL]
            await self.follow([summary.name for summary in around], self.reload)
            await self._show_here(around)

    async def _show_here(self, summaries: Iterable[Summary]) -> None:
        """Show who is at the sessions of these."""
        sessions = {each.name: each.partners for each in summaries if each.session and each.partners}
        found = await self.perform(self.library.here, sessions, self.program.here_file.name)
        here = {name: words for name, programs in found.items() if (words := who(programs, sessions[name]))}
        columns = self.rows.columns
        if here != columns.here and self.is_usable:
            columns.here = here
            columns.fit(self.rows.summaries)
            self._fill()
            self.rows.refresh()

    async def on_screen_resume(self) -> None:
        if self.is_in_view:  # else a page was opened at once
            await self.reload()

    async def reload(self) -> None:
        """Read the store again."""
        await self.scan.begin()
        if self.scan.complete and not self.rows.summaries:
            trash = await self.attempt(self.library.trash)
            if self.is_usable:
                self.show_text("#welcome", welcome(len(trash or [])))
                self.show_rows()
        elif self.rows.only is Only.SLIPPED:
            self.run_worker(self.scan.read_slips())

    # What is shown

    def on_resize(self) -> None:
        super().on_resize()
        self._measure(self.size.width)
        self._fill()

    def _measure(self, columns: int) -> None:
        self.set_class(columns >= ASIDE, "-aside")
        self.rows.width = columns - (PREVIEW if columns >= ASIDE else 0)

    def _fill(self) -> None:
        """Show in the list what fits the filter and the search."""
        self.rows.fill()
        self.show_rows()

    def show_rows(self) -> None:
        """Show what goes with the rows of the list."""
        rows, complete = self.rows, self.scan.complete
        columns = rows.heading
        if columns:
            self.show_text("#columns", columns)
        self.set_class(bool(rows.listed and columns), "-columns")
        self.set_class(complete and not rows.summaries, "-empty")
        self.set_class(complete and bool(rows.summaries) and not (rows.listed or rows.listed_texts), "-nothing")
        self.show_text("#nothing", self._nothing())
        room = self.query_one("#found").size.height
        self.set_class(not self.has_class("-aside") and 0 < rows.total_lines <= room - BELOW, "-below")
        self._show_heading(columns is None)
        self._mark()
        self.refresh_bindings()

    def _show_heading(self, with_order: bool) -> None:
        """Show how many alliances there are, were found, or were read so far; and the order where no column has it."""
        rows = self.rows
        if self.scan.complete:
            there, found = count(len(rows.summaries), "alliance"), "of"
        else:
            there, found = "reading {:,} of {:,}".format(*self.scan.progress), "found,"
        some = rows.search or rows.only is not Only.ALL
        if rows.only is not Only.ALL and not rows.search:
            there = there.partition(" ")[0]  # there is no room for more at 40 columns
        texts = self.words.counted if rows.search else ""
        named = f"{len(rows.listed)} {found} {there}" if some else there
        sample = "the sample" if self.program.in_sample else ""
        words = plain(join_parts(named, texts, sample), "not bold $text-muted")
        if rows.only is not Only.ALL:
            words += plain(f" · {rows.only}", "$accent")
        said = plain("Library   ") + words
        order = plain(f"{rows.order.arrow} {rows.order}", "not bold $text-muted")
        free = self.app.size.width - 2 - said.cell_length - order.cell_length
        if self.has_class("-empty"):
            said = plain("Library")
        self.show_text(".heading", said + " " * free + order if with_order and rows.listed and free > 1 else said)

    def _nothing(self) -> Content:
        """Return why no alliance is listed."""
        rows = self.rows
        words = self.words.nothing if rows.search.strip() else NOTHING[rows.only]
        return plain(f"{words}\n") + key_sign("step-back", "esc") + plain(" shows all", "$text-muted")

    def _mark(self) -> None:
        is_text = self.rows.marked_text is not None
        if is_text != self.has_class("-on-text"):
            self.set_class(is_text, "-on-text")
            self.refresh_bindings()
        self._preview.mark(self.marked() if self.has_class("-below") or self.has_class("-aside") else None)

    def marked(self) -> Summary | None:
        """Return the marked alliance, or the one of the marked text."""
        rows, text = self.rows, self.rows.marked_text
        if text is None:
            return rows.marked_summary
        return next((each for each in rows.summaries if each.name == text.name), None)

    def marked_widget(self) -> Widget:
        instead = "#welcome" if self.has_class("-empty") else "#nothing" if self.has_class("-nothing") else ""
        return self.query_one(instead) if instead else self.rows

    # Search, order, filter

    def action_search(self) -> None:
        self.search.can_focus = True
        self.set_class(True, "-searching")
        self.set_focus(self.search)
        self.call_after_refresh(self.rows.search_texts)  # before the first letter

    def on_input_changed(self) -> None:
        self.rows.search = self.search.value
        self.words.look_for(self.search.value)
        self._fill()

    async def action_end_search(self) -> None:
        await drain_keys(self)
        self._close_search()

    async def action_step_back(self) -> None:
        """End the search, else the filter."""
        await drain_keys(self)
        if self.typing or self.search.value:
            self.search.value = ""
            self._close_search()
        else:
            self._show_only(Only.ALL)

    def _close_search(self) -> None:
        self.set_focus(None)
        self.search.can_focus = False
        self.set_class(bool(self.search.value), "-searching")
        self.refresh_bindings()

    async def action_sort(self) -> None:
        orders = [*Order]
        self.rows.sort(orders[orders.index(self.rows.order) - len(orders) + 1])
        self.show_rows()
        await self.program.keep_order(self.rows.order)

    def action_filter(self) -> None:
        filters = [*Only]
        self._show_only(filters[filters.index(self.rows.only) - len(filters) + 1])

    def _show_only(self, only: Only) -> None:
        self.rows.only = only
        self._fill()
        if only is Only.SLIPPED:
            self.run_worker(self.scan.read_slips())
