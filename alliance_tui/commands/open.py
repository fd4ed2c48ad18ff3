"""`alliance open NAME`: open one alliance; with --locked, nothing else."""

from __future__ import annotations

from alliance_tui.commands import Request, interactive
from alliance_tui.commands.process_hardening import confine
from alliance_tui.domain.errors import NotFound


def run(request: Request) -> int:
    """Open the app at one alliance."""
    if request.args.locked:
        return _run_locked(request)
    name = request.name
    request.library.load(name)  # what can't be read is said here, where it stays in view
    return interactive.run_app(request.args, request.library, request.clock, name)


def _run_locked(request: Request) -> int:
    """Open the folder of just this name, in the store that the command line names."""
    args = request.args
    store = ["--store", args.store] if args.store else []
    plain = ["--plain-output"] if args.plain_output else []
    mouse = [] if args.mouse is None else ["--mouse" if args.mouse else "--no-mouse"]
    confine([*store, *plain, *mouse, "open", "--locked", "--", args.name])
    library = request.library
    if not library.contains(args.name):
        raise NotFound("The alliance that this was opened for is not here any more. Ask whoever invited you.")
    library.load(args.name)
    return interactive.run_app(args, library, request.clock, args.name, locked=True)
