"""Reads what the library shows beside its list: the agreements of the marked alliance."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.timer import Timer

from alliance_tui.domain.errors import AllianceError
from alliance_tui.domain.summary import Summary
from alliance_tui.screens.page import Page
from alliance_tui.widgets.alliance_preview import AlliancePreview

if TYPE_CHECKING:  # the first frame does without the domain
    from alliance_tui.domain.alliance import Alliance

REST = 0.25
"""Seconds that the mark has to rest on an alliance before it is read."""
FIRST = 0.05
"""Seconds before the first one is read, to which nobody has moved the mark: the first frame does not wait for it."""
KEPT = 50
"""Alliances that are remembered."""


class LibraryPreview:
    """Shows what was read before at once; reads the rest off the event loop, and shows nothing until then."""

    def __init__(self, page: Page) -> None:
        self.widget = AlliancePreview(page.clock)
        self._page = page
        self._known: dict[Summary, Alliance] = {}
        self._marked: Summary | None = None
        self._timer: Timer | None = None

    def mark(self, summary: Summary | None) -> None:
        """Show this alliance, or read it once the mark has rested on it; None where there is nothing to show."""
        wanted = summary and summary._replace(session=None)
        if wanted == self._marked and (self._timer or self.widget.alliance):
            return
        rest = REST if self._marked else FIRST
        self._marked = wanted
        if self._timer:
            self._timer.stop()
            self._timer = None
        self.widget.show(self._known.get(wanted) if wanted else None)
        if wanted and wanted.version and not self.widget.alliance:
            self._timer = self._page.set_timer(rest, lambda: self._page.run_worker(self._read(wanted)))

    async def _read(self, wanted: Summary) -> None:
        """Read an alliance and show it if it is still marked; one that can't be read says why when it is opened."""
        self._timer = None
        try:
            alliance = await self._page.perform(self._page.library.alliance, wanted.name)
        except AllianceError:
            return
        if wanted == self._marked and alliance.id == wanted.id and self._page.is_usable:
            if wanted.unrepaired == len(alliance.unrepaired):
                self._known[wanted] = alliance
                for old in list(self._known)[:-KEPT]:
                    del self._known[old]
            self.widget.show(alliance)
