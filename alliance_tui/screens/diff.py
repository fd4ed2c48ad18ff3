"""Diff: any two versions of an alliance, or one and the open session, aligned by question."""

from __future__ import annotations

import asyncio
from itertools import combinations

from textual import work
from textual.app import ComposeResult
from textual.containers import Container, Horizontal, Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from alliance_tui.domain.alliance import SIDES, Alliance, Side, Version
from alliance_tui.domain.changes import Change, Compared, Comparison, with_open
from alliance_tui.domain.diff_filter import DiffFilter, apply_filter
from alliance_tui.domain.errors import AllianceError
from alliance_tui.domain.history import Key, key_of
from alliance_tui.domain.questions import SECTIONS
from alliance_tui.render.diff import label
from alliance_tui.screens.base import key, pair
from alliance_tui.screens.dialogs import Choice
from alliance_tui.screens.diff_filter import DiffFilterDialog, filter_words
from alliance_tui.screens.finding import FIND_KEY, FIND_KEYS, FindingPage
from alliance_tui.screens.list_dialog import ListDialog
from alliance_tui.screens.page import BACK, heading
from alliance_tui.screens.version import SECTION_KEYS
from alliance_tui.services.last_read import last_read_version
from alliance_tui.services.versions import compare_versions
from alliance_tui.terminal.keymap import key_for
from alliance_tui.widgets.diff_view import ChangeBlock, DiffView, Look, Parts, change_row, ledger, meanings
from alliance_tui.widgets.option_list import PointerList
from alliance_tui.widgets.people import pair_of
from alliance_tui.widgets.plain import lines, plain

NARROW = 60
"""Columns below which the ledger counts by signs alone, and dates are left out."""
WIDE = 80
"""Columns from which the two versions lie side by side, unless chosen otherwise."""
BESIDE, LISTED = 38, 76
"""Cells of a row in the list of changes beside them, and of the dialog that lists them."""
LONG = 0.5
"""Seconds after which a comparison that is not there yet is said to go on."""
GOES_ON = plain("Comparing…", "$text-muted")
MATCHING, COMPARING = "matching", "comparing"
"""The groups of the worker that matches texts, until the first are in view, and of the one that compares and shows."""
MORE = "More is still being compared."
SAME = "Nothing changed: the two versions say the same."


