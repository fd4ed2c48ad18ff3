"""What a key costs while somebody writes: CPU, bytes on the line, and the time until it is shown.

Keys come at an even rate, but none before all is done that comes of the one before. What a second of typing costs has
the saves and the countdown in it, too.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial

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
from tests.benchmarks.rows import AtMost, Results, Row, Samples, act_rows, each, interleaved, medians, note
from tests.processes import cpu

RATE = 5
"""Keys a second."""
TYPED = " the quick brown fox jumps over it"
FOUND = "grace and ada"
"""What is typed into the search for a name."""
LONG, LONGER, SHORT = 2_000, 20_000, 200
"""Characters."""
OTHER_FIELDS = {
    "search for a name": (library((b"/", "enter list")), FOUND),
    "agreement": (session("", (b"a", "whose doing")), TYPED),
    "slip": (library((b"v", "v1"), (b"s", "What slipped"), (b"\r", "note it"), (b"\r", "done")), TYPED),
}
"""Where else is written, and what."""


def typed(program: Program, text: str = TYPED) -> Samples:
    """Type at an even rate."""
    samples: Samples = {}
    with program.opened() as terminal:
        began, computed = now(), cpu(terminal.pid)
        for key in text:
            moment = now()
            note(samples, terminal.press(key.encode()))
            terminal.listen(moment + 1 / RATE - now())
        seconds = now() - began
        samples["bytes a second"] = [sum(len(chunk.data) for chunk in terminal.since(began)) / seconds]
        samples["cpu a second"] = [(cpu(terminal.pid) - computed) * 1000 / seconds]
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


def a_second(results: Callable[[int], Results], where: str) -> tuple[Row, Row]:
    """What a second of typing costs."""
    return (
        Row(f"a second of typing {where}: CPU", "ms", FLOOR, lambda runs: medians(results(runs), "cpu a second")),
        Row(f"a second of typing {where}: bytes", "B", FLOOR, lambda runs: medians(results(runs), "bytes a second")),
    )


TABLE = (
    *a_second(at_the_end, "at the end of 2,000 characters"),
    *a_second(in_the_middle, "in the middle of them"),
    *act_rows("a key at the end of 2,000 characters", at_the_end, FLOOR, cpu=AtMost(0.6), bytes=AtMost(32, False)),
    *act_rows("a key in the middle of them", in_the_middle, FLOOR, bytes=AtMost(1 / 3)),
    *act_rows("a key, 20,000 over 200 characters", by_length, f"at {SHORT}", cpu=AtMost(2.5)),
    *(row for field in OTHER_FIELDS for row in act_rows(f"a key in the {field}", partial(in_field, field), FLOOR)),
)
