"""`alliance show NAME`: print one version."""

from __future__ import annotations

from alliance_tui.commands import Request
from alliance_tui.commands.console import note_covered, print_json, print_page
from alliance_tui.render import json_records
from alliance_tui.services.versions import version_to_show


def run(request: Request) -> int:
    """Print the version asked for: the latest unless told, or the open session where nothing is signed yet."""
    clock = request.clock
    alliance, session = request.library.load(request.name)
    version = version_to_show(alliance, session, request.args.version)
    note_covered(session if not request.args.version else None)
    if request.args.json:
        return print_json(json_records.version_record(alliance, version, session, clock))
    from alliance_tui.render.document import document  # with Rich: 29 % of the CPU of `show --json`

    return print_page(document(alliance, version, session, clock))
