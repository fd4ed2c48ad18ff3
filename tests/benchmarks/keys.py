"""What a key costs while somebody writes: bytes on the line, and the time until it is shown.

Latency is from the moment the key is written to the last byte of the burst that shows it.
"""

from __future__ import annotations

from functools import cache, partial

from tests.benchmarks.programs import FLOOR, NANO, OURS, VIM, Program, floor, nano, prose, vim, writing
from tests.benchmarks.pty import now
from tests.benchmarks.rows import Figures, Results, Row, Samples, each, interleaved, medians

RATE = 5
"""Keys a second."""
TYPED = " the quick brown fox jumps over it"
LONG, LONGER, SHORT = 2_000, 20_000, 200
"""Characters."""


def typed(program: Program) -> Samples:
    """Type at an even rate; bytes and milliseconds of each key, and of all that came the bytes a second."""
    samples: Samples = {"bytes": [], "ms": [], "first": []}
    with program.opened() as terminal:
        began = now()
        for key in TYPED:
            moment = terminal.write(key.encode())
            burst = terminal.burst(moment, 1 / RATE)
            terminal.listen(moment + 1 / RATE - now())
            samples["bytes"].append(burst.size if burst else 0)
            if burst:
                samples["ms"].append(burst.last * 1000)
                samples["first"].append(burst.first * 1000)
        received = sum(len(chunk.data) for chunk in terminal.since(began))
        samples["a second"] = [received / (now() - began)]
        terminal.shows(TYPED.split()[-2])
    return samples


@cache
def at_the_end(runs: int) -> Results:
    """Typing at the end of 2,000 characters."""
    text = prose(LONG)
    programs = {OURS: writing(text), FLOOR: floor(text), VIM: vim(text), NANO: nano(text)}
    return interleaved(runs, each(typed, programs))


@cache
def in_the_middle(runs: int) -> Results:
    """Typing in the middle of them."""
    text = prose(LONG)
    back = len(text[LONG // 2 :].split())
    programs = {OURS: writing(text, back), FLOOR: floor(text, back), VIM: vim(text, back), NANO: nano(text, back)}
    return interleaved(runs, each(typed, programs))


@cache
def by_length(runs: int) -> Results:
    """Typing at the end of short and long answers, in ours and in the floor app."""
    programs: dict[str, Program | None] = {}
    for length in (SHORT, LONGER):
        programs |= {f"{OURS} {length}": writing(prose(length)), f"{FLOOR} {length}": floor(prose(length))}
    return interleaved(runs, each(typed, programs))


def end(kind: str, runs: int) -> Figures:
    """One kind of figure at the end."""
    return medians(at_the_end(runs), kind)


def middle(kind: str, runs: int) -> Figures:
    """One kind of figure in the middle."""
    return medians(in_the_middle(runs), kind)


def growth(runs: int) -> Figures:
    """Latency at 20,000 characters beside that at 200, and the same of the floor app."""
    found = medians(by_length(runs), "ms")
    stock = (found[f"{FLOOR} {LONGER}"], found[f"{FLOOR} {SHORT}"])
    return {
        OURS: found[f"{OURS} {LONGER}"],
        f"at {SHORT}": found[f"{OURS} {SHORT}"],
        f"{FLOOR} at {LONGER:,}": stock[0],
        f"{FLOOR} at {SHORT}": stock[1],
    }


TABLE = (
    Row("bytes a key, at the end of 2,000 characters", "B", FLOOR, partial(end, "bytes"), most=32, ratio=False),
    Row("bytes a key, in the middle of them", "B", FLOOR, partial(middle, "bytes"), most=1 / 3),
    Row("bytes a second, typing 5 keys a second at the end", "B", FLOOR, partial(end, "a second")),
    Row("the same in the middle", "B", FLOOR, partial(middle, "a second")),
    Row("latency of a key, 2,000 characters", "ms", FLOOR, partial(end, "ms"), most=0.6),
    Row("latency of a key, in the middle", "ms", FLOOR, partial(middle, "ms")),
    Row("latency of a key, 20,000 over 200 characters", "ms", f"at {SHORT}", growth, most=2.5),
)
