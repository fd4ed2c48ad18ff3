"""Finds words in the store for the library's list, while somebody types them."""

from __future__ import annotations

from collections.abc import Callable

from alliance_tui.render.phrases import count
from alliance_tui.render.search import row, searched
from alliance_tui.screens.page import Page
from alliance_tui.screens.word_search import WordSearch, WordsFound
from alliance_tui.text.characters import one_line
from alliance_tui.widgets.library_found import FoundText
from alliance_tui.widgets.library_list import LibraryList

LEAST = 2
"""Letters that are looked for at least: one of them is nearly everywhere."""


class LibraryWords:
    """What was found so far stands below the alliances whose names fit."""

    def __init__(self, page: Page, rows: LibraryList, shown: Callable[[], None]) -> None:
        """`shown` is called when other rows are shown."""
        self._page, self._list, self._shown = page, rows, shown
        self._search = WordSearch(page, self._show)
        self._so_far: WordsFound | None = None
        self._texts: list[FoundText] = []
        self._read = 0
        """Of how many alliances the texts are there."""

    def look_for(self, words: str) -> None:
        """Look for other words; for none, if there are too few letters."""
        self._so_far, self._list.texts = None, ()
        self._search.begin(words if len(words.strip()) >= LEAST or not words.isascii() else "")

    def _show(self, so_far: WordsFound) -> None:
        if so_far is not self._so_far:
            self._so_far, self._read, self._texts = so_far, 0, []
        for among in so_far.found[self._read :]:
            shown = (row(found, among, so_far.wanted, self._page.clock) for found in among.found)
            self._texts += [
                FoundText(among, found, each, at == 0)
                for at, (found, each) in enumerate(zip(among.found, shown, strict=True))
            ]
        self._read = len(so_far.found)
        self._list.texts = self._texts
        self._list.fill()
        self._shown()

    async def open_marked(self) -> None:
        """Open the marked text at its place."""
        text = next((each for each in self._texts if each is self._list.marked_text), None)
        if text and self._so_far:
            await self._page.program.show_found(text.name, text.found, self._so_far.wanted.words)

    @property
    def counted(self) -> str:
        """How many texts have the words; "" before any was found."""
        if not (so_far := self._so_far):
            return ""
        texts = count(len(self._texts), "text")
        return texts if so_far.complete else f"{texts} so far" if so_far.room > 0 else f"the first {texts}"

    @property
    def nothing(self) -> str:
        """That the words are nowhere, and where they were looked for."""
        words = f"“{one_line(self._list.search.strip())}”"
        if not (so_far := self._so_far) or not so_far.complete:
            return f"No name has {words}."
        unreadable = len(so_far.searched.unreadable)
        missing = f" {count(unreadable, 'alliance')} can’t be read." if unreadable else ""
        return f"No name, answer, agreement, slip or pulse has {words}. Searched: {searched(so_far.searched)}.{missing}"
