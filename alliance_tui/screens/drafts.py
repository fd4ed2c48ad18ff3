"""Typed texts that are not on disk yet: saved soon after the first key, and retried until that succeeds.

A key press becomes a saved answer so: AnswerEditor -> AnswerPane.Changed -> AnswerWriting puts it here ->
`flush` runs services.sessions.answer on the writer's thread -> Library.change_session -> DurableStorage.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Hashable
from contextlib import suppress
from functools import partial
from typing import Any, NamedTuple

from textual.timer import Timer

from alliance_tui.domain.alliance import edit_id
from alliance_tui.domain.errors import AllianceError, NotFound, StoreError
from alliance_tui.screens.page import Page

DELAY = 0.5
"""Seconds from the first unsaved key to its save; with the save itself, within a second."""
RETRY = 1.0
"""Seconds between tries when saving fails."""
KEPT_APART = "What you typed is kept apart, and offered to its author at the next opening."


class Draft(NamedTuple):
    """An act that saves a field, and what to do with its result on the screen.

    `keep_apart` saves the text elsewhere when the session it is for has ended or refuses it; True if it did.
    """

    save: Callable[[], Any]
    saved: Callable[[Any], None] = lambda _result: None
    keep_apart: Callable[[], bool] = lambda: False

    def save_anyhow(self) -> None:
        """Save it in the session, or apart if that has ended; may be called from any thread."""
        try:
            self.save()
        except AllianceError:
            with suppress(AllianceError):
                self.keep_apart()


class Drafts:
    """The newest unsaved value of each field, by any key."""

    def __init__(self, page: WritingPage) -> None:
        self._page = page
        self._waiting: dict[Hashable, Draft] = {}
        self._timer: Timer | None = None
        self._lock = asyncio.Lock()
        self.failing = False
        """True if the last save failed, so that something is not on disk."""

    def __contains__(self, key: Hashable) -> bool:
        return key in self._waiting

    def save_soon(self, key: Hashable, draft: Draft) -> None:
        """Schedule the save of a field; a newer value replaces an older one but does not delay its save."""
        self._waiting[key] = draft
        self._later(self._page.save_delay)

    async def flush(self) -> bool:
        """Save all now; return True if nothing is left unsaved."""
        async with self._lock:
            for key, draft in list(self._waiting.items()):
                try:
                    await self._save(draft)
                except (NotFound, StoreError) as error:
                    self.failing = True
                    self._page.trouble(str(error))
                    self._later(RETRY)
                    return False
                except AllianceError as error:  # refused, so the text is gone from the screen soon
                    try:
                        kept = await self._page.perform(draft.keep_apart)
                    except (NotFound, StoreError) as trouble:  # it stays on the screen
                        self.failing = True
                        self._page.trouble(f"{error} {trouble}")
                        self._later(RETRY)
                        return False
                    except AllianceError:
                        kept = False
                    self._page.show_notice(f"{error} {KEPT_APART}" if kept else str(error), error=True)
                if self._waiting.get(key) is draft:
                    del self._waiting[key]
        if self.failing:
            self.failing = False
            self._page.trouble("")
        return not self._waiting

    async def _save(self, draft: Draft) -> None:
        """Save a draft; apart, if its session has ended."""
        try:
            draft.saved(await self._page.perform(draft.save))
        except (NotFound, StoreError) as error:
            if not await self._page.end(error):
                raise
            await self._page.perform(draft.keep_apart)

    def save_now(self) -> None:
        """Save all from any thread, without the event loop: the program is about to end."""
        for draft in list(self._waiting.values()):
            draft.save_anyhow()

    def _later(self, seconds: float) -> None:
        if self._timer is None:
            self._timer = self._page.set_timer(seconds, self._due)

    async def _due(self) -> None:
        self._timer = None
        await self.flush()


class WritingPage(Page):
    """A page on which somebody types."""

    def __init__(self) -> None:
        super().__init__()
        self.drafts = Drafts(self)
        self.alliance_id = ""

    @property
    def save_delay(self) -> float:
        """Seconds from the first unsaved key to its save."""
        return DELAY

    def new_edit(self) -> str:
        return edit_id(self.program.author, self.library.new_id())

    def save_now(self) -> None:
        self.drafts.save_now()

    async def flush(self) -> bool:
        return await self.drafts.flush()

    async def action_leave(self) -> None:
        """Save, and go back to the screen below."""
        await self.once_saved(partial(self.program.close_page, self))

    def trouble(self, message: str) -> None:
        """Show that saving fails, or, with "", that all is saved again."""
        if message:
            self.show_notice(message, error=True)

    async def end(self, error: AllianceError) -> bool:  # noqa: ARG002 (for subclasses)
        """Return True if the session that could not be read or saved has ended."""
        return False
