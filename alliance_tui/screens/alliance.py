"""One alliance on a page: the agreements in force, its versions, when to come back."""

from __future__ import annotations

from collections.abc import Iterator

from textual.app import ComposeResult
from textual.containers import Container, Vertical, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static
from textual.widgets.option_list import Option

from alliance_tui.domain.alliance import Agreement, Alliance, Holder, Slip, Version
from alliance_tui.domain.session import Session
from alliance_tui.domain.summary import summary_of
from alliance_tui.render.agreements import of_words, said_yes, why_changed
from alliance_tui.render.phrases import PULSE_DUE, count, on, review, session_state, today
from alliance_tui.screens.base import key, pair
from alliance_tui.screens.export import Export
from alliance_tui.screens.finding import FIND_KEY, FIND_KEYS, FindingPage
from alliance_tui.screens.list_dialog import ListDialog
from alliance_tui.screens.page import FOLLOWING, heading
from alliance_tui.screens.slip import SlipScreen
from alliance_tui.widgets.hanging import Hanging, Row
from alliance_tui.widgets.option_list import PointerList
from alliance_tui.widgets.people import held_by, pair_of
from alliance_tui.widgets.plain import lines, plain
from alliance_tui.widgets.verdicts import both_given, holders, slip_rows

STACKED = 60
"""Columns from which a version's row says how much is in it."""
WHAT_SLIPPED = "Choose the agreement that slipped; or a slip, to add how it was repaired."


def titled(words: str) -> Static:
    """Return a hairline with a title in it."""
    line = Static(classes="-title")
    line.border_title = plain(f" {words} ")
    return line


