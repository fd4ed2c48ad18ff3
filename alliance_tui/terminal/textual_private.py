"""Choose between our modules that use Textual's private parts and Textual's own parts, after trying ours."""

from __future__ import annotations

from importlib import import_module
from inspect import signature
from typing import Any

PARTS = {"frames": "drawing", "text_area": "editor"}
"""Modules of this package that use private parts, and what Textual's own do in their place.

The `misfit` of each returns why the installed Textual does not fit it, or "" if it does. `frames` is tried at the
start; `text_area` before the first editor, because the first frame does without the import of Textual's.
"""


def changed_methods(owner: type, **expected: str) -> str:
    """Return which methods of a class are gone or do not take the expected parameters; "" stands for a property's."""
    found = {name: getattr(owner, name, None) for name in expected}
    taken = {name: " ".join(signature(each).parameters) for name, each in found.items() if callable(each)}
    return ", ".join(name for name in expected if not found[name] or taken.get(name, "") != expected[name])


class PrivateParts:
    """What of Textual's private parts is used."""

    def __init__(self) -> None:
        self.start(stock=False)

    def start(self, *, stock: bool) -> None:
        """Forget earlier tries; with `stock`, use only Textual's own parts."""
        self._tried: dict[str, Any] = dict.fromkeys(PARTS if stock else ())
        self.notes: list[str] = []
        """What to say when the program ends: a line for each part that does not fit."""

    def part(self, name: str) -> Any:
        """Return the module of a part; None if Textual's own is to be used."""
        if name not in self._tried:
            try:
                self._tried[name] = import_module(f"alliance_tui.terminal.{name}")
                why = self._tried[name].misfit()
            except Exception as fault:
                why = repr(fault)
            if why:
                self.give_up(name, why)
        return self._tried[name]

    def give_up(self, name: str, why: str) -> None:
        """Use Textual's own part from now on, and say so at the end."""
        self._tried[name] = None
        self.notes.append(f"Alliance used Textual's own {PARTS[name]}: {why}.")


private_parts = PrivateParts()
