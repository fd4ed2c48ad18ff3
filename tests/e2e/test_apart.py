"""Two programs, a side each: not one byte of a covered answer reaches the other's terminal before both are ready."""

from __future__ import annotations

from pathlib import Path

from alliance_tui.domain.alliance import SIDES
from alliance_tui.services import sessions
from alliance_tui.storage.library import Library
from tests.e2e.conftest import OpenTerminal
from tests.e2e.session import PATIENCE, lay_down, run_alliance
from tests.e2e.terminal import Terminal

MARKERS = {"Ada": "Xyzzy", "Grace": "Plugh"}
PRINTED = [
    ("list", "--json"),
    ("show", "Ada"),
    ("show", "Ada", "--json"),
    ("history", "Ada", "--json"),
    *(("export", "Ada", "--output", "-", "--format", format) for format in ("text", "markdown", "html")),
]
LOOKS = ("r", "escape", "N", "n", "1", "2", "3", "4", "5", "?", "escape", "A", "escape", "1", "k")
"""Keys that bring much of the program into view, and the first question at the end."""


def see(terminal: Terminal, words: str) -> None:
    terminal.wait_until(lambda screen: words in screen, words, PATIENCE)


def test_nothing_covered_is_sent_before_both_are_ready(alliance: Path, store: Path, terminal: OpenTerminal) -> None:
    """Nor printed; then it is on both screens."""
    name = lay_down(store)
    library = Library(store)
    first = library.session(name).current
    sessions.set_apart(library, name, [question.id for question in library.session(name).bank], True)
    asked = library.session(name).bank[first].text[:14]
    desks = {
        who: terminal([alliance, "--store", store, "open", name, "--as", who], columns=100, rows=30) for who in MARKERS
    }
    for who, desk in desks.items():
        see(desk, asked)
        see(desk, "covered: only you see this")
        desk.press("enter")
        see(desk, "writing")
        desk.type(MARKERS[who])
        see(desk, MARKERS[who])
        desk.press("escape")
        desk.wait_quiet()
    for who, desk in desks.items():
        other = next(marker for name, marker in MARKERS.items() if name != who)
        for key in LOOKS:
            desk.press(key)
            desk.wait_quiet(0.1)
        assert other.encode() not in desk.raw
    for words in PRINTED:
        done = run_alliance(alliance, store, *words)
        assert done.returncode == 0
        assert not any(marker in done.stdout + done.stderr for marker in MARKERS.values())
    for desk in desks.values():
        assert not any(marker in desk.title for marker in MARKERS.values())
        see(desk, asked)
        desk.press("R")
    for desk in desks.values():
        for marker in MARKERS.values():
            see(desk, marker)
    answers = Library(store).session(name).answers
    assert {answers[first, side].text for side in SIDES} == {*MARKERS.values()}
