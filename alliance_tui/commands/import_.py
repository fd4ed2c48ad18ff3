"""`alliance import FILE`: bring in an alliance that was exported as JSON."""

from __future__ import annotations

from pathlib import Path

from alliance_tui.commands import Request
from alliance_tui.commands.console import print_line
from alliance_tui.render.phrases import count
from alliance_tui.services.export_import import import_file


def run(request: Request) -> int:
    """Import the alliance and say what it is called here."""
    library = request.library
    name = import_file(library, Path(request.args.file))
    alliance = library.alliance(name)
    versions = count(len(alliance.versions), "version")
    return print_line(f"{alliance.partners} are here as {name}, with {versions}. Every hash fits.")
