"""Says whether a program still shows and stores what it did, and whether its keys act."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from tests.e2e.session import PATIENCE, Sitting
from tests.e2e.terminal import APART, Terminal
from tests.reports import cut

CLOCKS = re.compile(r"\d+:\d\d|\d+ of \d+ min|\d+ min")
SIGN = "session.here"
"""Begins the names of the files that tell of presence."""
REDRAWN = b"\x1b[2J"


def timeless(screen: str) -> str:
    """A screen without its times."""
    return CLOCKS.sub("", screen)


def fingerprints(store: Path) -> dict[str, str]:
    """The hash of each file in a store but for the signs of presence."""
    files = (file for file in sorted(store.rglob("*")) if file.is_file() and not file.name.startswith(SIGN))
    return {str(file.relative_to(store)): hashlib.sha256(file.read_bytes()).hexdigest() for file in files}


def press_redraw(terminal: Terminal) -> None:
    """Press a key that acts on every screen, and see it act."""
    before = len(terminal.raw)
    terminal.press("ctrl+l")
    terminal.wait_until(lambda _: REDRAWN in terminal.raw[before:], "the screen drawn anew", PATIENCE)


class Witness:
    """What a program shows and stores at one moment."""

    def __init__(self, sitting: Sitting, store: Path) -> None:
        """Look at it once it is quiet."""
        self._sitting, self._store = sitting, store
        sitting.terminal.wait_quiet(0.3)
        self._screen, self._files = timeless(sitting.screen), fingerprints(store)

    def deliver(self, *pieces: bytes, apart: float = APART) -> None:
        """Send pieces, and no answer of the terminal amid them."""
        self._sitting.terminal.send_pieces(*pieces, apart=apart)

    def deliver_cut(self, data: bytes, *places: int) -> None:
        """Send bytes cut at these places."""
        self.deliver(*cut(data, *places))

    def confirm(self, what: object) -> None:
        """The screen and the store are what they were, and a key acts; `what` names what was done meanwhile."""
        if not self._sitting.alive:
            raise AssertionError(f"the program ended after {what}\n{self._sitting.screen}")
        press_redraw(self._sitting.terminal)
        self.confirm_unchanged(what)

    def confirm_unchanged(self, what: object) -> None:
        """The screen and the store are what they were."""
        terminal = self._sitting.terminal
        expected = f"the same screen after {what}; it was\n{self._screen}"
        for _ in range(2):  # a field may take its keys later than a screen does
            terminal.wait_until(lambda screen: timeless(screen) == self._screen, expected, PATIENCE)
            terminal.wait_quiet(0.05)
        changed = fingerprints(self._store)
        assert changed == self._files, f"the store changed by {what}: {set(changed.items()) ^ set(self._files.items())}"
        assert self._sitting.alive, what
