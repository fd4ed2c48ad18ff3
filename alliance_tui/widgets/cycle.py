"""A field that holds one of a few choices: arrows go through them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual import events
from textual.app import RenderResult
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from alliance_tui.widgets.plain import plain


class Cycle(Widget, can_focus=True):
    """Left and right, or space, show the choice before or after; the ends meet."""

    DEFAULT_CSS = """
    Cycle { width: 1fr; }
    """
    STEPS = {"left": -1, "right": 1, "space": 1}

    at: reactive[int] = reactive(0)

    @dataclass
    class Changed(Message):
        """Another choice is shown: the one at index `at`, where that `before` was."""

        at: int
        before: int

    _labels: Sequence[str] = ()

    def offer(self, labels: Sequence[str], at: int = 0) -> None:
        """Have these choices, the one at index `at` shown."""
        self._labels = labels
        self.set_reactive(Cycle.at, at)
        self.refresh()

    @property
    def label(self) -> str:
        """The choice that is shown."""
        return self._labels[self.at]

    def render(self) -> RenderResult:
        if not self._labels:
            return ""
        room = max(1, self.content_size.width - 4)
        return plain("‹ ") + plain(self.label).truncate(room, ellipsis=True) + " ›"

    def on_key(self, event: events.Key) -> None:
        step = self.STEPS.get(event.key)
        if step and self._labels:
            event.stop().prevent_default()
            before, self.at = self.at, (self.at + step) % len(self._labels)
            self.post_message(self.Changed(self.at, before))
