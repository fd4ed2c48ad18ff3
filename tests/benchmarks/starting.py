"""What it costs until a program can be used, and until it has painted all and is at rest.

Usable: what is opened is on the screen. In the library, the first row is there and `j` has moved the pointer off it;
the time in between, in which we look at the screen, is left out.
"""

from __future__ import annotations

from collections.abc import Callable
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
    session,
    vim,
)
from tests.benchmarks.pty import now
from tests.benchmarks.rows import AtMost, Results, Samples, act_rows, each, interleaved
from tests.benchmarks.stores import FEW, MANY, SOME, many
from tests.processes import cpu

POINTER = "▌"
AT_REST = "at rest "
TEXT = prose(2_000)


def start(program: Program) -> Samples:
    """What a start takes until the program can be used, and until it is at rest."""
    with program.started() as terminal:
        shown = terminal.shows(program.shows)
        computed, taken = shown.cpu, shown.time - terminal.started
        if program.shows == POINTER:
            row = pointed(terminal.lines)
            pressed, before = now(), cpu(terminal.pid)
            terminal.write(b"j")
            moved = terminal.when(lambda lines: pointed(lines) > row, "the pointer on another row")
            taken += moved.time - pressed
            computed += moved.cpu - before
        usable = {"cpu": computed, "wall": taken, "bytes": sum(len(chunk.data) for chunk in terminal.chunks) / 1000}
        whole = {"cpu": terminal.rest(), "wall": terminal.chunks[-1].time - terminal.started}
        whole["bytes"] = sum(len(chunk.data) for chunk in terminal.chunks) / 1000
    figures = {**usable, **{AT_REST + kind: figure for kind, figure in whole.items()}}
    return {kind: [figure * 1000] for kind, figure in figures.items()}


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
        "10 alliances": library(FEW),
        "1,000 alliances": library(SOME),
        "10,000 alliances": library(MANY),
        "open NAME": session(TEXT),
        FLOOR: floor(TEXT),
        POSTING: posting(),
        VIM: vim(TEXT),
        NANO: nano(TEXT),
    }
    trials = each(start, programs)
    interleaved(1, trials)
    return interleaved(runs * 3, trials)


def beside(ours: str, *others: str) -> Callable[[int], Results]:
    """One of our starts beside others."""
    return lambda runs: {OURS: starts(runs)[ours], **{name: starts(runs)[name] for name in others}}


PEERS = (FLOOR, POSTING, VIM, NANO)
TABLE = (
    *act_rows("start to 1,000 alliances", beside("1,000 alliances", *PEERS), FLOOR, AT_REST, cpu=AtMost(1.35)),
    *act_rows("the same over posting", beside("1,000 alliances", POSTING), POSTING, AT_REST, cpu=AtMost(0.5))[:1],
    *act_rows("10,000 usable, over 10", beside("10,000 alliances", "10 alliances"), "10 alliances", cpu=AtMost(1.1)),
    *act_rows("open NAME", beside("open NAME", *PEERS), FLOOR, AT_REST),
)
