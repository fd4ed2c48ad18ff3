"""`alliance history NAME`: print how much each answer and agreement changed, version by version."""

from __future__ import annotations

from alliance_tui.commands import Request
from alliance_tui.commands.console import ascii_only, note_covered, print_json, print_line, print_page, width
from alliance_tui.render.history import history_record, picture
from alliance_tui.services.versions import history_of


def run(request: Request) -> int:
    """Print the history of an alliance, its open session last."""
    alliance, session = request.library.load(request.name)
    found = history_of(alliance, session)
    note_covered(session if alliance.versions or request.args.json else None)
    if request.args.json:
        return print_json(history_record(alliance, found))
    if not alliance.versions:
        return print_line(f"{alliance.partners} have signed no version yet, so there is no history to show.")
    return print_page(picture(found, request.clock, width(), ascii_only()))
