"""A yes from each: an agreement stands when both partners have said yes, and is changed by both only."""

from __future__ import annotations

from dataclasses import replace

from alliance_tui.domain.alliance import Agreement, Proposal
from alliance_tui.domain.errors import NotAllowed
from alliance_tui.domain.session import Session
from alliance_tui.domain.terms import Side


def has_stake(session: Session, agreement: str, side: Side) -> bool:
    """Return True if a partner has said yes to an agreement, or proposes another wording of it."""
    return any(side in (*kept.yes, *kept.proposals) for kept in session.agreements if kept.id == agreement)


def propose(session: Session, agreement: str, side: Side, proposal: Proposal | None) -> Session:
    """Set what a partner proposes in the place of an agreement; None takes it back."""
    kept = session.agreement(agreement)
    proposals = {who: there for who, there in kept.proposals.items() if who is not side}
    return session.agree(replace(kept, proposals={**proposals, side: proposal} if proposal else proposals))


def consent(session: Session, agreement: str, side: Side | None) -> Session:
    """Note a partner's yes to an agreement, or to their own proposal for it; None: both say yes."""
    kept = session.agreement(agreement)
    if side and (own := kept.proposals.get(side)):
        return propose(session, agreement, side, replace(own, given=True))
    waiting = tuple(who for who in kept.waiting if who is not side) if side else ()
    return session.agree(replace(kept, waiting=waiting))


def adopt(session: Session, agreement: str, side: Side | None) -> Session:
    """Replace an agreement by what the other partner proposes; where nothing is proposed, say yes to it."""
    kept = session.agreement(agreement)
    proposed = next(((who, proposal) for who, proposal in kept.proposals.items() if who is not side), None)
    if proposed is None:
        return consent(session, agreement, side)
    author, proposal = proposed
    if not proposal.given:
        raise NotAllowed(f"{session.partners[author]} is still writing this. Nothing was changed.")
    if not proposal.text:
        return session.withdraw(agreement)
    words = replace(kept, text=proposal.text, holder=proposal.holder, reason=proposal.reason, edit=proposal.edit)
    return session.agree(replace(words, waiting=(), proposals={}))


def what_lacks(session: Session, agreement: Agreement) -> str:
    """Return what keeps an agreement from standing, in words; "" if it stands."""
    if agreement.waiting:
        return f"waits for the yes of {' and '.join(session.partners[side] for side in agreement.waiting)}"
    names = " and ".join(session.partners[side] for side in agreement.proposals)
    return f"stands, but {names} propose{'s' * (len(agreement.proposals) == 1)} something else" if names else ""


def require_agreed(session: Session) -> None:
    """Raise NotAllowed for an agreement that has not a yes from both, or that one of them proposes to change."""
    for kept in session.agreements:
        if lack := what_lacks(session, kept):
            raise NotAllowed(f"“{kept.text}” {lack}. Nothing was signed. A shows all agreements.")
