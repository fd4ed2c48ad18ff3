"""`alliance repair [NAME]`: put good copies in the place of damaged files, after asking."""

from __future__ import annotations

from alliance_tui.commands import Request
from alliance_tui.commands.console import NOTHING_CHANGED, confirm, say
from alliance_tui.services.repair import diagnose, repair, words_on
from alliance_tui.storage.library import Library


def run(request: Request) -> int:
    """Repair one alliance, or without NAME the whole store."""
    library, args = request.library, request.args
    name = request.name if args.name else ""
    names = [name] if name else [*library.names(), ""]
    codes = [_repair(library, each, args.yes) for each in names]
    if max(codes) < 0:
        say(f"Nothing is damaged in {name or library.root}. {NOTHING_CHANGED}")
    return max(0, *codes)


def _repair(library: Library, name: str, yes: bool) -> int:
    """Repair one alliance, or at "" what belongs to none; return the exit code, -1 if nothing is wrong."""
    found = diagnose(library, name)
    for problem in found.backups:
        say(problem)
    if not found.damages and not found.beyond:
        return 0 if found.backups else -1
    for damage in found.damages:
        say(words_on(damage))
    for problem in found.beyond:
        say(f"{problem} No copy mends that, and nothing was changed.")
    left = len(found.damages) > len(found.mendable) or bool(found.beyond)
    if not found.mendable:
        return 1
    if not confirm("Put it back?" if len(found.mendable) == 1 else "Put them back?", yes):
        return say(NOTHING_CHANGED, 1)
    for damage in found.mendable:
        say(repair(damage))
    return 1 if left or _still_wrong(library, name) else 0


def _still_wrong(library: Library, name: str) -> bool:
    """Print what is wrong after the repair; return True if anything is."""
    found = diagnose(library, name)
    for problem in found.beyond:
        say(problem)
    return bool(found.damages or found.beyond)
