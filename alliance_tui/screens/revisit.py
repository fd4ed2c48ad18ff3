"""The beginning of a revisit: the agreements in force, one at a time, each judged by both partners."""

from __future__ import annotations

from collections.abc import Iterator

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from alliance_tui import screens
from alliance_tui.domain.agreements import awaits
from alliance_tui.domain.alliance import SIDES, Agreement, Alliance, Side, Version
from alliance_tui.domain.session import Session
from alliance_tui.render.agreements import proposed, standing, yes_of
from alliance_tui.render.phrases import count, join_parts
from alliance_tui.screens.agreement import AgreementDialog
from alliance_tui.screens.base import key, pair
from alliance_tui.screens.judging import give_next, left_open
from alliance_tui.screens.page import Page
from alliance_tui.screens.session_page import STOP_KEY, SessionPage
from alliance_tui.services import agreements
from alliance_tui.terminal.keymap import key_for, name_keys
from alliance_tui.text.characters import one_line
from alliance_tui.widgets.hanging import EMPTY, Hanging, Row
from alliance_tui.widgets.option_list import POINTER
from alliance_tui.widgets.people import held_by
from alliance_tui.widgets.plain import plain
from alliance_tui.widgets.verdicts import VerdictPane, both_given, holders, pulse_rows, slip_rows

BROAD = 160
"""Columns from which all agreements are shown beside the one."""


