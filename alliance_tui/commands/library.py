"""`alliance`: open the library."""

from __future__ import annotations

from argparse import Namespace

from alliance_tui.commands import interactive
from alliance_tui.commands.store import open_library
from alliance_tui.domain.countdown import Clock


def run(args: Namespace, clock: Clock) -> int:
    """Open the app at the list of alliances."""
    return interactive.run_app(args, open_library(args), clock, question_banks=interactive.requested_banks(args))
