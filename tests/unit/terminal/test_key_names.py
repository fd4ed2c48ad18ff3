"""Keys of characters have the names that Textual's bindings give them."""

from __future__ import annotations

import pytest
from textual.binding import Binding

from alliance_tui.terminal.key_names import key_name

OTHERS = "éßŁжλש中あ１…–—’“€ \u200b"


def test_names_are_those_of_bindings() -> None:
    """Of all that a keyboard types."""
    for character in [*map(chr, range(0x20, 0x7F)), *OTHERS]:
        if character != ",":
            [binding] = Binding.make_bindings([Binding(character.strip(" ") or "space", "none")])
            assert key_name(character) == binding.key


@pytest.mark.parametrize(
    ("character", "name"), [(",", "comma"), ("\r", "enter"), ("\t", "tab"), ("\n", "ctrl+j"), ("\x1c", "\x1c")]
)
def test_names_that_no_binding_shows(character: str, name: str) -> None:
    """A comma parts the keys of a binding; the others have no name of their own."""
    assert key_name(character) == name
