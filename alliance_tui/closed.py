"""What Textual offers every app and this one does not: starting programs, writing pictures of private text."""

from __future__ import annotations

from typing import Any

from textual.app import App


class ClosedApp(App[None]):
    """An app with no way out to other programs, whoever asks: a key, the palette or a link in a text."""

    def open_url(self, *_args: Any, **_options: Any) -> None:
        """Start no browser."""

    def action_suspend_process(self) -> None:
        """Go to no shell."""

    def action_screenshot(self, *_args: Any, **_options: Any) -> None:
        """Write no picture."""

    def deliver_screenshot(self, *_args: Any, **_options: Any) -> str | None:
        """Write no picture."""
        return None
