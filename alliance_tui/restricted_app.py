"""Switch off what Textual offers every app: starting programs, and writing pictures of private text."""

from __future__ import annotations

from typing import Any

from textual.app import App


class RestrictedApp(App[None]):
    """An app that starts no other program and writes no picture, whether a key, the palette or a link asks for it."""

    def open_url(self, *_args: Any, **_options: Any) -> None:
        """Start no browser."""

    def action_suspend_process(self) -> None:
        """Suspend to no shell."""

    def action_screenshot(self, *_args: Any, **_options: Any) -> None:
        """Write no picture."""

    def deliver_screenshot(self, *_args: Any, **_options: Any) -> str | None:
        """Write no picture."""
        return None
