"""`alliance restore FILE`: bring back the alliances of a backup, and ask before it replaces something newer."""

from __future__ import annotations

import sys
from pathlib import Path

from alliance_tui.commands import Request
from alliance_tui.commands.console import confirm, print_line
from alliance_tui.storage.backup import Fate, damaged_here, newer_here, read_backup, restore
from alliance_tui.storage.paths import path_meant

WORDS = {
    Fate.ADDED: "is back.",
    Fate.SAME: "is here as it was.",
    Fate.REPLACED: "is as it was in the backup; what was here is in the trash (`alliance undelete`).",
    Fate.KEPT: "was saved here after the backup, so it stays as it is here; --yes replaces it.",
    Fate.DAMAGED: "is damaged in the backup, so it stays out.",
}


def run(request: Request) -> int:
    """Restore what is older here or gone, and what is newer after a yes; 1 if anything stays out."""
    args, library = request.args, request.library
    backup = read_backup(Path("-") if args.file == "-" else path_meant(args.file, "Nothing was changed."))
    can_ask = args.yes or (sys.stdin is not None and sys.stdin.isatty())
    asked = dict.fromkeys(newer_here(library, backup), "was saved here after this backup was made")
    asked |= dict.fromkeys(damaged_here(library, backup), "is damaged here")
    over = [
        name
        for name, what in asked.items()
        if can_ask and confirm(f"{name} {what}. Replace it by the backup’s?", args.yes)
    ]
    fates = restore(library, backup, request.clock.now(), over)
    for name, fate in fates:
        print_line(f"{name} {WORDS[fate]}")
    return 1 if {Fate.KEPT, Fate.DAMAGED} & {fate for _, fate in fates} else 0
