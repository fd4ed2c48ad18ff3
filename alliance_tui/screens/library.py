"""The library: all alliances, searched as you type; the first screen."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from alliance_tui.domain.alliance import Alliance
from alliance_tui.render.phrases import count, on, review, session_state
from alliance_tui.screens.about import AboutScreen
from alliance_tui.screens.dialogs import Choice
from alliance_tui.screens.page import Page, heading, key
from alliance_tui.screens.prepare import PrepareScreen
from alliance_tui.screens.settle import settle
from alliance_tui.storage.banks import worksheet
from alliance_tui.storage.library import Entry
from alliance_tui.widgets.line import Line
from alliance_tui.widgets.plain import lines, plain
from alliance_tui.widgets.pointer_list import PointerList


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
        key("j,down", "move(1)", "move", "Down or up", show=False),
        key("k,up", "move(-1)", "move", "Down or up", show=False),
        key("D,delete", "delete", "delete", "Delete the marked alliance, after a question"),
        key("u", "undo", "undo", "Bring back what was deleted or abandoned since the start"),
        key("s", "sample", "sample", "Look at the sample"),
        key("b", "about", "background", "What a designed alliance is, and why"),
        key("escape", "leave_search", "all", "Close the search and show everything"),
        key("enter", "end_search", "to the list", "Keep what was found and go to it"),
        key("q", "app.quit", "quit", "Quit"),
    ]

    def __init__(self) -> None:
        """Nothing read yet."""
        super().__init__()
        self._entries: list[Entry] = []
        self._shown: list[Entry] = []
        self._loaded = False

    def body(self) -> Iterable[Widget]:
        """Title, search, the list; or what this is when there is none."""
        yield heading("Library")
        yield Line(placeholder="search", compact=True, id="search")
        alliances = PointerList(id="alliances")
        alliances.can_focus = False
        yield alliances
        yield Vertical(Static(_welcome(), id="welcome"), id="empty")

    async def on_mount(self) -> None:
        """Search is closed at first."""
        self.query_one("#search", Input).can_focus = False

    async def on_screen_resume(self) -> None:
        """Read the store anew whenever the library comes into view."""
        await self.reload()

    def on_resize(self) -> None:
        """Lay the rows out for the new width."""
        if self._loaded:
            self._fill()

    async def reload(self) -> None:
        """Read the store and show it."""
        entries = await self.attempt(lambda: list(self.library.entries()))
        self._entries = sorted(entries or [], key=_newest_first, reverse=True)
        self._loaded = True
        self._fill()

    def _fill(self) -> None:
        words = self.query_one("#search", Input).value.casefold().split()
        marked = self._marked()
        self._shown = [entry for entry in self._entries if all(word in _haystack(entry) for word in words)]
        alliances = self.query_one("#alliances", OptionList)
        alliances.set_options([Option(row) for row in self._rows()])
        names = [entry.name for entry in self._shown]
        if names:
            alliances.highlighted = names.index(marked.name) if marked and marked.name in names else 0
        self.set_class(self._loaded and not self._entries, "-empty")
        found = f"{len(self._shown)} of {count(len(self._entries), 'alliance')}" if words else ""
        title = f"Library   {found or count(len(self._entries), 'alliance')}"
        self.query_one(".heading", Static).update(plain(title, "bold"))
        self.refresh_bindings()

    def _rows(self) -> list[Content]:
        """One line an alliance in columns, if all of them fit; else two lines."""
        cells = [self._cells(entry) for entry in self._shown]
        widths = [max((row[at].cell_length for row in cells if row), default=0) for at in range(3)]
        room = self.size.width - 4
        rows = []
        for entry, row in zip(self._shown, cells, strict=True):
            if not row:
                rows.append(lines(plain(f"✗ {entry.name}", "bold"), plain(f"  {entry.problem}", "dim")))
            elif sum(widths) + 6 + max(cell[3].cell_length for cell in cells if cell) <= room:
                padded = [cell.pad_right(width - cell.cell_length) for cell, width in zip(row, widths, strict=False)]
                rows.append(Content("  ").join([*padded, row[3]]))
            else:
                said = "  ".join(filter(None, [row[2].plain, row[3].plain]))
                rows.append(lines(row[0], plain(f"  {said}", "dim")))
        return rows

    def _cells(self, entry: Entry) -> list[Content]:
        """Names, partnership, last signature, and what is due; empty for one that can't be read."""
        alliance, clock = entry.alliance, self.alliance_app.clock
        if alliance is None:
            return []
        last = alliance.latest
        signed = f"v{last.number}  signed {on(last.signed, clock)}" if last else "not signed yet"
        due = review(last.review, clock) if last else ""
        state = session_state(entry.session, clock) if entry.session else due
        names, kind = plain(str(alliance.partners), "bold"), plain(alliance.partnership)
        return [names.truncate(34, ellipsis=True), kind.truncate(22, ellipsis=True), plain(signed), plain(state)]

    def _marked(self) -> Entry | None:
        at = self.query_one("#alliances", OptionList).highlighted
        return None if at is None or at >= len(self._shown) else self._shown[at]

    def _whole(self) -> Alliance | None:
        """The marked alliance; says so when there is none or it can't be read."""
        entry = self._marked()
        if entry and entry.problem:
            self.say(entry.problem, error=True)
        return entry.alliance if entry else None

    # Search

    def action_search(self) -> None:
        """Search as you type."""
        field = self.query_one("#search", Input)
        field.can_focus = True
        self.set_class(True, "-searching")
        self.set_focus(field)

    def on_input_changed(self, _event: Input.Changed) -> None:
        """Show what fits."""
        self._fill()

    async def action_end_search(self) -> None:
        """Enter: on to the list, as what was typed has left it."""
        await settle(self)
        self._close_search()

    def action_leave_search(self) -> None:
        """Escape: everything again."""
        self.query_one("#search", Input).value = ""
        self._close_search()

    def _close_search(self) -> None:
        field = self.query_one("#search", Input)
        self.set_focus(None)
        field.can_focus = False
        self.set_class(bool(field.value), "-searching")
        self.refresh_bindings()

    # Acts

    def action_move(self, by: int) -> None:
        """Down or up."""
        alliances = self.query_one("#alliances", OptionList)
        if by > 0:
            alliances.action_cursor_down()
        else:
            alliances.action_cursor_up()

    async def action_open(self) -> None:
        """On with the session, or what is in force."""
        if alliance := self._whole():
            await self.alliance_app.open_alliance(alliance.name)

    async def action_new(self) -> None:
        """Begin an alliance."""
        await self.app.push_screen(PrepareScreen())

    async def action_revisit(self) -> None:
        """The next session."""
        if alliance := self._whole():
            await self.alliance_app.revisit(alliance.name)

    def action_overview(self) -> None:
        """Agreements and versions."""
        if alliance := self._whole():
            entry = self._marked()
            self.alliance_app.show_alliance(alliance, entry.session if entry else None)

    def action_diff(self) -> None:
        """The last two versions."""
        if alliance := self._whole():
            count_of = len(alliance.versions)
            if count_of < 2:
                self.say("A diff takes two signed versions; this alliance has fewer.")
            else:
                self.alliance_app.show_diff(alliance, count_of - 1, count_of)

    def action_delete(self) -> None:
        """Delete, after a question."""
        if entry := self._marked():
            title = str(entry.alliance.partners) if entry.alliance else entry.name
            words = "The whole alliance with all its versions goes. u brings it back until you quit."
            dialog = Choice(f"Delete {title}?", words, {"y": "delete", "n": "keep"})

            async def decide(answer: str | None) -> None:
                if answer == "y":
                    await self._delete(entry.name)

            self.app.push_screen(dialog, decide)

    async def _delete(self, name: str) -> None:
        aside = await self.attempt(self.library.delete, name)
        if aside is not None:
            self.alliance_app.offer_undelete(aside)
            await self.reload()
            self.say("Deleted. u brings it back until you quit.")

    async def action_undo(self) -> None:
        """Bring back what was deleted or abandoned."""
        said = await self.alliance_app.undo()
        await self.reload()
        self.say(said)

    async def action_sample(self) -> None:
        """The sample, in a store of its own."""
        await self.alliance_app.show_sample()

    def action_about(self) -> None:
        """The background."""
        self.app.push_screen(AboutScreen(worksheet()))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What acts on an alliance needs one; the sample is offered while there is none."""
        if action in ("open", "revisit", "diff", "overview", "search", "delete") and not self._entries:
            return False
        if action in ("end_search", "leave_search") and not self.typing and not self.query_one("#search", Input).value:
            return False
        if action == "end_search":
            return self.typing
        if action == "sample" and (self._entries or self.alliance_app.in_sample):
            return False
        if action == "undo" and not self.alliance_app.can_undo:
            return False
        return super().check_action(action, parameters)


def _haystack(entry: Entry) -> str:
    if entry.alliance is None:
        return entry.name.casefold()
    return f"{entry.alliance.partners} {entry.alliance.partnership} {entry.name}".casefold()


def _newest_first(entry: Entry) -> tuple[bool, str]:
    """Open sessions first, then by the last signature."""
    if entry.alliance is None:
        return (False, "")
    last = entry.alliance.latest
    return (entry.session is not None, (last.signed if last else entry.alliance.created).isoformat())


def _welcome() -> Content:
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
        Content(""),
        Content.styled("b: what a designed alliance is   ?: every key", "dim"),
    )
