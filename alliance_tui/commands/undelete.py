"""`alliance undelete [NAME]`: bring back what was deleted or abandoned; without NAME, list the trash."""

from __future__ import annotations

from argparse import Namespace

from alliance_tui.commands.console import say
from alliance_tui.commands.store import open_library
from alliance_tui.domain.countdown import Clock
from alliance_tui.domain.trash import newest_that_fits
from alliance_tui.render.trash import brought_back, listing
from alliance_tui.services.trash import undelete


def run(args: Namespace, clock: Clock) -> int:
    """Bring back the newest item of that name."""
    library = open_library(args)
    items = library.trash()
    if args.name is None:
        for line in listing(items, clock):
            say(line)
        return 0
    item = newest_that_fits(items, args.name)
    return say(brought_back(item, undelete(library, item)))
