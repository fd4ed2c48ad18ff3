"""`alliance open NAME`: open one alliance; with --locked, nothing else."""

from __future__ import annotations

from argparse import Namespace

from alliance_tui.commands import interactive
from alliance_tui.commands.process_hardening import confine
from alliance_tui.commands.store import open_library
from alliance_tui.domain.countdown import Clock
from alliance_tui.domain.errors import NotFound


def run(args: Namespace, clock: Clock) -> int:
    """Open the app at one alliance."""
    if args.locked:
        return _run_locked(args, clock)
    library = open_library(args)
    name = library.find(args.name)
    library.load(name)  # what can't be read is said here, where it stays in view
    return interactive.run_app(args, library, clock, name, question_banks=interactive.requested_banks(args))


def _run_locked(args: Namespace, clock: Clock) -> int:
    """Open the folder of just this name, in the store that the command line names."""
    store = ["--store", args.store] if args.store else []
    plain = ["--plain-output"] if args.plain_output else []
    mouse = [] if args.mouse is None else ["--mouse" if args.mouse else "--no-mouse"]
    confine([*store, *plain, *mouse, "open", "--locked", "--", args.name])
    library = open_library(args)
    if not library.holds(args.name):
        raise NotFound("The alliance that this was opened for is not here any more. Ask whoever invited you.")
    library.load(args.name)
    return interactive.run_app(args, library, clock, args.name, locked=True)
