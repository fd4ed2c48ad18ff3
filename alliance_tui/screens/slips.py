"""Asks which agreement slipped, or which slip was repaired."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from alliance_tui.domain.alliance import Agreement, Alliance, Slip
from alliance_tui.screens.pick import PickDialog
from alliance_tui.widgets.agreements import agreement_line, slip_line
from alliance_tui.widgets.key_bar import KeyBar
from alliance_tui.widgets.plain import plain
from alliance_tui.widgets.pointer_list import PointerList

WHAT = "Choose the agreement that slipped; or a slip, to add how it was repaired."


class SlipsDialog(PickDialog[Agreement | Slip | None]):
    """Agreements in force, then those that slipped before they were retired, each with its slips."""

    DEFAULT_CSS = """
    SlipsDialog > VerticalScroll { width: 76; }
    """

    def __init__(self, alliance: Alliance) -> None:
        """The agreements and slips of an alliance."""
        super().__init__()
        self.alliance = alliance
        agreements = (*(alliance.latest.agreements if alliance.latest else ()), *alliance.lapsed)
        self.rows: list[Agreement | Slip] = []
        for agreement in agreements:
            self.rows += [agreement, *alliance.slips_of(agreement.id)]

    def compose(self) -> ComposeResult:
        """A line for each agreement, its slips below it."""
        with VerticalScroll(can_focus=False) as box:
            box.border_title = "What slipped?"
            yield Static(plain(WHAT), classes="-ask")
            yield PointerList(*(self._option(row) for row in self.rows))
        yield KeyBar()

    def _option(self, row: Agreement | Slip) -> Option:
        if isinstance(row, Slip):
            return Option(slip_line(row, self.program.clock))
        return Option(agreement_line(row, self.alliance.partners))

    def chosen(self, event: OptionList.OptionSelected) -> Agreement | Slip | None:
        """Return the agreement or slip."""
        return self.rows[event.option_index]
