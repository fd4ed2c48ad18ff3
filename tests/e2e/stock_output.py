"""The program with Textual's own output and all else as it is; `--plain-output` takes the other parts away too.

Run: stock_output.py ARGUMENT ...
"""

from __future__ import annotations

import sys


def main() -> int:
    """Let our output not fit, then run the command."""
    from alliance_tui.cli import main as command
    from alliance_tui.terminal import frames

    frames.misfit = lambda: "a test compares the two"
    return command()


if __name__ == "__main__":
    sys.exit(main())
