"""The five sections on one line, with what is done in each."""

from __future__ import annotations

from dataclasses import dataclass

from textual.app import RenderResult
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from alliance_tui.domain.questions import SECTIONS, Section


@dataclass(frozen=True)
class Progress:
    """Turns done and in all, by section."""

    done: dict[Section, tuple[int, int]]


class SectionTabs(Widget):
    """Draws where the two are; only the current section is named when there is little room."""

    DEFAULT_CSS = """
    SectionTabs { height: 1; padding: 0 1; }
    """

    current: reactive[Section | None] = reactive(None, layout=False)
    progress: reactive[Progress | None] = reactive(None, layout=False)

    def render(self) -> RenderResult:
        """All labels and counts if they fit, else the current section's count alone, else its label alone."""
        tabs = Content("")
        for named, counted in ((True, True), (True, False), (False, False)):
            here = [section is self.current for section in SECTIONS]
            shown = [self._tab(section, named or at, counted or at) for section, at in zip(SECTIONS, here, strict=True)]
            tabs = Content("  " if named else " ").join(shown)
            if tabs.cell_length <= self.content_size.width:
                break
        return tabs

    def _tab(self, section: Section, named: bool, counted: bool) -> Content:
        done, total = self.progress.done.get(section, (0, 0)) if self.progress else (0, 0)
        words = str(SECTIONS.index(section) + 1)
        if named:
            words += f" {section.label}"
        if total:
            words += " ✓" if done == total else (f" {done}/{total}" if counted else "")
        if section is self.current:
            return Content.styled(f"▸{words}", "bold reverse")
        return Content.styled(words if named else f" {words}", "" if total else "dim")
