"""The library: all alliances, searched as you type; the first screen."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cached_property, partial
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
from alliance_tui.screens.base import key, pair
from alliance_tui.screens.library_preview import LibraryPreview
from alliance_tui.screens.library_scan import SCREENFUL, LibraryScan
from alliance_tui.screens.page import FOLLOWING, Page, heading
from alliance_tui.terminal.key_order import drain_keys
from alliance_tui.widgets.library_list import LibraryList
from alliance_tui.widgets.line_input import LineInput
from alliance_tui.widgets.plain import plain
from alliance_tui.widgets.welcome import welcome

if TYPE_CHECKING:  # the first frame looks for no words
    from alliance_tui.screens.library_words import LibraryWords

BACK = "u brings it back, and U does for 30 days."
IS_OPEN = "It is open on another screen. "
NOTHING = {
    Only.ALL: "",
    Only.DUE: "No review is due.",
    Only.OPEN: "No session is open.",
    Only.SLIPPED: "Every slip that was noted is repaired.",
}
ASIDE = 160
"""Columns from which the marked alliance's agreements stand beside the list."""
BELOW = 6
"""Lines below the list that are enough for them, the empty one between included."""
PREVIEW = 76
"""Columns of the agreements beside the list."""


class LibraryScreen(Page):
    """Partners, what they are, versions, review, and the session that is open."""

    ABOUT = "Every alliance in this store. Enter goes on with an open session, or shows what is in force."
    WHILE_TYPING = frozenset({"step_back", "end_search"})
    BINDINGS = [
        key("enter", "open", "open", "Go on with the open session, or see what is in force"),
        key("n", "new", "new", "Begin an alliance"),
        key("r", "revisit", "revisit", "Begin the next session of the marked alliance"),
        key("d", "diff", "diff", "What changed between the last two versions"),
        key("v", "overview", "overview", "Agreements in force and all versions"),
        key("slash", "search", "search", "Search by any part of a name"),
        key("o", "sort", "sort", "Sort by the last signature, the next date or the names"),
        key("f", "filter", "filter", "Show only those that are due, then open, then with a slip to repair, then all"),
        *pair("j,down", "k,up", "move", "move", "Down or up", show=False),
        key("D,delete", "delete", "delete", "Delete the marked alliance, after a question"),
        key("u", "undo", "undo", "Bring back what was deleted or abandoned since the start"),
        key("U", "undelete", "trash", "Bring back something deleted: what is in the trash", show=False),
        key("s", "sample", "sample", "Look at the sample"),
        key("b", "about", "background", "What a designed alliance is, and why"),
        key("escape", "step_back", "all", "End the search, then the filter"),
        key("enter", "end_search", "to the list", "Keep what was found and go to it"),
        key("q", "app.quit", "quit", "Quit"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._search = LineInput(placeholder="a name, or words that were written", compact=True, id="search")
        self._search.can_focus = False
        self._list = LibraryList(self.clock)
        self._scan = LibraryScan(self, self._list, self._show)
        self._preview = LibraryPreview(self)

    @cached_property
    def _words(self) -> LibraryWords:
        return screens.library_words.LibraryWords(self, self._list, self._show)

    def body(self) -> ComposeResult:
        yield heading("Library")
        yield Horizontal(Static(plain("/ ", "bold $accent")), self._search, id="search-row")
        yield Static(id="columns")
        with Container(id="found"):
            yield self._list
            yield Static(id="nothing")
            yield self._preview.widget
        yield Vertical(Static(id="welcome"), id="empty")

    def on_mount(self) -> None:
        self.set_interval(FOLLOWING, self._follow)
        self.watch(self._list, "marked", self._mark, init=False)

    async def _follow(self) -> None:
        """Show what another program has changed. While the store is away the list stays as it is."""
        if self.is_in_view and self._scan.complete:
            at, listed = self._list.marked or 0, self._list.listed
            around = listed[max(0, at - SCREENFUL) : at + SCREENFUL]
            await self.follow([summary.name for summary in around], self.reload)
            await self._show_here(around)

    async def _show_here(self, summaries: Iterable[Summary]) -> None:
        """Show who is at the sessions of these."""
        sessions = {each.name: each.partners for each in summaries if each.session and each.partners}
        found = await self.perform(self.library.here, sessions, self.program.here_file.name)
        here = {name: words for name, programs in found.items() if (words := who(programs, sessions[name]))}
        columns = self._list.columns
        if here != columns.here and self.is_usable:
            columns.here = here
            columns.fit(self._list.summaries)
            self._fill()

    async def on_screen_resume(self) -> None:
        if self.is_in_view:  # else a page was opened at once
            await self.reload()

    async def reload(self) -> None:
        """Read the store again."""
        await self._scan.begin()
        if self._scan.complete and not self._list.summaries:
            trash = await self.attempt(self.library.trash)
            if self.is_usable:
                self.show_text("#welcome", welcome(len(trash or [])))
                self._show()
        elif self._list.only is Only.SLIPPED:
            self.run_worker(self._scan.read_slips())

    # What is shown

    def on_resize(self) -> None:
        super().on_resize()
        self.set_class(self.size.width >= ASIDE, "-aside")
        self._fill()

    def _fill(self) -> None:
        """Show in the list what fits the filter and the search."""
        self._list.width = self.size.width - (PREVIEW if self.has_class("-aside") else 0)
        self._list.fill()
        self._show()

    def _show(self) -> None:
        """Show what goes with the rows of the list."""
        rows, complete = self._list, self._scan.complete
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
        rows = self._list
        if self._scan.complete:
            there, found = count(len(rows.summaries), "alliance"), "of"
        else:
            there, found = "reading {:,} of {:,}".format(*self._scan.progress), "found,"
        some = rows.search or rows.only is not Only.ALL
        if rows.only is not Only.ALL and not rows.search:
            there = there.partition(" ")[0]  # there is no room for more at 40 columns
        texts = self._words.counted if rows.search else ""
        named = f"{len(rows.listed)} {found} {there}" if some else there
        words = plain(join_parts(named, texts), "not bold $text-muted")
        if rows.only is not Only.ALL:
            words += plain(f" · {rows.only}", "$accent")
        said = plain("Library   ") + words
        order = plain(f"{rows.order.arrow} {rows.order}", "not bold $text-muted")
        free = self.size.width - 2 - said.cell_length - order.cell_length
        self.show_text(".heading", said + " " * free + order if with_order and rows.listed and free > 1 else said)

    def _nothing(self) -> Content:
        """Return why no alliance is listed."""
        rows = self._list
        words = self._words.nothing if rows.search.strip() else NOTHING[rows.only]
        return plain(f"{words}\n") + plain("esc", "bold $accent") + plain(" shows all", "$text-muted")

    def _mark(self) -> None:
        self._preview.mark(self._marked())

    def _marked(self) -> Summary | None:
        """Return the marked alliance, or the one of the marked text."""
        rows, text = self._list, self._list.marked_text
        if text is None:
            return rows.marked_summary
        return next((each for each in rows.summaries if each.name == text.name), None)

    def marked_widget(self) -> Widget:
        return self.query_one("#welcome") if self.has_class("-empty") else self._list

    def _readable(self) -> Summary | None:
        """Return the marked alliance; None if there is none or, with a notice, if it can't be read."""
        summary = self._marked()
        if summary and summary.problem:
            self.show_notice(summary.problem, error=True)
        return summary if summary and summary.partners else None

    # Search, order, filter

    def action_search(self) -> None:
        self._search.can_focus = True
        self.set_class(True, "-searching")
        self.set_focus(self._search)

    def on_input_changed(self) -> None:
        self._list.search = self._search.value
        self._words.look_for(self._search.value)
        self._fill()

    async def action_end_search(self) -> None:
        await drain_keys(self)
        self._close_search()

    async def action_step_back(self) -> None:
        """End the search, else the filter."""
        await drain_keys(self)
        if self.typing or self._search.value:
            self._search.value = ""
            self._close_search()
        else:
            self._show_only(Only.ALL)

    def _close_search(self) -> None:
        self.set_focus(None)
        self._search.can_focus = False
        self.set_class(bool(self._search.value), "-searching")
        self.refresh_bindings()

    def action_sort(self) -> None:
        orders = [*Order]
        self._list.sort(orders[orders.index(self._list.order) - len(orders) + 1])
        self._show()

    def action_filter(self) -> None:
        filters = [*Only]
        self._show_only(filters[filters.index(self._list.only) - len(filters) + 1])

    def _show_only(self, only: Only) -> None:
        self._list.only = only
        self._fill()
        if only is Only.SLIPPED:
            self.run_worker(self._scan.read_slips())

    # Acts

    def action_move(self, by: int) -> None:
        self._list.move(by)

    async def on_library_list_chosen(self) -> None:
        await self.action_open()

    async def action_open(self) -> None:
        if self._list.marked_text:
            await self._words.open_marked()
        elif alliance := self._readable():
            await self.program.open_alliance(alliance.name)

    async def action_new(self) -> None:
        await self.app.push_screen(screens.prepare.PrepareScreen())

    async def action_revisit(self) -> None:
        if alliance := self._readable():
            await self.program.revisit(alliance.name)

    async def action_overview(self) -> None:
        if summary := self._readable():
            self.program.look_at(summary.name)
            if whole := await self.attempt(self.library.load, summary.name):
                self.app.push_screen(screens.alliance.AllianceScreen(*whole))

    async def action_diff(self) -> None:
        if summary := self._readable():
            if summary.versions < 2:
                self.show_notice("A diff takes two signed versions; this alliance has fewer.")
            elif alliance := await self.attempt(self.library.alliance, summary.name):
                newest = len(alliance.versions)
                self.program.show_diff(alliance, newest - 1, newest)

    async def action_delete(self) -> None:
        if summary := self._list.marked_summary:
            title = f"Delete {summary.partners or summary.name}?"
            open_now = await self.attempt(self.library.is_open, summary.name)
            words = f"{IS_OPEN if open_now else ''}The whole alliance with all its versions goes into the trash. {BACK}"
            dialog = screens.dialogs.Choice(title, words, {"y": "delete", "n": "keep"})
            self.ask(dialog, partial(self._delete, summary))

    async def _delete(self, summary: Summary, answer: str) -> None:
        if answer != "y":
            return
        item = await self.attempt(partial(self.library.delete, id=summary.id), summary.name, self.now())
        if item is not None:
            self.program.deletions.add(self.library, item)
            self._list.take(each for each in self._list.summaries if each.name != summary.name)
            self._show()
            self.show_notice(f"Deleted. {BACK}")
        await self.reload()

    async def action_undo(self) -> None:
        await self._bring_back(self.program.deletions.undo)

    async def action_undelete(self) -> None:
        items = await self.attempt(self.library.trash)
        if items is not None:
            back = partial(self._bring_back, self.program.deletions.bring_back, self.library)
            self.ask(screens.trash.TrashDialog(items), back)

    async def _bring_back(self, act: Callable[..., str], *what: object) -> None:
        """Bring something back, show a notice of it, and show the list as it is now."""
        said = await self.attempt(act, *what)
        await self.reload()
        if said:
            self.show_notice(said)

    async def action_sample(self) -> None:
        await self.program.open_sample()
        self._list.take([])
        self._scan.complete = False
        await self.reload()
        self.show_notice("This is the sample, in a store of its own. Quit and start again for yours.")

    def action_about(self) -> None:
        self.app.push_screen(screens.about.AboutScreen())

    def allows(self, action: str) -> bool:
        """Allow actions on an alliance only if there is one, and the sample only if there is none."""
        some = bool(self._list.summaries)
        possible = dict.fromkeys(
            ("open", "revisit", "diff", "overview", "search", "delete", "sort", "filter"), some
        ) | {
            "end_search": self.typing,
            "step_back": self.typing or bool(self._search.value) or self._list.only is not Only.ALL,
            "sample": not (some or self.program.in_sample),
            "undo": bool(self.program.deletions),
        }
        return possible.get(action, True)
