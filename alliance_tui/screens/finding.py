"""Finding words in what a page shows: `/`, then enter or n to the next place and N to the one before."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from itertools import takewhile

from textual.geometry import Offset, Region
from textual.widget import AwaitMount, Widget
from textual.widgets import Static

from alliance_tui.domain.finding import Found, Kind
from alliance_tui.domain.terms import SIDES
from alliance_tui.screens.base import key, pair
from alliance_tui.screens.page import Page
from alliance_tui.terminal.key_order import drain_keys
from alliance_tui.text.finding import Wanted
from alliance_tui.widgets.find_bar import FindBar
from alliance_tui.widgets.hits import Hits
from alliance_tui.widgets.message_line import MessageLine

FIND_KEY = key("slash", "find", "find", "Find words in what is shown here")
FIND_KEYS = [
    key("enter", "find_end", "keep", "Keep the words, and go through the places with {found-next} and {found-last}"),
    *pair(
        "n,enter", "N", "find_next", "next", "To the next or previous place with the words", ids="found-next found-last"
    ),
    key("escape", "find_close", "close", "End the search"),
]
"""They stand before a page's own keys: those that both have are the search's while it goes on."""


class FindingPage(Page):
    """A page in whose view words can be found; `SCROLLED` is the view's selector."""

    WHILE_TYPING = frozenset({"find_end", "find_close"})
    DEFAULT_CSS = "FindingPage.-finding MessageLine.-empty { display: none; }"
    find_bar: FindBar | None = None
    _find_from = 0
    """The line in view when the search began."""
    _begin_with: tuple[str, Found | None] = ("", None)

    @cached_property
    def hits(self) -> Hits:
        return Hits()

    @property
    def searched(self) -> str:
        """Where words are looked for, as it is said when they are not there."""
        return "what is shown"

    def begin_with(self, words: str, found: Found | None = None) -> None:
        """Find words when the page is shown first, as if they had been typed.

        `found`: go to this text, which a search of the store has found.
        """
        self._begin_with = words, found

    def on_mount(self) -> None:
        if self._begin_with[0]:
            self.call_later(self._begin, *self._begin_with)

    async def _begin(self, words: str, found: Found | None) -> None:
        await self._open_bar(words)
        self.find_again()
        self._leave_field()
        self.call_after_refresh(self._go_to_found, found)

    def _go_to_found(self, found: Found | None) -> None:
        """Go to what a search of the store has found, or else to the first place from the top of the view on."""
        self._note_place()
        places = [at for at, hit in enumerate(self.hits.places) if found and _is_at(hit.text, found)]
        self._go_to_hit(places[0] if places else self._first_hit())

    async def _open_bar(self, words: str = "") -> FindBar:
        """Show the find bar, if it is not there yet."""
        if self.find_bar is None:
            self.find_bar = FindBar(words)
            self.add_class("-finding")
            await self.mount(self.find_bar, before=self.query_one(MessageLine))
        return self.find_bar

    async def action_find(self) -> None:
        """Open the find bar, or go back into it; on a page that is just being built, once it is."""
        if not self.is_mounted:
            await AwaitMount(self, [self])
        bar = await self._open_bar()
        self._note_place()
        bar.field.can_focus = True
        self.set_focus(bar.field)

    def _note_place(self) -> None:
        for view in self.query(self.SCROLLED):
            self._find_from = view.scroll_offset.y

    async def on_find_bar_pressed(self) -> None:
        await self.action_find()

    def on_input_changed(self) -> None:
        self.find_again()
        self._go_to_hit(self._first_hit())

    async def action_find_end(self) -> None:
        """Leave the field; with no words in it, close the bar."""
        await drain_keys(self)
        if self.hits.places:
            self._leave_field()
        elif not self.find_bar or not self.find_bar.words.strip():
            await self.action_find_close()

    async def action_find_close(self) -> None:
        await drain_keys(self)
        bar, self.find_bar = self.find_bar, None
        self.hits.clear()
        self.set_focus(None)
        self.remove_class("-finding")
        self.refresh_bindings()
        if bar:
            bar.display = False  # in the frame that shows what is below it again
            await bar.remove()

    def _leave_field(self) -> None:
        self.set_focus(None)
        if self.find_bar:
            self.find_bar.field.can_focus = False
        self.refresh_bindings()

    def action_find_next(self, by: int) -> None:
        self._go_to_hit((self.hits.at + by) % len(self.hits.places))

    # In the text

    def find_again(self) -> None:
        """Find the words in what is shown now; the place that was current stays so, if it is still there."""
        if self.find_bar:
            at = self.hits.at
            self.hits.find(Wanted(self.find_bar.words), self._findable())
            if self.hits.places:
                self.hits.go_to(min(at, len(self.hits.places) - 1))
            self._show_count()
            self.refresh_bindings()

    def _findable(self) -> Iterator[Static]:
        """Yield the texts that are shown, or can be unfolded."""
        for view in self.query(self.SCROLLED):
            for text in view.query(Static):
                if self.is_findable(text):
                    yield text

    def is_findable(self, text: Static) -> bool:
        """Return True if a text is shown, wherever the view is scrolled to."""
        parts = takewhile(lambda node: node is not self, text.ancestors_with_self)
        return all(isinstance(part, Widget) and part.display for part in parts)

    def reveal(self, text: Static) -> None:
        """Show a text that was found folded."""

    def _first_hit(self) -> int:
        """Return the number of the first place that is not above what was in view when the search began."""
        for view in self.query(self.SCROLLED):
            for at, hit in enumerate(self.hits.places):
                if hit.text.display and hit.text.region.bottom - view.region.y + view.scroll_offset.y > self._find_from:
                    return at
        return 0

    def _go_to_hit(self, at: int) -> None:
        if self.hits.places:
            self.hits.go_to(at)
            text = self.hits.places[at].text
            self.reveal(text)
            if text.region:
                self._scroll_to_hit()
            else:
                self.call_after_refresh(self._scroll_to_hit)
        self._show_count()

    def _scroll_to_hit(self) -> None:
        """Bring the current place into the middle of the view, unless it is in view."""
        hit = self.hits.current
        for view in self.query(self.SCROLLED):
            if hit and hit.text.is_attached:
                row = _top_in(view, hit.text) + self.hits.row()
                if not 0 <= row - view.scroll_offset.y < view.content_size.height:
                    view.scroll_to_region(Region(0, row, 1, 1), animate=False, center=True, immediate=True)

    def _hit_place(self) -> Offset | None:
        """Return where the row with the current place begins on the screen."""
        hit = self.hits.current
        return hit.text.content_region.offset + Offset(0, self.hits.row()) if hit and hit.text.is_attached else None

    def _show_count(self) -> None:
        if self.find_bar:
            self.find_bar.show(self.hits.at if self.hits.places else None, len(self.hits.places), self.searched)

    def marked_place(self) -> Offset:
        """Return the row with the current place, once the field was left."""
        place = None if self.typing or self.has_class("-too-small") else self._hit_place()
        in_view = place and any(view.region.contains_point(place) for view in self.query(self.SCROLLED))
        return place if place and in_view else super().marked_place()

    def allows(self, action: str) -> bool:
        """Allow to go through the places while there are any, and to close the bar while it is there."""
        is_found = bool(self.hits.places) and not self.typing
        possible = {"find_end": self.typing, "find_next": is_found, "find_close": self.find_bar is not None}
        return possible[action] if action in possible else super().allows(action)


def _is_at(text: Static, found: Found) -> bool:
    """Return True if a text of a document is the one that a search of the store has found words in."""
    part = next((node for node in text.ancestors_with_self if node.name), text)
    answers = found.kind is Kind.ANSWER
    if part.name != (f"{found.at} answers" if answers else found.at):
        return False
    return not answers or [*part.children].index(text) == SIDES.index(found.side or SIDES[0])


def _top_in(view: Widget, text: Widget) -> int:
    """Return the row of a view's content in which a text begins; a scroll that is not drawn yet does not matter."""
    top, part = 0, text
    while part is not view and isinstance(part.parent, Widget):
        top += part.virtual_region.y + part.gutter.top
        part = part.parent
    return top
