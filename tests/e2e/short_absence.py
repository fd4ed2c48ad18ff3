"""The program with short times: an absence is 8 seconds, a silent line 2, and there is a sign every 2.

Run: short_absence.py ARGUMENT ...
"""

from __future__ import annotations

import sys
from datetime import timedelta

ABSENCE, SILENCE = 8, 2


def main() -> int:
    """Shorten all three, then run the command."""
    from alliance_tui.cli import main as command
    from alliance_tui.domain import countdown
    from alliance_tui.screens import page_presence
    from alliance_tui.storage import presence
    from alliance_tui.terminal import output_pace

    for module in (countdown, page_presence, presence):
        setattr(module, "GAP", timedelta(seconds=ABSENCE))  # noqa: B010 (each has the name from the first)
    page_presence.EVERY = timedelta(seconds=2)
    output_pace.DEAD, output_pace.AGAIN = float(SILENCE), 2.0
    return command()


if __name__ == "__main__":
    sys.exit(main())
