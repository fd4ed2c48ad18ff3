"""What acts cost: every program is started once a run, and does one act after the other.

Where a program lacks what a row opens, its whole repaint stands in the row: ctrl+r in the floor app, ctrl+l in vim and
nano. Beside ours under a dialog, the others do nothing.
"""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from functools import cache, partial
from typing import NamedTuple

from tests.benchmarks.programs import (
    BARE_VIM,
    DOOIT,
    END,
    FLOOR,
    NANO,
    OURS,
    VIM,
    WORD_LEFT,
    Program,
    dooit,
    floor,
    library,
    nano,
    prose,
    session,
    store,
    vim,
)
from tests.benchmarks.pty import ROWS as LINES
from tests.benchmarks.pty import Measured, NeverShown, now
from tests.benchmarks.rows import AtMost, Figures, Row, Samples, interleaved, medians, note
from tests.benchmarks.stores import MANY, SOME, answered, many
from tests.processes import cpu, memory

OPEN, START = "open NAME", "start to 1,000 alliances"
HELP, HELP_CLOSED, DIFF, LINE, PAGE = "help opened", "help closed", "diff opened", "diff by a line", "diff by a page"
PALETTE, PALETTE_CLOSED, SECTION = "palette opened", "palette closed", "section to section"
REPAINT = "repaint"
IDLE, WRITING = "a second idle in a session", "a second idle while writing"
UNDER_HELP, UNDER_PALETTE = "a second idle under help", "a second idle under the palette"
KEY, MIDDLE, LONG_KEY = "a key at the end of 2,000 characters", "a key in their middle", "a key after 20,000 characters"
AGREEMENT_KEY, SLIP_KEY, NAME_KEY = "a key in an agreement", "a key in a slip", "a key in a search for a name"
HISTORY, LONG_HISTORY = "history of 50 versions", "history of three versions of 30 x 20,000 characters"
SEARCH = "search in 10,000 alliances, a key"
FILTER, FILTER_CLOSED = "filter of the diff opened", "filter of the diff closed"
IN_LIBRARY, IN_VERSION, IN_DIFF = (
    f"a second idle {where}" for where in ("in the library", "at a version", "in the diff")
)
KINDS = {
    "cpu": ("CPU", "ms"),
    "bytes": ("bytes", "B"),
    "frames": ("frames", ""),
    "wall": ("wall time", "ms"),
    "MiB": ("memory", "MiB"),
    "a second cpu": ("CPU a second", "ms"),
    "a second bytes": ("bytes a second", "B"),
}
"""What is taken of an act, in words, and its unit."""
SELECTED: set[str] = set()
"""The acts that are asked for; others are not done."""

