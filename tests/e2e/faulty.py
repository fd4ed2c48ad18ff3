"""The program with a fault of its own put in, for tests of what a fault shows. Run: faulty.py PLACE ARGUMENT ..."""

from __future__ import annotations

import sys
from typing import Any, NoReturn

CANARY = "Vermilion-canary-4711"
"""Words that an answer holds, and that every fault's message quotes."""


def fail(*_args: Any, **_kwargs: Any) -> NoReturn:
    """Fail as code does that puts a value into its message, with the words in a local variable too."""
    words = f"cannot handle {CANARY}"
    raise RuntimeError(words)


def main() -> int:
    """Break one place, then run the command."""
    from alliance_tui.cli import main as command
    from alliance_tui.render import document
    from alliance_tui.services import sessions
    from alliance_tui.terminal.driver import Driver
    from alliance_tui.widgets.answer_pane import AnswerPane
    from alliance_tui.widgets.split_view import SplitView

    place = sys.argv.pop(1)
    targets: dict[str, tuple[object, str]] = {
        "handler": (SplitView, "scroll_answer"),
        "painting": (AnswerPane, "_title"),
        "writer": (sessions, "mark"),
        "saving": (sessions, "answer"),
        "input": (Driver, "_pass_on"),
        "printing": (document, "document"),
    }
    owner, name = targets[place]
    whole = getattr(owner, name, None)

    def once_armed(*args: Any, **kwargs: Any) -> Any:
        """Work until the words are there."""
        if any(CANARY in repr(arg) for arg in args) or armed():
            fail()
        return whole(*args, **kwargs) if whole else None

    def armed() -> bool:
        """Whether the words are in the editor by now."""
        from textual._context import active_app

        app = active_app.get(None) or APP[0] if APP else None
        screens = app.screen_stack if app else []  # the terminal answers before there is one
        return any(CANARY in each.editor.text for screen in screens[-1:] for each in screen.query(AnswerPane))

    remember_app()
    setattr(owner, name, once_armed)
    return command()


APP: list[Any] = []


def remember_app() -> None:
    """Keep the app when it is made, for threads that do not know it."""
    from alliance_tui.app import AllianceApp

    begin = AllianceApp.__init__

    def begun(self: AllianceApp, *args: Any, **kwargs: Any) -> None:
        begin(self, *args, **kwargs)
        APP.append(self)

    AllianceApp.__init__ = begun  # type: ignore[method-assign]


if __name__ == "__main__":
    sys.exit(main())
