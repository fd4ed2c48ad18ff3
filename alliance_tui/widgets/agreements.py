"""The agreements distilled from a question, one line each."""

from __future__ import annotations

from textual.content import Content
from textual.widgets import Static

from alliance_tui.domain.alliance import Agreement, Partners
from alliance_tui.render.phrases import holder, verdicts
from alliance_tui.widgets.plain import lines, plain


def agreement_line(agreement: Agreement, partners: Partners) -> Content:
    """An agreement with whose doing it is, and what the partners say of it."""
    tail = " · ".join(filter(None, [holder(agreement, partners), verdicts(agreement, partners)]))
    return Content.assemble("• ", plain(agreement.text), plain(f"  {tail}", "dim italic"))


class AgreementList(Static):
    """ "We agree": what both stand behind, under the split view."""

    DEFAULT_CSS = """
    AgreementList {
        border: round $foreground-muted; height: auto; max-height: 6; padding: 0 1; display: none; overflow-y: auto;
    }
    AgreementList.-some { display: block; }
    """

    def show(self, agreements: tuple[Agreement, ...], elsewhere: int, partners: Partners) -> None:
        """Show these; `elsewhere` counts those from other questions."""
        self.set_class(bool(agreements), "-some")
        self.border_title = "We agree"
        self.border_subtitle = f"and {elsewhere} elsewhere: A" if elsewhere else ""
        self.update(lines(*(agreement_line(agreement, partners) for agreement in agreements)))
