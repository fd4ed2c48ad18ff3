"""The program for which 8 seconds are an absence, and a sign is left every 2. Run: short_absence.py ARGUMENT ..."""

from __future__ import annotations

import sys
from datetime import timedelta

ABSENCE = 8


def main() -> int:
    """Shorten both, then run the command."""
    from alliance_tui.cli import main as command
    from alliance_tui.domain import countdown
    from alliance_tui.screens import attendance
    from alliance_tui.storage import presence

    for module in (countdown, attendance, presence):
        setattr(module, "GAP", timedelta(seconds=ABSENCE))  # noqa: B010 (each has the name from the first)
    attendance.EVERY = timedelta(seconds=2)
    return command()


if __name__ == "__main__":
    sys.exit(main())
