"""The agreements distilled from a question, one line each."""

from __future__ import annotations

from typing import NamedTuple

from textual.app import RenderResult
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.reactive import Reactive
from textual.widget import Widget

from alliance_tui.domain.alliance import SIDES, Agreement, Holder, Partners, Side, Slip
from alliance_tui.domain.countdown import Clock
from alliance_tui.render.agreements import proposed, standing
from alliance_tui.render.people import NO_VERDICT, SLIP, VERDICT_SIGNS
from alliance_tui.render.phrases import amendment_reason, on, repair
from alliance_tui.text.characters import one_line
from alliance_tui.widgets.people import held_by, mark
from alliance_tui.widgets.plain import key_sign, lines, plain

WORDED = 90
"""Cells from which verdicts are words; below, signs."""


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


class Agreed(NamedTuple):
    """What the strip shows: the agreements of a question and what became of them since last time."""

    agreements: tuple[Agreement, ...]
    elsewhere: int
    """How many there are from other questions."""
    partners: Partners
    session: int = 1
    """The number of the session: agreements from before it have verdicts."""
    slips: tuple[Slip, ...] = ()
    awaits: Agreement | None = None
    """The one to which Y says yes."""


def strip_rows(agreed: Agreed, width: int, most: int) -> list[Content]:
    """Return a heading, and the agreements of which all rows fit, at most so many rows in all.

    The heading says how many others there are.
    """
    blocks = [_block(agreement, agreed, width) for agreement in agreed.agreements]
    shown: list[Content] = []
    left = len(blocks)
    for block in blocks:
        if shown and len(shown) + len(block) > most - 1:
            break
        shown, left = [*shown, *block[: most - 1]], left - 1
    more = left + agreed.elsewhere
    tail = plain(f" {more} more ", "$text-muted") + key_sign("agreements", "A") if more else Content("")
    title = plain(f"{heading(agreed.agreements)} ", "bold $accent")
    rule = plain("─" * max(0, width - title.cell_length - tail.cell_length), "$rule")
    return [title + rule + tail, *shown]


def _block(agreement: Agreement, agreed: Agreed, width: int) -> list[Content]:
    """Return the rows of an agreement: whose doing it is, its words, and at the right what the partners say of it."""
    partners = agreed.partners
    owners = [held_by(holder, partners) for holder in Holder]
    indent = min(max(owner.cell_length for owner in owners), max(4, width // 4))
    owner = held_by(agreement.holder, partners).truncate(indent, ellipsis=True, pad=True)
    said = _said(agreement, agreed, short=width < WORDED)
    taken = max(_said(each, agreed, short=width < WORDED).cell_length for each in agreed.agreements)
    room = max(8, min(72, width - indent - 3 - (taken + 2 if taken else 0)))
    rows = plain(agreement.text).wrap(room)
    gap = " " * (room - rows[0].cell_length + 2)
    rows += [plain("talk about it", "bold $accent")] if agreement.unsettled else []
    notes = [amendment_reason(agreement), standing(agreement, partners), *proposed(agreement, partners)]
    for note in filter(None, notes):
        rows += plain(note, "$text-muted italic").wrap(max(8, min(72, width - indent - 3)))
    if agreement is agreed.awaits:
        rows[-1] += "  " + key_sign("adopt-here", "Y") + plain(" yes", "$text-muted")
    first = " " + owner + "  " + rows[0] + (gap + said if said else "")
    return [first, *(" " * (indent + 3) + row for row in rows[1:])]


def _said(agreement: Agreement, agreed: Agreed, short: bool) -> Content:
    """Return the verdicts on an agreement from last time, each in a column, and how often it slipped since."""
    parts, slipped = [], {slip.agreement for slip in agreed.slips}
    judged = [kept for kept in agreed.agreements if kept.since < agreed.session]
    for side in SIDES if judged else ():
        column = [_verdict(kept, side, short) for kept in judged]
        room = max(words.cell_length for words in column)
        words = _verdict(agreement, side, short) if agreement in judged else Content("")
        parts.append(words.pad_right(room - words.cell_length))
    if any(kept.id in slipped for kept in agreed.agreements):
        times = sum(slip.agreement == agreement.id for slip in agreed.slips)
        parts.append(plain(f"{SLIP}{times}" if times else "  ", "$accent"))
    return Content(" " if short else "  ").join(parts)


def _verdict(agreement: Agreement, side: Side, short: bool) -> Content:
    verdict = agreement.verdicts.get(side)
    words = f" {verdict or NO_VERDICT}"
    if short:
        words = VERDICT_SIGNS[verdict] if verdict else NO_VERDICT
    return mark(side) + plain(words, f"${side}")


class AgreementList(Widget):
    """ "We agree": what both stand behind, and what is proposed, under the split view."""

    virtual_size = Reactive(Size(), layout=False)  # else each change of it takes a second layout

    DEFAULT_CSS = """
    AgreementList { height: auto; display: none; padding: 0 1; }
    AgreementList.-some { display: block; }
    """
    _agreed: Agreed | None = None
    _most = 0
    _made: dict[int, list[Content]]
    """Its rows by their width: each layout asks for them again, and they take a millisecond."""

    class Clicked(Message):
        """Somebody clicked on the agreements."""

    def show(self, agreed: Agreed, most: int) -> None:
        """Show agreements in at most so many rows."""
        if (agreed, most) != (self._agreed, self._most):
            self._agreed, self._most, self._made = agreed, most, {}
            self.set_class(bool(agreed.agreements or agreed.elsewhere) and most > 1, "-some")
            self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002 (Textual's)
        return len(self._rows(width))

    def render(self) -> RenderResult:
        return lines(*self._rows(self.content_size.width))

    def on_click(self) -> None:
        self.post_message(self.Clicked())

    def _rows(self, width: int) -> list[Content]:
        if self._agreed is None:
            return []
        if width not in self._made:
            self._made[width] = strip_rows(self._agreed, width, self._most)
        return self._made[width]
