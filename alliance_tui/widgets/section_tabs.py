"""The five sections on one line, with what is done in each."""

from __future__ import annotations

from textual.app import RenderResult
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from alliance_tui.domain.questions import SECTIONS, Section
from alliance_tui.widgets.plain import plain

Progress = dict[Section, tuple[int, int]]
"""Turns done and in all, by section."""


class SectionTabs(Widget):
    """Draws where the two are; only the current section is named when there is little room."""

    DEFAULT_CSS = """
    SectionTabs { height: 1; padding: 0 1; }
    """

    current: reactive[Section | None] = reactive(None, layout=False)
    progress: reactive[Progress] = reactive(Progress, layout=False)

    def render(self) -> RenderResult:
        """Draw all labels and counts if they fit, else the current section's count alone, else its label alone."""
        for named, counted in ((True, True), (True, False), (False, False)):
            shown = [self._tab(section, named, counted) for section in SECTIONS]
            tabs = Content("  " if named else " ").join(shown)
            if tabs.cell_length <= self.content_size.width:
                break
        return tabs

    def _tab(self, section: Section, named: bool, counted: bool) -> Content:
        here = section is self.current
        done, total = self.progress.get(section, (0, 0))
        words = str(SECTIONS.index(section) + 1)
        if named or here:
            words += f" {section.label}"
        if total and done == total:
            words += " ✓"
        elif total and (counted or here):
            words += f" {done}/{total}"
        if here:
            return plain(f"▸{words}", "bold reverse")
        return plain(words if named else f" {words}", "" if total else "$text-muted")