class AllianceScreen(FindingPage):
    """The agreements in force, the versions, and the actions on them."""

    CSS_PATH = "alliance.tcss"
    SCROLLED = "#agreements"
    ABOUT = "The agreements in force and every version you signed. A revisit writes the next version."
    BINDINGS = [
        *FIND_KEYS,
        key("enter", "read", "read version", "Read the marked version, both sides"),
        key("r", "revisit", "revisit", "Begin the next session, or go on with the open one"),
        key("d", "diff", "diff", "What changed from the version before the marked one"),
        key("A", "agreements", "agreements", "What became of each agreement, version by version"),
        key("p", "pulse", "pulse", "Say by yourself which agreements are living and which slipped, a key each"),
        key("h", "history", "history", "How much everything changed, version by version"),
        FIND_KEY,
        key("s", "slip", "slip", "Note that an agreement slipped, or how a slip was repaired"),
        key("e", "export", "export", "Take the marked version with you: a page, text, a calendar file, the whole"),
        *pair("j,down", "k,up", "move", "move", "To the next or previous version"),
        *pair("pagedown,space", "pageup", "scroll", "scroll", "Scroll the agreements", show=False),
        key("q,escape", "app.pop_screen", "back", "Back to the library", id="back"),
    ]

    def __init__(self, alliance: Alliance, session: Session | None) -> None:
        super().__init__()
        self.alliance, self.session = alliance, session
        self._versions = PointerList(id="versions")
        self._versions.can_focus = False
        self.stamps = [alliance.name], None  # so that the first look reads it: it may have changed since

    def body(self) -> ComposeResult:
        yield heading(self._heading())
        yield Static(self._state(), id="state", classes="" if self._state() else "-empty")
        with Container(id="page"):
            with Vertical(id="agreements-part"):
                yield titled(self._agreed())
                yield VerticalScroll(*self._agreements(), id="agreements", can_focus=False)
            with Vertical(id="versions-part", classes="" if self.alliance.versions else "-empty"):
                yield titled("Versions")
                yield self._versions
        self._versions.show(self._options())

    async def _show(self) -> None:
        """Show the alliance as it is; the marked version stays marked, the newest is marked first."""
        self.show_text(".heading", self._heading())
        self.show_text("#state", self._state())
        self.query_one("#state").set_class(not self._state(), "-empty")
        self.query_one("#versions-part").set_class(not self.alliance.versions, "-empty")
        self._versions.show(self._options())
        self.query_one("#agreements-part > .-title").border_title = plain(f" {self._agreed()} ")
        agreements = self.query_one("#agreements")
        await agreements.remove_children()
        await agreements.mount(*self._agreements())
        self.find_again()

    @property
    def searched(self) -> str:
        return "the agreements; / in the library searches all"

    def _heading(self) -> Content:
        partnership = self.alliance.partnership
        return pair_of(self.alliance.partners) + plain(f"   {partnership}" if partnership else "", "$text-muted")

    def _agreed(self) -> str:
        """Return the agreements' title: as of when they, and the verdicts on them, are."""
        last = self.alliance.latest
        return f"We agree · as signed {on(last.signed, self.clock)}" if last else "We agree"

    def _state(self) -> Content:
        """Return when the next review is, lit if it is over, and how an open session stands."""
        last, clock = self.alliance.latest, self.clock
        due = last.review if last else None
        over = due is not None and due < today(clock)
        parts = [plain(review(due, clock) if last else "nothing signed yet", "$gone bold" if over else "$text-muted")]
        pulse, side = summary_of(self.alliance, self.session).pulse_due(today(clock)), self.library.viewer.side
        if side in pulse or (pulse and side is None):
            parts.append(plain(PULSE_DUE, "bold"))
        if self.session:
            parts.append(plain(session_state(self.session, clock), "$text-muted"))
        return Content(" · ").join(part for part in parts if part)

    def _agreements(self) -> Iterator[Widget]:
        """Yield the agreements in force under whoever keeps them, with their slips; then those that lapsed."""
        partners, in_force = self.alliance.partners, self._in_force
        for holder in Holder:
            if held := [agreement for agreement in in_force if agreement.holder is holder]:
                yield Static(held_by(holder, partners).stylize("bold"), classes="-holder")
                for agreement in held:
                    yield from self._with_slips(agreement)
        yield Static(
            plain(said_yes(in_force, partners) or "No agreements are in force.", "$text-muted"), classes="-yes"
        )
        if lapsed := self.alliance.lapsed:
            yield Static(plain("No longer in force, and slipped once", "bold"), classes="-holder")
            for agreement in lapsed:
                yield from self._with_slips(agreement)

    def _with_slips(self, agreement: Agreement) -> Iterator[Static]:
        """Yield an agreement with the verdicts on it and why it was changed, then its slips."""
        rows = [plain(agreement.text)]
        if agreement.verdicts:
            before = self.alliance.version(self.alliance.latest.number - 1) if self.alliance.latest else None
            rows.append(plain(of_words(agreement, before), "$text-muted") + both_given(agreement, due=False))
        if agreement.reason:
            rows.append(plain(why_changed(agreement), "$text-muted italic"))
        yield Static(lines(*rows), classes="-agreement")
        for slip in self.alliance.slips:
            if slip.agreement == agreement.id:
                yield Static(Hanging(slip_rows(slip, self.clock)), classes="-slip")

    @property
    def _in_force(self) -> tuple[Agreement, ...]:
        return self.alliance.latest.agreements if self.alliance.latest else ()

    def _options(self) -> list[Option]:
        return [self._option(version) for version in reversed(self.alliance.versions)]

    def _option(self, version: Version) -> Option:
        when = on(version.signed, self.clock)
        answers, agreements = count(len(version.answers), "answer"), count(len(version.agreements), "agreement")
        size = f"  {answers}, {agreements}" if self.app.size.width >= STACKED else ""
        return Option(plain(f"v{version.number}  signed {when}") + plain(size, "$text-muted"), str(version.number))

    def marked_widget(self) -> Widget:
        """Return the list of versions; the agreements if there is no version."""
        return self._versions if self.alliance.versions else self.query_one("#agreements")

    def on_mount(self) -> None:
        self.set_interval(FOLLOWING, self._follow)

    async def on_screen_resume(self) -> None:
        await self._follow()

    async def _follow(self) -> None:
        """Show what was changed since, here or by another program; what is marked stays marked."""
        if self.is_in_view:
            await self.follow([self.alliance.name], self._reload)

    def on_resize(self) -> None:
        self._versions.show(self._options())

    async def _reload(self) -> None:
        alliance, session = await self.perform(self.library.load, self.alliance.name)
        shown = self.alliance, self.session
        if self.is_usable and alliance.id == self.alliance.id and (alliance, session) != shown:
            self.alliance, self.session = alliance, session
            await self._show()

    def _marked(self) -> Version | None:
        return self.alliance.version(int(self._versions.marked or 0))

    def action_move(self, by: int) -> None:
        self._versions.move(by)

    async def on_option_list_option_selected(self) -> None:
        await self.action_read()

    async def action_read(self) -> None:
        """Read the marked version; where there is none, begin the session that leads to one."""
        if version := self._marked():
            self.program.show_version(self.alliance, version)
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
        rows: list[tuple[Agreement | Slip, Option]] = []
        agreements = (*self._in_force, *self.alliance.lapsed)
        for agreement, lead in zip(agreements, holders(agreements, self.alliance.partners), strict=True):
            rows.append((agreement, Option(Hanging([Row(plain(agreement.text), lead)]))))
            for slip in self.alliance.slips:
                if slip.agreement == agreement.id:
                    below = slip_rows(slip, self.clock, plain(" " * lead.cell_length))
                    rows.append((slip, Option(Hanging(below))))
        if rows:
            self.app.push_screen(ListDialog("What slipped?", WHAT_SLIPPED, rows, width=76), self._write_slip)
        else:
            self.show_notice("An agreement has to be signed before it can slip, and there is none.")

    def _write_slip(self, chosen: Agreement | Slip | None) -> None:
        if chosen is not None:
            self.app.push_screen(SlipScreen(self.alliance, chosen))

    async def action_pulse(self) -> None:
        await self.program.show_pulse(self.alliance.name)

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
