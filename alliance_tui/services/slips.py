"""Slips: a dated note that an agreement slipped or broke, and how it was repaired.

A slip stays as it was written down. What was done about it often comes days later, so that is added to, below what is
there. NotFound when the slip or agreement is not there, NotAllowed when words are missing, StoreError when it can't
be saved.
"""

from __future__ import annotations

from datetime import datetime

from alliance_tui.domain.alliance import Alliance, Slip
from alliance_tui.domain.errors import NotAllowed, NotFound
from alliance_tui.domain.limits import within_limit
from alliance_tui.storage.library import Library
from alliance_tui.text.characters import clean

WHAT, REPAIRED = "what", "repaired"
"""The fields of the form that a slip is written in."""


def add_slip(library: Library, name: str, agreement: str, what: str, repaired: str, now: datetime) -> Slip:
    """Note that a signed agreement slipped: what happened, and how it was repaired if it was; returns the slip."""
    happened = within_limit(clean(what).strip())
    if not happened:
        raise NotAllowed("A slip needs a word on what happened. What you typed is kept.")
    if library.alliance(name).agreement(agreement) is None:
        raise NotFound("This agreement is in no signed version, so there is nothing yet that could have slipped.")
    slip = Slip(library.new_id(), agreement, now, happened, within_limit(clean(repaired).strip()))
    library.record(name).change_slips(lambda slips: (*slips, slip))
    return slip


def is_noted(alliance: Alliance, about: str, what: str, repaired: str) -> bool:
    """Return True if what a form holds is in the record: the program was killed before it could forget the form.

    `about`: the id of the agreement, or of the slip that the repair was added to.
    """
    what, repaired = what.strip(), repaired.strip()
    return any(
        (slip.agreement == about and (slip.what, slip.repaired) == (what, repaired))
        or (slip.id == about and repaired != "" and f"\n{slip.repaired}".endswith(f"\n{repaired}"))
        for slip in alliance.slips
    )


def add_repair(library: Library, name: str, slip: str, repaired: str) -> Slip:
    """Add how a slip was repaired, below what was said of that before; returns the slip."""
    how = within_limit(clean(repaired).strip())
    if not how:
        raise NotAllowed("Say in a word how it was repaired. Nothing was changed.")

    def act(slips: tuple[Slip, ...]) -> tuple[Slip, ...]:
        if all(kept.id != slip for kept in slips):
            raise NotFound("This slip is not in the alliance. Nothing was changed.")
        return tuple(kept.with_repair(how) if kept.id == slip else kept for kept in slips)

    return next(kept for kept in library.record(name).change_slips(act) if kept.id == slip)
