"""The choice of a theme, which shows each as it is marked."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from textual.widgets import OptionList
from textual.widgets.option_list import Option

from alliance_tui.screens.list_dialog import ListDialog
from alliance_tui.widgets.plain import plain


class ThemeDialog(ListDialog[str]):
    """Returns the name of the chosen theme, None at escape; `show` is called with each that is marked."""

    def __init__(self, themes: Mapping[str, str], kept: str, show: Callable[[str], None]) -> None:
        """`themes`: what each is, by its name; `kept`: the one to begin with."""
        rows = [(name, Option(plain(words), name or None)) for name, words in themes.items()]
        super().__init__("Theme", "", rows, "keep", width=50)
        self.list.highlighted = [*themes].index(kept)
        self._show = show

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        self._show(self.rows[event.option_index][0])
