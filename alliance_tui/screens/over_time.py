"""Agreements over time: what became of each from version to version; in a session they are judged here."""

from __future__ import annotations

import asyncio

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Container, Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static
from textual.widgets.option_list import Option

from alliance_tui.domain.agreement_filter import StoryFilter
from alliance_tui.domain.agreements import awaits
from alliance_tui.domain.alliance import SIDES, Agreement, Side, Slip
from alliance_tui.domain.session import Session
from alliance_tui.render.phrases import review
from alliance_tui.screens.agreement import AgreementDialog
from alliance_tui.screens.base import key, pair
from alliance_tui.screens.dialogs import Reader
from alliance_tui.screens.judging import give_next
from alliance_tui.screens.list_dialog import ListDialog
from alliance_tui.screens.page import FOLLOWING, Page, heading
from alliance_tui.screens.session_page import SessionPage
from alliance_tui.screens.slip import SlipScreen
from alliance_tui.services import agreements
from alliance_tui.services.over_time import OverTime, read_over_time
from alliance_tui.terminal.key_order import drain_keys
from alliance_tui.terminal.keymap import key_for, name_keys
from alliance_tui.text.characters import clean
from alliance_tui.widgets.agreement_grid import AgreementGrid, StoryPane, whole_story
from alliance_tui.widgets.agreements import slip_line
from alliance_tui.widgets.people import mark, pair_of, person
from alliance_tui.widgets.plain import plain
from alliance_tui.widgets.side_keys import with_key

BESIDE = 160
"""Columns from which the story stands beside the table."""
NOTHING = "No agreements yet. At any question of a session, {agree} puts one into words."
NONE_HERE = "No agreement of this kind. {filter} shows others."
FILTERED = "Show only yours, what slipped, has no verdict, is new, or is retired"
FILTERS = {
    StoryFilter.ALL: "all",
    StoryFilter.SLIPPED: "slipped",
    StoryFilter.NO_VERDICT: "no verdict",
    StoryFilter.RETIRED: "retired",
}


