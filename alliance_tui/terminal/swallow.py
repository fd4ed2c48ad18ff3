"""Drop the keys that were typed for a screen that is gone."""

from __future__ import annotations

from time import monotonic
from typing import Any

from textual import events
from textual.app import App

PAUSE = 1.0
"""Seconds without a key after which keys count again."""


class SwallowingApp(App[None]):
    """An app that can drop keys and pastes until there is a pause."""

    def __init__(self, **options: Any) -> None:
        """Pass `options` to the app."""
        super().__init__(**options)
        self._swallowing, self._last_key = False, 0.0

    def swallow_keys(self) -> None:
        """Drop keys until there is a pause, because the screen changes without a request from here."""
        self._swallowing, self._last_key = True, monotonic()

    async def on_event(self, event: events.Event) -> None:
        """Drop a key that came before the pause."""
        if self._swallowing and isinstance(event, events.Key | events.Paste):
            now = monotonic()
            self._swallowing, self._last_key = now - self._last_key < PAUSE, now
            if self._swallowing:
                return
        await super().on_event(event)
