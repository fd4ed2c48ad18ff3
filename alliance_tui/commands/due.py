"""`alliance due`: print whose review is due."""

from __future__ import annotations

import sys
from argparse import Namespace

from alliance_tui.commands.console import print_json
from alliance_tui.commands.store import open_library
from alliance_tui.domain.countdown import Clock
from alliance_tui.render import due
from alliance_tui.text.characters import one_line


def run(args: Namespace, clock: Clock) -> int:
    """Print a line for each review that is due. Alliances that can't be read go to stderr, with exit code 1."""
    summaries = open_library(args).summaries()
    found = due.due(summaries, clock)
    if args.json:
        print_json([due.record(each, clock) for each in found])
    else:
        for each in found:
            print(due.line(each, clock))
    problems = [summary for summary in summaries if summary.problem]
    for summary in problems:
        print(f"{one_line(summary.name)}: {one_line(summary.problem)}", file=sys.stderr)
    return 1 if problems else 0
