"""What it costs until a library can be used: the first row is there and `j` has moved the pointer off it.

The time in between, in which we look at the screen, is left out.
"""

from __future__ import annotations

from functools import cache, partial

from tests.benchmarks.programs import OURS, Program, store
from tests.benchmarks.rows import AtMost, Results, Row, Samples, interleaved, medians
from tests.benchmarks.stores import FEW, MANY, many
from tests.processes import cpu

POINTER = "▌"


def start(program: Program) -> Samples:
    """Milliseconds of CPU that a start takes until the program can be used."""
    with program.started() as terminal:
        shown = terminal.shows(program.shows)
        row = pointed(terminal.lines)
        before = cpu(terminal.pid)
        terminal.write(b"j")
        moved = terminal.when(lambda lines: pointed(lines) > row, "the pointer on another row")
        return {"cpu": [(shown.cpu + moved.cpu - before) * 1000]}


def pointed(lines: list[str]) -> int:
    """The row with the pointer; -1 when none has it."""
    return next((row for row, line in enumerate(lines) if line.startswith(POINTER)), -1)


@cache
def starts(runs: int) -> Results:
    """With many alliances and with few; the first start of each only warms the disk."""
    libraries = {OURS: MANY, "with 10": FEW}
    trials = {name: partial(start, store(partial(many, count))) for name, count in libraries.items()}
    interleaved(1, trials)
    return interleaved(runs * 3, trials)


TABLE = (Row("10,000 usable: CPU", "ms", "with 10", lambda runs: medians(starts(runs), "cpu"), AtMost(1.1)),)
