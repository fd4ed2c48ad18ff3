"""Words found in a store while somebody types them, beside the writer's thread: saves do not wait for it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import partial

from alliance_tui import services
from alliance_tui.domain.errors import AllianceError
from alliance_tui.domain.finding import FoundIn, Searched
from alliance_tui.screens.page import Page
from alliance_tui.text.finding import Wanted

DELAY = 0.2
"""Seconds without another key, after which a search begins."""
LIMIT = 200
"""As many texts are kept to be shown; the rest are counted."""


@dataclass
class WordsFound:
    """What was found so far."""

    wanted: Wanted
    found: list[FoundIn] = field(default_factory=list)
    """The first `LIMIT` texts."""
    more: int = 0
    """How many texts were found besides."""
    searched: Searched = field(default_factory=Searched)
    complete: bool = False

    def add(self, found: FoundIn) -> None:
        """Keep what was found in one alliance, or count it."""
        room = LIMIT - sum(len(each.found) for each in self.found)
        if room > 0:
            self.found.append(found.first(room))
        self.more += max(0, len(found.found) - max(0, room))


class WordSearch:
    """A page's search; a new one ends the one before."""

    def __init__(self, page: Page, show: Callable[[WordsFound], None]) -> None:
        """`show` is called with what was found so far, every some ms, and once more when all was searched."""
        self._page, self._show = page, show

    def begin(self, words: str) -> None:
        """Search for words; without any, only end the search that goes on."""
        search: Callable[[], Awaitable[None]] = partial(self._search, Wanted(words))
        self._page.run_worker(search, group="words", exclusive=True)

    async def _search(self, wanted: Wanted) -> None:
        if not wanted:
            return
        await asyncio.sleep(DELAY)
        so_far = WordsFound(wanted)
        steps = services.search.search(self._page.library, wanted, so_far.searched)
        try:
            while (step := await asyncio.to_thread(next, steps, None)) is not None:
                for each in step:
                    so_far.add(each)
                if step and self._page.is_usable:
                    self._show(so_far)
        except AllianceError as error:
            self._page.show_error(error)
            return
        so_far.complete = True
        if self._page.is_usable:
            self._show(so_far)