class OverTimeScreen(Page):
    """The table, and below it the story of the marked agreement. Over a page of a session it has that one's acts."""

    CSS_PATH = "over_time.tcss"
    MARKED = "AgreementGrid"
    FILLED_BY = frozenset({"reading"})
    ABOUT = (
        "A row is an agreement, a column a version; the open session is the last. A version's column has what became "
        "of the agreement in it, what each of you said of it then, and the slips until the next version. "
        "Below is the story of the marked one. + new, │ kept, ~ reworded, × retired; your mark alone: living, "
        "with ▲ slipped, with ○ outgrown, – no verdict; ↯ a slip."
    )
    BINDINGS = [
        *(
            key(side, f"judge('{side}')", "verdict", f"{{{side}}}’s verdict: living, slipped, outgrown, none")
            for side in SIDES
        ),
        key("enter", "reword", "reword", "Reword the marked agreement, or propose other words", id="reword-marked"),
        key("enter", "read", "story", "The whole story of the marked agreement"),
        key("t", "talked", "talked about it", "Mark, for this session alone, that you talked about different verdicts"),
        key("y", "adopt", "yes", "Say yes to the marked agreement, or to what the other proposes"),
        key("s", "slip", "slip", "Note that the marked agreement slipped, or how a slip was repaired"),
        *pair("f", "F", "filter", "filter", FILTERED, ids="filter filter-back"),
        key("d,delete", "withdraw", "take out", "Take the marked agreement out, or propose to"),
        key("space", "story", "story", "The whole story of the marked agreement"),
        key("u", "undo", "undo", "Undo the last change made in this session here", show=False),
        *pair("j,down", "k,up", "move", "move", "Down or up"),
        *pair("l", "h", "versions", "versions", "To newer or older versions", False, ids="newer-columns older-columns"),
        *pair("pagedown", "pageup", "page", "page", "Down or up by a page", False, ids="agreements-below page-above"),
        key("home", "move(-9999)", "top", "To the first agreement", show=False),
        key("end", "move(9999)", "bottom", "To the last agreement", show=False),
        key("escape,q", "app.pop_screen", "back", "Back to where you came from", id="back-from-agreements"),
    ]

    def __init__(self, found: OverTime, page: SessionPage | None = None) -> None:
        """`page`: the page of the session that this lies over; without one, nothing of a session is changed here."""
        super().__init__()
        self.found, self.page = found, page
        self.filter = StoryFilter.ALL
        self._saved = found.alliance, found.session
        """The alliance and its session as they were read last."""
        self.stamps = [found.alliance.name], None  # so that the first look reads it: it may have changed since
        self._grid = AgreementGrid(self.clock)
        self._story = StoryPane(self.clock)

    def body(self) -> ComposeResult:
        with Horizontal(id="head"):
            yield heading("")
            yield Static(id="fact")
        yield Static(id="filters")
        with Container(id="parts"):
            with Vertical(id="table"):
                yield Static(id="none")
                yield self._grid
            yield self._story

    # What is shown

    def on_mount(self) -> None:
        self._story.more_key = key_for("story" if self.page else "read")
        if self.page:
            self.page.changed.subscribe(self, lambda _: self._read())
        self._show()
        self.set_interval(FOLLOWING, self._follow)

    def on_resize(self) -> None:
        super().on_resize()
        self.set_class(self.size.width >= BESIDE, "-beside")
        self.show_text("#filters", self._filters())
        self.show_text(".heading", self._title())

    async def on_screen_resume(self) -> None:
        await self._follow()

    async def _follow(self) -> None:
        """Show what was changed since, here or by another program."""
        if self.is_in_view:
            await self.follow([self.found.alliance.name], self._reload)

    async def _reload(self) -> None:
        alliance, session = await self.perform(self.library.load, self.found.alliance.name)
        if self.is_usable and alliance.id == self.found.alliance.id:
            self._saved = alliance, session
            self._read()

    @work(exclusive=True, group="reading")
    async def _read(self) -> None:
        """Show the agreements as they are now, those of the page's session as that shows them."""
        alliance, session = self._saved
        session = self.page.session if self.page else session
        shown = self.found
        if (alliance, _agreements(session)) == (shown.alliance, _agreements(shown.session)):
            return
        found = await asyncio.to_thread(read_over_time, alliance, session, self.library.viewer.side)
        if self.is_usable:
            self.found = found
            self._show()

    def _show(self) -> None:
        found = self.found
        self.filter = self.filter if self.filter in found.facets else StoryFilter.ALL
        rows = found.facets[self.filter]
        self.show_text(".heading", self._title())
        self.show_text("#fact", self._fact())
        self.show_text("#filters", self._filters())
        self.query_one("#filters").set_class(self.filter is StoryFilter.ALL, "-all")
        self.show_text("#none", name_keys(NONE_HERE if found.stories.stories else NOTHING))
        self.set_class(not rows, "-none")
        self._grid.show(found.stories, rows)
        self._show_marked()

    def _show_marked(self) -> None:
        self._story.show(self.found.stories, self._grid.marked)
        self.refresh_bindings()

    def _title(self) -> Content:
        names = pair_of(self.found.alliance.partners)
        if self.page and any(map(self._judgeable, self.page.session.agreements)):
            names = with_key(Side.RIGHT, with_key(Side.LEFT, names))
        room = self.size.width - 2 - names.cell_length
        words = next((each for each in ("  agreements over time", "  agreements", "") if len(each) <= room), "")
        return names + plain(words, "$text-muted")

    def _fact(self) -> Content:
        """Return in a session how many verdicts each has given, else when the review is."""
        if self.page:
            due = [each for each in self.page.session.agreements if self._judgeable(each)]
            given = [sum(side in each.verdicts for each in due) for side in SIDES]
            said = [mark(side) + f" {number}" for side, number in zip(SIDES, given, strict=True)]
            return Content(" ").join(said) + f" of {len(due)} verdicts" if due else Content("")
        last = self.found.alliance.latest
        return plain(review(last.review, self.clock) if last else "")

    def _filters(self) -> Content:
        """Return the filters with how many agreements each lets through; where that is too long, the one in use."""
        key = plain(f"{key_for('filter')} ", "bold $accent")
        for named in (True, False):
            parts = {name: self._filter(name, len(rows), named) for name, rows in self.found.facets.items()}
            whole = key + Content("  ").join(parts.values()).stylize_before("$text-muted")
            if whole.cell_length <= self.size.width - 2:
                return whole
        return key + self._filter(self.filter, len(self.found.facets[self.filter]), named=True)

    def _filter(self, name: StoryFilter, rows: int, named: bool) -> Content:
        """Return a filter and how many it lets through; without names the partners have their marks alone."""
        partners = self.found.alliance.partners
        if name in FILTERS:
            words = plain(FILTERS[name])
        elif name is StoryFilter.SINCE:
            words = plain(f"new since v{self.found.read}:")
        elif self.library.viewer.side:
            words = plain("mine")
        else:
            words = person(Side(name), partners, "") + "’s" if named else mark(Side(name))
        words += f" {rows}"
        return (plain("‹") + words + "›").stylize("bold") if name is self.filter else words

    # Moving

    def go_to(self, agreement: str) -> None:
        """Mark an agreement, if it is shown."""
        ids = [story.id for story in self._grid.rows]
        if agreement in ids:
            self.action_move(ids.index(agreement) - self._grid.row)

    def action_move(self, by: int) -> None:
        self._grid.move(by)
        self._show_marked()

    def action_page(self, pages: int) -> None:
        self._grid.move_page(pages)
        self._show_marked()

    def action_versions(self, by: int) -> None:
        self._grid.cross(by)

    def action_filter(self, by: int) -> None:
        names = [*self.found.facets]
        self.filter = names[(names.index(self.filter) + by) % len(names)]
        self._show()

    async def on_agreement_grid_opened(self) -> None:
        """Do what enter does, once the row that was clicked is marked."""
        self._show_marked()
        await self.run_action("reword" if self.allows("reword") else "read")

    def on_agreement_grid_moved(self) -> None:
        self._show_marked()

    def action_read(self) -> None:
        """Show the whole story of the marked agreement."""
        if story := self._grid.marked:
            width = min(76, self.size.width) - 8  # of a `Reader`, beside its border, padding and scrollbar
            signed = self.app.no_color
            words = whole_story(self.found.stories, story, self.clock, width, signed)
            self.app.push_screen(Reader("An agreement over time", Content("\n").join(words)))

    def action_story(self) -> None:
        """Show it where enter rewords."""
        self.action_read()

    # Slips

    def action_slip(self) -> None:
        """Note that the marked agreement slipped; where it did before, or that a slip was repaired since."""
        story = self._grid.marked
        agreement = self.found.alliance.agreement(story.id) if story else None
        if story is None or agreement is None:
            self.show_notice("An agreement has to be signed before it can slip.")
        elif story.slips:
            rows: list[tuple[Agreement | Slip, Option]] = [(agreement, Option("It slipped again"))]
            rows += [(slip, Option(slip_line(slip, self.clock))) for slip in reversed(story.slips)]
            words = "Or a slip, to add how it was repaired."
            self.app.push_screen(ListDialog("What slipped?", words, rows), self._write_slip)
        else:
            self._write_slip(agreement)

    def _write_slip(self, about: Agreement | Slip | None) -> None:
        if about is not None:
            self.app.push_screen(SlipScreen(self.found.alliance, about))

    # Acts on the session

    def _judgeable(self, agreement: Agreement) -> bool:
        return self.page is not None and agreement.since < self.page.session.number

    @property
    def _marked(self) -> Agreement | None:
        """The marked agreement as the page's session has it now; None if that has it no more."""
        story = self._grid.marked
        if story is None or self.page is None:
            return None
        return next((each for each in self.page.session.agreements if each.id == story.id), None)

    async def action_judge(self, side: str) -> None:
        """Set what a partner thinks of the marked agreement: the next of the verdicts."""
        await drain_keys(self)
        agreement, page = self._marked, self.page
        if agreement and page and self._judgeable(agreement):
            await give_next(page, agreement, Side(side))
        elif agreement:
            self.show_notice("This agreement is from today. Verdicts are for those from last time.")
        else:
            self.show_notice("This agreement is no longer in force.")

    async def action_reword(self) -> None:
        """Open one to reword it, with a reason if it is from last time; keys that follow are text of it."""
        await drain_keys(self)
        if (agreement := self._marked) and self.page:
            self.app.push_screen(AgreementDialog(self.page, agreement))

    async def action_adopt(self) -> None:
        """Say yes to the marked one, or to what the other proposes in its place."""
        await drain_keys(self)
        agreement = self._marked
        if agreement and self.page and not agreement.stands:
            await self.page.act(agreements.adopt, agreement.id)
        elif agreement:
            self.show_notice("Both of you have said yes to this one.")

    async def action_withdraw(self) -> None:
        """Remove one, or propose to; undo restores it."""
        await drain_keys(self)
        if (agreement := self._marked) and self.page:
            await self.page.act(agreements.withdraw, agreement.id)

    async def action_talked(self) -> None:
        await drain_keys(self)
        if (agreement := self._marked) and self.page:
            await self.page.act(agreements.talk_about, agreement.id, not agreement.talked)

    async def action_undo(self) -> None:
        if self.page:
            await self.page.action_undo()

    # Keys

    async def flush(self) -> bool:
        return await self.page.flush() if self.page else True

    def caption(self, binding: Binding) -> str:
        side = self.library.viewer.acts_as
        return "your verdict" if side and binding.action.startswith("judge") else super().caption(binding)

    def label(self, binding: Binding) -> str:
        return clean(super().label(binding).format_map(self.found.alliance.partners._asdict()))

    def allows(self, action: str) -> bool:
        """Allow acts on the session over its page alone, a verdict and a yes where one is due."""
        agreements = self.page.session.agreements if self.page else ()
        side = self.library.viewer.acts_as
        possible = {
            "judge": any(map(self._judgeable, agreements)),
            "adopt": any(awaits(each, side) for each in agreements),
            "talked": self._marked is not None and self._marked.disputed,
            **dict.fromkeys(("reword", "withdraw", "story"), self._marked is not None),
            "read": self._grid.marked is not None and self._marked is None,
            "undo": self.page is not None,
            "slip": bool(self.found.alliance.versions),
            "filter": bool(self.found.stories.stories),
        }
        return possible.get(action, True) and super().allows(action)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave the other partner's verdicts to their own terminal."""
        side = self.library.viewer.acts_as
        others = action == "judge" and side and side not in parameters
        return not others and super().check_action(action, parameters)


def _agreements(session: Session | None) -> tuple[Agreement, ...] | None:
    return session.agreements if session else None


async def over_session(page: SessionPage) -> OverTimeScreen | None:
    """Return the agreements over time for a page of a session; None, with a notice, if they can't be read."""
    alliance = await page.attempt(page.library.alliance, page.alliance_name)
    if alliance is None:
        return None
    return OverTimeScreen(
        await asyncio.to_thread(read_over_time, alliance, page.session, page.library.viewer.side), page
    )
