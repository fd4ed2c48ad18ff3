"""How long it takes until the library can be used.

Usable: the first row is on the screen, and `j` has moved the pointer off it. The time in between, in which we look at
the screen, is left out.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from tests.benchmarks.programs import (
    ALLIANCE,
    FLOOR,
    NANO,
    OURS,
    POSTING,
    VIM,
    Program,
    floor,
    nano,
    posting,
    prose,
    vim,
)
from tests.benchmarks.rows import Figures, Results, Row, Samples, each, interleaved, medians
from tests.benchmarks.stores import FEW, MANY, SOME, many

POINTER = "▸"
TEXT = prose(2_000)


def start(program: Program) -> Samples:
    """Milliseconds until a program shows what it opens; for the library, until a key has acted on it."""
    with program.started() as terminal:
        shown = terminal.shows(program.shows)
        taken = shown - terminal.started
        if program.shows == POINTER:
            row = pointed(terminal.lines)
            pressed = terminal.write(b"j")
            taken += terminal.when(lambda lines: pointed(lines) > row, "the pointer on another row") - pressed
    return {"ms": [taken * 1000]}


def pointed(lines: list[str]) -> int:
    """The row with the pointer; -1 when none has it."""
    return next((row for row, line in enumerate(lines) if line.startswith(POINTER)), -1)


def library(count: int) -> Program:
    """The library of so many alliances."""

    def lay_out(folder: Path) -> list[str]:
        return [ALLIANCE, "--store", str(many(count))]

    return Program(lay_out, POINTER)


@cache
def starts(runs: int) -> Results:
    """Every start, side by side; the first of each only warms the disk."""
    programs = {
        OURS: library(SOME),
        FLOOR: floor(TEXT),
        POSTING: posting(),
        VIM: vim(TEXT),
        NANO: nano(TEXT),
        "10": library(FEW),
        "10,000": library(MANY),
    }
    trials = each(start, programs)
    interleaved(1, trials)
    return interleaved(runs, trials)


def beside_others(runs: int) -> Figures:
    """With 1,000 alliances, beside other programs."""
    found = medians(starts(runs), "ms")
    return {name: found[name] for name in (OURS, FLOOR, POSTING, VIM, NANO)}


def by_store(runs: int) -> Figures:
    """With 10,000 alliances and with 10."""
    found = medians(starts(runs), "ms")
    return {OURS: found["10,000"], "with 10": found["10"]}


TABLE = (
    Row("start to the library, 1,000 alliances, usable", "ms", FLOOR, beside_others, most=1.35),
    Row("start to the library over posting's", "ms", POSTING, beside_others, most=0.5),
    Row("start with 10,000 alliances over with 10", "ms", "with 10", by_store, most=1.1),
)
