"""Every key of a screen, and what the screen is for."""

from __future__ import annotations

from textual.content import Content

from alliance_tui.screens.dialogs import Reader
from alliance_tui.terminal.keymap import key_for, name_keys, shown
from alliance_tui.widgets.hanging import Hanging, Row
from alliance_tui.widgets.plain import plain

WRITING = {
    "type": "everything you type is text; it is on disk within a second",
    "{done}": "done writing",
    "tab": "a tab, as text",
    "ctrl+u": "delete to the start of the line",
    "ctrl+k": "delete to the end of the line",
    "ctrl+w": "delete the word before the caret",
    "ctrl+z / ctrl+y": "undo, redo (where your terminal sends them)",
}


class HelpScreen(Reader):
    def __init__(self, about: str, rows: dict[str, list[str]]) -> None:
        """`rows`: the keys of each action, by its description."""
        parts = [Row(plain(about)), _BLANK]
        parts += [_row(" ".join(map(shown, keys)), words) for words, keys in rows.items()]
        parts.append(_row(key_for("palette"), "every action by name"))
        if any("write" in words.casefold() for words in rows):
            parts += [_BLANK, Row(plain("While writing", "bold"))]
            parts += [_row(name_keys(keys), words) for keys, words in WRITING.items()]
        super().__init__("Keys", Hanging(parts))


_BLANK = Row(Content(" "))


def _row(keys: str, words: str) -> Row:
    return Row(plain(words), plain(f"{keys}  ", "bold $accent"))
