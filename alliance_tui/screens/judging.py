"""A partner's verdict on an agreement from last time, given by their arrow."""

from __future__ import annotations

from alliance_tui.domain.alliance import SIDES, Agreement, Partners, Side
from alliance_tui.screens.session_page import SessionPage
from alliance_tui.services import agreements
from alliance_tui.widgets.side_keys import name_of_key


async def give_next(page: SessionPage, agreement: Agreement, side: Side) -> None:
    """Give the next of a partner's verdicts; after the last of them it is taken back, and that is said."""
    verdict = agreement.next_verdict(side)
    if await page.act(agreements.judge, agreement.id, side, verdict) and verdict is None:
        name = page.session.partners[side]
        page.show_notice(f"{name}’s verdict was taken back: there is none now. {name_of_key(side)} begins again.")


def left_open(agreement: Agreement, partners: Partners, side: Side | None) -> str:
    """Return what an agreement still waits for, from one partner or, with None, from both; "" if for nothing."""
    if agreement.unsettled:
        return "you differ"
    names = [partners[who] for who in (SIDES if side is None else (side,)) if who not in agreement.verdicts]
    return f"no verdict from {' or '.join(names)}" if names else ""
