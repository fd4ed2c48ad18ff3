"""All agreements of a session: reworded, taken out, and at a revisit judged by each partner."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from alliance_tui.domain.alliance import SIDES, Agreement, Side
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
        key("d,delete", "withdraw", "take out"),
        *pair("j,down", "k,up", "cursor", "move", ""),
        key("escape,q", "close", "back"),
    ]
    DEFAULT_CSS = """
    AgreementsDialog > VerticalScroll { width: 78; }
    AgreementsDialog OptionList { height: auto; max-height: 100%; border: none; padding: 0; }
    """

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
        rows = [plain("• ") + plain(agreement.text) + plain(f"  {holder(agreement, partners)}", "dim italic")]
        if self._judgeable(agreement):
            rows.append(plain(f"  {judged(agreement, partners)}", "bold" if agreement.disputed else "dim"))
        if agreement.reason:
            rows.append(plain(f"  amended, because {agreement.reason}", "dim italic"))
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
        """Remove one; u on the page restores it."""
        if agreement := await self._marked():
            await self.page.act(sessions.withdraw, agreement.id)

    async def action_judge(self, side: str) -> None:
        agreement = await self._marked()
        if agreement and self._judgeable(agreement):
            await self.page.act(sessions.judge, agreement.id, Side(side), agreement.next_verdict(Side(side)))
        elif agreement:
            self.show_notice("This agreement is from today. Verdicts are for those from last time.")

    def allows(self, action: str) -> bool:
        """Allow verdicts only on agreements from last time."""
        return action != "judge" or any(map(self._judgeable, self.session.agreements))
