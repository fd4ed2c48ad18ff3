"""Textual's names of the keys that type a character."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from textual.keys import KEY_NAME_REPLACEMENTS

CONTROL_KEYS = {"\r": "enter", "\t": "tab", "\n": "ctrl+j"}


@lru_cache(1024)
def key_name(character: str) -> str:
    """Return the name of a character's key, as bindings have it: "a", "question_mark", "enter"."""
    if character in CONTROL_KEYS:
        return CONTROL_KEYS[character]
    name = character
    if not character.isalnum():
        name = unicodedata.name(character, character).lower().replace("-", "_").replace(" ", "_")
    return KEY_NAME_REPLACEMENTS.get(name, name)
