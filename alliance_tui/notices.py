"""Notices: one message line above the footer of the screen in view, instead of Textual's toasts."""

from __future__ import annotations

from time import monotonic
from typing import Any

from textual.app import App
from textual.screen import Screen
from textual.timer import Timer

from alliance_tui.widgets.message_line import MessageLine

SHORTEST = 5
"""Seconds that a notice stays at least."""
READING = 15
"""Characters that are read in a second."""
TOGETHER = 2
"""Seconds within which a second notice is shown behind the first."""


class NoticeApp(App[None]):
    """An app whose notices are lines of its screens. They go when their time is up or their page is left."""

    _words = ""
    _error = False
    _given = 0.0
    _timer: Timer | None = None
    _page: Screen[Any] | None = None

    def page_in_view(self) -> Screen[Any] | None:
        """Return the screen that a notice belongs to, whatever dialogs lie over it."""
        return self.screen_stack[-1] if self.screen_stack else None

    def notify(self, message: str, *, severity: str = "information", timeout: float | None = None, **_: Any) -> None:
        """Show a notice; one that follows at once stands behind the first."""
        page = self.page_in_view()
        with_it = self._words and page is self._page and monotonic() - self._given < TOGETHER
        if with_it and message not in self._words:
            message = f"{self._words} {message}"
        self._words, self._error, self._given, self._page = message, severity == "warning", monotonic(), page
        if self._timer:
            self._timer.stop()
        stay = timeout or max(SHORTEST, len(message) / READING)
        self._timer = self.set_timer(stay, self.clear_notifications)
        self.show_notices()

    def clear_notifications(self) -> None:
        """Take the notice off the screen."""
        self._words = ""
        self.show_notices()

    def show_notices(self) -> None:
        """Show on the screen in view the notice that belongs to its page, if there is one."""
        if self._words and self.page_in_view() is not self._page:
            self._words = ""
        for line in self.screen.query(MessageLine) if self.screen_stack else ():
            line.show(self._words, self._error)
