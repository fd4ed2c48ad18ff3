"""`alliance slip NAME AGREEMENT`: note that an agreement slipped, in words from stdin."""

from __future__ import annotations

from alliance_tui.commands import Request
from alliance_tui.commands.console import print_line, read_words
from alliance_tui.domain.alliance import Agreement, Alliance
from alliance_tui.domain.errors import NotFound
from alliance_tui.domain.terms import called
from alliance_tui.services.slips import add_slip


def run(request: Request) -> int:
    """Add the slip to the alliance."""
    args, library, name = request.args, request.library, request.name
    agreement = _agreement(args.agreement, library.alliance(name))
    add_slip(library, name, agreement.id, read_words("a slip"), args.repaired, request.clock.now())
    return print_line(f"Saved: a slip of “{agreement.text}”")


def _agreement(wanted: str, alliance: Alliance) -> Agreement:
    """Return the agreement in force a person means by its words or id, or a beginning that only one has; NotFound."""
    in_force = alliance.latest.agreements if alliance.latest else ()
    fits = called(wanted, ((name, each.id) for each in in_force for name in (each.text, each.id)))
    if len(fits) == 1:
        return next(each for each in in_force if each.id == fits[0])
    raise NotFound(
        f"“{wanted}” fits {len(fits) or 'no'} agreements in force. Nothing was changed. "
        f"`alliance agreements {alliance.name}` prints them; the beginning of its words is enough."
    )
