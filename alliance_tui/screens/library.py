"""The library: all alliances, and everything that is done from it; the first screen."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from alliance_tui import screens
from alliance_tui.domain.arrangement import Only
from alliance_tui.domain.summary import Summary
from alliance_tui.screens.base import key, pair
from alliance_tui.screens.library_page import LibraryPage
from alliance_tui.screens.page import QUIT
from alliance_tui.terminal.keymap import name_keys

INTO_TRASH = "The whole alliance with all its versions goes into the trash."
BACK = "{undo} brings it back, and {undelete} does for 30 days."
IS_OPEN = "It is open on another screen. "


class LibraryScreen(LibraryPage):
    """Partners, what they are, versions, review, and the session that is open."""

    CSS_PATH = "library.tcss"
    ABOUT = "Every alliance in this store. Opened, one goes on with its session, or shows what is in force."
    BINDINGS = [
        key("enter", "open", "open", "Go on with the open session, or see what is in force, or the text found"),
        key("escape", "step_back", "all", "End the search, then the filter"),
        key("n", "new", "new", "Begin an alliance"),
        key("slash", "search", "search", "Find names, and words in every version, agreement and slip"),
        key("r", "revisit", "revisit", "Begin the next session of the marked alliance"),
        key("A", "agreements", "agreements", "What became of each agreement, version by version"),
        key("v", "overview", "overview", "Agreements in force and all versions"),
        key("d", "diff", "diff", "What changed between the last two versions"),
        key("o", "sort", "sort", "Sort by the last signature, the next date or the names"),
        key("f", "filter", "filter", "Show only those that are due, then open, then with a slip to repair, then all"),
        *pair("j,down", "k,up", "move", "move", "Down or up", show=False),
        *pair("pagedown,space", "pageup", "page", "page", "Down or up by a page", show=False),
        key("home", "page(-9999)", "top", "To the first", show=False),
        key("end", "page(9999)", "bottom", "To the last", show=False),
        key("D,delete", "delete", "delete", "Delete the marked alliance, after a question", id="remove"),
        key("u", "undo", "undo", "Bring back what was deleted or abandoned since the start"),
        key("U", "undelete", "trash", "Bring back something deleted: what is in the trash", show=False),
        key("s", "sample", "sample", "Look at the sample"),
        key("b", "about", "background", "What a designed alliance is, and why"),
        key("enter", "end_search", "list", "Keep what was found and go to it"),
        QUIT,
    ]

    def _readable(self) -> Summary | None:
        """Return the marked alliance; None if there is none or, with a notice, if it can't be read."""
        summary = self.marked()
        if summary and summary.problem:
            self.show_notice(summary.problem, error=True)
        return summary if summary and summary.partners else None

    # Acts

    def action_move(self, by: int) -> None:
        self.rows.move(by)

    def action_page(self, pages: int) -> None:
        self.rows.move_page(pages)

    async def on_library_list_chosen(self) -> None:
        await self.action_open()

    async def action_open(self) -> None:
        if self.rows.marked_text:
            await self.words.open_marked()
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

    async def action_agreements(self) -> None:
        if summary := self._readable():
            self.program.look_at(summary.name)
            await self.program.show_agreements(summary.name)

    async def action_diff(self) -> None:
        if summary := self._readable():
            if summary.versions < 2:
                self.show_notice("A diff takes two signed versions; this alliance has fewer.")
            elif alliance := await self.attempt(self.library.alliance, summary.name):
                newest = len(alliance.versions)
                self.program.show_diff(alliance, newest - 1, newest)

    async def action_delete(self) -> None:
        if summary := self.rows.marked_summary:
            title = f"Delete {summary.partners or summary.name}?"
            open_now = await self.attempt(self.library.is_open, summary.name)
            words = f"{IS_OPEN if open_now else ''}{INTO_TRASH} {name_keys(BACK)}"
            dialog = screens.dialogs.Choice(title, words, {"yes": "delete", "no": "keep"})
            self.ask(dialog, partial(self._delete, summary))

    async def _delete(self, summary: Summary, answer: str) -> None:
        if answer != "yes":
            return
        item = await self.attempt(partial(self.library.delete, id=summary.id), summary.name, self.now())
        if item is not None:
            self.program.deletions.add(self.library, item)
            self.rows.take(each for each in self.rows.summaries if each.name != summary.name)
            self.show_rows()
            self.show_notice(f"Deleted. {name_keys(BACK)}")
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
        self.rows.take([])
        self.scan.complete = False
        await self.reload()
        self.show_notice("This is the sample, in a store of its own. Quit and start again for yours.")

    def action_about(self) -> None:
        self.app.push_screen(screens.about.AboutScreen())

    def allows(self, action: str) -> bool:
        """Allow actions on an alliance only if there is one, and the sample only if there is none."""
        some = bool(self.rows.summaries)
        possible = dict.fromkeys(
            ("open", "revisit", "diff", "overview", "agreements", "search", "sort", "filter"), some
        ) | {
            "delete": some and self.rows.marked_text is None,
            "end_search": self.typing,
            "step_back": self.typing or bool(self.search.value) or self.rows.only is not Only.ALL,
            "sample": not (some or self.program.in_sample),
            "undo": bool(self.program.deletions),
        }
        return possible.get(action, True)
