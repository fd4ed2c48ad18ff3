"""A whole document with the two partners side by side; both sides scroll together."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.widget import Widget
from textual.widgets import Static

from alliance_tui.domain.alliance import SIDES, Agreement, Partners
from alliance_tui.render.passages import Passage
from alliance_tui.widgets.agreements import agreement_line
from alliance_tui.widgets.plain import lines, plain

AGREEMENTS = "agreements"
"""The name of the first part."""


class DocumentView(VerticalScroll):
    """Agreements first, then every question with its answers; scrolls by keys of the screen."""

    DEFAULT_CSS = """
    DocumentView { height: 1fr; padding: 0 1; }
    DocumentView Static { height: auto; }
    DocumentView .-section { text-style: bold; color: $text-primary; margin-top: 1; }
    DocumentView .-question { text-style: bold; margin-top: 1; }
    DocumentView Horizontal { height: auto; }
    DocumentView .-side { width: 1fr; padding: 0 1; border-left: solid $foreground-muted; }
    """

    def __init__(self, headings: dict[str, str]) -> None:
        """`headings`: the full heading of each section."""
        super().__init__(can_focus=False)
        self._headings = headings
        self._parts: list[Widget] = []

    def compose(self) -> ComposeResult:
        """What was given to `fill` before the view was there."""
        yield from self._parts

    def fill(self, passages: Iterable[Passage], agreements: tuple[Agreement, ...], partners: Partners) -> None:
        """Show a document; call it before the view is mounted, or `refill` afterwards."""
        self._parts = [*_agreements(agreements, partners)]
        for section, group in groupby(passages, key=lambda passage: passage.question.section):
            title = plain(self._headings.get(section, section.label))
            self._parts.append(Static(title, classes="-section", name=section.value))
            for passage in group:
                self._parts += passage_parts(passage, partners)

    async def refill(self, passages: Iterable[Passage], agreements: tuple[Agreement, ...], partners: Partners) -> None:
        """Show another document in place of the one there is; the first visible line stays where it is."""
        top = self.scroll_offset.y
        first = next((part for part in self.children if part.virtual_region.bottom > top), None)
        self.fill(passages, agreements, partners)
        await self.recompose()
        if first:
            self.call_after_refresh(self._bring_to_top, first.name, top - first.virtual_region.y)

    def go_to(self, question: str) -> None:
        """Bring a question to the top; the agreements if there is no such question."""
        self._bring_to_top(question if any(part.name == question for part in self.children) else AGREEMENTS, 0)

    def _bring_to_top(self, name: str | None, below: int) -> None:
        """Bring a part to the top, but for so many of its lines."""
        for part in self.children:
            if part.name == name:
                self.scroll_to(y=part.virtual_region.y + below, animate=False, immediate=True)
                return

    def scroll_pages(self, pages: float) -> None:
        """Scroll by pages, or parts of one."""
        self.scroll_relative(y=round(pages * max(1, self.size.height - 1)), animate=False)


def _agreements(agreements: tuple[Agreement, ...], partners: Partners) -> Iterable[Widget]:
    yield Static("We agree", classes="-section", name=AGREEMENTS)
    if not agreements:
        yield Static(plain("No agreements were put into words.", "dim"))
    yield from (Static(agreement_line(agreement, partners), name=agreement.id) for agreement in agreements)


def passage_parts(passage: Passage, partners: Partners) -> Iterable[Widget]:
    """A question, and under it what each side says."""
    yield Static(plain(passage.question.text), classes="-question", name=passage.question.id)
    sides = []
    for side in SIDES:
        words = plain(passage.words[side], "dim italic" if side in passage.silent else "")
        parts = [plain(partners[side], "bold"), words]
        if passage.notes[side]:
            parts.append(plain(passage.notes[side], "dim"))
        sides.append(Static(lines(*parts), classes="-side"))
    yield Horizontal(*sides, name=f"{passage.question.id} answers")
