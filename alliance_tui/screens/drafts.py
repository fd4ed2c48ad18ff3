"""What has been typed and is not on disk yet: saved half a second after the first key, retried until it is.

A key press becomes a saved answer so: AnswerEditor -> AnswerPane.Changed -> SectionScreen puts it here ->
`flush` runs services.sessions.answer on the writer's thread -> Library.change_session -> DurableStorage.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Hashable

from textual.timer import Timer
from textual.widget import Widget

from alliance_tui.domain.errors import AllianceError, StoreError

DELAY = 0.4
"""Seconds from the first unsaved key to its save; with the save itself, within a second."""
RETRY = 1.0
"""Seconds between tries when saving fails."""

Save = Callable[[], Awaitable[None]]


class Drafts:
    """The newest unsaved value of each field, by any key."""

    def __init__(self, owner: Widget, trouble: Callable[[str], None]) -> None:
        """`owner` runs the timer; `trouble` takes the message, "" when all is saved."""
        self._owner = owner
        self._trouble = trouble
        self._waiting: dict[Hashable, Save] = {}
        self._timer: Timer | None = None
        self._lock = asyncio.Lock()
        self._failing = False

    def __contains__(self, key: Hashable) -> bool:
        return key in self._waiting

    def put(self, key: Hashable, save: Save) -> None:
        """Have a field saved soon; a newer value takes an older one's place but not its time."""
        self._waiting[key] = save
        self._later(DELAY)

    async def flush(self) -> bool:
        """Save all now; whether nothing is left unsaved."""
        async with self._lock:
            for key, save in list(self._waiting.items()):
                try:
                    await save()
                except StoreError as error:
                    self._failing = True
                    self._trouble(str(error))
                    self._later(RETRY)
                    return False
                except AllianceError as error:
                    self._trouble(str(error))
                if self._waiting.get(key) is save:
                    del self._waiting[key]
        if self._failing:
            self._failing = False
            self._trouble("")
        return not self._waiting

    def _later(self, seconds: float) -> None:
        if self._timer is None:
            self._timer = self._owner.set_timer(seconds, self._due)

    async def _due(self) -> None:
        self._timer = None
        await self.flush()
