"""`alliance open NAME`: open one alliance; with --locked, nothing else."""

from __future__ import annotations

from alliance_tui.commands import Request, interactive
from alliance_tui.commands.process_hardening import confine
from alliance_tui.domain.errors import NotFound
from alliance_tui.domain.side_names import side_called


def run(request: Request) -> int:
    """Open the app at one alliance."""
    args = request.args
    if args.locked:
        return _run_locked(request)
    name = request.name
    alliance, _ = request.library.load(name)  # what can't be read is said here, where it stays in view
    side = None if args.who is None else side_called(args.who, alliance.partners)
    return interactive.run_app(args, request.library, request.clock, name, side=side)


def _run_locked(request: Request) -> int:
    """Open the folder of just this name, in the store that the command line names.

    With a side this is an invited key: it acts for one partner, and neither renames, abandons nor deletes.
    """
    args = request.args
    store = ["--store", args.store] if args.store else []
    plain = ["--plain-output"] if args.plain_output else []
    mouse = [] if args.mouse is None else ["--mouse" if args.mouse else "--no-mouse"]
    who = [] if args.who is None else [f"--as={args.who}"]
    confine([*store, *plain, *mouse, "open", "--locked", *who, "--", args.name])
    library = request.library
    if not library.contains(args.name):
        raise NotFound("The alliance that this was opened for is not here any more. Ask whoever invited you.")
    alliance, _ = library.load(args.name)
    side = None if args.who is None else side_called(args.who, alliance.partners, words_are_sides=True)
    return interactive.run_app(args, library, request.clock, args.name, locked=True, side=side)
