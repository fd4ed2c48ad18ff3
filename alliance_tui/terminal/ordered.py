"""A key acts on the screen it was pressed on, and only while that screen is there."""

from __future__ import annotations

from typing import Any
from weakref import WeakKeyDictionary

from textual import events
from textual._context import active_message_pump
from textual.app import App
from textual.await_complete import AwaitComplete
from textual.dom import DOMNode
from textual.screen import Screen


class OrderedApp(App[None]):
    """An app that keeps keys, clicks and pastes in step with its screens.

    Textual 8.2.8 gives a key to a screen whose widgets are not there yet or are gone, which ends the program. A key
    that a busy screen did not want comes back to the app, and acts on whatever screen has come into view meanwhile.
    """

    def __init__(self, **options: Any) -> None:
        """Pass `options` to Textual's app."""
        super().__init__(**options)
        self._left = False
        self._pressed_on: WeakKeyDictionary[events.Event, Screen[Any]] = WeakKeyDictionary()

    def exit(self, *args: Any, **options: Any) -> None:
        """Leave; drop the input that follows."""
        self._left = True
        super().exit(*args, **options)

    async def on_event(self, event: events.Event) -> None:
        """Hold input back until the screen in view is built; drop it where that screen or the app was left since."""
        if isinstance(event, events.InputEvent | events.Paste):
            while not self._left and self._screen_stack and not self.screen.is_mounted:
                await self.screen._mounted_event.wait()
            if self._left or not self._screen_stack:
                return
            if isinstance(event, events.Key) and self._pressed_on.setdefault(event, self.screen) is not self.screen:
                return
        await super().on_event(event)

    def pop_screen(self) -> AwaitComplete:
        """Go back to the screen below. The lowest stays, so that a second close does nothing."""
        if len(self._screen_stack) < 2:
            return AwaitComplete()
        return self._gone(self.screen, super().pop_screen())

    def switch_screen(self, screen: Screen[Any] | str) -> AwaitComplete:
        """Show another screen in the place of the one in view; above the lowest, which stays."""
        if len(self._screen_stack) < 2:
            return AwaitComplete(self.push_screen(screen)).call_next(self)
        return self._gone(self.screen, super().switch_screen(screen))

    def _gone(self, screen: Screen[Any], end: AwaitComplete) -> AwaitComplete:
        """Return what to wait for until a screen is gone: nothing within its own queue, which has to empty first."""
        pump = active_message_pump.get(None)
        within = isinstance(pump, DOMNode) and screen in pump.ancestors_with_self
        return AwaitComplete() if within else end
