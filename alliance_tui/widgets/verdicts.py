"""What each partner says of an agreement at a revisit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from textual import events
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from alliance_tui.domain.alliance import SIDES, Agreement, Partners, Pulse, Side, Slip, Verdict
from alliance_tui.domain.countdown import Clock
from alliance_tui.render.people import SLIP, verdict_sign
from alliance_tui.render.phrases import on, pulse_words, repair
from alliance_tui.text.characters import one_line
from alliance_tui.widgets.hanging import EMPTY, Row
from alliance_tui.widgets.people import held_by, person
from alliance_tui.widgets.plain import lines, plain
from alliance_tui.widgets.side_keys import name_of_key

NOT_YET = "not yet"
LEAD = 16
"""The most cells that the holder of an agreement has before its words."""


def holders(agreements: Sequence[Agreement], partners: Partners) -> list[Content]:
    """Return who keeps each agreement, in columns of the same width, to stand before its words."""
    found = [held_by(agreement.holder, partners) for agreement in agreements]
    width = min(LEAD, max((each.cell_length for each in found), default=0))
    return [each.truncate(width, ellipsis=True, pad=True) + "  " for each in found]


def given(side: Side, verdict: Verdict | None) -> Content:
    """Return one partner's verdict: their mark with its sign, and the word."""
    words = f"{verdict_sign(side, verdict)} {verdict}" if verdict else verdict_sign(side, None)
    return plain(words, f"${side}" if verdict else "$text-muted")


def both_given(agreement: Agreement, due: bool = True) -> Content:
    """Return both partners' verdicts on one line; while they are `due`, what follows from them."""
    verdicts = Content("  ").join(given(side, agreement.verdicts.get(side)) for side in SIDES)
    if not due:
        return verdicts
    if agreement.outgrown:
        return verdicts + plain("  retired when you sign", "$text-muted")
    if agreement.unsettled:
        return verdicts + plain("  talk about it", "$accent bold")
    return verdicts + plain("  talked about" if agreement.disputed else "", "$text-muted")


def slip_rows(slip: Slip, clock: Clock, indent: Content = EMPTY) -> list[Row]:
    """Return a slip and its repair below an agreement: when, what happened, how it was repaired."""
    when = plain(f"{SLIP} {on(slip.at, clock)}  ", "$gone")
    repaired = Row(plain(repair(slip), "$text-muted"), indent + plain(" " * when.cell_length))
    return [Row(plain(one_line(slip.what)), indent + when), repaired]


def pulse_rows(pulses: Iterable[Pulse], partners: Partners, clock: Clock) -> Iterator[Row]:
    """Yield what the partners said of an agreement between two sessions."""
    for pulse in pulses:
        tone = "$gone" if pulse.verdict is Verdict.SLIPPED else "$text-muted"
        yield Row(plain(pulse_words(pulse, partners), "$text-muted"), plain(f"{on(pulse.at, clock)}  ", tone))


class VerdictPane(Static):
    """One partner's side: the three verdicts with the one that was given; of the other's program only that one."""

    @dataclass
    class Pressed(Message):
        """Somebody clicked on a side."""

        side: Side

    DEFAULT_CSS = """
    VerdictPane { width: 1fr; height: auto; padding: 0 1; border-left: solid $rule; }
    VerdictPane.-acts.-left { border-left: outer $left; }
    VerdictPane.-acts.-right { border-left: outer $right; }
    """

    def __init__(self, side: Side) -> None:
        super().__init__(classes=f"-{side}")
        self.side = side

    def on_click(self, event: events.Click) -> None:
        event.stop()
        self.post_message(self.Pressed(self.side))

    def show(self, verdict: Verdict | None, partners: Partners, acts: bool, rows: int) -> None:
        """Show a verdict in so many rows: 1, 2 or 4; `acts`: the keys give it here."""
        self.set_class(acts, "-acts")
        name = person(self.side, partners)
        if not acts:
            self.update(name + "  " + (given(self.side, verdict) if verdict else plain(NOT_YET, "$text-muted")))
            return
        head = plain(f"{name_of_key(self.side)} ", "$accent bold") + name
        if verdict is None and rows > 1:
            head += plain(f"  {NOT_YET}", "$text-muted")
        choices = [self._choice(each, each is verdict, 3 if rows == 4 else 0) for each in Verdict]
        in_rows = [head, *choices] if rows == 4 else [Content("  ").join([*([head] if rows == 1 else []), *choices])]
        self.update(lines(*([head] if rows == 2 else []), *in_rows))

    def _choice(self, verdict: Verdict, is_given: bool, indent: int) -> Content:
        """Return a verdict, with its sign in the indent if it was given."""
        sign = f"{verdict_sign(self.side, verdict)} " if is_given else ""
        return plain(f"{sign:<{indent}}{verdict}", f"${self.side} bold" if is_given else "$text-muted")