class RevisitScreen(SessionPage):
    """One agreement from last time: its words, what became of it since, and what each partner says of it."""

    CSS_PATH = "revisit.tcss"
    MARKED = "#words"
    SCROLLED = "#agreement"
    FILLED_BY = SessionPage.FILLED_BY | {"reasons"}
    ABOUT = (
        "Each of you says with {first-partner} or {second-partner} whether an agreement is living, has slipped, or is "
        "outgrown. Nothing has to be said: {next-agreement} goes on. Where you differ, talk about it; it stays marked "
        "until you agree, or say that you have talked. What both call outgrown is retired when you sign."
    )
    BINDINGS = [
        key("left", "judge('left')", "{left}", "The left partner’s verdict: living, slipped, outgrown, none"),
        key("right", "judge('right')", "{right}", "The right partner’s verdict: living, slipped, outgrown, none"),
        key("enter", "next", "next", "To the next agreement; from the last one, go on"),
        *pair("n,j,down", "k,up", "step", "agreement", "To the next or previous agreement", ids="next-agreement above"),
        key("t", "talked", "talked about it", "Mark, for this session alone, that you talked about different verdicts"),
        key("y", "adopt", "yes", "Say yes to what is proposed here"),
        key("w", "reword", "reword", "Put it into other words, with a reason"),
        key("d,delete", "withdraw", "take out", "Take it out; {undo} restores it"),
        key("c", "onward", "skip the rest", "Go on without the other agreements"),
        *pair("pagedown,space", "pageup", "scroll", "scroll", "Scroll a long agreement", show=False),
        STOP_KEY,
        key("escape", "back", "back", "One step back", id="step-back"),
    ]

    def __init__(self, name: str, session: Session, last: Version | None, came_from: type[Page] | None = None) -> None:
        """`came_from`: the screen that escape leads back to; None for Prepare."""
        super().__init__(name, session, last)
        self.came_from = came_from
        self.panes = {side: VerdictPane(side) for side in SIDES}
        self.shown = ""
        """The id of the agreement in view; "" until the screen is first shown."""
        self._at = 0
        self._amended: dict[str, tuple[int, str]] = {}
        """Why agreements were amended last, and for which version."""

    def body(self) -> ComposeResult:
        yield self.bar
        yield Horizontal(Static(id="place"), Static(id="open"), id="where")
        with Horizontal(id="page"):
            with Vertical(id="one"):
                yield VerticalScroll(Static(id="words"), Static(id="story"), id="agreement", can_focus=False)
                yield Horizontal(*self.panes.values(), id="verdicts")
                yield Static(id="outcome")
            yield VerticalScroll(Static(), id="all", can_focus=False)

    def on_mount(self) -> None:
        self._read_reasons()

    @work(group="reasons")
    async def _read_reasons(self) -> None:
        alliance = await self.attempt(self.library.alliance, self.alliance_name)
        if alliance and self.is_usable:
            self._amended = amended(alliance)
            self.show_session()

    # What is shown

    @property
    def agreement(self) -> Agreement | None:
        """The agreement in view; None if all were taken out."""
        return next((kept for kept in self.session.revisited if kept.id == self.shown), None)

    def show_session(self) -> None:
        """Show the agreement in view as it is now; if it was taken out, the one in its place."""
        found = [kept.id for kept in self.session.revisited]
        if not self.shown:
            self.shown = self._first()
        if self.shown in found:
            self._at = found.index(self.shown)
        else:
            self._at = max(0, min(self._at, len(found) - 1))
            self.shown = found[self._at] if found else ""
        agreement, partners = self.agreement, self.session.partners
        place = f"{'' if self._is_narrow else 'agreement '}{self._at + 1} of {len(found)}" if found else ""
        self.show_text("#place", plain(place, "$text-muted"))
        self.show_text("#open", plain(self._open(), "$text-muted"))
        words = self._words(agreement) if agreement else [Row(plain(name_keys(NONE_LEFT)))]
        self.query_one("#words", Static).update(Hanging(words))
        self.query_one("#story", Static).update(Hanging(self._story(agreement) if agreement else ()))
        self.show_text("#outcome", self._outcome(agreement) if agreement else "")
        for side, pane in self.panes.items():
            own = self.viewer.acts_as in (None, side)
            pane.show(agreement.verdicts.get(side) if agreement else None, partners, own, self._rows)
        self.query_one("#verdicts").display = agreement is not None
        self.query_one("#all > Static", Static).update(Hanging(self._all()))
        self.refresh_bindings()

    def _first(self) -> str:
        """Return the agreement to begin with: one without a verdict from here, else one to talk about."""
        session = self.session
        unsettled = tuple(kept for kept in session.revisited if kept.unsettled)
        found = session.unjudged_by(self.viewer.acts_as) or unsettled or session.revisited
        return found[0].id if found else ""

    def _open(self) -> str:
        """Return how many agreements wait for a verdict, and on how many the verdicts differ."""
        waiting = len(self.session.unjudged)
        differ = sum(kept.unsettled for kept in self.session.revisited)
        verdicts = str(differ) if self._is_narrow else count(differ, "verdict")
        return join_parts(
            f"{waiting} {'open' if self._is_narrow else 'without a verdict'}" if waiting else "",
            f"{verdicts} differ{'s' if differ == 1 else ''}" if differ else "",
        )

    def _waits_for(self, agreement: Agreement) -> str:
        return left_open(agreement, self.session.partners, self.viewer.acts_as)

    def _all(self) -> Iterator[Row]:
        """Yield all agreements from last time with their verdicts, for wide terminals."""
        found, partners = self.session.revisited, self.session.partners
        for agreement, holder in zip(found, holders(found, partners), strict=True):
            shown = agreement.id == self.shown
            bar = plain(POINTER if shown else " ", "$accent") + " "
            yield Row(plain(one_line(agreement.text), "bold" if shown else ""), bar + holder)
            yield Row(both_given(agreement), bar + plain(" " * holder.cell_length))
            yield Row(EMPTY)

    def _words(self, agreement: Agreement) -> Iterator[Row]:
        partners = self.session.partners
        yield Row(held_by(agreement.holder, partners) + plain(f" · since v{agreement.since}", "$text-muted"))
        yield Row(plain(one_line(agreement.text), "bold"))
        state = standing(agreement, partners) or (yes_of(agreement, partners) if agreement.proposals else "")
        if state:
            yield Row(plain(state, "$text-muted"))
        yield from (Row(plain(words, "$accent")) for words in proposed(agreement, partners))

    def _story(self, agreement: Agreement) -> Iterator[Row]:
        """Yield why the agreement was amended, and its slips and pulses since last time."""
        if agreement.reason:
            yield Row(plain(f"reworded now, because: {one_line(agreement.reason)}", "$text-muted"))
        if agreement.id in self._amended:
            number, reason = self._amended[agreement.id]
            yield Row(plain(f"reworded in v{number}, because: {one_line(reason)}", "$text-muted"))
        slipped = [slip for slip in self.slips if slip.agreement == agreement.id]
        for slip in slipped:
            yield from slip_rows(slip, self.clock)
        pulses = [pulse for pulse in self.pulses if pulse.agreement == agreement.id]
        yield from pulse_rows(pulses, self.session.partners, self.clock)
        if not (slipped or pulses) and self.last:
            yield Row(plain(f"no slip was noted since v{self.last.number}", "$text-muted"))

    def _outcome(self, agreement: Agreement) -> Content:
        """Return what follows from the two verdicts."""
        if agreement.outgrown:
            return plain("Both of you say outgrown: it is retired when you sign.")
        if agreement.unsettled:
            how = "." if self._is_narrow else " marks it as talked about."
            then = ", then " if self._is_narrow else "; "
            return plain(f"You differ. Talk about it{then}") + plain(key_for("talked"), "$accent bold") + how
        if agreement.disputed:
            return plain(TALKED, "$text-muted")
        return Content("")

    @property
    def _is_narrow(self) -> bool:
        return self.has_class("-single")

    @property
    def _rows(self) -> int:
        """The rows that there are for a partner's verdict."""
        return 4 if self.has_class("-tall") and not self._is_narrow else 2 if self._is_narrow else 1

    def on_resize(self) -> None:
        self.set_class(self.size.width >= BROAD, "-broad")
        self.show_session()

    # Keys

    def caption(self, binding: Binding) -> str:
        if binding.action == "next" and self._at + 1 >= len(self.session.revisited):
            return "go on"
        own = self.viewer.acts_as and binding.action.startswith("judge")
        return "your verdict" if own else super().caption(binding)

    def action_step(self, by: int) -> None:
        found = self.session.revisited
        if 0 <= self._at + by < len(found):
            self.shown = found[self._at + by].id
            self.query_one("#agreement").scroll_home(animate=False)
            self.show_session()

    def action_next(self) -> None:
        """Go on, and say what the agreement that is left still waits for; from the last one, what all of them do."""
        if self._at + 1 < len(self.session.revisited):
            if (agreement := self.agreement) and (open_ := self._waits_for(agreement)):
                self.show_notice(f"Agreement {self._at + 1}: {open_}. {key_for('above')}: back.")
            self.action_step(1)
        else:
            self.action_onward()

    async def action_judge(self, side: str) -> None:
        if agreement := self.agreement:
            await give_next(self, agreement, Side(side))

    async def on_verdict_pane_pressed(self, event: VerdictPane.Pressed) -> None:
        """Do what that side's arrow does."""
        if self.viewer.acts_as in (None, event.side):
            await self.action_judge(event.side)

    async def action_talked(self) -> None:
        if agreement := self.agreement:
            await self.act(agreements.talk_about, agreement.id, not agreement.talked)

    async def action_adopt(self) -> None:
        if agreement := self.agreement:
            await self.act(agreements.adopt, agreement.id)

    async def action_reword(self) -> None:
        if agreement := self.agreement:
            await self.app.push_screen(AgreementDialog(self, agreement))

    async def action_withdraw(self) -> None:
        if agreement := self.agreement:
            await self.act(agreements.withdraw, agreement.id)

    def action_onward(self) -> None:
        """Go on to the questions, or back to the talk if this was opened there."""
        if any(map(self._waits_for, self.session.revisited)):
            self.show_notice(f"Left as it is: {self._open()}. {key_for('last-time')} comes back to it.")
        if self.came_from is screens.section.SectionScreen:
            self.program.show_section(*self.opened)
        else:
            self.app.switch_screen(screens.choose.ChooseScreen(*self.opened))

    def action_back(self) -> None:
        self.app.switch_screen((self.came_from or screens.prepare.PrepareScreen)(*self.opened))

    def allows(self, action: str) -> bool:
        """Allow what can be done with the agreement in view."""
        agreement = self.agreement
        if action == "talked":
            return agreement is not None and agreement.disputed
        if action == "adopt":
            return agreement is not None and awaits(agreement, self.viewer.acts_as)
        if action in ("judge", "reword", "withdraw"):
            return agreement is not None
        return super().allows(action)


TALKED = "You differ, and have talked about it. The version keeps both verdicts, not that you talked."
NONE_LEFT = "No agreement from last time is left. {undo} restores one that was taken out."


def amended(alliance: Alliance) -> dict[str, tuple[int, str]]:
    """Return for each agreement the number of the last version that amended it with a reason, and the reason."""
    return {
        kept.id: (version.number, kept.reason)
        for version in alliance.versions
        for kept in version.agreements
        if kept.reason
    }
