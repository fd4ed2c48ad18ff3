"""The one door to Textual's private parts: each is tried before it is used, and Textual's own is the way back.

A part is a module of this package that leans on them. Its `misfit` returns why the installed Textual does not fit it,
or "" if it does. All are tried at the start but `text_area`, which is tried before the first editor: the first frame
does without the import of Textual's.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

AT_START = {
    "frames": "drawing",
    "compositor": "choice of what to draw",
}
LATER = {"text_area": "editor"}
"""Modules, and what Textual's own does in the place of each."""
WORDS = AT_START | LATER


class Door:
    """What of Textual's private parts is used."""

    def __init__(self) -> None:
        """Nothing is tried yet."""
        self.open(stock=False)

    def open(self, *, stock: bool) -> None:
        """Try everything anew; `stock` uses Textual's own parts alone."""
        self._stock = stock
        self._tried: dict[str, Any] = {}
        self.notes: list[str] = []
        """What to say when the program ends: a line for each part that does not fit."""

    def try_all(self) -> None:
        """Try what is used from the first frame on."""
        for name in AT_START:
            self.part(name)

    def part(self, name: str) -> Any:
        """Return the module of a part; None if Textual's own is to be used."""
        if self._stock:
            return None
        if name not in self._tried:
            try:
                module = import_module(f"alliance_tui.terminal.{name}")
                why = module.misfit()
            except Exception as fault:
                module, why = None, repr(fault)
            self._tried[name] = None if why else module
            if why:
                self.give_up(name, why)
        return self._tried[name]

    def give_up(self, name: str, why: str) -> None:
        """Use Textual's own part from now on, and say so at the end."""
        self._tried[name] = None
        self.notes.append(f"Alliance used Textual's own {WORDS[name]}: {why}.")


door = Door()
