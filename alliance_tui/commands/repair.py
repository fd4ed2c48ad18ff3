"""`alliance repair [NAME]`: put good copies in the place of damaged files, after asking."""

from __future__ import annotations

from alliance_tui.commands import Request
from alliance_tui.commands.console import NOTHING_CHANGED, confirm, print_line
from alliance_tui.services.repair import diagnose, repair, words_on
from alliance_tui.storage.library import Library


def run(request: Request) -> int:
    """Repair one alliance, or without NAME the whole store."""
    library, args = request.library, request.args
    name = request.name if args.name else ""
    names = [name] if name else [*library.names(), ""]
    codes = [_repair(library, each, args.yes) for each in names]
    if max(codes) < 0:
        print_line(f"Nothing is damaged in {name or library.root}. {NOTHING_CHANGED}")
    return max(0, *codes)


def _repair(library: Library, name: str, yes: bool) -> int:
    """Repair one alliance, or for "" the files that belong to none; return the exit code, -1 if nothing is wrong."""
    found = diagnose(library, name)
    for problem in found.backups:
        print_line(problem)
    if not found.damages and not found.unrepairable:
        return 0 if found.backups else -1
    for damage in found.damages:
        print_line(words_on(damage))
    for problem in found.unrepairable:
        print_line(f"{problem} No copy mends that, and nothing was changed.")
    left = len(found.damages) > len(found.repairable) or bool(found.unrepairable)
    if not found.repairable:
        return 1
    if not confirm("Put it back?" if len(found.repairable) == 1 else "Put them back?", yes):
        return print_line(NOTHING_CHANGED, 1)
    for damage in found.repairable:
        print_line(repair(damage))
    return 1 if left or _still_wrong(library, name) else 0


def _still_wrong(library: Library, name: str) -> bool:
    """Print what is wrong after the repair; return True if anything is."""
    found = diagnose(library, name)
    for problem in found.unrepairable:
        print_line(problem)
    return bool(found.damages or found.unrepairable)
