"""The line above the footer: what has just happened, or why something did not."""

from __future__ import annotations

from textual.widgets import Static

from alliance_tui.widgets.plain import plain


class MessageLine(Static):
    """Shows the notice that is current. A short screen has no row for it while there is none."""

    DEFAULT_CSS = """
    MessageLine { height: auto; min-height: 1; max-height: 3; width: 100%; padding: 0 1; }
    """

    def __init__(self) -> None:
        super().__init__(classes="-empty")
        self._said = ("", False)

    def show(self, words: str, error: bool) -> None:
        """Show a notice; "" for none."""
        if (words, error) == self._said:
            return
        self._said = words, error
        self.set_class(not words, "-empty")
        self.update(plain(f"! {words}", "bold $gone") if error and words else plain(words))
