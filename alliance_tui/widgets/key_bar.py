"""The last line of every screen: the keys that work now, as many as fit, help always among them."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from textual.actions import parse as parse_action
from textual.binding import Binding
from textual.content import Content
from textual.screen import Screen

from alliance_tui.terminal.keymap import in_force, shown, ways_out
from alliance_tui.widgets.plain import plain
from alliance_tui.widgets.unwrapped import Unwrapped

GAP = "  "


def own_bindings(screen: Screen[Any]) -> list[Binding]:
    """Return the bindings a screen itself declares and allows now, its class's before those it inherits."""
    known = in_force(type(screen))
    allowed = [each for each in known if each.description and screen.check_action(*parse_action(each.action)[1:])]
    first = {each.key: each for each in reversed(allowed)}  # of actions with the same key the first acts
    return [each for each in allowed if first[each.key] is each]


class KeyBar(Unwrapped):
    """Keys of the screen in view, the most useful first."""

    DEFAULT_CSS = """
    KeyBar { dock: bottom; width: 100%; height: 1; padding: 0 1; color: $text-muted; }
    """

    def __init__(self, caption: Callable[[Binding], str]) -> None:
        """`caption` says what a key does."""
        super().__init__()
        self._caption = caption
        self._drawn: dict[str, list[str]] = {}

    def on_mount(self) -> None:
        self.screen.bindings_updated_signal.subscribe(self, lambda _: self._draw_changes())

    def _draw_changes(self) -> None:
        if self.is_attached and (not self._drawn or self._keys() != self._drawn):  # to find the keys takes 0.5 ms
            self.refresh()

    def rows(self) -> list[Content]:
        """Draw as many keys as there is room for; there always is for the way out, and for help beside it."""
        keys = self._drawn = self._keys()
        hints = {words: _hint(names, words) for words, names in keys.items()}
        out = next((words for words, names in keys.items() if ways_out(type(self.screen)) & {*names}), "")
        spare = [words for words in hints if words not in (out, "help")]
        while spare and _width(hints.values()) > self.content_size.width:
            del hints[spare.pop()]
        if out and _width(hints.values()) > self.content_size.width:
            hints.pop("help", None)
        helps = [hints.pop("help")] if "help" in hints else []
        return [Content(GAP).join([*hints.values(), *helps])]

    def _keys(self) -> dict[str, list[str]]:
        """Return keys by caption: the first key of each action, actions of one caption together."""
        first: dict[str, Binding] = {}
        for binding in own_bindings(self.screen):
            if binding.show:
                first.setdefault(binding.action, binding)
        keys: dict[str, list[str]] = {}
        for binding in first.values():
            keys.setdefault(self._caption(binding), []).append(binding.key)
        return keys


def _width(hints: Collection[Content]) -> int:
    """Return the cells that hints take beside each other."""
    return sum(hint.cell_length + len(GAP) for hint in hints) - len(GAP)


def _hint(keys: list[str], description: str) -> Content:
    """Return the keys of one action with what they do: `j/k move`, a run of digits as `1-5`."""
    names = list(dict.fromkeys(map(shown, keys)))
    digits = len(names) > 2 and "".join(names) in "0123456789"
    return plain(f"{names[0]}-{names[-1]}" if digits else "/".join(names), "bold $accent") + plain(f" {description}")
