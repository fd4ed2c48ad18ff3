"""The library: all alliances, searched as you type; the first screen.

What only its acts need is imported in them: the first frame does without.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Iterable, Iterator
from functools import cached_property, partial
from math import inf
from time import monotonic
from typing import TYPE_CHECKING, ClassVar

from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, Static

from alliance_tui.domain.errors import AllianceError
from alliance_tui.domain.summary import Summary, ranked
from alliance_tui.render.phrases import count
from alliance_tui.screens.base import key, pair
from alliance_tui.screens.page import FOLLOWING, Page, heading
from alliance_tui.storage.catalogue import Step
from alliance_tui.storage.library import Library
from alliance_tui.terminal.key_order import drain_keys
from alliance_tui.widgets.columns import Columns
from alliance_tui.widgets.line import Line
from alliance_tui.widgets.long_list import ROOM, LongList
from alliance_tui.widgets.plain import lines, plain

if TYPE_CHECKING:
    from alliance_tui.domain.trash import Trashed

BACK = "u brings it back, and U does for 30 days."
IS_OPEN = "It is open on another screen. "
SCREENFUL = 50
"""Alliances that are looked at before the first key acts."""
PATIENCE = 0.1
"""Seconds after which keys act though fewer were read: files without a cover take longer."""
GROWTH = 1.5
"""By what factor the list grows at least before it is shown anew: so filling it takes no longer for showing it."""


class LibraryScreen(Page):
    """Partners, what they are, versions, review, and the session that is open."""

    ABOUT = "Every alliance in this store. Enter goes on with an open session, or shows what is in force."
    WHILE_TYPING = frozenset({"leave_search", "end_search"})
    BINDINGS: ClassVar[list[BindingType]] = [
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
        self._summaries: list[Summary] = []
        self._shown: list[Summary] = []
        self._library: Library | None = None
        """The store that the summaries are of."""
        self._whole = False
        """Whether they were all read."""
        self._read = (0, 0)
        """How many were, of how many there are."""
        self._steps: Iterator[Step] | None = None
        """The scan that is going on."""
        self._filled = 0
        """The cells a row had when the list was filled."""
        self._heading = ""
        """What the heading says."""
        self._stamps: tuple[list[str], object] = ([], None)
        """The alliances around the marked one, and what changes when any of them does; None: the store is away."""

    def body(self) -> Iterable[Widget]:
        """Title, search, the list; or what this is when there is none."""
        yield heading("Library")
        yield Line(placeholder="search", compact=True, id="search")
        yield LongList(self._row, id="alliances")
        yield Vertical(Static(_welcome(0), id="welcome"), id="empty")

    async def on_mount(self) -> None:
        self._search.can_focus = False
        self.set_interval(FOLLOWING, self._follow)

    async def _follow(self) -> None:
        """Show what another program has changed. While the store is away the list stays as it is."""
        if not (self.is_current and self._whole):
            return
        at, before = self._list.marked or 0, self._stamps
        names = [summary.name for summary in self._shown[max(0, at - SCREENFUL) : at + SCREENFUL]]
        try:
            self._stamps = (names, await self.perform(self.library.stamps, names))
        except AllianceError as error:
            self._stamps = (names, None)
            if self._summaries and before[1]:
                self.say(str(error), error=True)
            return
        if before[0] == names and before[1] != self._stamps[1]:
            await self.reload()

    async def on_screen_resume(self) -> None:
        """Look at the store anew whenever the library comes into view."""
        await self.reload()

    def on_resize(self) -> None:
        """Lay the rows out for the new width."""
        if self._summaries and self._room != self._filled:
            self._fill()

    async def reload(self) -> None:
        """Look at the store anew: a screenful now, the rest in the background."""
        if self._library is not self.library:
            self._library, self._summaries, self._whole = self.library, [], False
        self._steps = steps = self.library.look()
        self._columns.begin()
        found: list[Summary] = []
        if await self._scan(steps, found, SCREENFUL, monotonic() + PATIENCE):
            self._scan_behind(self._scan(steps, found))

    def _scan_behind(self, scan: Coroutine[None, None, bool]) -> None:
        """Do the rest in the background, once the first rows are on the screen."""
        self.call_after_refresh(self.run_worker, scan)

    async def _scan(self, steps: Iterator[Step], found: list[Summary], enough: float = inf, until: float = inf) -> bool:
        """Go on with a scan until enough is found or time is up; return True if there may be more.

        The first scan fills the list. `until` is of the monotonic clock.
        """
        while True:
            step = await self.attempt(next, steps, None)
            if self._steps is not steps or not self.is_there:
                return False  # another scan has begun, or nobody is here any more
            if step is None:
                filling, self._whole = not self._whole, True
                self._columns.settle()
                self._show_summaries(found, filling)
                if not found:
                    await self._welcome()
                return False
            found += step.summaries
            self._columns.add(step.summaries)
            self._read = (len(found), step.of)
            if len(found) < step.of and not self._whole:
                if len(found) >= len(self._summaries) * GROWTH:
                    self._show_summaries(found, filling=True)
                self._show_count()
            if len(found) >= enough or monotonic() >= until:
                return True

    async def _welcome(self) -> None:
        """Say what can be done where there is no alliance."""
        trash = await self.attempt(self.library.trash)
        if self.is_there:
            self.show_text("#welcome", _welcome(len(trash or [])))

    def _show_summaries(self, summaries: Iterable[Summary], filling: bool = False) -> None:
        """Show these, in order."""
        self._summaries = ranked(summaries)
        self._fill(filling)

    def _fill(self, filling: bool = False) -> None:
        """Show what fits the search. The marked row stays marked; the first, while the list fills, stays the first."""
        marked, words = self._marked(), self._words
        self._shown = [summary for summary in self._summaries if all(word in summary.haystack for word in words)]
        names = [summary.name for summary in self._shown]
        at = names.index(marked.name) if marked and marked.name in names else 0
        if filling and self._list.marked == 0:
            at = 0
        self._filled = room = self._room
        self._list.show([self._columns.height(summary, room) for summary in self._shown], at if names else None)
        self.set_class(self._whole and not self._summaries, "-empty")
        self._show_count()
        self.refresh_bindings()

    def _show_count(self) -> None:
        """In the heading: how many there are, were found, or were read so far."""
        shown = len(self._shown)
        if self._whole:
            there = count(len(self._summaries), "alliance")
            said = f"{shown} of {there}" if self._words else there
        else:
            said = "reading {:,} of {:,}".format(*self._read)
            said = f"{shown} found, {said}" if self._words else said
        if said != self._heading:
            self._heading, before = said, self._heading
            title = "Library   "
            folded = len(title) + max(len(said), len(before)) > self.size.width - 2
            self.query_one(".heading", Static).update(plain(f"{title}{said}", "bold"), layout=folded)

    @property
    def _search(self) -> Input:
        return self.query_one("#search", Input)

    @property
    def _words(self) -> list[str]:
        return self._search.value.casefold().split()

    @property
    def _list(self) -> LongList:
        return self.query_one(LongList)

    @cached_property
    def _columns(self) -> Columns:
        return Columns(self.program.clock)

    def marked_widget(self) -> Widget:
        """Return the list, or what is said in its place."""
        return self.query_one("#welcome") if self.has_class("-empty") else self._list

    # Rows

    def _row(self, at: int) -> Content:
        """What the list says of an alliance."""
        return self._columns.row(self._shown[at], self._room)

    @property
    def _room(self) -> int:
        """Cells for a row, whether the list is scrolled or not."""
        return (self.size.width or self.app.size.width) - ROOM - 2

    def _marked(self) -> Summary | None:
        at = self._list.marked
        return None if at is None or at >= len(self._shown) else self._shown[at]

    def _readable(self) -> Summary | None:
        """The marked alliance; says so when there is none or it can't be read."""
        summary = self._marked()
        if summary and summary.problem:
            self.say(summary.problem, error=True)
        return summary if summary and summary.partners else None

    # Search

    def action_search(self) -> None:
        field = self._search
        field.can_focus = True
        self.set_class(True, "-searching")
        self.set_focus(field)

    def on_input_changed(self, _event: Input.Changed) -> None:
        self._fill()

    async def action_end_search(self) -> None:
        """Enter: on to the list, as what was typed has left it."""
        await drain_keys(self)
        self._close_search()

    def action_leave_search(self) -> None:
        self._search.value = ""
        self._close_search()

    def _close_search(self) -> None:
        field = self._search
        self.set_focus(None)
        field.can_focus = False
        self.set_class(bool(field.value), "-searching")
        self.refresh_bindings()

    # Acts

    def action_move(self, by: int) -> None:
        self._list.move(by)

    async def action_open(self) -> None:
        if alliance := self._readable():
            await self.program.open_alliance(alliance.name)

    async def action_new(self) -> None:
        from alliance_tui.screens.prepare import PrepareScreen

        await self.app.push_screen(PrepareScreen())

    async def action_revisit(self) -> None:
        if alliance := self._readable():
            await self.program.revisit(alliance.name)

    async def action_overview(self) -> None:
        if (summary := self._readable()) and (whole := await self.attempt(self.library.load, summary.name)):
            from alliance_tui.screens.alliance import AllianceScreen

            self.app.push_screen(AllianceScreen(*whole))

    async def action_diff(self) -> None:
        if summary := self._readable():
            if summary.versions < 2:
                self.say("A diff takes two signed versions; this alliance has fewer.")
            elif alliance := await self.attempt(self.library.alliance, summary.name):
                count_of = len(alliance.versions)
                self.program.show_diff(alliance, count_of - 1, count_of)

    async def action_delete(self) -> None:
        from alliance_tui.screens.dialogs import Choice

        if summary := self._marked():
            title = str(summary.partners or summary.name)
            open_now = await self.attempt(self.library.is_open, summary.name)
            words = f"{IS_OPEN if open_now else ''}The whole alliance with all its versions goes into the trash. {BACK}"
            dialog = Choice(f"Delete {title}?", words, {"y": "delete", "n": "keep"})

            async def decide(answer: str | None) -> None:
                if answer == "y":
                    await self._delete(summary)

            self.app.push_screen(dialog, decide)

    async def _delete(self, summary: Summary) -> None:
        from alliance_tui.services import trash

        now = self.program.clock.now()
        item = await self.attempt(trash.delete, self.library, summary.name, summary.id, now)
        if item is not None:
            self.program.deletions.add(self.library, item)
            self._show_summaries(each for each in self._summaries if each.name != summary.name)
            self.say(f"Deleted. {BACK}")
        await self.reload()

    async def action_undo(self) -> None:
        await self._report_back(self.program.deletions.undo)

    async def action_undelete(self) -> None:
        from alliance_tui.screens.trash import TrashDialog

        items = await self.attempt(self.library.trash)
        if items is not None:
            self.app.push_screen(TrashDialog(self, items), self._bring_back)

    async def _bring_back(self, item: Trashed | None) -> None:
        if item is not None:
            await self._report_back(partial(self.program.deletions.bring_back, self.library, item))

    async def _report_back(self, back: Callable[[], str]) -> None:
        """Say what is back, or why it is not, and show the list as it is now."""
        try:
            said, failed = await self.perform(back), False
        except AllianceError as error:
            said, failed = str(error), True
        await self.reload()
        self.say(said, error=failed)

    async def action_sample(self) -> None:
        await self.program.show_sample()

    def action_about(self) -> None:
        from alliance_tui.screens.about import AboutScreen
        from alliance_tui.storage.bank_files import worksheet

        self.app.push_screen(AboutScreen(worksheet()))

    def allows(self, action: str) -> bool:
        """Act on an alliance only where there is one; offer the sample while there is none."""
        if action in ("open", "revisit", "diff", "overview", "search", "delete"):
            return bool(self._summaries)
        if action == "end_search":
            return self.typing
        if action == "leave_search":
            return self.typing or bool(self._search.value)
        if action == "sample":
            return not (self._summaries or self.program.in_sample)
        return action != "undo" or bool(self.program.deletions)


def _welcome(trash: int) -> Content:
    """What a designed alliance is and how to begin; `trash`: how many things can be brought back."""
    bring = [Content.assemble((" U ", "bold reverse"), f"  bring something back: {trash} in the trash")]
    return lines(
        Content.styled("Design your alliance.", "bold"),
        Content(""),
        Content(
            "Two of you, ninety minutes, one shared screen: say what you hope for, how you want to be with each "
            "other, what you can count on, and what happens when it breaks. Both sign. Come back in some months."
        ),
        Content(""),
        Content.assemble((" n ", "bold reverse"), "  begin"),
        Content.assemble((" s ", "bold reverse"), "  look at the sample first"),
        *(bring if trash else ()),
        Content(""),
        Content.styled("b: what a designed alliance is   ?: every key", "dim"),
    )
