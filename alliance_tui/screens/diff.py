"""Diff: any two versions of an alliance, or one and the open session, aligned by question."""

from __future__ import annotations

import asyncio
from itertools import combinations

from textual import work
from textual.app import ComposeResult
from textual.containers import Container
from textual.content import Content
from textual.widget import Widget
from textual.widgets import LoadingIndicator, Static
from textual.widgets.option_list import Option

from alliance_tui.domain.alliance import Alliance, Side
from alliance_tui.domain.changes import Compared, Comparison, with_open
from alliance_tui.domain.diff_filter import DiffFilter, apply_filter
from alliance_tui.domain.errors import AllianceError
from alliance_tui.domain.history import Key
from alliance_tui.render.change_kinds import ledger
from alliance_tui.render.diff import label
from alliance_tui.screens.base import key, pair
from alliance_tui.screens.dialogs import Choice
from alliance_tui.screens.diff_filter import DiffFilterDialog, filter_words
from alliance_tui.screens.finding import FIND_KEYS, FindingPage
from alliance_tui.screens.list_dialog import ListDialog
from alliance_tui.screens.page import BACK, heading
from alliance_tui.screens.partner_keys import partner_keys
from alliance_tui.services.last_read import last_read_version
from alliance_tui.services.versions import compare_versions
from alliance_tui.widgets.diff_view import DiffView
from alliance_tui.widgets.plain import lines, plain

WIDE = 80
"""Columns from which the two versions lie side by side, unless chosen otherwise."""
SAME = "Nothing changed: the two versions say the same."


class DiffScreen(FindingPage):
    """Two versions; compared off the event loop, so that keys answer meanwhile."""

    CSS_PATH = "diff.tcss"
    MARKED = "#changes > *"
    SCROLLED = "DiffView"
    ABOUT = "[-taken out-] and {+put in+} mark words; what was mostly rewritten is shown before and after."
    WHILE_FOUND = frozenset({"jump", "unfold"})
    BINDINGS = [
        *FIND_KEYS,
        *pair("n", "N", "jump", "change", "To the next or previous change"),
        *pair("j,down", "k,up", "scroll", "scroll", "Scroll", step=0.1),
        *pair("pagedown,space", "pageup", "scroll", "page", "Scroll by a page", show=False),
        key("s", "layout", "side by side/inline", "Side by side, or as one text"),
        key("enter", "unfold", "unfold", "Show or hide what did not change"),
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
        self._found: tuple[Compared, Compared, Comparison] | None = None
        self._inline: bool | None = None
        """The layout that was chosen with `s`."""

    def body(self) -> ComposeResult:
        yield heading("Diff")
        yield Static(id="ledger")
        yield Container(id="changes")

    def on_mount(self) -> None:
        self._compare()

    # Comparing

    @work(exclusive=True, group="comparing")
    async def _compare(self) -> None:
        await self.replace_parts("#changes", LoadingIndicator())
        self.alliance, session = await self.attempt(self.library.load, self.alliance.name) or (self.alliance, None)
        if not self.is_usable:
            return
        self.versions, self._found = with_open(self.alliance, session), None
        numbered = {each.number: each for each in self.versions}
        old, new = (numbered.get(number, self.versions[-1]) for number in (self.old, self.new))
        clock = self.clock
        title = f"Diff · {new.partners} · {label(old, clock)} → {label(new, clock)}"
        self.show_text(".heading", plain(title, "bold"))
        try:
            comparison = await asyncio.to_thread(compare_versions, old, new)
        except AllianceError as error:
            if self.is_usable:
                await self.replace_parts("#changes", Static(str(error), markup=False))
            return
        self._found = (old, new, comparison)
        await self._show()

    async def _show(self) -> None:
        """Show what the filter lets through."""
        if self._found is None or not self.is_usable:
            return
        old, new, whole = self._found
        shown = apply_filter(whole, self.diff_filter)
        self.show_text("#ledger", self._ledger(whole, shown))
        view = DiffView(old, new, shown, "Nothing of this kind." if self.diff_filter else SAME)
        await self.replace_parts("#changes", view)
        self._lay_out()
        await view.complete.wait()
        self.find_again()
        if self.at:
            self.call_after_refresh(self._go_to, self.at)
            self.at = None

    def _ledger(self, whole: Comparison, shown: Comparison) -> Content:
        rows = [plain(ledger(whole, "  "))]
        if self.diff_filter:
            words = filter_words(self.diff_filter, self.alliance.partners)
            some, of = (len(each.answers) + len(each.agreements) for each in (shown, whole))
            rows.append(plain(f"only {words}: {some} of {of}", "bold"))
        if any(change.coarse for change in whole.changed):
            rows.append(plain("Some of it was too long to mark word by word; there the marks are coarse.", "italic"))
        return lines(*rows)

    def _go_to(self, at: Key) -> None:
        for view in self.query(DiffView):
            if not view.go_to(at):
                self.add_class("-unfolded")
                self.show_notice("This did not change.")

    def marked_widget(self) -> Widget:
        """Return the current change; the view, or what stands in its place, if no change is current."""
        view = super().marked_widget()
        return view.marked_widget if isinstance(view, DiffView) else view

    # Laying out, moving

    def on_resize(self) -> None:
        self._lay_out()

    def _lay_out(self) -> None:
        """Show the versions side by side when wide, unless chosen otherwise."""
        inline = self.size.width < WIDE if self._inline is None else self._inline
        self.set_class(inline, "-as-inline").set_class(not inline, "-as-columns")
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
        self.toggle_class("-unfolded")

    def action_jump(self, by: int) -> None:
        for view in self.query(DiffView):
            if not view.jump(by):
                more = by > 0 and not view.complete.is_set()
                after = "More is still being laid out." if more else "No change after this one."
                self.show_notice(after if by > 0 else "No change before this one.")

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
        if self._found:
            dialog = DiffFilterDialog(self.diff_filter, self.alliance.partners, self._found[2].ledger)
            self.ask(dialog, self._apply_filter)

    async def _apply_filter(self, diff_filter: DiffFilter) -> None:
        if diff_filter != self.diff_filter:
            self.diff_filter = diff_filter
            await self._show()

    def action_looked(self) -> None:
        alliance = self.alliance
        sides = {keys.split(",")[0]: side for side, keys in partner_keys(alliance.partners, ()).items()}
        answers = {
            letter: f"{alliance.partners[side]}, who looked at v{last_read_version(alliance, side)} last"
            for letter, side in sides.items()
        }

        words = "The version in force is compared with it, and noted as looked at."
        self.ask(Choice("What is new to whom?", words, answers), lambda letter: self._since(sides[letter]))

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
