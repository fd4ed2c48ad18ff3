"""Print what an unexpected exception may show, and nothing private, when it ends the program."""

from __future__ import annotations

import sys
from typing import Any

from textual.app import App

from alliance_tui.terminal.textual_private import changed_methods


class NoTracebackApp(App[None]):
    """An app that prints a message of its own instead of Textual's traceback with the values of variables."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.fault_words: list[str] = []
        """What to print of faults when the program has ended."""

    @staticmethod
    def prints_variables() -> bool:
        """Return True if this Textual would print a fault in its own way: then nothing may be opened."""
        return bool(changed_methods(App, _fatal_error="self"))

    def after_fault(self, error: BaseException | None) -> str:
        """Return what to print of a fault."""
        raise NotImplementedError

    def _fatal_error(self) -> None:
        self.bell()
        self.fault_words.append(self.after_fault(sys.exc_info()[1]))
        self.panic()
