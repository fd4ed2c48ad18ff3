"""The shapes of the two persons, and the signs that stand for what became of an agreement."""

from __future__ import annotations

from alliance_tui.domain.terms import Holder, Partners, Side, Verdict

MARKS = {Holder.LEFT: "◆", Holder.RIGHT: "●", Holder.BOTH: "◆●"}
VERDICT_SIGNS = {Verdict.LIVING: "", Verdict.SLIPPED: "▲", Verdict.OUTGROWN: "○"}
"""What follows a person's mark for their verdict."""
NO_VERDICT, SLIP = "–", "↯"
NEW, KEPT, REWORDED, RETIRED = "+", "│", "~", "×"


def named(side: Side, partners: Partners) -> str:
    """Return a partner's mark and name."""
    return f"{MARKS[Holder(side)]} {partners[side]}"


def verdict_sign(side: Side, verdict: Verdict | None) -> str:
    """Return a partner's mark with the sign of their verdict."""
    return MARKS[Holder(side)] + (NO_VERDICT if verdict is None else VERDICT_SIGNS[verdict])
