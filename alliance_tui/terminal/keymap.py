"""Which keys do what: each act's own, unless a person has given it others in `config.toml`.

An act has an id, which stays the same and does not name its key. Acts with the same id have the same keys everywhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache
from string import ascii_lowercase, ascii_uppercase, digits, punctuation

from textual.binding import Binding, BindingsMap
from textual.dom import DOMNode

from alliance_tui.terminal.key_names import key_name

SHOWN = {
    "escape": "esc",
    "left": "←",
    "right": "→",
    "up": "↑",
    "down": "↓",
    "pageup": "pgup",
    "pagedown": "pgdn",
}
"""What people call a key, where it is not what Textual calls it."""

Keys = tuple[str, ...]
defaults: dict[str, Keys] = {}
"""Each id's own keys, of the screens that are imported so far."""
_given: dict[str, Keys] = {}


def put_in_force(given: Mapping[str, Keys]) -> None:
    """Use these keys, in screens that are opened from now on, for the acts with these ids."""
    _given.clear()
    _given.update(given)
    in_force.cache_clear()


def key_for(id_: str, own: str = "") -> str:
    """Return the first key in force for an id, as people call it: for words on a page that name a key.

    `own`: its own key, for words that may be shown before the screen that has the key is imported.
    """
    keys = _given.get(id_ := id_.replace("_", "-")) or defaults.get(id_)
    return shown(keys[0]) if keys else own


def shown(key: str) -> str:
    """Return what people call a key."""
    return key if len(key) == 1 else SHOWN.get(key) or _characters().get(key, key)


def name_keys(words: str) -> str:
    """Return words of ours with the keys in force in the place of ids: `{undo} takes it back`."""
    return re.sub("{([a-z-]+)}", lambda found: key_for(found[1], found[0]), words)


def declared(kind: type[DOMNode]) -> list[Binding]:
    """Return the bindings of our classes, one a key; a class's own take the keys of those it inherits."""
    found: list[Binding] = []
    for each in kind.__mro__:
        if each.__module__.startswith("alliance_tui."):
            taken = {binding.key for binding in found}
            own = Binding.make_bindings(vars(each).get("BINDINGS", []))
            found += [binding for binding in own if binding.key not in taken]
    return found


def moved(bindings: Iterable[Binding], given: Mapping[str, Keys]) -> list[Binding]:
    """Return bindings with the keys that are given for them."""
    found: dict[tuple[str, str], Binding] = {}
    for each in bindings:
        for key in given.get(each.id or "", (each.key,)):
            found.setdefault((key, each.action), replace(each, key=key))
    return [*found.values()]


@cache  # asked for at each change of the keys shown
def in_force(kind: type[DOMNode]) -> tuple[Binding, ...]:
    """Return the bindings of our classes with the keys in force."""
    return tuple(moved(declared(kind), _given) if _given else declared(kind))


def ways_out(kind: type[DOMNode]) -> set[str]:
    """Return escape, or the keys in its place on a screen."""
    if not _given:
        return {"escape"}
    return {each.key for each in in_force(kind) if "escape" in defaults.get(each.id or "", ())[:1]}


def rebind(node: DOMNode) -> None:
    """Have a new screen, or the app, obey the keys in force.

    Textual's own way, `App.set_keymap`, takes a key away from other acts that have it at other times.
    """
    if _given:
        node._bindings = BindingsMap(in_force(type(node)))


@cache
def _characters() -> dict[str, str]:
    """Return the characters by the names of the keys that type them."""
    return {key_name(each): each for each in ascii_lowercase + ascii_uppercase + digits + punctuation}


def text_keys() -> frozenset[str]:
    """Return the keys that are text in a field."""
    return frozenset({*_characters(), "space"})


def known_keys() -> dict[str, str]:
    """Return the keys that terminals send, by what a person may call them."""
    arrows = ["up", "down", "left", "right", "home", "end"]
    held = [f"{hold}+{each}" for hold in ("ctrl", "shift") for each in arrows]
    controls = [f"ctrl+{each}" for each in ascii_lowercase if each not in "chim"]  # ctrl+c copies; the others are keys
    functions = [f"f{number}" for number in range(1, 13)]
    named = ["escape", "enter", "tab", "shift+tab", "backspace", "delete", "insert", "pageup", "pagedown"]
    names = {each: each for each in (*_characters(), "space", *named, *arrows, *held, *controls, *functions)}
    return names | {character: name for name, character in _characters().items()} | {v: k for k, v in SHOWN.items()}
