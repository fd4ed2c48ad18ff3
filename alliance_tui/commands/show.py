"""`alliance show NAME`: print one version."""

from __future__ import annotations

import sys
from argparse import Namespace

from alliance_tui.commands.console import print_json, width
from alliance_tui.commands.store import open_library
from alliance_tui.domain.countdown import Clock
from alliance_tui.render import records
from alliance_tui.services.versions import version_to_show


def run(args: Namespace, clock: Clock) -> int:
    """Print the version asked for: the latest unless told, or the open session where nothing is signed yet."""
    library = open_library(args)
    alliance, session = library.load(library.find(args.name))
    version = version_to_show(alliance, session, args.version)
    if args.json:
        return print_json(records.shown(alliance, version, session, clock))
    from alliance_tui.render.output import print_rendered  # Rich: a quarter of the CPU of `show --json`
    from alliance_tui.render.text import document

    print_rendered(document(alliance, version, session, clock), sys.stdout, width())
    return 0
