"""The library: all alliances, searched as you type; the first screen."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Iterable, Iterator
from functools import partial
from math import inf
from time import monotonic

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from alliance_tui import screens
from alliance_tui.domain.summary import Summary, ranked
from alliance_tui.render.phrases import count
from alliance_tui.render.presence import who
from alliance_tui.screens.base import key, pair
from alliance_tui.screens.page import FOLLOWING, Page, heading
from alliance_tui.storage.catalogue import Step
from alliance_tui.terminal.key_order import drain_keys
from alliance_tui.text.search import loose
from alliance_tui.widgets.library_columns import LibraryColumns
from alliance_tui.widgets.line_input import LineInput
from alliance_tui.widgets.long_list import ROOM, LongList
from alliance_tui.widgets.plain import plain

BACK = "u brings it back, and U does for 30 days."
WELCOME = """\
[bold]Design your alliance.[/]

Two of you, ninety minutes, one shared screen: say what you hope for, how you want to be with each \
other, what you can count on, and what happens when it breaks. Both sign. Come back in some months.

[bold reverse] n [/]  begin
[bold reverse] s [/]  look at the sample first
{back}
[$text-muted]b: what a designed alliance is   ?: every key[/]"""
BRING_BACK = "[bold reverse] U [/]  bring something back: {} in the trash\n"
IS_OPEN = "It is open on another screen. "
SCREENFUL = 50
"""Alliances that are read before the first key acts."""
PATIENCE = 0.1
"""Seconds after which keys act though fewer were read: files without a cover take longer."""
GROWTH = 1.5
"""The list is shown again when it has grown by this factor, so that showing it does not slow down the scan."""


class LibraryScreen(Page):
    """Partners, what they are, versions, review, and the session that is open."""

    ABOUT = "Every alliance in this store. Enter goes on with an open session, or shows what is in force."
    WHILE_TYPING = frozenset({"leave_search", "end_search"})
    BINDINGS = [
        key("enter", "open", "open", "Go on with the open session, or see what is in force"),
        key("n", "new", "new", "Begin an alliance"),
        key("r", "revisit", "revisit", "Begin the next session of the marked alliance"),
        key("d", "diff", "diff", "What changed between the last two versions"),
        key("v", "overview", "overview", "Agreements in force and all versions"),
        key("slash", "search", "search", "Search by any part of a name"),
        *pair("j,down", "k,up", "move", "move", "Down or up", show=False),
        key("D,delete", "delete", "delete", "Delete the marked alliance, after a question"),
        key("u", "undo", "undo", "Bring back what was deleted or abandoned since the start"),
        key("U", "undelete", "trash", "Bring back something deleted: what is in the trash", show=False),
        key("s", "sample", "sample", "Look at the sample"),
        key("b", "about", "background", "What a designed alliance is, and why"),
        key("escape", "leave_search", "all", "Close the search and show everything"),
        key("enter", "end_search", "to the list", "Keep what was found and go to it"),
        key("q", "app.quit", "quit", "Quit"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._search = LineInput(placeholder="search", compact=True, id="search")
        self._search.can_focus = False
        self._list = LongList(self._row, id="alliances")
        self._columns = LibraryColumns(self.clock)
        self._summaries: list[Summary] = []
        self._shown: list[Summary] = []
        self._complete = False
        """True once they were all read."""
        self._progress = (0, 0)
        """How many were read, of how many there are."""
        self._steps: Iterator[Step] | None = None
        """The scan that is going on."""

    def body(self) -> ComposeResult:
        yield heading("Library")
        yield self._search
        yield self._list
        yield Vertical(Static(_welcome(0), id="welcome"), id="empty")

    def on_mount(self) -> None:
        self.set_interval(FOLLOWING, self._follow)

    async def _follow(self) -> None:
        """Show what another program has changed. While the store is away the list stays as it is."""
        if self.is_in_view and self._complete:
            at = self._list.marked or 0
            around = self._shown[max(0, at - SCREENFUL) : at + SCREENFUL]
            await self.follow([summary.name for summary in around], self.reload)
            await self._show_here(around)

    async def _show_here(self, summaries: Iterable[Summary]) -> None:
        """Show who is at the sessions of these."""
        sessions = {each.name: each.partners for each in summaries if each.session and each.partners}
        found = await self.perform(self.library.here, sessions, self.program.here_file.name)
        here = {name: words for name, programs in found.items() if (words := who(programs, sessions[name]))}
        if here != self._columns.here and self.is_usable:
            self._columns.here = here
            self._columns.fit(self._summaries)
            self._fill()

    async def on_screen_resume(self) -> None:
        if self.is_in_view:  # else a page was opened at once
            await self.reload()

    def on_resize(self) -> None:
        if self._summaries:
            self._fill()

    async def reload(self) -> None:
        """Read the store again: a screenful now, the rest in the background."""
        self._steps = steps = self.library.scan()
        found: list[Summary] = []
        if await self._scan(steps, found, SCREENFUL, monotonic() + PATIENCE):
            self._scan_behind(self._scan(steps, found))

    def _scan_behind(self, scan: Coroutine[None, None, bool]) -> None:
        """Scan the rest in the background after the first rows were shown."""
        self.call_after_refresh(self.run_worker, scan)

    async def _scan(self, steps: Iterator[Step], found: list[Summary], enough: float = inf, until: float = inf) -> bool:
        """Go on with a scan until enough is found or time is up; return True if there may be more.

        The first scan fills the list. `until` is of the monotonic clock.
        """
        while True:
            step = await self.attempt(next, steps, None)
            if self._steps is not steps or not self.is_in_view:
                return False  # another scan has begun, or will when this page comes back into view
            if step is None:
                filling, self._complete = not self._complete, True
                self._columns.fit(found)
                self._show_summaries(found, filling)
                if not found:
                    await self._welcome()
                return False
            found += step.summaries
            self._columns.widen(step.summaries)
            self._progress = (len(found), step.of)
            if len(found) < step.of and not self._complete:
                if len(found) >= len(self._summaries) * GROWTH:
                    self._show_summaries(found, filling=True)
                self._show_count()
            if len(found) >= enough or monotonic() >= until:
                return True

    async def _welcome(self) -> None:
        trash = await self.attempt(self.library.trash)
        if self.is_usable:
            self.show_text("#welcome", _welcome(len(trash or [])))

    def _show_summaries(self, summaries: Iterable[Summary], filling: bool = False) -> None:
        self._summaries = ranked(summaries)
        self._fill(filling)

    def _fill(self, filling: bool = False) -> None:
        """Show what fits the search. The marked row stays marked; the first, while the list fills, stays the first."""
        marked, words = self._marked(), self._words
        self._shown = [summary for summary in self._summaries if all(word in summary.search_text for word in words)]
        names = [summary.name for summary in self._shown]
        stays = marked and marked.name in names and not (filling and self._list.marked == 0)
        at = names.index(marked.name) if marked and stays else 0
        room = self._room
        heights = [self._columns.height(summary, room) for summary in self._shown]
        self._list.show(heights, at if names else None)
        self.set_class(self._complete and not self._summaries, "-empty")
        self._show_count()
        self.refresh_bindings()

    def _show_count(self) -> None:
        """Show in the heading how many alliances there are, were found, or were read so far."""
        if self._complete:
            there, found = count(len(self._summaries), "alliance"), "of"
        else:
            there, found = "reading {:,} of {:,}".format(*self._progress), "found,"
        words = f"{len(self._shown)} {found} {there}" if self._words else there
        self.show_text(".heading", plain(f"Library   {words}", "bold"))

    @property
    def _words(self) -> list[str]:
        return loose(self._search.value).split()

    def marked_widget(self) -> Widget:
        return self.query_one("#welcome") if self.has_class("-empty") else self._list

    # Rows

    def _row(self, at: int) -> Content:
        return self._columns.row(self._shown[at], self._room)

    @property
    def _room(self) -> int:
        """The cells of a row, whether the list is scrolled or not."""
        return (self.size.width or self.app.size.width) - ROOM - 2

    def _marked(self) -> Summary | None:
        at = self._list.marked
        return None if at is None or at >= len(self._shown) else self._shown[at]

    def _readable(self) -> Summary | None:
        """Return the marked alliance; None if there is none or, with a notice, if it can't be read."""
        summary = self._marked()
        if summary and summary.problem:
            self.show_notice(summary.problem, error=True)
        return summary if summary and summary.partners else None

    # Search

    def action_search(self) -> None:
        self._search.can_focus = True
        self.set_class(True, "-searching")
        self.set_focus(self._search)

    def on_input_changed(self) -> None:
        self._fill()

    async def action_end_search(self) -> None:
        await drain_keys(self)
        self._close_search()

    async def action_leave_search(self) -> None:
        await drain_keys(self)
        self._search.value = ""
        self._close_search()

    def _close_search(self) -> None:
        self.set_focus(None)
        self._search.can_focus = False
        self.set_class(bool(self._search.value), "-searching")
        self.refresh_bindings()

    # Acts

    def action_move(self, by: int) -> None:
        self._list.move(by)

    async def action_open(self) -> None:
        if alliance := self._readable():
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
        if summary := self._marked():
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
            self._show_summaries(each for each in self._summaries if each.name != summary.name)
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
        self._summaries, self._complete = [], False
        await self.reload()
        self.show_notice("This is the sample, in a store of its own. Quit and start again for yours.")

    def action_about(self) -> None:
        self.app.push_screen(screens.about.AboutScreen())

    def allows(self, action: str) -> bool:
        """Allow actions on an alliance only if there is one, and the sample only if there is none."""
        some = bool(self._summaries)
        possible = dict.fromkeys(("open", "revisit", "diff", "overview", "search", "delete"), some) | {
            "end_search": self.typing,
            "leave_search": self.typing or bool(self._search.value),
            "sample": not (some or self.program.in_sample),
            "undo": bool(self.program.deletions),
        }
        return possible.get(action, True)


def _welcome(trash: int) -> Content:
    """Return the first words of an empty store; `trash`: how many things can be brought back."""
    return Content.from_markup(WELCOME.format(back=BRING_BACK.format(trash) if trash else ""))
