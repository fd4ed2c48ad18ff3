"""Keys act in order, on the screen they were pressed on, and only while that screen is there."""

from __future__ import annotations

import asyncio
import unicodedata
from collections.abc import Callable, Mapping
from contextlib import suppress
from time import monotonic
from typing import Any
from weakref import WeakKeyDictionary

from textual import events
from textual.app import App
from textual.await_complete import AwaitComplete
from textual.screen import Screen
from textual.widget import AwaitMount, Widget

from alliance_tui.terminal.key_names import key_name
from alliance_tui.terminal.us_layout import us_character
from alliance_tui.text.characters import clean

NO_KEY = "That was no key: for the keys, switch the keyboard or the input method to Latin letters."
SHOWN = 5.0
"""Seconds for which that notice is shown."""
PAUSE = 1.0
"""Seconds without a key after which dropped keys count again."""
PATIENCE = 5.0
"""Seconds after which a queue that does not empty is not waited for any more."""


async def drain_keys(screen: Screen[Any]) -> None:
    """Wait until the focused field and all widgets above it, or else the screen, have handled their queued events.

    A key with priority acts at once, while letters pressed before it may still wait in a field's queue.
    """
    for node in (screen.focused or screen).ancestors_with_self:
        if node is screen.app or (node.is_running and node.task is asyncio.current_task()):
            return  # we are called from this node's own queue, which can't be waited for
        taken_in = asyncio.Event()
        if node.call_later(taken_in.set):
            with suppress(TimeoutError):
                await asyncio.wait_for(taken_in.wait(), PATIENCE)


def unprintable_text(event: events.Key) -> str:
    """Return the character of a key that is text although Python calls it unprintable, else "".

    Joiners of emoji and of many scripts, no-break and ideographic spaces: Textual's editors drop them.
    """
    char = event.character or ""
    dropped = len(char) == 1 and not char.isprintable() and unicodedata.category(char) in ("Cf", "Zs")
    return char if dropped and clean(char) == char else ""


async def act_at_once(
    field: Widget, event: events.Key, actions: Mapping[str, str], insert: Callable[[str], None]
) -> None:
    """Run a key's action now, not after the letters that follow it; `insert` text that Textual's editors drop."""
    text, action = unprintable_text(event), actions.get(event.key)
    if text or action:
        event.stop().prevent_default()
    if text:
        insert(text)
    if action:
        await field.run_action(action)


class OrderedApp(App[None]):
    """An app that keeps keys, clicks and pastes in step with its screens.

    Textual 8.2.8 gives a key to a screen whose widgets are not there yet or are gone, which ends the program. A key
    that a busy screen did not want comes back to the app, and acts on whatever screen has come into view meanwhile.
    """

    lowest = 1
    """How many screens stay."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._notice_ends = self._dropped_at = 0.0
        """When the notice is gone, and when a key was dropped last, by the monotonic clock."""
        self._pressed_on: WeakKeyDictionary[events.Event, Screen[Any]] = WeakKeyDictionary()

    def drop_keys(self) -> None:
        """Drop keys and pastes until there is a pause, because the screen changes without a request from here."""
        self._dropped_at = monotonic()

    async def on_event(self, event: events.Event) -> None:
        """Hold input back until the screen in view is built; drop it where that screen or the app was left since."""
        if isinstance(event, events.Key | events.Paste) and monotonic() - self._dropped_at < PAUSE:
            self.drop_keys()
            return
        if isinstance(event, events.InputEvent | events.Paste):
            while self.return_code is None and self.screen_stack and not self.screen.is_mounted:
                await AwaitMount(self.screen, [self.screen])
            if self.return_code is not None or not self.screen_stack:
                return
        if isinstance(event, events.Key):
            if self._pressed_on.setdefault(event, self.screen) is not self.screen:
                return
            if not event.is_forwarded and not self._act_as_latin(event):
                return
        await super().on_event(event)

    def _act_as_latin(self, event: events.Key) -> bool:
        """Turn a letter of another layout into the key it lies on, unless keys are text now. Return False for no key.

        Here, so that it is decided when every key before this one has moved the focus.
        """
        char = event.character
        if char is None or char.isascii():
            return True
        self.app_focus = True  # as Textual does next: the field that a blur of the terminal's window took the focus of
        if self.focused and self.focused.check_consume_key("a", "a"):
            return True
        key = us_character(char)
        if key:
            event.key, event.character = key_name(key), key
        elif monotonic() >= self._notice_ends:
            self._notice_ends = monotonic() + SHOWN
            self.notify(NO_KEY, markup=False, timeout=SHOWN)
        return key is not None

    # Neither waits until the screen it takes away is gone: that screen's own handler may be what called it.

    def pop_screen(self) -> AwaitComplete:
        """Go back to the screen below. The lowest stays, so that a second close does nothing."""
        if len(self.screen_stack) > self.lowest:
            super().pop_screen()
        return AwaitComplete()

    def switch_screen(self, screen: Screen[Any] | str) -> AwaitComplete:
        """Show another screen in the place of the one in view; above the lowest, which stays."""
        if len(self.screen_stack) > self.lowest:
            super().switch_screen(screen)
        else:
            AwaitComplete(self.push_screen(screen)).call_next(self)
        return AwaitComplete()
