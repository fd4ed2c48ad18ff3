"""What each partner says of an agreement at a revisit."""

from __future__ import annotations

from textual.content import Content
from textual.widgets import Static

from alliance_tui.domain.alliance import SIDES, Agreement, Partners, Side, Verdict
from alliance_tui.render.people import verdict_sign
from alliance_tui.widgets.people import person
from alliance_tui.widgets.plain import lines, plain

ARROWS = {Side.LEFT: "←", Side.RIGHT: "→"}
NOT_YET = "not yet"


def given(side: Side, verdict: Verdict | None) -> Content:
    """Return one partner's verdict: their mark with its sign, and the word."""
    words = f"{verdict_sign(side, verdict)} {verdict}" if verdict else verdict_sign(side, None)
    return plain(words, f"${side}" if verdict else "$text-muted")


def both_given(agreement: Agreement) -> Content:
    """Return both partners' verdicts on one line, and that they differ until that was talked about."""
    verdicts = Content("  ").join(given(side, agreement.verdicts.get(side)) for side in SIDES)
    if agreement.outgrown:
        return verdicts + plain("  retired when you sign", "$text-muted")
    if agreement.unsettled:
        return verdicts + plain("  differ", "$accent bold")
    return verdicts + plain("  talked about" if agreement.disputed else "", "$text-muted")


class VerdictPane(Static):
    """One partner's side: the three verdicts with the one that was given; of the other's program only that one."""

    DEFAULT_CSS = """
    VerdictPane { width: 1fr; height: auto; padding: 0 1; border-left: solid $rule; }
    VerdictPane.-acts.-left { border-left: outer $left; }
    VerdictPane.-acts.-right { border-left: outer $right; }
    """

    def __init__(self, side: Side) -> None:
        super().__init__(classes=f"-{side}")
        self.side = side

    def show(self, verdict: Verdict | None, partners: Partners, acts: bool, rows: int) -> None:
        """Show a verdict in so many rows: 1, 2 or 4; `acts`: the keys give it here."""
        self.set_class(acts, "-acts")
        name = person(self.side, partners)
        if not acts:
            self.update(name + "  " + (given(self.side, verdict) if verdict else plain(NOT_YET, "$text-muted")))
            return
        head = plain(f"{ARROWS[self.side]} ", "$accent bold") + name
        if verdict is None and rows > 1:
            head += plain(f"  {NOT_YET}", "$text-muted")
        choices = [self._choice(each, each is verdict, 3 if rows == 4 else 0) for each in Verdict]
        in_rows = [head, *choices] if rows == 4 else [Content("  ").join([*([head] if rows == 1 else []), *choices])]
        self.update(lines(*([head] if rows == 2 else []), *in_rows))

    def _choice(self, verdict: Verdict, is_given: bool, indent: int) -> Content:
        """Return a verdict, with its sign in the indent if it was given."""
        sign = f"{verdict_sign(self.side, verdict)} " if is_given else ""
        return plain(f"{sign:<{indent}}{verdict}", f"${self.side} bold" if is_given else "$text-muted")
