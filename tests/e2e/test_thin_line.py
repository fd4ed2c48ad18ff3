"""Writing over a line of 2,400 bytes a second with 300 ms each way, 50 keys a second, into a long answer."""

from __future__ import annotations

import time
from itertools import takewhile
from pathlib import Path
from shlex import quote

import pytest

from alliance_tui.storage.library import Library
from tests.benchmarks.programs import WORD_LEFT, prose
from tests.benchmarks.stores import ANSWERED, RUNNING, sample
from tests.e2e.thin_line import RATE, ThinTerminal

LENGTH = 2_400
KEYS = 50
"""A second."""
TYPED = "".join(f" word{number} by word and key{number} by key, it goes on" for number in range(4)) + " to the last. "
PATIENCE = 60
"""Seconds for what would take about two, on a loaded machine."""


def tight(text: str) -> str:
    """The text without its white space, which a line's end may have eaten."""
    return "".join(text.split())


def pane(screen: str) -> str:
    """The text in the right pane, below its heading and down to last time's words, without white space."""
    rows = [line.partition("▌ ")[2].rstrip(" ┃") for line in screen.split("\n")[8:]]
    return tight("".join(takewhile(lambda row: not row.startswith("last time"), rows)))


def written(store: Path) -> str:
    """The answer as it is on disk."""
    session = Library(store).load(RUNNING)[1]
    assert session is not None
    return session.answers[ANSWERED].text


@pytest.mark.parametrize("back", [0, 200], ids=["at-the-end", "in-the-middle"])
def test_fast_typing_over_a_thin_line(alliance: Path, store: Path, back: int) -> None:
    """No key is lost or out of place, and the line is never more than a second behind the last one."""
    text = prose(LENGTH)

    def right(screen: str) -> bool:
        """Whether what is shown is the text with all that was typed, in one piece, somewhere in it."""
        shown = pane(screen)
        return tight(TYPED) in shown and shown.replace(tight(TYPED), "") in tight(text)

    sample(store, text)
    with ThinTerminal([alliance, "--store", store, "open", RUNNING], columns=120, rows=36) as terminal:
        terminal.wait_for("enter write")
        terminal.press("enter")
        terminal.wait_for("writing")
        for _ in range(back // 10):
            terminal.send(WORD_LEFT * 10)
            terminal.wait_quiet(0.05)
        terminal.narrow()
        began = time.monotonic()
        for number, key in enumerate(TYPED, 1):
            terminal.type(key)
            time.sleep(max(0, began + number / KEYS - time.monotonic()))
        terminal.wait_until(right, "all of it in place", PATIENCE)
        assert terminal.since_last_key <= RATE, f"{terminal.since_last_key} bytes, {terminal.held_up} more to come"
        terminal.press("escape")
        terminal.wait_gone("writing")
        end = time.monotonic() + PATIENCE
        while TYPED not in written(store) and time.monotonic() < end:
            time.sleep(0.1)
        assert written(store).replace(TYPED, "") == text


def test_no_answer_of_the_terminals_is_left_to_the_shell(alliance: Path, store: Path) -> None:
    """Whatever was asked is waited for before somebody else reads the terminal."""
    sample(store, prose(LENGTH))
    line = f"{quote(str(alliance))} --store {quote(str(store))}; echo over; sleep 2; echo end; sleep 60"
    with ThinTerminal(["sh", "-c", line], columns=120, rows=36) as terminal:
        terminal.wait_for("Library")
        terminal.wait_quiet()  # it has answered once, so the program knows that it will
        terminal.narrow()
        terminal.press("ctrl+l", "q")
        terminal.wait_for("end", PATIENCE)
        assert "^[" not in terminal.screen()
