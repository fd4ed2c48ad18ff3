"""Reads the store for the library's list: of many alliances a screenful first, the rest in the background."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Iterator
from math import inf
from time import monotonic

from alliance_tui.domain.summary import Summary
from alliance_tui.screens.page import Page
from alliance_tui.storage.catalogue import Step
from alliance_tui.widgets.library_list import LibraryList

SCREENFUL = 50
"""Alliances that are read before the first key acts."""
FEW = 1_000
"""As many are all read before the first frame: to draw a screenful of them first would take nearly as long."""
PATIENCE = 0.1
"""Seconds after which keys act though fewer were read: files without a cover take longer."""
AGAIN = 0.25
"""Seconds after which progress is shown again: to show it takes longer than to read a hundred alliances."""
GROWTH = 1.5
"""The list is shown again when it has grown by this factor, so that showing it does not slow down the scan."""


class LibraryScan:
    """A scan of the store; the first one fills the list."""

    def __init__(self, page: Page, rows: LibraryList, shown: Callable[[], None]) -> None:
        """`shown` is called when other rows or another progress are to be shown."""
        self._page, self._list, self._shown = page, rows, shown
        self.complete = False
        """True once all alliances were read."""
        self.progress = (0, 0)
        """How many were read, of how many there are."""
        self._shown_at = -inf
        """When other rows or progress were last shown, by the monotonic clock."""
        self._steps: Iterator[Step] | None = None
        """The scan that is going on."""

    async def begin(self) -> None:
        """Read the store again: a screenful now, of a few alliances all at the start; the rest in the background."""
        self._steps, self._shown_at = self._page.library.scan(), monotonic()
        steps = self._steps
        found: list[Summary] = []
        if await self._go_on(steps, found, SCREENFUL, monotonic() + PATIENCE):
            self.behind(self._go_on(steps, found))

    def behind(self, rest: Coroutine[None, None, bool]) -> None:
        """Scan the rest in the background after the first rows were shown."""
        self._page.call_after_refresh(self._page.run_worker, rest)

    async def _go_on(
        self, steps: Iterator[Step], found: list[Summary], enough: float = inf, until: float = inf
    ) -> bool:
        """Go on with a scan until enough is found or time is up; return True if there may be more.

        `until` is of the monotonic clock.
        """
        while True:
            step = await self._page.attempt(next, steps, None)
            if self._steps is not steps or not self._page.is_in_view:
                return False  # another scan has begun, or will when the page comes back into view
            if step is None:
                filling, self.complete = not self.complete, True
                self._list.columns.fit(found)
                self._list.take(found, filling)
                self._shown()
                return False
            found += step.summaries
            self._list.columns.widen(step.summaries)
            self.progress = (len(found), step.of)
            at_once = step.of <= FEW and not self.complete
            done = (len(found) >= enough and not at_once) or monotonic() >= until
            if len(found) < step.of and not self.complete and (done or monotonic() >= self._shown_at + AGAIN):
                self._shown_at = monotonic()
                if len(found) >= len(self._list.summaries) * GROWTH:
                    self._list.take(found, filling=True)
                self._shown()
            if done:
                return True

    async def read_slips(self) -> None:
        """Read whole what earlier releases wrote, whose covers do not say whether all slips are repaired."""
        steps = self._steps
        names = [each.name for each in self._list.summaries if each.partners and each.unrepaired is None]
        read: dict[str, Summary] = {}
        for at, name in enumerate(names, 1):
            summary = await self._page.perform(self._page.library.whole, name)
            if self._steps is not steps or not self._page.is_in_view:
                return
            if not summary.problem:
                read[name] = summary
            if at % SCREENFUL == 0 or at == len(names):
                self._list.take(read.get(each.name, each) for each in self._list.summaries)
                self._shown()
