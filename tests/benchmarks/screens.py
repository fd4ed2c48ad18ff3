"""What screens cost: standing still, taking each other's place, dialogs, scrolling, and being kept in memory."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from functools import cache, partial

from tests.benchmarks.programs import (
    END,
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
from tests.benchmarks.pty import COLUMNS, NeverShown, now
from tests.benchmarks.pty import ROWS as LINES
from tests.benchmarks.rows import (
    AtMost,
    Figures,
    Results,
    Row,
    Samples,
    Trial,
    act_rows,
    each,
    interleaved,
    medians,
    note,
)
from tests.processes import cpu, memory

SECONDS = 10
"""How long a screen is watched."""
ROUNDS, PAGES_OF_DIFF = 5, 3
"""How often acts are repeated in one run; the sample's diff has four pages after its first lines."""
DIFF = library((b"d", "v2"))
ELSEWHERE = {
    "library": library(),
    "diff": DIFF,
    "overview": library((b"v", "v1")),
}
TEXT = prose(2_000)
PAGES = "\n".join([*textwrap.wrap(prose(20_000), 70), END])
"""Many lines to scroll through."""
SECTIONS = b"231542"
"""The sections' own keys."""
REPAINT = b"\x12"
"""Ctrl+r, the floor app's."""
OPENED, CLOSED, LINE, PAGE = "opened ", "closed ", "line ", "page "
OTHER_SIZE = (COLUMNS - 20, LINES - 6)
UP, PAGE_UP, PAGE_DOWN = b"\x1b[A", b"\x1b[5~", b"\x1b[6~"
DIALOGS = {
    "help": (session(TEXT), b"?", b"q"),
    "palette": (session(TEXT), b"\x10", b"\x1b"),
    "filter of the diff": (DIFF, b"f", b"q"),
}
"""Each from where, and the keys that open and close it."""

Step = tuple[str, bytes]
"""An act's name, empty or ending in a blank, and its keys."""


def idle(program: Program) -> Samples:
    """Do nothing; bytes and writes a second, and milliseconds of CPU a second."""
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
    failed = next((figure for figure in found.values() if isinstance(figure, str)), "")
    return {OURS: failed or sum(figure for figure in found.values() if isinstance(figure, float)), **found}


def pressed(program: Program, steps: Sequence[Step]) -> Samples:
    """Press keys, each an act of the name that is given with it; all of them have to paint something."""
    samples: Samples = {}
    with program.opened() as terminal:
        for name, keys in steps:
            act = terminal.press(keys)
            if not act.size:
                raise NeverShown(f"painted nothing on {keys!r}")
            note(samples, act, name)
    return samples


def resized(program: Program) -> Samples:
    """Change the size and back."""
    samples: Samples = {}
    with program.opened() as terminal:
        for size in (OTHER_SIZE, (COLUMNS, LINES)) * ROUNDS:
            note(samples, terminal.resize(*size))
    return samples


@cache
def sections(runs: int) -> Results:
    """From section to section, and the floor app's full repaint: by a key, and by another size of the terminal."""
    trials: dict[str, Trial | None] = {
        OURS: partial(pressed, session(TEXT), [("", bytes([key])) for key in SECTIONS]),
        FLOOR: partial(pressed, floor(TEXT), [("", REPAINT)] * ROUNDS),
        f"{FLOOR}'s resize": partial(resized, floor(TEXT)),
    }
    return interleaved(runs, trials)


@cache
def dialogs(runs: int) -> Results:
    """Dialogs opened and closed, vim's help, and the floor app's repaint."""
    trials: dict[str, Trial | None] = {
        name: partial(pressed, program, [(OPENED, opening), (CLOSED, closing)] * ROUNDS)
        for name, (program, opening, closing) in DIALOGS.items()
    }
    trials[FLOOR] = partial(pressed, floor(TEXT), [(OPENED, REPAINT), (CLOSED, REPAINT)] * ROUNDS)
    editor = vim(TEXT, inserting=False)
    steps = [(OPENED, b":help\r"), (CLOSED, b":q\r")] * ROUNDS
    trials[VIM] = partial(pressed, editor, steps) if editor else None
    return interleaved(runs, trials)


def dialog(name: str, runs: int) -> Results:
    """One dialog of ours, beside the others' figures."""
    found = dialogs(runs)
    return {OURS: found[name], FLOOR: found[FLOOR], f"{VIM}'s help": found[VIM]}


@cache
def scrolled(runs: int) -> Results:
    """Scrolling down through the diff, and up from the end of a long text in the floor app, vim and nano."""
    trials: dict[str, Trial | None] = {
        OURS: partial(pressed, DIFF, [(LINE, b"j")] * ROUNDS + [(PAGE, PAGE_DOWN)] * PAGES_OF_DIFF),
        FLOOR: partial(pressed, floor(PAGES), [(PAGE, PAGE_UP)] * ROUNDS + [("", UP * LINES)] + [(LINE, UP)] * ROUNDS),
    }
    for name, program, line, page in (
        (VIM, vim(PAGES, inserting=False), b"\x19", b"\x02"),
        (NANO, nano(PAGES), b"\x1b-", PAGE_UP),
    ):
        steps = [(LINE, line)] * ROUNDS + [(PAGE, page)] * ROUNDS
        trials[name] = partial(pressed, program, steps) if program else None
    return interleaved(runs, trials)


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
    Row("idle, countdown running: bytes a second", "B", FLOOR, partial(still, "bytes"), AtMost(25, ratio=False)),
    Row("idle, countdown running: writes a second", "", FLOOR, partial(still, "writes"), AtMost(1.05, ratio=False)),
    Row("idle, countdown running: CPU a second", "ms", FLOOR, partial(still, "cpu"), AtMost(2)),
    Row("idle elsewhere: bytes a second", "B", "", elsewhere, AtMost(0, ratio=False)),
    *act_rows("section to section", sections, FLOOR, bytes=AtMost(0.5)),
    *(
        row
        for name in DIALOGS
        for act in (OPENED, CLOSED)
        for row in act_rows(f"{name} {act.strip()}", partial(dialog, name), FLOOR, act)
    ),
    *act_rows("the diff scrolled by a line", scrolled, FLOOR, LINE),
    *act_rows("the diff scrolled by a page", scrolled, FLOOR, PAGE),
    Row("memory of a session screen (resident)", "MiB", FLOOR, remembered, AtMost(1.4)),
)
