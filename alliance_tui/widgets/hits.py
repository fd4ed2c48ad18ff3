"""The places in a view where words stand: marked, and gone through one by one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from textual.content import Content
from textual.widgets import Static

from alliance_tui.text.finding import Place, Wanted
from alliance_tui.widgets.found import marked


class Hit(NamedTuple):
    """A place with the words."""

    text: Static
    place: Place


class Shown(NamedTuple):
    """A text as its widget had it, and with the words marked."""

    plain: Content
    marked: Content


class Hits:
    """The places in the texts of a view, in the order of the document; one of them is current."""

    def __init__(self) -> None:
        self.places: list[Hit] = []
        self.at = 0
        """The number of the current one, from 0."""
        self._shown: dict[Static, Shown] = {}

    @property
    def current(self) -> Hit | None:
        return self.places[self.at] if self.places else None

    def find(self, wanted: Wanted, texts: Iterable[Static]) -> None:
        """Find words in these texts and mark them."""
        self.clear()
        for text in texts:
            words = text.content
            if isinstance(words, Content) and (places := wanted.places(words.plain)):
                self._shown[text] = Shown(words, words)
                self.places += [Hit(text, place) for place in places]
        for text in self._shown:
            self._mark(text)

    def go_to(self, at: int) -> None:
        """Make another place the current one."""
        before, self.at = self.places[self.at].text, at
        for text in {before, self.places[at].text}:
            self._mark(text)

    def clear(self) -> None:
        """Show the texts without marks, but for those that have changed meanwhile."""
        for text, (words, shown) in self._shown.items():
            if text.is_attached and text.content is shown:
                text.update(words, layout=False)
        self.places, self.at, self._shown = [], 0, {}

    def _mark(self, text: Static) -> None:
        words, current = self._shown[text].plain, self.places[self.at]
        places = [hit.place for hit in self.places if hit.text is text]
        shown = marked(words, places, current.place if current.text is text else None)
        self._shown[text] = Shown(words, shown)
        text.update(shown, layout=False)

    def row(self) -> int:
        """Return in which row of its text the current place ends."""
        text, (_, end) = self.places[self.at]
        words = self._shown[text].plain
        while end < len(words) and not words.plain[end].isspace():  # a word is not broken
            end += 1
        return words[:end].get_height({}, text.content_size.width) - 1
