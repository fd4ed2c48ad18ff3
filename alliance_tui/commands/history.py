"""`alliance history NAME`: print how much each answer and agreement changed, version by version."""

from __future__ import annotations

import sys
from argparse import Namespace

from alliance_tui.commands.console import ascii_only, print_json, say, width
from alliance_tui.commands.store import open_library
from alliance_tui.domain.changes import with_open
from alliance_tui.domain.countdown import Clock
from alliance_tui.domain.history import history
from alliance_tui.render.history import picture, record
from alliance_tui.render.output import print_rendered


def run(args: Namespace, clock: Clock) -> int:
    """Print the history of an alliance, its open session last."""
    library = open_library(args)
    alliance, session = library.load(library.find(args.name))
    found = history(with_open(alliance, session))
    if args.json:
        return print_json(record(alliance, found))
    if not alliance.versions:
        return say(f"{alliance.partners} have signed no version yet, so there is no history to show.")
    print_rendered(picture(found, clock, width(), ascii_only()), sys.stdout, width())
    return 0
