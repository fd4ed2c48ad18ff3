"""A yes from each: an agreement stands when both partners have said yes, and is changed by both only.

The words of an agreement wait for both as long as they are written. Where the other partner has a say in it, a
partner's words become a proposal beside it. `side` None acts for both partners.
"""

from __future__ import annotations

from dataclasses import replace

from alliance_tui.domain.alliance import Agreement, Proposal
from alliance_tui.domain.errors import NotAllowed
from alliance_tui.domain.session import Session
from alliance_tui.domain.terms import Partners, Side


def has_stake(session: Session, agreement: str, side: Side) -> bool:
    """Return True if a partner has said yes to an agreement, or proposes another wording of it."""
    return any(side in (*kept.yes, *kept.proposals) for kept in session.agreements if kept.id == agreement)


def worded(agreement: Agreement, side: Side | None) -> Proposal:
    """Return what a partner would have an agreement say: the words they propose, or else its own."""
    own = agreement.proposals.get(side) if side else None
    return own if own and own.text else Proposal(agreement.text, agreement.holder, agreement.reason, agreement.edit)


def others_proposals(agreement: Agreement, side: Side | None) -> dict[Side, Proposal]:
    """Return what is proposed in the place of an agreement, but for what this partner proposes."""
    return {who: proposal for who, proposal in agreement.proposals.items() if who is not side}


def propose(session: Session, agreement: str, side: Side, proposal: Proposal | None) -> Session:
    """Set what a partner proposes in the place of an agreement; None, or what it says already, takes it back."""
    kept = session.agreement(agreement)
    proposals = others_proposals(kept, side)
    if proposal and (proposal.text, proposal.holder, proposal.reason) != (kept.text, kept.holder, kept.reason):
        proposals[side] = proposal
    return session.agree(replace(kept, proposals=proposals))


def reword(session: Session, agreement: str, side: Side | None, words: Proposal, waiting: tuple[Side, ...]) -> Session:
    """Give an agreement other words, for which it waits for these partners; see above for a proposal."""
    if side and has_stake(session, agreement, side.other):
        return propose(session, agreement, side, replace(words, given=False))
    before = session.agreement(agreement)
    new = replace(before, text=words.text, holder=words.holder, reason=words.reason, edit=words.edit)
    new = replace(new, proposals=others_proposals(before, side))
    same = (new.text, new.holder) == (before.text, before.holder)
    return session.agree(new if same else replace(new, waiting=waiting))


def withdraw(session: Session, agreement: str, side: Side | None) -> Session:
    """Take an agreement out, or propose to; a partner's own proposal is taken back instead."""
    if side and side in session.agreement(agreement).proposals:
        return propose(session, agreement, side, None)
    if side and has_stake(session, agreement, side.other):
        return propose(session, agreement, side, Proposal("", given=True))
    return session.withdraw(agreement)


def consent(session: Session, agreement: str, side: Side | None) -> Session:
    """Note a partner's yes to their own words: those they propose, or else the agreement's.

    Both say yes to the agreement's, and nothing is proposed any more.
    """
    kept = session.agreement(agreement)
    if side is None:
        return session.agree(replace(kept, waiting=(), proposals={}))
    if own := kept.proposals.get(side):
        return propose(session, agreement, side, replace(own, given=True))
    return session.agree(replace(kept, waiting=tuple(who for who in kept.waiting if who is not side)))


def adopt(session: Session, agreement: str, side: Side | None) -> Session:
    """Note a partner's yes to what the other proposes, which then replaces the agreement; else to the agreement.

    What the partner has proposed is given up.
    """
    kept = session.agreement(agreement)
    others = others_proposals(kept, side)
    if not others:
        return consent(propose(session, agreement, side, None) if side else session, agreement, side)
    if len(others) > 1:
        raise NotAllowed("Each of you proposes other words here. Enter opens it: write there what you both agree to.")
    [(author, proposal)] = others.items()
    if not proposal.given:
        raise NotAllowed(f"{session.partners[author]} is still writing this. Nothing was changed.")
    if not proposal.text:
        return session.withdraw(agreement)
    words = replace(kept, text=proposal.text, holder=proposal.holder, reason=proposal.reason, edit=proposal.edit)
    return session.agree(replace(words, waiting=(), proposals={}))


def awaits(agreement: Agreement, side: Side | None) -> bool:
    """Return True if `adopt` gives a yes that is waited for: to what the other proposes, or to the agreement."""
    if others := others_proposals(agreement, side):
        return all(proposal.given for proposal in others.values())
    return side in agreement.waiting and side not in agreement.proposals if side else bool(agreement.waiting)


def proposals_of(session: Session, side: Side) -> tuple[tuple[str, str], ...]:
    """Return what a partner has proposed and the other has not said yes to: ids of agreements and the words."""
    kept = session.agreements
    new = tuple((each.id, each.text) for each in kept if side in each.yes and side.other in each.waiting)
    there = ((each.id, each.proposals.get(side)) for each in kept)
    return new + tuple((id_, proposal.text) for id_, proposal in there if proposal and proposal.given)


def what_lacks(agreement: Agreement, partners: Partners) -> str:
    """Return what keeps an agreement from standing, in words; "" if it stands."""
    waits = f"waits for {' and '.join(f'{partners[side]}’s' for side in agreement.waiting)} yes"
    names, is_one = " and ".join(partners[side] for side in agreement.proposals), len(agreement.proposals) == 1
    if is_half_written(agreement):
        proposed = f"{names} {'is' if is_one else 'are'} writing something else"
    else:
        proposed = f"{names} propose{'s' * is_one} something else"
    if agreement.waiting:
        return f"{waits}, and {proposed}" if names else waits
    return f"was agreed, but {proposed}" if names else ""


def is_half_written(agreement: Agreement) -> bool:
    """Return True if a partner has begun to propose other words, and has not said yes to them yet."""
    return any(not proposal.given for proposal in agreement.proposals.values())


def require_agreed(session: Session) -> None:
    """Raise NotAllowed for an agreement that has not a yes from both, or that one of them proposes to change."""
    for kept in session.agreements:
        if lack := what_lacks(kept, session.partners):
            how = "say yes there"
            if is_half_written(kept):
                how = "whoever began to write says yes to it there, or takes it out"
            raise NotAllowed(f"“{kept.text}” {lack}. Nothing was signed. Look at all agreements; {how}.")
