"""What the program costs beside the floor app, vim, nano and dooit, and beside what was promised: one table.

Run: python -m tests.benchmarks [--runs N] [--only WORD] [--busy N]
Every figure is a median, and programs take turns. Verdicts are by CPU, of the whole tree of processes, and by bytes: a
busy machine changes neither much. Wall time, beside them, is until the last paint. An act is over once the program has
written nothing for a while and sleeps; one that waits for a core does not. A program that is not installed, or does not
start, has a reason in its place.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Sequence
from contextlib import ExitStack

from tests.benchmarks import comparing, saving, starting, tours, two_programs

TABLE = (*tours.TABLE, *starting.TABLE, *saving.TABLE, *comparing.TABLE, *two_programs.TABLE)
HEAD = ("what", "ours", "beside", "ratio", "target", "", "and")
WIDTHS = (64, 10, 28, 8, 9, 7, 0)


def main() -> None:
    """Print the table, a row as soon as it is measured."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("--runs", type=int, default=2, help="how often each program takes its turn (2)")
    parser.add_argument("--only", default="", metavar="WORD", help="only the rows with this in their name")
    parser.add_argument("--busy", type=int, default=0, metavar="N", help="how many busy loops run beside (0)")
    args = parser.parse_args()
    rows = [row for row in TABLE if args.only in row.what]
    tours.SELECTED.update(act for row in rows for act in row.acts)
    put(HEAD)
    verdicts = []
    with ExitStack() as beside:
        for _ in range(args.busy):
            beside.callback(subprocess.Popen([sys.executable, "-c", "while True: pass"]).kill)
        for row in rows:
            figures = row.figures(args.runs)
            put(row.line(figures))
            verdicts.append(row.verdict(figures))
    print(f"\n{verdicts.count('met')} met, {verdicts.count('MISSED')} missed, {verdicts.count('FAILED')} failed")


def put(cells: Sequence[str]) -> None:
    """Print a row."""
    what, *rest, others = (cell.ljust(width) for cell, width in zip(cells, WIDTHS, strict=True))
    print(f"{what}  {'  '.join(rest)}  {others}".rstrip(), flush=True)


if __name__ == "__main__":
    main()
