"""The key bindings of Textual's classes that stay, with why: whatever is not in this table is taken out.

What is out: keys on which a person loses something or is surprised (ctrl+q ended the program while somebody wrote; F7
and a letter replaced a whole answer; tab took the caret to wherever Textual thought it should go next), Alt, and keys
that only a terminal sends which was asked to send every key as an escape code.
"""

from __future__ import annotations

from dataclasses import replace

from textual.binding import Binding
from textual.dom import DOMNode

_LIST = {
    "up down": "mark the option before or after",
    "pageup pagedown": "mark the option a page before or after",
    "home end": "mark the first or last option",
}
_FIELD = {
    "left right": "move the caret by a character",
    "ctrl+left ctrl+right": "move the caret by a word",
    "home end": "move the caret to the start or end of the line",
    "ctrl+a ctrl+e": "the same, as in a shell; for terminals whose home and end are lost",
    "shift+left shift+right ctrl+shift+left ctrl+shift+right shift+home shift+end": "select, to copy or replace",
    "backspace delete ctrl+d": "delete a character",
    "ctrl+w": "delete the word before the caret, as in a shell; the help names it",
    "ctrl+u ctrl+k": "delete to the start or end of the line, as in a shell; the help names them",
    "ctrl+x ctrl+c ctrl+v": "cut, copy, and paste what was cut or copied here",
}
KEPT: dict[str, dict[str, str]] = {
    "App": {"ctrl+p": "any action by its name, while writing too; the README and the help name it"},
    "Screen": {"ctrl+c": "copy what was selected with the mouse"},
    "CommandPalette": {
        "up down pageup pagedown": "mark a command while the caret stays in the field",
        "ctrl+home ctrl+end": "mark the first or last command; home and end move the caret",
        "escape": "close the palette",
    },
    "OptionList": {**_LIST, "enter": "choose the marked option"},
    "Input": {**_FIELD, "enter": "in the palette: run the marked command"},
    "TextArea": {
        **_FIELD,
        "up down": "move the caret by a row",
        "pageup pagedown": "move the caret by a page",
        "shift+up shift+down": "select rows, to copy or replace",
        "ctrl+z ctrl+y": "undo and redo; the help names them",
    },
    "ScrollableContainer": {
        "up down pageup pagedown home end": "scroll a form or dialog too high for the terminal, from a field in it",
        "left right ctrl+pageup ctrl+pagedown": "do nothing: no container of ours scrolls to the side",
    },
}
"""Keys by the name of the Textual class that binds them.

A `ScrollableContainer` is never focused; those around a focused field or list have the keys that it leaves. The others
stay where `kept` puts them.
"""


def kept_keys(kind: str) -> set[str]:
    """Return the keys that stay of those that the Textual class of this name binds."""
    return {key for keys in KEPT.get(kind, {}) for key in keys.split()}


def kept(kind: type[DOMNode]) -> list[Binding]:
    """Return what stays of the bindings that a Textual class declares itself, for the BINDINGS of ours.

    For a class with `inherit_bindings=False`. Without words, so that footer and help name none of them by themselves.
    """
    keys = kept_keys(kind.__name__)
    return [
        replace(each, description="", show=False) for each in Binding.make_bindings(kind.BINDINGS) if each.key in keys
    ]
