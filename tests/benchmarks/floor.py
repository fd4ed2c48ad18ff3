"""The floor app: one stock TextArea and nothing else, which is what Textual costs before we have done anything.

Run: python -m tests.benchmarks.floor [--still] [--palette] [FILE]     (--still: no blinking caret; ctrl+q leaves)
The caret stands at the end of the text; ctrl+r repaints everything from nothing, ctrl+p with --palette opens Textual's.
"""

from __future__ import annotations

import sys
from pathlib import Path

from textual.app import App, ComposeResult
from textual.widgets import TextArea


class Floor(App[None]):
    """A text in a stock TextArea."""

    ENABLE_COMMAND_PALETTE = "--palette" in sys.argv
    BINDINGS = [("ctrl+r", "repaint", "Repaint")]

    def __init__(self, text: str, still: bool) -> None:
        """Show this text; `still` without a blinking caret."""
        super().__init__()
        self.text = text
        self.still = still

    def compose(self) -> ComposeResult:
        """The one widget."""
        area = TextArea(self.text, soft_wrap=True)
        area.cursor_blink = not self.still
        area.move_cursor(area.document.end)
        yield area

    def action_repaint(self) -> None:
        """Lay everything out and paint it anew."""
        self.refresh(repaint=True, layout=True)


def main() -> None:
    """Open it on the file named on the command line."""
    words = sys.argv[1:]
    still = "--still" in words
    text = "".join(Path(word).read_text() for word in words if not word.startswith("--"))
    Floor(text, still).run()


if __name__ == "__main__":
    main()
