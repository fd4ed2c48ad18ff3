"""The last line of every screen: the keys that work now, as many as fit, help always among them."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from textual.app import RenderResult
from textual.binding import ActiveBinding, Binding
from textual.content import Content
from textual.screen import Screen
from textual.widget import Widget

Bindings = Callable[[], Iterable[ActiveBinding]]
Caption = Callable[[Binding], str]

NAMES = {
    "question_mark": "?",
    "slash": "/",
    "escape": "esc",
    "left": "←",
    "right": "→",
    "up": "↑",
    "down": "↓",
    "pageup": "pgup",
    "pagedown": "pgdn",
    "less_than_sign": "<",
    "greater_than_sign": ">",
    "left_square_bracket": "[",
    "right_square_bracket": "]",
    "equals_sign": "=",
}


def key_name(key: str) -> str:
    """A key as people call it."""
    return NAMES.get(key, key)


def join_keys(keys: Iterable[str]) -> str:
    """Several keys of one action: `j/k`, a run of digits as `1-5`."""
    names = list(dict.fromkeys(key_name(key) for key in keys))
    if len(names) > 2 and all(name.isdigit() for name in names):
        return f"{names[0]}-{names[-1]}"
    return "/".join(names)


def gather(bindings: Iterable[ActiveBinding], caption: Caption) -> dict[str, list[str]]:
    """Keys by caption, in the order given: the first key of each action, actions of one name together."""
    found: dict[str, list[str]] = {}
    actions = set()
    for active in bindings:
        if active.binding.action not in actions:
            actions.add(active.binding.action)
            found.setdefault(caption(active.binding), []).append(active.binding.key)
    return found


class KeyBar(Widget):
    """Keys of the screen in view, the most useful first."""

    DEFAULT_CSS = """
    KeyBar { dock: bottom; height: 1; padding: 0 1; background: $panel; color: $foreground; }
    """

    def __init__(
        self, bindings: Bindings | None = None, caption: Caption = lambda binding: binding.description
    ) -> None:
        """`bindings` gives the keys in order, by default the screen's; `caption` says what a key does."""
        super().__init__()
        self._bindings_in_order = bindings
        self._caption = caption

    def on_mount(self) -> None:
        """Follow the screen's bindings."""
        self.screen.bindings_updated_signal.subscribe(self, self._show)

    def _show(self, _screen: Screen[object]) -> None:
        self.refresh()

    def render(self) -> RenderResult:
        """As many keys as the width takes; `?` has its place kept."""
        found = self._bindings_in_order() if self._bindings_in_order else self.screen.active_bindings.values()
        shown = [active for active in found if active.binding.show and active.enabled and active.binding.description]
        keys = gather(shown, self._caption)
        tail = keys.pop("help", None)
        last = _hint(["question_mark"], "help") if tail else Content("")
        room = self.content_size.width - last.cell_length
        parts: list[Content] = []
        for description, names in keys.items():
            hint = _hint(names, description)
            if hint.cell_length + 2 > room:
                break
            room -= hint.cell_length + 2
            parts.append(hint)
        return Content("  ").join([*parts, last])


def _hint(keys: list[str], description: str) -> Content:
    return Content.assemble((join_keys(keys), "bold"), (f" {description}", ""))
