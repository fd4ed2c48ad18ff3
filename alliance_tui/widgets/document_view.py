"""A whole document with the two partners side by side; both sides scroll together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.geometry import Offset
from textual.widget import Widget
from textual.widgets import Static

from alliance_tui.domain.alliance import Agreement, Partners
from alliance_tui.render.agreements import said_yes
from alliance_tui.render.version_page import ShownQuestion
from alliance_tui.render.version_page import ShownSection as Section
from alliance_tui.widgets.agreements import agreement_line
from alliance_tui.widgets.plain import lines, plain

AGREEMENTS = "agreements"
"""The name of the first part."""


class Part(NamedTuple):
    """A piece of a document: its name, its style, and what it says; the two sides' words, where it has two."""

    name: str
    style: str
    words: tuple[Content, ...]

    def widget(self) -> Widget:
        """Make the piece's widget."""
        if len(self.words) == 1:
            return Static(self.words[0], classes=self.style, name=self.name)
        return Horizontal(*(Static(words, classes=self.style) for words in self.words), name=self.name)


class DocumentView(VerticalScroll, inherit_bindings=False):
    """Agreements first, then every question with its answers; scrolls by keys of the screen."""

    DEFAULT_CSS = """
    DocumentView { height: 1fr; padding: 0 1; }
    DocumentView Static { height: auto; }
    DocumentView .-section { text-style: bold; color: $both; margin-top: 1; }
    DocumentView .-question { text-style: bold; margin-top: 1; }
    DocumentView Horizontal { height: auto; }
    DocumentView .-side { width: 1fr; padding: 0 1; border-left: solid $rule; }
    """

    def __init__(self, parts: Iterable[Part]) -> None:
        super().__init__(can_focus=False)
        self._parts = [*parts]
        self._place: tuple[str, int] | None = None
        """The part to scroll to after the next layout, and how many of its lines are above the top."""

    def compose(self) -> ComposeResult:
        yield from (part.widget() for part in self._parts)

    async def refill(self, parts: Iterable[Part]) -> None:
        """Show another document in place of the one there is; the first visible line stays where it is."""
        top, before, self._parts = self.scroll_offset.y, self._parts, [*parts]
        first = next((part for part in self.children if part.virtual_region.bottom > top), None)
        if first and first.name and self._place is None:
            self._place = (first.name, top - first.virtual_region.y)
        if [part[:2] for part in before] == [part[:2] for part in self._parts]:
            words = (each for part in self._parts for each in part.words)
            for static, said in zip(self.query(Static), words, strict=True):
                if static.content != said:
                    static.update(said)
        else:
            await self.recompose()
        self.call_after_refresh(self._keep_place)

    def go_to(self, question: str) -> None:
        """Bring a question to the top; the agreements if there is no such question."""
        self._place = (question if question in [part.name for part in self._parts] else AGREEMENTS, 0)
        self.call_after_refresh(self._keep_place)

    def _keep_place(self) -> None:
        """Scroll to the remembered part."""
        name, below = self._place or ("", 0)
        self._place = None
        for part in self.children:
            if part.name == name:
                self.scroll_to(y=part.virtual_region.y + below, animate=False, immediate=True)

    def marked_at(self) -> Offset:
        """Return where the first line in view begins, below the blank line above the first part."""
        margin = self.children[0].styles.margin.top if self.children else 0
        return Offset(0, max(0, margin - self.scroll_offset.y))


def document(sections: Iterable[Section], agreements: tuple[Agreement, ...], partners: Partners) -> Iterator[Part]:
    """Yield the parts of a document: its agreements, then its sections."""
    agreed = tuple(agreement for agreement in agreements if not agreement.waiting)
    proposed = tuple(agreement for agreement in agreements if agreement.waiting)
    if agreed or not proposed:
        yield Part(AGREEMENTS, "-section", (Content("We agree"),))
    if not agreements:
        yield Part("", "", (plain("No agreements were put into words.", "$text-muted"),))
    yield from (Part(agreement.id, "", (agreement_line(agreement, partners),)) for agreement in agreed)
    if agreed:
        yield Part("", "", (plain(said_yes(agreed, partners), "$text-muted"),))
    if proposed:
        yield Part("proposed" if agreed else AGREEMENTS, "-section", (Content("Proposed"),))
    yield from (Part(agreement.id, "", (agreement_line(agreement, partners),)) for agreement in proposed)
    for section in sections:
        yield Part(section.section.value, "-section", (plain(section.heading),))
        for asked in section.asked:
            yield from _question(asked)


def _question(asked: ShownQuestion) -> Iterator[Part]:
    """Return the part of a question and its answers."""
    yield Part(asked.question, "-question", (plain(asked.wording),))
    sides = []
    for said in asked.said:
        parts = [plain(said.name, "bold"), plain(said.on_screen, "$text-muted italic" if said.instead else "")]
        sides.append(lines(*parts, *([plain(said.short_note, "$text-muted")] if said.since else [])))
    yield Part(f"{asked.question} answers", "-side", tuple(sides))


def question_parts(asked: ShownQuestion) -> Iterator[Widget]:
    """Make the widgets of one question and its answers."""
    yield from (part.widget() for part in _question(asked))
