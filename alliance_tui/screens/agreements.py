"""All agreements of a session: reworded, taken out, and at a revisit judged by each partner."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from alliance_tui.domain.agreements import awaits
from alliance_tui.domain.alliance import SIDES, Agreement, Side
from alliance_tui.render.agreements import proposed, standing, yes_of
from alliance_tui.render.phrases import holder, judged
from alliance_tui.screens.agreement import AgreementDialog
from alliance_tui.screens.base import key, pair
from alliance_tui.screens.partner_keys import map_keys
from alliance_tui.screens.session_dialog import SessionDialog
from alliance_tui.services import sessions
from alliance_tui.terminal.key_order import drain_keys
from alliance_tui.widgets.agreements import slip_line
from alliance_tui.widgets.option_list import PointerList
from alliance_tui.widgets.plain import lines, plain

HOW = "Of those from last time each of you says, with a key of your own: living, slipped or outgrown."


class AgreementsDialog(SessionDialog[None]):
    """Each with what the partners say of it, why it was amended, and what slipped since last time."""

    heading = "Agreements"
    BINDINGS = [
        *(key(side, f"judge('{side}')", f"{{{side}}}’s verdict") for side in SIDES),
        key("enter", "reword", "reword"),
        key("y", "adopt", "yes"),
        key("d,delete", "withdraw", "take out"),
        *pair("j,down", "k,up", "cursor", "move", ""),
        key("escape,q", "close", "back"),
    ]
    DEFAULT_CSS = """
    AgreementsDialog > VerticalScroll { width: 78; }
    AgreementsDialog OptionList { height: auto; max-height: 100%; border: none; padding: 0; }
    """

    @property
    def side(self) -> Side | None:
        """The partner who alone is served from here; None for both."""
        return self.library.viewer.acts_as

    def body(self) -> ComposeResult:
        yield Static(id="none")
        yield PointerList()

    def on_mount(self) -> None:
        map_keys(self, "judge", self.session.partners)
        self.set_focus(self._list)

    def show_session(self) -> None:
        """Show the agreements as they are now; the marked one stays marked."""
        agreements = self.session.agreements
        self._list.show([Option(self._words(agreement), agreement.id) for agreement in agreements])
        words = "" if agreements else "No agreements yet. At any question, a puts one into words."
        self.show_text("#none", HOW if any(map(self._judgeable, agreements)) else words)
        self.refresh_bindings()

    def _judgeable(self, agreement: Agreement) -> bool:
        return agreement.since < self.session.number

    def _words(self, agreement: Agreement) -> Content:
        """Return an agreement, and below it everything the two need to talk about it."""
        partners, clock = self.session.partners, self.clock
        state = standing(agreement, partners) or (yes_of(agreement, partners) if self.side else "")
        rows = [plain("• ") + plain(agreement.text) + plain(f"  {holder(agreement, partners)}", "$text-muted italic")]
        rows += [plain(f"  {state}", "bold" if agreement.waiting else "$text-muted")] if state else []
        rows += [plain(f"  {words}", "bold") for words in proposed(agreement, partners)]
        if self._judgeable(agreement):
            rows.append(plain(f"  {judged(agreement, partners)}", "bold" if agreement.disputed else "$text-muted"))
        if agreement.reason:
            rows.append(plain(f"  amended, because {agreement.reason}", "$text-muted italic"))
        rows += [slip_line(slip, clock) for slip in self.page.slips if slip.agreement == agreement.id]
        return lines(*rows)

    @property
    def _list(self) -> PointerList:
        return self.query_one(PointerList)

    async def _marked(self) -> Agreement | None:
        """Return the marked agreement, once every key before this one is in."""
        await drain_keys(self)
        marked = self._list.marked
        return next((each for each in self.session.agreements if each.id == marked), None)

    def action_cursor(self, by: int) -> None:
        self._list.move(by)

    async def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        await self.action_reword()

    async def action_reword(self) -> None:
        """Open one to reword it, with a reason if it is from last time; keys that follow are text of it."""
        if agreement := await self._marked():
            self.app.push_screen(AgreementDialog(self.page, agreement))

    async def action_withdraw(self) -> None:
        """Remove one, or propose to; u on the page restores it."""
        if agreement := await self._marked():
            await self.page.act(sessions.withdraw, agreement.id)

    async def action_adopt(self) -> None:
        """Say yes to the marked one, or to what the other proposes in its place."""
        agreement = await self._marked()
        if agreement and not agreement.stands:
            await self.page.act(sessions.adopt, agreement.id)
        elif agreement:
            self.show_notice("Both of you have said yes to this one.")

    async def action_judge(self, side: str) -> None:
        agreement = await self._marked()
        if agreement and self._judgeable(agreement):
            await self.page.act(sessions.judge, agreement.id, Side(side), agreement.next_verdict(Side(side)))
        elif agreement:
            self.show_notice("This agreement is from today. Verdicts are for those from last time.")

    def allows(self, action: str) -> bool:
        """Allow verdicts only on agreements from last time, and a yes where something waits for one."""
        if action == "adopt":
            return any(awaits(agreement, self.side) for agreement in self.session.agreements)
        return action != "judge" or any(map(self._judgeable, self.session.agreements))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave the other partner's verdicts to their own terminal."""
        others = action == "judge" and self.side and self.side not in parameters
        return not others and super().check_action(action, parameters)
