"""What screens cost: standing still, taking each other's place, and being kept in memory."""

from __future__ import annotations

from functools import cache, partial

from tests.benchmarks.processes import cpu, memory
from tests.benchmarks.programs import (
    FLOOR,
    NANO,
    OURS,
    POSTING,
    VIM,
    Program,
    floor,
    library,
    nano,
    posting,
    prose,
    session,
    vim,
    writing,
)
from tests.benchmarks.pty import COLUMNS, Measured, now
from tests.benchmarks.pty import ROWS as LINES
from tests.benchmarks.rows import Figures, Results, Row, Samples, Trial, each, interleaved, medians

SECONDS = 20
"""How long a screen is watched."""
ELSEWHERE = {
    "library": library(),
    "diff": library((b"d", "v2")),
    "overview": library((b"v", "v1")),
}
TEXT = prose(2_000)
SECTIONS = b"231542"
"""The sections' own keys."""
REPAINT = b"\x12"
"""Ctrl+r, the floor app's."""
OTHER_SIZE = (COLUMNS - 20, LINES - 6)


def idle(program: Program) -> Samples:
    """Do nothing; bytes and writes a second, and milliseconds of computing a second."""
    with program.opened() as terminal:
        terminal.listen(1)
        computed, began = cpu(terminal.pid), now()
        terminal.listen(SECONDS)
        spent, seconds = cpu(terminal.pid) - computed, now() - began
        chunks = terminal.since(began)
    received = sum(len(chunk.data) for chunk in chunks)
    return {"bytes": [received / seconds], "writes": [len(chunks) / seconds], "cpu": [spent * 1000 / seconds]}


@cache
def in_a_session(runs: int) -> Results:
    """Idle with the countdown running."""
    programs = {
        OURS: session(TEXT),
        "writing": writing(TEXT),
        "review": session(TEXT, (b"r", "sign")),
        FLOOR: floor(TEXT, still=True),
        "blinking": floor(TEXT),
        VIM: vim(TEXT),
        NANO: nano(TEXT),
    }
    return interleaved(runs, each(idle, programs))


def still(kind: str, runs: int) -> Figures:
    """One kind of figure of that."""
    return medians(in_a_session(runs), kind)


def elsewhere(runs: int) -> Figures:
    """Bytes a second on screens without a countdown: all of them together, and each."""
    found = medians(interleaved(runs, each(idle, ELSEWHERE)), "bytes")
    return {OURS: sum(figure or 0 for figure in found.values()), **found}


def turned(program: Program, keys: bytes) -> Samples:
    """Press keys of which each brings another screen; bytes and milliseconds of each."""
    samples: Samples = {"bytes": [], "ms": []}
    with program.opened() as terminal:
        for key in keys:
            note(terminal, terminal.write(bytes([key])), samples)
    return samples


def resized(program: Program) -> Samples:
    """Change the size and back; bytes and milliseconds of each."""
    samples: Samples = {"bytes": [], "ms": []}
    with program.opened() as terminal:
        for size in (OTHER_SIZE, (COLUMNS, LINES)) * 3:
            note(terminal, terminal.resize(*size), samples)
    return samples


def note(terminal: Measured, moment: float, samples: Samples) -> None:
    """Take down what came of what was done at this moment."""
    if burst := terminal.burst(moment, 2):
        samples["bytes"].append(burst.size)
        samples["ms"].append(burst.last * 1000)
    terminal.settle(0.2, 0.6)


@cache
def sections(runs: int) -> Results:
    """From section to section, and the floor app's full repaint: by a key, and by another size of the terminal."""
    trials: dict[str, Trial | None] = {
        OURS: partial(turned, session(TEXT), SECTIONS),
        FLOOR: partial(turned, floor(TEXT), REPAINT * len(SECTIONS)),
        "resize": partial(resized, floor(TEXT)),
    }
    return interleaved(runs, trials)


def changed(kind: str, runs: int) -> Figures:
    """One kind of figure of that."""
    return medians(sections(runs), kind)


def resident(program: Program) -> Samples:
    """MiB in memory once it stands still."""
    with program.opened() as terminal:
        return {"MiB": [memory(terminal.pid)]}


def remembered(runs: int) -> Figures:
    """MiB of each program."""
    programs = {
        OURS: session(TEXT),
        FLOOR: floor(TEXT),
        POSTING: posting(),
        VIM: vim(TEXT),
        NANO: nano(TEXT),
    }
    return medians(interleaved(runs, each(resident, programs)), "MiB")


TABLE = (
    Row("idle, countdown running: bytes a second", "B", FLOOR, partial(still, "bytes"), most=25, ratio=False),
    Row("idle, countdown running: writes a second", "", FLOOR, partial(still, "writes"), most=1.05, ratio=False),
    Row("idle, countdown running: computing a second", "ms", FLOOR, partial(still, "cpu"), most=2),
    Row("idle elsewhere: bytes a second", "B", "", elsewhere, most=0, ratio=False),
    Row("section to section, last byte, over a resize", "ms", "resize", partial(changed, "ms"), most=1.5),
    Row("section to section, bytes, over a repaint", "B", FLOOR, partial(changed, "bytes"), most=0.5),
    Row("memory of a session screen (resident)", "MiB", FLOOR, remembered, most=1.4),
)
