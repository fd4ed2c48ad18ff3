"""The agreements distilled from a question, one line each."""

from __future__ import annotations

from collections import Counter

from textual.content import Content
from textual.widgets import Static

from alliance_tui.domain.alliance import Agreement, Partners, Slip
from alliance_tui.domain.countdown import Clock
from alliance_tui.render.agreements import proposed, standing
from alliance_tui.render.phrases import amendment_reason, count, holder, join_parts, on, repair, verdicts
from alliance_tui.text.characters import one_line
from alliance_tui.widgets.plain import lines, plain


def agreement_line(agreement: Agreement, partners: Partners) -> Content:
    """Return an agreement with whose doing it is, what the partners say of it, and what is proposed in its place."""
    tail = join_parts(
        holder(agreement, partners),
        verdicts(agreement, partners),
        amendment_reason(agreement),
        standing(agreement, partners),
    )
    first = plain("• ") + plain(agreement.text) + plain(f"  {tail}", "$text-muted italic")
    return lines(first, *(plain(f"  {words}", "italic") for words in proposed(agreement, partners)))


def heading(agreements: tuple[Agreement, ...]) -> str:
    """Return what is above agreements: whether both said yes to them."""
    waiting = [agreement for agreement in agreements if agreement.waiting]
    if not waiting:
        return "We agree"
    return "Proposed" if len(waiting) == len(agreements) else "Agreed and proposed"


def slip_line(slip: Slip, clock: Clock) -> Content:
    """Return a slip as it stands under its agreement: when, what happened, how it was repaired."""
    happened = plain(f"  ↯ {on(slip.at, clock)}: {one_line(slip.what)}")
    return lines(happened, plain(f"    {repair(slip)}", "$text-muted italic"))


class AgreementList(Static):
    """ "We agree": what both stand behind, and what is proposed, under the split view."""

    DEFAULT_CSS = """
    AgreementList {
        border: round $rule; height: auto; max-height: 6; padding: 0 1; display: none; overflow-y: auto;
    }
    AgreementList.-some { display: block; }
    """
    _shown: object = None

    def show(
        self,
        agreements: tuple[Agreement, ...],
        elsewhere: int,
        partners: Partners,
        slips: tuple[Slip, ...] = (),
        awaits: Agreement | None = None,
    ) -> None:
        """Show these, and that they slipped since last time; `elsewhere` counts those from other questions.

        `awaits`: the one to which Y says yes.
        """
        before, self._shown = self._shown, (agreements, elsewhere, partners, slips, awaits)
        if self._shown == before:
            return
        slipped = Counter(slip.agreement for slip in slips)
        self.set_class(bool(agreements), "-some")
        self.border_title = heading(agreements)
        self.border_subtitle = f"and {elsewhere} elsewhere: A" if elsewhere else ""
        rows = []
        for agreement in agreements:
            times = slipped[agreement.id]
            mark = " · Y: yes" if agreement is awaits else ""
            mark += f" · ↯ {count(times, 'slip')}: A" if times else ""
            rows.append(agreement_line(agreement, partners) + plain(mark, "italic"))
        self.update(lines(*rows))
