"""`alliance`: open the library."""

from __future__ import annotations

from alliance_tui.commands import Request, interactive


def run(request: Request) -> int:
    """Open the app at the list of alliances."""
    return interactive.run_app(request.args, request.library, request.clock)
