"""What has been typed and is not on disk yet: saved half a second after the first key, retried until it is.

A key press becomes a saved answer so: AnswerEditor -> AnswerPane.Changed -> SectionScreen puts it here ->
`flush` runs services.sessions.answer on the writer's thread -> Library.change_session -> DurableStorage.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Hashable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Protocol, runtime_checkable

from textual.timer import Timer

from alliance_tui.domain.errors import AllianceError, StoreError
from alliance_tui.screens.page import Page

DELAY = 0.4
"""Seconds from the first unsaved key to its save; with the save itself, within a second."""
RETRY = 1.0
"""Seconds between tries when saving fails."""


@dataclass(frozen=True)
class Draft:
    """An act that saves a field, and what to do with its result on the screen."""

    save: Callable[[], Any]
    saved: Callable[[Any], None]


@runtime_checkable
class Writing(Protocol):
    """A page on which somebody types."""

    drafts: Drafts


class Drafts:
    """The newest unsaved value of each field, by any key."""

    def __init__(self, page: Page, trouble: Callable[[str], None]) -> None:
        """`page` runs the acts; `trouble` takes the message when one fails, "" when all is saved again."""
        self._page = page
        self._trouble = trouble
        self._waiting: dict[Hashable, Draft] = {}
        self._timer: Timer | None = None
        self._lock = asyncio.Lock()
        self._failing = False

    def __contains__(self, key: Hashable) -> bool:
        return key in self._waiting

    def put(self, key: Hashable, save: Callable[[], Any], saved: Callable[[Any], None] = lambda _result: None) -> None:
        """Have a field saved soon; a newer value takes an older one's place but not its time."""
        self._waiting[key] = Draft(save, saved)
        self._later(DELAY)

    async def flush(self) -> bool:
        """Save all now; whether nothing is left unsaved."""
        async with self._lock:
            for key, draft in list(self._waiting.items()):
                try:
                    result = await self._page.perform(draft.save)
                except StoreError as error:
                    self._failing = True
                    self._trouble(str(error))
                    self._later(RETRY)
                    return False
                except AllianceError as error:
                    self._page.say(str(error), error=True)
                else:
                    draft.saved(result)
                if self._waiting.get(key) is draft:
                    del self._waiting[key]
        if self._failing:
            self._failing = False
            self._trouble("")
        return not self._waiting

    def save_now(self) -> None:
        """Save all from any thread, without the event loop: the program is about to end."""
        for draft in list(self._waiting.values()):
            with suppress(AllianceError):
                draft.save()

    def _later(self, seconds: float) -> None:
        if self._timer is None:
            self._timer = self._page.set_timer(seconds, self._due)

    async def _due(self) -> None:
        self._timer = None
        await self.flush()
