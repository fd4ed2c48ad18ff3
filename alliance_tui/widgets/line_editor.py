"""Where one line is written."""

from __future__ import annotations

from textual.widgets import TextArea

from alliance_tui.terminal.modes_and_keys import kept_bindings
from alliance_tui.text.characters import without_line_breaks
from alliance_tui.widgets.answer_editor import AnswerEditor, light


def new_line_editor(id: str) -> LineEditor:
    """Return an empty field of one line, which is as many rows high as it takes."""
    editor = light(LineEditor)()
    editor.id, editor.can_focus = id, True
    return editor


class LineEditor(AnswerEditor, inherit_bindings=False):
    """A field for one line that is wrapped, not scrolled: a paste of several lines becomes one."""

    BINDINGS = [*kept_bindings(TextArea)]
    DEFAULT_CSS = """
    LineEditor, LineEditor:focus { height: auto; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.tab_behavior = "focus"

    def _insert(self, text: str) -> None:
        super()._insert(without_line_breaks(text))
