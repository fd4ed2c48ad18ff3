"""The lines in `authorized_keys` that let keys into the alliances of one store.

A line is read as sshd reads it (sshd(8), "AUTHORIZED_KEYS FILE FORMAT"), and its command as `commands/open.py` does,
whoever wrote it: options and words may stand in any order.
"""

from __future__ import annotations

import base64
import os
import re
import shlex
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from alliance_tui.domain.errors import NotFound, StoreError
from alliance_tui.domain.invitation import Invitation, PublicKey
from alliance_tui.domain.side_names import side_called
from alliance_tui.domain.terms import Side
from alliance_tui.services.invite import parts_of_key
from alliance_tui.storage.library import Library
from alliance_tui.storage.paths import default_store
from alliance_tui.text.characters import one_line

_OPTIONS = re.compile(r'(?>(?:\\"|"(?>(?:\\"|[^"])*)"|[^ \t"])+)')
"""The options before a key: they end at the first space outside of double quotes.

Atomic groups, not possessive ones, which Pythons before 3.11.5 match wrongly (gh-106052).
"""
_OPTION = re.compile(r'([\w-]+)(?:="((?>(?:\\"|[^"])*))")?')
_PROGRAM = ("alliance", "alliance_tui")
_WITH_VALUES = ("--store", "--bank", "--as")


def invitations(lines: Iterable[str], library: Library) -> tuple[list[Invitation], int]:
    """Return the invitations into a library's store among the lines of the file, and how many there are into others."""
    found, elsewhere = [], 0
    for number, line in enumerate(lines, 1):
        if (read := _read(number, line)) is None:
            continue
        invitation, store = read
        if _is_same(store, library.root):
            found.append(_completed(invitation, library))
        else:
            elsewhere += 1
    return found, elsewhere


def _read(number: int, line: str) -> tuple[Invitation, str | None] | None:
    """Read a line with an invitation and its store, None for the user's own; None for any other line."""
    options = _OPTIONS.match(line := line.strip())
    if not options or line.startswith("#"):
        return None
    given = {name.lower(): value for name, value in _OPTION.findall(options[0])}
    kind, data, comment = (*line[options.end() :].split(None, 2), "", "", "")[:3]
    try:
        words = shlex.split(given.get("command", "").replace('\\"', '"'))
        parts = parts_of_key(base64.b64decode(data, validate=True))
    except ValueError:
        return None
    values, plain = _command(words)
    if "--locked" not in values or len(plain) < 3 or parts[:1] != [kind.encode()]:
        return None
    program, command, name = plain[-3:]
    if command != "open" or Path(program).name not in _PROGRAM:
        return None
    return Invitation(number, name, values.get("--as"), PublicKey(kind, data, one_line(comment))), values.get("--store")


def _command(words: list[str]) -> tuple[dict[str, str], list[str]]:
    """Return the options of a command with their values, and its other words."""
    values: dict[str, str] = {}
    plain: list[str] = []
    rest: Iterator[str] = iter(words)
    for word in rest:
        option, _, value = word.partition("=")
        if word == "--":
            plain += rest
        elif word in _WITH_VALUES:
            values[word] = next(rest, "")
        elif word.startswith("--"):
            values[option] = value
        else:
            plain.append(word)
    return values, plain


def _is_same(store: str | None, root: Path) -> bool:
    """Return True if a line's store, relative to the home where sshd starts its command, is the one at `root`."""
    there = default_store() if store is None else Path.home() / store
    return os.path.realpath(there) == os.path.realpath(root)


def _completed(invitation: Invitation, library: Library) -> Invitation:
    """Complete an invitation with what the store has of its alliance now."""
    name, who = invitation.name, invitation.who
    side = {str(side): side for side in Side}.get(who or "")
    if not library.contains(name):
        return replace(invitation, side=side)
    with suppress(StoreError):
        partners = library.record(name).cover().partners
        if who is not None:
            with suppress(NotFound):
                side = side_called(who, partners, words_are_sides=True)
        return replace(invitation, is_here=True, partners=partners, side=side)
    return replace(invitation, is_here=True, side=side)
