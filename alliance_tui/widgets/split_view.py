"""The two partners' answers to one question, side by side, stacked, or one at a time."""

from __future__ import annotations

from textual.containers import Container
from textual.content import Content
from textual.geometry import Size
from textual.reactive import Reactive
from textual.widgets import Static

from alliance_tui.domain.alliance import SIDES, Side
from alliance_tui.widgets.answer_pane import AnswerPane, Given
from alliance_tui.widgets.scroll_bar import ScrollBox


class SplitView(Container):
    """Two panes, one of them active; the screen's breakpoints decide how they lie.

    A wide screen has a third column, for what else there is to read.
    """

    virtual_size = Reactive(Size(), layout=False)  # else each change of it takes a second layout

    DEFAULT_CSS = """
    SplitView { layout: horizontal; height: 1fr; min-height: 3; padding: 0 1; }
    SplitView > #beside { width: 1fr; max-width: 76; padding: 0 1; border-left: solid $rule; display: none; }
    SplitView > #beside > Static { height: auto; }
    """

    def __init__(self) -> None:
        self.panes = {side: AnswerPane(side) for side in SIDES}
        self._words = Static()
        super().__init__(*self.panes.values(), ScrollBox(self._words, id="beside", can_focus=False))
        self._beside = Content("")
        self.active = Side.LEFT
        self.writing = False
        self.viewed = Side.LEFT
        """The side that is scrolled, and shown where there is room for one."""
        self.question = ""
        """The id of the question whose answers are shown."""

    def on_mount(self) -> None:
        self.activate(self.active, writing=False)

    def show(self, question: str, given: dict[Side, Given], reload: set[Side]) -> None:
        """Show both sides' answers to a question; the text of those in `reload` is replaced."""
        moved, self.question = question != self.question, question
        for side, pane in self.panes.items():
            pane.show(given[side], side in reload, moved)

    def activate(self, side: Side, writing: bool) -> None:
        """Make a side the one the keys act on; `writing` puts the caret into it."""
        self.active, self.viewed, self.writing = side, side, writing
        for each, pane in self.panes.items():
            pane.activate(each is side, writing)
        if self.is_attached:
            self.screen.set_focus(self.panes[side].editor if writing else None)

    def view(self, side: Side) -> None:
        """Bring a side into view, without making it the one the keys act on."""
        self.viewed = side
        for each, pane in self.panes.items():
            pane.view(each is side)

    def show_beside(self, words: Content) -> None:
        """Show something to read in the third column."""
        if not words.is_same(self._beside):
            self._beside = words
            self._words.update(words)

    def unfold(self, unfolded: bool) -> None:
        """Show all of last time's words, or a few rows of them where there is an answer."""
        for pane in self.panes.values():
            pane.unfold(unfolded)

    def scroll_answer(self, pages: float) -> None:
        """Move the viewed side's text by so many pages, without a caret."""
        self.panes[self.viewed].scroll_words(pages)
