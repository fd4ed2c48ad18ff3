"""The find bar at the foot of a page: what is looked for, and at which of how many places one is."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Static

from alliance_tui.terminal.keymap import key_for
from alliance_tui.widgets.line_input import LineInput
from alliance_tui.widgets.plain import plain


class FindBar(Widget):
    """One row: a field, and what was found."""

    class Pressed(Message):
        """Somebody clicked on the bar."""

    DEFAULT_CSS = """
    FindBar { layout: horizontal; height: 1; padding: 0 1; background: $surface; }
    FindBar > Static { width: auto; height: 1; max-width: 60%; }
    FindBar > LineInput { width: 1fr; background: $surface; }
    """

    def __init__(self, words: str = "") -> None:
        super().__init__()
        self.field = LineInput(words)
        self._found = Static(id="found")

    def compose(self) -> ComposeResult:
        yield Static(plain(f"{key_for('find', '/')} ", "bold $accent"))
        yield self.field
        yield self._found

    def on_click(self) -> None:
        self.post_message(self.Pressed())

    @property
    def words(self) -> str:
        """What was typed."""
        return self.field.value

    def show(self, at: int | None, of: int, searched: str) -> None:
        """Show at which of how many places the keys are; `searched`: where the words are not, if there are none."""
        if not self.words.strip():
            words = ""
        elif at is None:
            words = f"nothing in {searched}"
        else:
            words = f"{at + 1:{len(str(of))}} of {of}"  # as wide at each place: no other width is laid out
        found = plain(f"  {words}" if words else "", "$text-muted")
        self._found.update(found, layout=found.cell_length != self._found.size.width)
