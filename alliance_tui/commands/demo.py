"""`alliance demo`: open a sample in a temporary store."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from signal import SIGHUP, SIGTERM, signal
from tempfile import TemporaryDirectory

from alliance_tui.commands import Request, interactive
from alliance_tui.commands.console import print_line
from alliance_tui.services.demo import make_demo


def run(request: Request) -> int:
    """Open the app on a sample that leaves nothing behind."""
    clock = request.clock
    with _signals_raising(), TemporaryDirectory(prefix="alliance-demo-", ignore_cleanup_errors=True) as folder:
        code = interactive.run_app(request.args, make_demo(Path(folder), clock.local(clock.now())), clock)
    print_line("The sample is gone, with all that was tried in it. Your own alliances were not touched.")
    return code


@contextmanager
def _signals_raising() -> Iterator[None]:
    """Let a hangup or a termination end the block as an exception does, so that what it made is removed."""

    def end(number: int, _frame: object) -> None:
        sys.exit(128 + number)

    before = {number: signal(number, end) for number in (SIGHUP, SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal(number, handler)
