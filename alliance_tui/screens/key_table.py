"""All acts that have keys, and whether keys that a person gives them can be used."""

from __future__ import annotations

import pkgutil
import re
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from functools import cache
from importlib import import_module
from itertools import chain, combinations
from typing import Any

from textual.binding import Binding

from alliance_tui import screens
from alliance_tui.domain.errors import NotAllowed
from alliance_tui.screens.base import BaseScreen
from alliance_tui.screens.page import PALETTE, REPAINT
from alliance_tui.terminal.keymap import Keys, declared, defaults, known_keys, moved, shown, text_keys
from alliance_tui.terminal.modes_and_keys import kept_keys

WORDS = {
    "first-partner": "The left partner: pick, answer, judge, sign",
    "second-partner": "The right partner: pick, answer, judge, sign",
    "below": "A row down",
    "above": "A row up",
    "page-below": "A page down",
    "page-above": "A page up",
    "top": "To the top",
    "bottom": "To the bottom",
    "step-back": "Back",
    "close": "Close a dialog",
    "read": "Read, at the marked row",
    "open": "Open the marked row",
    "next": "Next, and from the last on",
}
"""What keys do that do something on many screens."""
NOT_HERE = "LockedHomeScreen"
"""Only of a program that reads no settings."""
OF_THE_APP = [REPAINT, PALETTE]
EDITING = kept_keys("TextArea") | {"enter", "tab"}
"""What keys do in a text that is written stays."""


def all_screens() -> list[type[BaseScreen[Any]]]:
    """Return every class of a screen or dialog."""
    for module in pkgutil.iter_modules(screens.__path__):
        import_module(f"{screens.__name__}.{module.name}")
    found: list[type[BaseScreen[Any]]] = [BaseScreen]
    for kind in found:
        found += [each for each in kind.__subclasses__() if each not in found and each.__name__ != NOT_HERE]
    return found


@cache
def acts() -> dict[str, str]:
    """Return what each act with a key does, by its id."""
    bound = chain(OF_THE_APP, *map(declared, all_screens()))
    found = {each.id: each.tooltip or each.description for each in reversed([*bound]) if each.id}
    return {
        id_: WORDS.get(id_) or re.sub("[{}]", "", words) or id_.replace("-", ": ", 1)
        for id_, words in sorted(found.items())
    }


def key_lines() -> Iterator[str]:
    """Yield the table of keys as `config.toml` has it, each with its own keys and what it does."""
    yield "[keys]"
    for id_, words in acts().items():
        setting = f'{id_} = "{" ".join(map(typed, defaults[id_]))}"'
        yield f"{setting:<40}  # {words}"


def typed(key: str) -> str:
    """Return a key as a person types it into the file."""
    name = shown(key)
    return name if name.isascii() and name not in '"\\' else key


def check_keys(given: Mapping[str, Keys], file: object) -> dict[str, Keys]:
    """Return the keys by Textual's names; NotAllowed with every problem by its place in the file."""
    ids, known = acts(), known_keys()
    problems = [f"keys.{id_}: there is no such act{_nearest(id_, ids)}" for id_ in given if id_ not in ids]
    problems += [
        f"keys.{id_}: “{key}” is no key{_nearest(key, known)}"
        for id_, keys in given.items()
        for key in keys
        if key not in known
    ]
    if not problems:
        found = {id_: tuple(known[key] for key in keys) for id_, keys in given.items()}
        problems = [*dict.fromkeys([*_clashes(found), *_locks(found)])]
        if not problems:
            return found
    raise NotAllowed(f"{file}: {'; '.join(problems)}. Nothing was opened. Mend it, or move it away.")


def _nearest(wrong: str, known: Iterable[str]) -> str:
    near = get_close_matches(wrong.lower(), known, 1, 0.5)
    return f"; the nearest is {near[0]}" if near else ""


def _clashes(given: Mapping[str, Keys]) -> Iterator[str]:
    """Yield where two acts of a screen would have a key together that have none together by themselves."""
    for kind in all_screens():
        own = [*declared(kind), *OF_THE_APP]
        together = {pair for _, pair in _sharing(own)}
        for key, (one, other) in _sharing(moved(own, given)):
            if (one, other) not in together:
                mine, its = (one, other) if one in given else (other, one)
                what = f"{its} too ({acts().get(its, its)}), on one screen with it"
                yield f"keys.{mine}: {shown(key)} is the key of {what}"


def _sharing(bindings: Iterable[Binding]) -> Iterator[tuple[str, tuple[str, str]]]:
    """Yield each key of two acts, with their ids in order."""
    by_key: dict[str, set[str]] = {}
    for each in bindings:
        by_key.setdefault(each.key, set()).add(each.id or each.action)
    for key, ids in by_key.items():
        yield from ((key, pair) for pair in combinations(sorted(ids), 2))


def _locks(given: Mapping[str, Keys]) -> Iterator[str]:
    """Yield what nobody could do any more while keys are text, or what they could not write."""
    for kind in all_screens():
        for each in (*declared(kind), *OF_THE_APP):
            actions = kind.WHILE_TYPING | {"help_typing", "command_palette"}
            if (id_ := each.id or "") in given and each.action.partition("(")[0] in actions:
                keys = {*given[id_]}
                if keys <= text_keys():
                    yield f"keys.{id_}: add a key that is no text, like esc or ctrl+g, or it does nothing in a field"
                for key in sorted(keys & EDITING - {*defaults[id_]}):
                    yield f"keys.{id_}: {shown(key)} is for writing, and {id_} is used there"