SECONDS = 10
"""How long an idle screen is watched."""
ONCE = 6
"""Seconds in which a program does what it does once after its start, as ours empties the trash: that is no idling."""
RATE = 5
"""Keys a second."""
TYPED, FOUND = " the quick brown fox", "grace and ada"
TEXT = prose(2_000)
PAGES = "\n".join([*textwrap.wrap(prose(20_000), 70), END])
"""Many lines to scroll through."""
CHANGED = PAGES.replace(" you ", " we ")
ROUNDS = 3
ESCAPE, UP, PAGE_UP, PAGE_DOWN = b"\x1b", b"\x1b[A", b"\x1b[5~", b"\x1b[6~"
MIDDLE_OF_TEXT = len(TEXT[len(TEXT) // 2 :].split())
"""Words before the end."""
AT_200 = "ours at 200"

Step = tuple[str, bytes | str | float]
"""The act it belongs to, "" if it only leads on; keys to press at once, a text to type, or seconds to watch."""
Leg = Sequence[Step]
"""Steps that begin where the leg before ended, and are done if one of their acts is asked for."""


class Tour(NamedTuple):
    """What one program is to do; `starting` are the acts that its start is."""

    who: str
    program: Program | None
    starting: Sequence[str] = ()
    legs: Sequence[Leg] = ()

    @property
    def acts(self) -> set[str]:
        """Those of it that are asked for."""
        return {*self.starting, *(act for leg in self.legs for act, _ in leg)} & SELECTED

    def measure(self) -> Samples:
        """Start, and do what is asked for."""
        samples: Samples = {}
        assert self.program
        with self.program.started() as terminal:
            terminal.shows(self.program.shows)
            start = terminal.outcome(terminal.started, terminal.rest())
            for act in self.starting:
                note(samples, start, f"{act} ")
                samples[f"{act} MiB"] = [memory(terminal.pid)]
            self.program.lead(terminal)
            for leg in self.legs:
                if {act for act, _ in leg} & SELECTED:
                    for act, what in leg:
                        _do(terminal, what, f"{act} ", samples)
        return samples


def _do(terminal: Measured, what: bytes | str | float, act: str, samples: Samples) -> None:
    if isinstance(what, bytes):
        _press(terminal, what, act, samples)
        return
    began, computed = now(), cpu(terminal.pid)
    if isinstance(what, str):
        for key in what:
            moment = now()
            _press(terminal, key.encode(), act, samples)
            terminal.listen(moment + 1 / RATE - now())
        act += "a second "
    else:
        terminal.listen(what)
    seconds = now() - began
    samples.setdefault(f"{act}cpu", []).append((cpu(terminal.pid) - computed) * 1000 / seconds)
    samples.setdefault(f"{act}bytes", []).append(sum(len(chunk.data) for chunk in terminal.since(began)) / seconds)


def _press(terminal: Measured, keys: bytes, act: str, samples: Samples) -> None:
    done = terminal.press(keys)
    if not done.size:
        raise NeverShown(f"painted nothing on {keys!r}")
    note(samples, done, act)


def dialog(opened: str, opening: bytes, closed: str, closing: bytes, idle: str = "") -> list[Leg]:
    """Open and close it some times; then watch it open, if that is an act."""
    legs: list[Leg] = [[(opened, opening), (closed, closing)] * ROUNDS]
    return [*legs, [("", opening), (idle, SECONDS), ("", closing)]] if idle else legs


def writing(to_end: Leg, to_middle: Leg, escape: Leg = ()) -> list[Leg]:
    """Type at the end of the text, then in its middle."""
    return [[*to_end, (KEY, TYPED), *escape], [*to_middle, (MIDDLE, TYPED), *escape]]


def tours() -> list[Tour]:
    """All of them; ours first."""
    enter, escape = ("", b"\r"), ("", ESCAPE)
    back = [("", WORD_LEFT * 20)] * (MIDDLE_OF_TEXT // 20)
    idle: Leg = [("", ONCE), (IDLE, SECONDS)]
    session_legs: list[Leg] = [
        idle,
        *dialog(HELP, b"?", HELP_CLOSED, b"q", UNDER_HELP),
        *dialog(PALETTE, b"\x10", PALETTE_CLOSED, ESCAPE, UNDER_PALETTE),
        *writing([enter], [enter, *back], [escape]),
        [enter, (WRITING, SECONDS), escape],
        [(SECTION, bytes([key])) for key in b"231542"],
    ]
    diff_legs: list[Leg] = [
        [("", b"q"), *[(DIFF, b"d"), ("", b"q")] * ROUNDS, ("", b"d")],
        [(IN_DIFF, SECONDS)],
        *dialog(FILTER, b"f", FILTER_CLOSED, b"q"),
        [(LINE, b"j")] * ROUNDS,
        [(PAGE, PAGE_DOWN)] * ROUNDS,
    ]
    slip = library((b"v", "v1"), (b"s", "What slipped"), (b"\r", "note it"), (b"\r", "done"))
    ours: list[tuple[Program, Sequence[str], Sequence[Leg]]] = [
        (session(TEXT), [OPEN], session_legs),
        (library((b"d", "v2")), [], diff_legs),
        (library(), [], [[(IN_LIBRARY, SECONDS)], [("", b"v"), (IN_VERSION, SECONDS)]]),
        (store(partial(many, SOME)), [START], []),
        (store(partial(many, MANY)), [], [[("", b"/"), *[(SEARCH, b"a"), ("", b"\x7f")] * ROUNDS]]),
        (store(partial(answered, 50, 300, 0.02), (b"d", "v50")), [], [[(HISTORY, b"h"), ("", b"q")] * ROUNDS]),
        (store(partial(answered, 3, 20_000, 0.2), (b"d", "v3")), [], [[(LONG_HISTORY, b"h")]]),
        (session(prose(20_000)), [], [[enter, (LONG_KEY, TYPED)]]),
        (library((b"/", "enter list")), [], [[(NAME_KEY, FOUND)]]),
        (session("", (b"a", "whose doing")), [], [[(AGREEMENT_KEY, TYPED)]]),
        (slip, [], [[(SLIP_KEY, TYPED)]]),
    ]
    starts = [OPEN, START]
    paged: list[Leg] = [[(PAGE, PAGE_UP)] * ROUNDS, [("", UP * LINES), *[(LINE, UP)] * ROUNDS]]
    redraw: Leg = [(REPAINT, b"\x0c")] * ROUNDS
    there = [
        *(Tour(OURS, *each) for each in ours),
        Tour(AT_200, session(prose(200)), [], [[enter, (LONG_KEY, TYPED)]]),
        Tour(FLOOR, floor(TEXT), starts, [idle, [(REPAINT, b"\x12")] * ROUNDS, *writing([], back)]),
        Tour(FLOOR, floor(TEXT, "--palette"), [], dialog(PALETTE, b"\x10", PALETTE_CLOSED, ESCAPE)),
        Tour(FLOOR, floor(PAGES), [], paged),
        Tour(FLOOR, floor(prose(200)), [], [[(act, TYPED)] for act in (NAME_KEY, AGREEMENT_KEY, SLIP_KEY)]),
        Tour(NANO, nano(TEXT), starts, [idle, *dialog(HELP, b"\x07", HELP_CLOSED, b"\x18"), redraw]),
        Tour(NANO, nano(TEXT), [], writing([("", b"\x1b/")], back)),
        Tour(NANO, nano(PAGES), [], [[(PAGE, PAGE_DOWN)] * ROUNDS, [(LINE, b"\x1b=")] * ROUNDS]),
        Tour(
            DOOIT, dooit(), starts, [idle, *dialog(HELP, b"?", HELP_CLOSED, ESCAPE), [("", b"a"), (KEY, "quick fox")]]
        ),
    ]
    for who, bare in ((VIM, False), (BARE_VIM, True)):
        legs = [idle, *dialog(HELP, b":help\r", HELP_CLOSED, b":q\r"), redraw]
        typing = writing([("", b"GA")], [("", b"G$%dbi" % MIDDLE_OF_TEXT)], [escape])
        scrolling: list[Leg] = [[("", b"L"), *[(LINE, b"j")] * ROUNDS], [(PAGE, b"\x06")] * ROUNDS]
        there += [
            Tour(who, vim(TEXT, bare=bare), starts, [*legs, *typing]),
            Tour(who, vim(PAGES, CHANGED, bare=bare), [DIFF], scrolling),
        ]
    return there


@cache
def measured(runs: int) -> dict[str, dict[str, Samples | str]]:
    """What each program took for each act that is asked for."""
    chosen = {f"{number} {tour.who}": tour for number, tour in enumerate(tours()) if tour.acts}
    acts: dict[str, dict[str, Samples | str]] = {act: {} for act in SELECTED}
    trials = {name: tour.measure if tour.program else None for name, tour in chosen.items()}
    for name, samples in interleaved(runs, trials).items():
        for act in chosen[name].acts:
            acts[act][chosen[name].who] = samples
    return acts


def figures(acts: Sequence[str], kind: str, runs: int) -> Figures:
    """One kind of figure by program, each of the last of the acts that it does."""
    return {who: figure for act in acts for who, figure in medians(measured(runs)[act], f"{act} {kind}").items()}


def rows(act: str, reference: str = "", *kinds: str, instead: str = "", **targets: AtMost) -> list[Row]:
    """Return the rows of an act: CPU and bytes, or what is named. `instead`: what those do who lack it."""
    acts = tuple(filter(None, (instead, act)))
    words = {kind: KINDS[kind] for kind in kinds or ("cpu", "bytes")}
    return [
        Row(f"{act}: {name}", unit, reference, partial(figures, acts, kind), targets.get(kind), acts)
        for kind, (name, unit) in words.items()
    ]


def most(figure: float) -> AtMost:
    """A target that is no ratio."""
    return AtMost(figure, ratio=False)


PROMISED = (
    *rows(HELP, VIM, instead=REPAINT, bytes=most(2_500)),
    *rows(HELP_CLOSED, VIM, instead=REPAINT, bytes=most(2_500)),
    *rows(DIFF, VIM, "cpu", "bytes", "frames", instead=REPAINT, bytes=most(6_000), frames=most(1)),
    *rows(LINE, VIM, bytes=most(400)),
    *rows(PAGE, VIM, bytes=most(3_000)),
    *rows(PALETTE, FLOOR, bytes=most(4_000)),
    *rows(PALETTE_CLOSED, FLOOR, bytes=most(3_000)),
    *rows(SECTION, FLOOR, "cpu", "bytes", "frames", "wall", instead=REPAINT, cpu=AtMost(2), frames=most(1)),
    *rows(OPEN, FLOOR, cpu=AtMost(1.3)),
    *rows(IDLE, FLOOR, cpu=AtMost(1.5), bytes=most(25)),
    *rows(UNDER_HELP, FLOOR, instead=IDLE, cpu=AtMost(1.5), bytes=most(25)),
    *rows(UNDER_PALETTE, FLOOR, instead=IDLE, cpu=AtMost(1.5), bytes=most(25)),
    *rows(KEY, FLOOR, "cpu", "bytes", "wall", cpu=most(4), bytes=most(32)),
    *rows(HISTORY, cpu=most(200)),
    *rows(LONG_HISTORY, cpu=most(1_500)),
    *rows(SEARCH, cpu=most(15)),
)
"""What was promised last, in the order of the promise."""
TABLE = (
    *PROMISED,
    *(row for act in (KEY, MIDDLE) for row in rows(act, FLOOR, "a second cpu", "a second bytes")),
    *rows(MIDDLE, FLOOR, bytes=AtMost(1 / 3)),
    *rows(LONG_KEY, AT_200, cpu=AtMost(2.5)),
    *(row for act in (AGREEMENT_KEY, SLIP_KEY, NAME_KEY) for row in rows(act, FLOOR)),
    *rows(WRITING, FLOOR, instead=IDLE),
    *(row for act in (IN_LIBRARY, IN_VERSION, IN_DIFF) for row in rows(act, "", "bytes", bytes=most(0))),
    *rows(FILTER, FLOOR, instead=REPAINT),
    *rows(FILTER_CLOSED, FLOOR, instead=REPAINT),
    *rows(START, FLOOR, cpu=AtMost(1.35)),
    *rows(OPEN, FLOOR, "MiB", MiB=AtMost(1.4)),
)
