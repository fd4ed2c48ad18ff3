"""What a key costs while somebody writes: CPU, bytes on the line, and the time until it is shown.

Keys come at an even rate. Each has for its own what comes until the next, and CPU is that of all of it, saves and the
countdown too, over the number of keys.
"""

from __future__ import annotations

from functools import cache, partial

from tests.benchmarks.processes import cpu
from tests.benchmarks.programs import (
    FLOOR,
    NANO,
    OURS,
    VIM,
    Program,
    floor,
    library,
    nano,
    prose,
    session,
    vim,
    writing,
)
from tests.benchmarks.pty import now
from tests.benchmarks.rows import AtMost, Results, Row, Samples, act_rows, each, interleaved, medians

RATE = 5
"""Keys a second."""
TYPED = " the quick brown fox jumps over it"
FOUND = "grace and ada"
"""What is typed into the search for a name."""
LONG, LONGER, SHORT = 2_000, 20_000, 200
"""Characters."""
OTHER_FIELDS = {
    "search for a name": (library((b"/", "name")), FOUND),
    "agreement": (session("", (b"a", "whose doing")), TYPED),
    "slip": (library((b"v", "v1"), (b"s", "What slipped"), (b"\r", "note it"), (b"\r", "done")), TYPED),
}
"""Where else is written, and what."""


def typed(program: Program, text: str = TYPED) -> Samples:
    """Type at an even rate."""
    samples: Samples = {"bytes": [], "wall": []}
    with program.opened() as terminal:
        began, computed = now(), cpu(terminal.pid)
        for key in text:
            moment = now()
            act = terminal.press(key.encode(), 1 / RATE)
            terminal.listen(moment + 1 / RATE - now())
            samples["bytes"].append(sum(len(chunk.data) for chunk in terminal.since(moment)))
            samples["wall"] += [act.last * 1000] if act.size else []
        samples["cpu"] = [(cpu(terminal.pid) - computed) * 1000 / len(text)]
        samples["a second"] = [sum(samples["bytes"]) / (now() - began)]
        terminal.shows(text.split()[-2])
    return samples


def contest(runs: int, text: str, back: int = 0) -> Results:
    """Typing at the end of a text, or so many words before it."""
    programs = {OURS: writing(text, back), FLOOR: floor(text, back), VIM: vim(text, back), NANO: nano(text, back)}
    return interleaved(runs, each(typed, programs))


@cache
def at_the_end(runs: int) -> Results:
    """Typing at the end of 2,000 characters."""
    return contest(runs, prose(LONG))


@cache
def in_the_middle(runs: int) -> Results:
    """Typing in the middle of them."""
    text = prose(LONG)
    return contest(runs, text, len(text[LONG // 2 :].split()))


@cache
def by_length(runs: int) -> Results:
    """Typing at the end of short and long answers, in ours and in the floor app."""
    programs: dict[str, Program | None] = {OURS: writing(prose(LONGER)), f"at {SHORT}": writing(prose(SHORT))}
    programs |= {f"{FLOOR} at {length:,}": floor(prose(length)) for length in (LONGER, SHORT)}
    return interleaved(runs, each(typed, programs))


@cache
def elsewhere(runs: int) -> Results:
    """Typing in other fields, and in the floor app with a short text."""
    trials = {name: partial(typed, program, text) for name, (program, text) in OTHER_FIELDS.items()}
    return interleaved(runs, {**trials, FLOOR: partial(typed, floor(prose(SHORT)))})


def in_field(field: str, runs: int) -> Results:
    """The same of one field."""
    return {OURS: elsewhere(runs)[field], FLOOR: elsewhere(runs)[FLOOR]}


TABLE = (
    Row("typing 5 keys a second at the end", "B/s", FLOOR, lambda runs: medians(at_the_end(runs), "a second")),
    Row("typing 5 keys a second in the middle", "B/s", FLOOR, lambda runs: medians(in_the_middle(runs), "a second")),
    *act_rows("a key at the end of 2,000", at_the_end, FLOOR, cpu=AtMost(0.6), bytes=AtMost(32, False)),
    *act_rows("a key in the middle of 2,000", in_the_middle, FLOOR, bytes=AtMost(1 / 3)),
    *act_rows("a key, 20,000 over 200 characters", by_length, f"at {SHORT}", cpu=AtMost(2.5)),
    *(row for field in OTHER_FIELDS for row in act_rows(f"a key in the {field}", partial(in_field, field), FLOOR)),
)
