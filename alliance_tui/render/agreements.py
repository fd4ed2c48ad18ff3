"""Who said yes to an agreement and what is proposed in its place, worded in one way for all surfaces."""

from __future__ import annotations

from collections.abc import Sequence

from alliance_tui.domain.alliance import SIDES, Agreement, Partners, Proposal, Version
from alliance_tui.domain.terms import Side
from alliance_tui.render.phrases import amendment_reason, holder_name, join_parts
from alliance_tui.text.characters import one_line


def standing(agreement: Agreement, partners: Partners) -> str:
    """Return who proposes an agreement and whose yes it waits for; "" once both have said yes."""
    if not agreement.waiting:
        return ""
    proposed = [f"proposed by {one_line(partners[side])}" for side in agreement.yes]
    waits = " and ".join(f"{one_line(partners[side])}’s" for side in agreement.waiting)
    return join_parts(*proposed, f"waits for {waits} yes")


def of_words(agreement: Agreement, before: Version | None) -> str:
    """Return of which words its verdicts are, if a version says it in other words than the one `before`."""
    from alliance_tui.text.diff import same_words  # 12 ms, 3 % of the CPU of opening an alliance, which does without

    old = next((each for each in before.agreements if each.id == agreement.id), None) if before else None
    if before is None or old is None or not agreement.verdicts or same_words(old.text, agreement.text):
        return ""
    return f"v{before.number}’s words: "


def why_changed(agreement: Agreement) -> str:
    """Return why an agreement was amended, where its verdicts stand before it; "" if no reason was given."""
    return f"changed, {amendment_reason(agreement)}" if agreement.reason else ""


def yes_of(agreement: Agreement, partners: Partners) -> str:
    """Return who has said yes to an agreement: "yes: Ada, Grace"."""
    return f"yes: {', '.join(one_line(partners[side]) for side in agreement.yes)}" if agreement.yes else ""


def proposed(agreement: Agreement, partners: Partners, reader: Side | None = None) -> list[str]:
    """Return what is proposed in the place of an agreement, but for what its reader proposes."""
    there = agreement.proposals
    return [_proposed(agreement, there[side], partners, side) for side in SIDES if side in there and side is not reader]


def _proposed(agreement: Agreement, proposal: Proposal, partners: Partners, side: Side) -> str:
    name = one_line(partners[side])
    if not proposal.text:
        return f"{name} proposes to take it out"
    return join_parts(
        f"{name} {'proposes' if proposal.given else 'is writing'} instead: {one_line(proposal.text)}",
        holder_name(proposal.holder, partners) if proposal.holder is not agreement.holder else "",
        f"because: {one_line(proposal.reason)}" if proposal.reason else "",
    )


def pending(agreement: Agreement, partners: Partners) -> str:
    """Return in one line all that keeps an agreement from standing; "" if it stands."""
    return join_parts(standing(agreement, partners), *proposed(agreement, partners))


def said_yes(agreements: Sequence[Agreement], partners: Partners) -> str:
    """Return that both partners said yes to these agreements; "" if there are none, or one of them waits."""
    if not agreements or any(agreement.waiting for agreement in agreements):
        return ""
    left, right = map(one_line, partners)
    return f"{left} and {right} said yes{' to each' if len(agreements) > 1 else ''}."
