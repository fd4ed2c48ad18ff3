"""The terminal modes that are set, and the key bindings of Textual that stay: two tables with reasons.

Modes of the terminal. All are taken back on every way out, a killed program's too. Not asked for: motions of the mouse
with no button down (1003), which cost 3.5 ms each; the focus (1004) and sizes in band (2048), which nothing here needs;
keys as escape codes (kitty's `CSI > 25 u`), with which one can't even type `reset` after a killed program.

Key bindings of Textual's classes. Whatever is not in the table is taken out: keys on which a person loses something or
is surprised (ctrl+q ended the program while somebody wrote; F7 and a letter replaced a whole answer; tab took the caret
to wherever Textual thought it should go next), Alt, and keys that only a terminal sends which was asked to send every
key as an escape code.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import NamedTuple

from textual.binding import Binding
from textual.dom import DOMNode


class Mode(NamedTuple):
    """A private mode of the terminal (DECSET), as long as the program has the terminal."""

    number: int
    why: str
    on: bool = True
    """True if it is switched on, False if it is switched off."""

    def switch(self, on: bool) -> str:
        """Return what asks for it, or what undoes that."""
        return f"\x1b[?{self.number}{'h' if on is self.on else 'l'}"


MODES = (
    Mode(1049, "the alternate screen: what the terminal showed before comes back, and nobody's words stay"),
    Mode(25, "the cursor is shown in fields alone", on=False),
    Mode(7, "a row that the terminal counts as longer than the program does stays one row", on=False),
    Mode(2004, "a paste is text, whatever is in it"),
)
MOUSE = (
    Mode(1002, "clicks, the wheel, and text marked by dragging"),
    Mode(1006, "places beyond column 223, and none of them looks like text"),
)
ASK_SYNCHRONIZED = "\x1b[?2026$p"
"""Asks whether the terminal can show a long frame at once, which is used for a frame at a time."""
SYNCHRONIZED = re.compile(r"\x1b\[\?2026;([0-4])\$y")
"""Its answer: 1 to 3 if it can."""


def asked(mouse: bool) -> tuple[Mode, ...]:
    """Return the modes to set, in that order."""
    return MODES + MOUSE if mouse else MODES


def all_back(mouse: bool) -> str:
    """Return the sequences that undo them, the alternate screen last, and reset the pen and the cursor."""
    return "\x1b[m" + "".join(mode.switch(False) for mode in reversed(asked(mouse)))


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
stay where `kept_bindings` puts them.
"""


def kept_keys(kind: str) -> set[str]:
    """Return the keys that stay of those that the Textual class of this name binds."""
    return {key for keys in KEPT.get(kind, {}) for key in keys.split()}


def kept_bindings(kind: type[DOMNode]) -> list[Binding]:
    """Return what stays of the bindings that a Textual class declares itself, for the BINDINGS of ours.

    For a class with `inherit_bindings=False`. Without words, so that footer and help name none of them by themselves.
    """
    keys = kept_keys(kind.__name__)
    return [
        replace(each, description="", show=False) for each in Binding.make_bindings(kind.BINDINGS) if each.key in keys
    ]