class DiffScreen(FindingPage):
    """Two versions; compared off the event loop, so that keys answer meanwhile."""

    CSS_PATH = "diff.tcss"
    MARKED = "#changes > *"
    SCROLLED = "DiffView"
    FILLED_BY = frozenset({MATCHING})
    ABOUT = (
        "Words that were taken out are struck through, words that were put in are underlined; without colours they "
        "stand in [-…-] and {+…+}. What was mostly rewritten is shown before and after."
    )
    BINDINGS = [
        *FIND_KEYS,
        *pair("n", "N", "jump", "change", "To the next or previous change", ids="next-change previous-change"),
        key("enter", "read", "read there", "Read the version at this change; {diff} leads back"),
        key("c", "changes", "changes", "List the changes, and go to one", id="list-changes"),
        key("u", "unfold", "unfold", "Show or hide what did not change"),
        *pair("j,down", "k,up", "scroll", "scroll", "Scroll", step=0.1),
        *pair("pagedown,space", "pageup", "scroll", "page", "Scroll by a page", show=False),
        FIND_KEY,
        key("s", "layout", "side by side/inline", "Side by side, or as one text"),
        *SECTION_KEYS,
        key("v", "versions", "versions", "Compare two others, or one with the open session"),
        key("f", "filter", "filter", "Show only a section, a partner or a kind of change"),
        key("L", "looked", "since", "What is new since one of you looked last"),
        key("h", "history", "history", "How much everything changed, version by version"),
        BACK,
    ]

    def __init__(self, alliance: Alliance, old: int, new: int, at: Key | None = None) -> None:
        """Two version numbers of an alliance, the open session's being the next; `at`: where to begin."""
        super().__init__()
        self.alliance = alliance
        self.versions: list[Compared] = [*alliance.versions]
        """The versions, and the open session as the last."""
        self.old, self.new, self.at = old, new, at
        self.diff_filter = DiffFilter()
        self._is_compared = False
        """True once all changes are known."""
        self._found: tuple[Compared, Compared, Comparison] | None = None
        self._shown: tuple[Change, ...] = ()
        self._list = PointerList()
        self._list.can_focus = False
        self._inline: bool | None = None
        """The layout that was chosen with `s`."""

    def body(self) -> ComposeResult:
        yield heading(self._heading())
        yield Static(id="ledger")
        yield Static(id="legend")
        yield Horizontal(Vertical(self._list, id="list"), Container(id="changes"))

    def _heading(self) -> Content:
        labels = f"{self._label(self.old)} → {self._label(self.new)}"
        return pair_of(self.alliance.partners) + plain(f"   {labels}", "$text-muted")

    def _label(self, number: int) -> str:
        version = self.alliance.version(number)
        if version is None:
            return "open session"
        return f"v{number}" if self.app.size.width < NARROW else label(version, self.clock)

    def on_mount(self) -> None:
        self._compare()

    # Comparing

    @work(exclusive=True, group=MATCHING)
    async def _compare(self) -> None:
        self.workers.cancel_group(self, COMPARING)
        self._found, self._is_compared = None, False
        self.show_text(".heading", self._heading())
        self.show_text("#ledger", "")
        self.show_text("#legend", "")
        self._list.show([])
        await self.query_one("#changes").remove_children()
        self.alliance, session = await self.attempt(self.library.load, self.alliance.name) or (self.alliance, None)
        if not self.is_usable:
            return
        self.versions = with_open(self.alliance, session)
        numbered = {each.number: each for each in self.versions}
        old, new = (numbered.get(number, self.versions[-1]) for number in (self.old, self.new))
        try:
            self._found = (old, new, compare_versions(old, new))
        except AllianceError as error:
            self.show_text("#ledger", plain(str(error)))
            return
        in_view = asyncio.Event()
        self._show(in_view)
        try:
            await asyncio.wait_for(in_view.wait(), LONG)
        except TimeoutError:
            self.show_text("#ledger", GOES_ON)

    @work(exclusive=True, group=COMPARING)
    async def _show(self, in_view: asyncio.Event) -> None:
        """Show what the filter lets through: what is compared in a moment, then the rest. Set `in_view` between."""
        if self._found is None:
            return
        old, new, whole = self._found
        shown = await asyncio.to_thread(apply_filter, whole, self.diff_filter)
        look = Look(old, new, self.app.no_color, lambda: self.has_class("-as-inline"))
        parts = Parts(look, shown, "Nothing of this kind." if self.diff_filter else SAME)
        await asyncio.to_thread(parts.read)
        if not self.is_usable:
            return
        view = DiffView(parts)
        if parts.are_all_read:
            await self._show_counts(shown)
        else:
            self.show_text("#ledger", GOES_ON)
            self._lay_out()
        await self.replace_parts("#changes", view)
        in_view.set()
        await view.complete.wait()
        if not self._is_compared:
            await self._show_counts(shown)
        self.find_again()
        if self.at:
            self.call_after_refresh(self.go_to, self.at)
            self.at = None

    async def _show_counts(self, shown: Comparison) -> None:
        """Show what takes all changes: how many there are, what the marks mean, and the list."""
        if self._found:
            await asyncio.to_thread(getattr, self._found[2], "ledger")
        self._is_compared, self._shown = True, shown.changed
        self.show_text("#legend", meanings(shown, self.app.no_color))
        self._list.show(self._options(BESIDE))
        self._list.highlighted = None
        self._lay_out()

    def _ledger(self, whole: Comparison) -> Content:
        rows = [ledger(whole, short=self.size.width < NARROW)]
        if self.diff_filter:
            words = filter_words(self.diff_filter, self.alliance.partners)
            some, of = len(apply_filter(whole, self.diff_filter).changes), len(whole.changes)
            rows.append(plain(f"only {words}: {some} of {of}", "bold"))
        if any(change.coarse for change in whole.changed):
            rows.append(plain("Some of it was too long to mark word by word; there the marks are coarse.", "italic"))
        return lines(*rows)

    def _options(self, width: int) -> list[Option]:
        """Return the changes in view as rows of a list, in their order."""
        if self._found is None:
            return []
        return [Option(change_row(self._found[1], change, width)) for change in self._shown]

    def compares(self, name: str, old: int, new: int) -> bool:
        """Return True if this is the difference between these versions of this alliance."""
        return (self.alliance.name, self.old, self.new) == (name, old, new)

    def go_to(self, at: Key) -> None:
        """Go to an answer or agreement; show it if it did not change. Without a side, to either answer."""
        for view in self.query(DiffView):
            if not view.go_to(at):
                self.add_class("-unfolded")
                self.show_notice("This did not change.")

    def marked_widget(self) -> Widget:
        """Return the current change; the view, or what stands in its place, if no change is current."""
        for view in self.query(DiffView):
            return view.marked_widget
        return self.query_one("#changes")

    # Laying out, moving

    def on_resize(self) -> None:
        self._lay_out()

    def _lay_out(self) -> None:
        """Show the versions side by side when wide, unless chosen otherwise."""
        if self._found:
            self.show_text(".heading", self._heading())
        if self._found and self._is_compared:
            self.show_text("#ledger", self._ledger(self._found[2]))
        inline = self.size.width < WIDE if self._inline is None else self._inline
        self.set_class(inline, "-as-inline").set_class(not inline, "-as-columns")
        for view in self.query(DiffView):
            view.lay_out()
        self.call_after_refresh(self.find_again)

    @property
    def searched(self) -> str:
        return f"v{self.old} and v{self.new}"

    def is_findable(self, text: Static) -> bool:
        return text.has_class("-kept") or super().is_findable(text)

    def reveal(self, text: Static) -> None:
        if text.has_class("-kept"):
            self.add_class("-unfolded")

    def action_layout(self) -> None:
        self._inline = not self.has_class("-as-inline")
        self._lay_out()

    def action_unfold(self) -> None:
        """Show or hide what did not change; the current change stays where it is."""
        for view in self.query(DiffView):
            view.keep_place()
        self.toggle_class("-unfolded")

    def on_fold_pressed(self) -> None:
        self.action_unfold()

    def action_jump(self, by: int) -> None:
        for view in self.query(DiffView):
            if not view.jump(by):
                after = "No change after this one." if view.complete.is_set() else MORE
                self.show_notice(after if by > 0 else "No change before this one.")

    def action_section(self, number: int) -> None:
        section = SECTIONS[number - 1]
        for view in self.query(DiffView):
            if not view.go_to_section(section):
                self.show_notice(f"Nothing changed in {section.label}." if view.complete.is_set() else MORE)

    def action_changes(self) -> None:
        """List the changes in view, the current one marked."""
        if not self._is_compared:
            self.show_notice(MORE)
            return
        options = self._options(min(LISTED, self.size.width) - 9)
        if not options:
            self.show_notice("There is no change to list.")
            return
        dialog = ListDialog("Changes", "", [*enumerate(options)], "go there", width=LISTED)
        dialog.list.highlighted = self._list.highlighted or 0
        self.ask(dialog, self._go_to_change)

    def _go_to_change(self, at: int) -> None:
        for view in self.query(DiffView):
            view.go_to_change(at)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        self._go_to_change(event.option_index)

    def on_diff_view_reached(self, event: DiffView.Reached) -> None:
        """Mark the current change in the list, too."""
        self._list.highlighted = event.at

    # To the version

    def action_read(self) -> None:
        for view in self.query(DiffView):
            if change := view.current():
                self._read(change)
            else:
                self.show_notice(f"No change is in view: {key_for('next-change')} goes to the next one.")

    def on_change_block_pressed(self, event: ChangeBlock.Pressed) -> None:
        if self._found:
            self._read(next(change for change in self._found[2].changes if key_of(change) == event.key))

    def _read(self, change: Change) -> None:
        """Open the newer version at a change; the older if the newer is not signed yet, or says nothing there."""
        if self._found:
            old, new, _ = self._found
            there = [version for version in (new, old) if isinstance(version, Version)]
            version = there[-1] if change.new is None else there[0]
            self.program.show_version(self.alliance, version, key_of(change)[0])

    # What is compared

    def action_versions(self) -> None:
        """Choose two: those that follow each other first, the newest of them on top."""
        signed = len(self.alliance.versions)
        pairs = combinations(range(1, len(self.versions) + 1), 2)
        rows = [
            ((old, new), Option(f"v{old} → {f'v{new}' if new <= signed else 'open session'}"))
            for old, new in sorted(pairs, key=lambda pair: (pair[1] - pair[0], -pair[1]))
        ]
        self.ask(ListDialog("Compare", "", rows, "compare"), self._show_pair)

    def _show_pair(self, pair: tuple[int, int]) -> None:
        self.old, self.new = pair
        self._compare()

    def action_filter(self) -> None:
        if self._found and self._is_compared:
            dialog = DiffFilterDialog(self.diff_filter, self.alliance.partners, self._found[2].ledger)
            self.ask(dialog, self._apply_filter)
        else:
            self.show_notice(MORE)

    def _apply_filter(self, diff_filter: DiffFilter) -> None:
        if diff_filter != self.diff_filter:
            self.diff_filter, self._is_compared = diff_filter, False
            self._show(asyncio.Event())

    def action_looked(self) -> None:
        alliance = self.alliance
        sides = {side.value: side for side in SIDES}
        answers = {
            value: f"{alliance.partners[side]}, who looked at v{last_read_version(alliance, side)} last"
            for value, side in sides.items()
        }

        words = "The version in force is compared with it, and noted as looked at."
        self.ask(Choice("What is new to whom?", words, answers), lambda value: self._since(sides[value]))

    async def _since(self, side: Side) -> None:
        latest, before = self.alliance.versions[-1].number, last_read_version(self.alliance, side)
        await self.attempt(lambda: self.library.record(self.alliance.name).record_reading(side, latest))
        newest = latest if before < latest else len(self.versions)
        if before == newest:
            self.show_notice(f"{self.alliance.partners[side]} has looked at v{before} already, and nothing is newer.")
        else:
            self._show_pair((before, newest))

    def action_history(self) -> None:
        self.program.show_history(self.alliance)
