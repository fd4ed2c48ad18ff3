"""The five sections on one line, with what is done in each."""

from __future__ import annotations

from textual import events
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive

from alliance_tui.domain.questions import SECTIONS, Section
from alliance_tui.widgets.plain import key_sign, plain
from alliance_tui.widgets.unwrapped import Unwrapped

Progress = dict[Section, tuple[int, int]]
"""Turns done and in all, by section."""
BAR = "▌"


class SectionTabs(Unwrapped):
    """Draws where the two are. A tab's place depends on the width and the turns there are, never on what is done."""

    DEFAULT_CSS = """
    SectionTabs { height: 1; padding: 0 1; }
    """

    current: reactive[Section | None] = reactive(None, layout=False)
    progress: reactive[Progress] = reactive(Progress, layout=False)
    due: reactive[Section | None] = reactive(None, layout=False)
    """The section for which it is time."""

    class Clicked(Message):
        """Somebody clicked on a section, counted from 1."""

        def __init__(self, number: int) -> None:
            super().__init__()
            self.number = number

    def rows(self) -> list[Content]:
        return [Content("").join(self._tabs())]

    def on_click(self, event: events.Click) -> None:
        begin = self.gutter.left
        for number, tab in enumerate(self._tabs(), 1):
            if begin <= event.x < begin + tab.cell_length and number <= len(SECTIONS):
                self.post_message(self.Clicked(number))
            begin += tab.cell_length

    def _tabs(self) -> list[Content]:
        """Return a part for each section: with label and count, with its label, or its number alone.

        With numbers alone, a last part names the current section.
        """
        for counted, gap in ((True, 1), (True, 0), (False, 0)):
            tabs = [self._tab(section, f" {section.label}", self._state(section, counted), gap) for section in SECTIONS]
            if sum(tab.cell_length for tab in tabs) <= self.content_size.width:
                return tabs
        numbers = [self._tab(section, "", self._state(section, False)[1:] or " ", 0) for section in SECTIONS]
        here = f" {self.current.label}{self._state(self.current, True)}" if self.current else ""
        return [*numbers, " " + plain(here.strip(), "bold underline")]

    def _tab(self, section: Section, label: str, state: str, gap: int) -> Content:
        """Return a tab; the bar before the current one takes the place of a space."""
        here, number = section is self.current, str(SECTIONS.index(section) + 1)
        style = "bold underline" if here else "bold $accent" if section is self.due else "$text-muted"
        words = f"{label}{state}"
        before, after = " " * (len(words) - len(words.lstrip())), " " * (len(words) - len(words.rstrip()))
        if not words.strip():
            after = ""
        whole = plain(BAR if here else " ", "$accent") + key_sign(f"section-{section}", number) + before
        return whole + plain(words.strip(), style) + after + " " * gap

    def _state(self, section: Section, counted: bool) -> str:
        """Return how far a section is, in as many cells whatever is done of it."""
        done, total = self.progress.get(section, (0, 0))
        if not total:
            return ""
        width = len(f"{total}·{total}") if counted else 1
        words = "✓" if done == total else f"{done}·{total}" if counted else ""
        return f" {words:{width}}"
