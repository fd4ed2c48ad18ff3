"""Words found in a store while somebody types them, beside the writer's thread: saves do not wait for it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import partial
from math import inf
from time import monotonic
from typing import TYPE_CHECKING

from alliance_tui import services
from alliance_tui.domain.errors import AllianceError
from alliance_tui.domain.finding import FoundIn, Searched
from alliance_tui.screens.page import Page
from alliance_tui.text.finding import Wanted

if TYPE_CHECKING:  # services are imported when they are first asked for
    from alliance_tui.services.search import Without

GROUP = "words"
DELAY = 0.3
"""Seconds without another key, after which a search begins: who types on does not wait so long."""
LIMIT = 200
"""A search ends with so many texts: nobody goes through more, and the texts of a large store take minutes."""
AGAIN = 0.25
"""Seconds after which more that was found is shown."""


@dataclass
class WordsFound:
    """What was found so far: the first `LIMIT` texts."""

    wanted: Wanted
    found: list[FoundIn] = field(default_factory=list)
    searched: Searched = field(default_factory=Searched)
    complete: bool = False
    """True if all was searched."""

    @property
    def room(self) -> int:
        """How many texts are still kept."""
        return LIMIT - sum(len(each.found) for each in self.found)

    def add(self, found: FoundIn) -> None:
        """Keep what was found in one alliance, if there is room."""
        if (room := self.room) > 0:
            self.found.append(found.first(room))


class WordSearch:
    """A page's search; a new one ends the one before, and passes over what that has ruled out if it narrows it."""

    def __init__(self, page: Page, show: Callable[[WordsFound], None]) -> None:
        """`show` is called with what was found so far, every some ms, and once more when all was searched."""
        self._page, self._show = page, show
        self._wanted = Wanted("")
        self._without: dict[str, Without] = {}
        """What the last searches have ruled out."""

    def begin(self, words: str) -> None:
        """Search for words; without any, only end the search that goes on."""
        before, self._wanted = self._wanted, Wanted(words)
        if not self._wanted.narrows(before):
            self._without = {}
        self._page.workers.cancel_group(self._page, GROUP)
        if self._wanted:
            search: Callable[[], Awaitable[None]] = partial(self._search, self._wanted)
            self._page.run_worker(search, group=GROUP)

    async def _search(self, wanted: Wanted) -> None:
        await asyncio.sleep(DELAY)
        so_far, shown_at, is_new = WordsFound(wanted), -inf, False
        steps = services.search.search(self._page.library, wanted, so_far.searched, without=self._without)
        try:
            while so_far.room > 0 and (step := await asyncio.to_thread(next, steps, None)) is not None:
                for each in step:
                    so_far.add(each)
                is_new = is_new or bool(step)
                if is_new and monotonic() >= shown_at + AGAIN and self._page.is_usable:
                    shown_at, is_new = monotonic(), False
                    self._show(so_far)
        except AllianceError as error:
            self._page.show_error(error)
            return
        so_far.complete = so_far.room > 0
        if self._page.is_usable:
            self._show(so_far)
