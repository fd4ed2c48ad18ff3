"""One alliance on a page: the agreements in force, its versions, when to come back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static
from textual.widgets.option_list import Option

from alliance_tui.domain.alliance import Agreement, Alliance, Slip, Version
from alliance_tui.domain.session import Session
from alliance_tui.render.agreements import said_yes
from alliance_tui.render.phrases import count, on, review, session_state
from alliance_tui.screens.base import key, pair
from alliance_tui.screens.export import Export
from alliance_tui.screens.list_dialog import ListDialog
from alliance_tui.screens.page import FOLLOWING, Page, heading
from alliance_tui.screens.slip import SlipScreen
from alliance_tui.screens.version import VersionScreen
from alliance_tui.widgets.agreements import agreement_line, slip_line
from alliance_tui.widgets.option_list import PointerList
from alliance_tui.widgets.plain import lines, plain

WHAT_SLIPPED = "Choose the agreement that slipped; or a slip, to add how it was repaired."


class AllianceScreen(Page):
    """The agreements in force, the versions, and the actions on them."""

    CSS_PATH = "alliance.tcss"
    SCROLLED = "#agreements"
    ABOUT = "The agreements in force and every version you signed. A revisit writes the next version."
    BINDINGS = [
        key("enter", "read", "read version", "Read the marked version, both sides"),
        key("r", "revisit", "revisit", "Begin the next session, or go on with the open one"),
        key("d", "diff", "diff", "What changed from the version before the marked one"),
        key("A", "agreements", "agreements", "What became of each agreement, version by version"),
        key("h", "history", "history", "How much everything changed, version by version"),
        key("s", "slip", "slip", "Note that an agreement slipped, or how a slip was repaired"),
        key("e", "export", "export", "Take the marked version with you: a page, text, a calendar file, the whole"),
        *pair("j,down", "k,up", "move", "move", "To the next or previous version"),
        *pair("pagedown,space", "pageup", "scroll", "scroll", "Scroll the agreements", show=False),
        key("q,escape", "app.pop_screen", "back", "Back to the library"),
    ]

    def __init__(self, alliance: Alliance, session: Session | None) -> None:
        super().__init__()
        self.alliance, self.session = alliance, session
        self._versions = PointerList(id="versions")
        self._versions.can_focus = False
        self.stamps = [alliance.name], None  # so that the first look reads it: it may have changed since

    def body(self) -> ComposeResult:
        yield heading("")
        yield Static(id="state")
        agreements = VerticalScroll(Static(), id="agreements", can_focus=False)
        agreements.border_title = "We agree"
        yield agreements
        yield Static("Versions", classes="-title")
        yield self._versions

    def _show(self) -> None:
        """Show the alliance as it is; the marked version stays marked, the newest is marked first."""
        alliance, clock, last = self.alliance, self.clock, self.alliance.latest
        title = filter(None, [str(alliance.partners), alliance.partnership])
        self.show_text(".heading", plain(" · ".join(title), "bold"))
        due = review(last.review, clock) if last else "nothing signed yet"
        state = [due, session_state(self.session, clock) if self.session else ""]
        self.show_text("#state", plain(" · ".join(filter(None, state)), "$text-muted"))
        self.show_text("#agreements > Static", self._agreements())
        self.query_one("#agreements").border_subtitle = plain(said_yes(self._in_force, alliance.partners))
        self._versions.show([self._option(version) for version in reversed(alliance.versions)])

    def _agreements(self) -> Content:
        rows = [row for _, row in self._rows(self._in_force)] or [plain("No agreements are in force.", "$text-muted")]
        if lapsed := self.alliance.lapsed:
            rows += [Content(""), plain("No longer in force, and slipped once", "bold")]
            rows += [row for _, row in self._rows(lapsed)]
        return lines(*rows)

    @property
    def _in_force(self) -> tuple[Agreement, ...]:
        return self.alliance.latest.agreements if self.alliance.latest else ()

    def _rows(self, agreements: Iterable[Agreement]) -> Iterator[tuple[Agreement | Slip, Content]]:
        """Yield agreements, each with its slips below it, and what is said of them."""
        for agreement in agreements:
            yield agreement, agreement_line(agreement, self.alliance.partners)
            for slip in self.alliance.slips:
                if slip.agreement == agreement.id:
                    yield slip, slip_line(slip, self.clock)

    def _option(self, version: Version) -> Option:
        when = on(version.signed, self.clock)
        answers, agreements = count(len(version.answers), "answer"), count(len(version.agreements), "agreement")
        number = str(version.number)
        return Option(plain(f"v{number}  signed {when}  {answers}, {agreements}"), number)

    def marked_widget(self) -> Widget:
        """Return the list of versions; the agreements if there is no version."""
        return self._versions if self.alliance.versions else self.query_one("#agreements")

    async def on_mount(self) -> None:
        self._show()
        self.set_interval(FOLLOWING, self._follow)

    async def on_screen_resume(self) -> None:
        await self._follow()

    async def _follow(self) -> None:
        """Show what was changed since, here or by another program; what is marked stays marked."""
        if self.is_in_view:
            await self.follow([self.alliance.name], self._reload)

    async def _reload(self) -> None:
        alliance, session = await self.perform(self.library.load, self.alliance.name)
        shown = self.alliance, self.session
        if self.is_usable and alliance.id == self.alliance.id and (alliance, session) != shown:
            self.alliance, self.session = alliance, session
            self._show()

    def _marked(self) -> Version | None:
        return self.alliance.version(int(self._versions.marked or 0))

    def action_move(self, by: int) -> None:
        self._versions.move(by)

    async def action_read(self) -> None:
        """Read the marked version; where there is none, begin the session that leads to one."""
        if version := self._marked():
            self.app.push_screen(VersionScreen(self.alliance, version))
        elif not self.alliance.newer:
            await self.action_revisit()

    async def action_agreements(self) -> None:
        await self.program.show_agreements(self.alliance.name)

    def action_history(self) -> None:
        if self.alliance.versions:
            self.program.show_history(self.alliance)
        else:
            self.show_notice("Nothing is signed yet, so there is no history to show.")

    def action_slip(self) -> None:
        """Choose an agreement that slipped, or a slip that was repaired since."""
        rows = [(what, Option(row)) for what, row in self._rows((*self._in_force, *self.alliance.lapsed))]
        if rows:
            self.app.push_screen(ListDialog("What slipped?", WHAT_SLIPPED, rows, width=76), self._write_slip)
        else:
            self.show_notice("An agreement has to be signed before it can slip, and there is none.")

    def _write_slip(self, chosen: Agreement | Slip | None) -> None:
        if chosen is not None:
            self.app.push_screen(SlipScreen(self.alliance, chosen))

    async def action_revisit(self) -> None:
        await self.program.revisit(self.alliance.name)

    def action_diff(self) -> None:
        """Compare the marked version with the one before; the only one with the open session."""
        version = self._marked()
        if version and version.number > 1:
            self.program.show_diff(self.alliance, version.number - 1, version.number)
        elif version and version is self.alliance.latest and self.session:
            self.program.show_diff(self.alliance, 1, 2)
        else:
            self.show_notice("A diff takes two versions, and there is none before this one.")

    def action_export(self) -> None:
        """Write the marked version to a file, or the open session while nothing is signed."""
        Export(self, self.alliance.name, self._marked()).begin()
