"""The agreements distilled from a question, one line each."""

from __future__ import annotations

from collections import Counter

from textual.content import Content
from textual.widgets import Static

from alliance_tui.domain.alliance import Agreement, Partners, Slip
from alliance_tui.domain.countdown import Clock
from alliance_tui.render.phrases import amendment_reason, count, holder, on, repair, verdicts
from alliance_tui.text.characters import one_line
from alliance_tui.widgets.plain import lines, plain


def agreement_line(agreement: Agreement, partners: Partners) -> Content:
    """Return an agreement with whose doing it is, and what the partners say of it."""
    tail = " · ".join(
        filter(None, [holder(agreement, partners), verdicts(agreement, partners), amendment_reason(agreement)])
    )
    return plain("• ") + plain(agreement.text) + plain(f"  {tail}", "dim italic")


def slip_line(slip: Slip, clock: Clock) -> Content:
    """Return a slip as it stands under its agreement: when, what happened, how it was repaired."""
    happened = plain(f"  ↯ {on(slip.at, clock)}: {one_line(slip.what)}")
    return lines(happened, plain(f"    {repair(slip)}", "dim italic"))


class AgreementList(Static):
    """ "We agree": what both stand behind, under the split view."""

    DEFAULT_CSS = """
    AgreementList {
        border: round $foreground-muted; height: auto; max-height: 6; padding: 0 1; display: none; overflow-y: auto;
    }
    AgreementList.-some { display: block; }
    """
    _shown: object = None

    def show(
        self, agreements: tuple[Agreement, ...], elsewhere: int, partners: Partners, slips: tuple[Slip, ...] = ()
    ) -> None:
        """Show these, and that they slipped since last time; `elsewhere` counts those from other questions."""
        before, self._shown = self._shown, (agreements, elsewhere, partners, slips)
        if self._shown == before:
            return
        slipped = Counter(slip.agreement for slip in slips)
        self.set_class(bool(agreements), "-some")
        self.border_title = "We agree"
        self.border_subtitle = f"and {elsewhere} elsewhere: A" if elsewhere else ""
        rows = []
        for agreement in agreements:
            times = slipped[agreement.id]
            mark = f" · ↯ {count(times, 'slip')}: A" if times else ""
            rows.append(agreement_line(agreement, partners) + plain(mark, "italic"))
        self.update(lines(*rows))
