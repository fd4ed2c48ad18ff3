"""Checks for what comes in from a file nobody vouches for: each is given a value and its place, and says what is wrong.

A place reads like `versions[1].answers[3].text`. Messages name places, never what stands there.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date, datetime
from typing import Any

from alliance_tui.domain.errors import StoreError
from alliance_tui.domain.text import clean, one_line

Check = Callable[[Any, str], None]
LABEL = 1000
"""Characters of an id at most."""
YEARS = range(1970, 9000)


class Wrong(StoreError):
    """A field is not as this program writes it; the message begins with its place."""


class Twice(dict[str, Any]):
    """A JSON object in which a key was given more than once; `key` is the first such."""

    key = ""


def pairs(given: list[tuple[str, Any]]) -> dict[str, Any]:
    """A JSON object; a `Twice` when a key comes twice, which json itself would pass over."""
    made = Twice(given)
    if len(made) == len(given):
        return dict(given)
    seen: set[str] = set()
    made.key = next(key for key, _ in given if key in seen or seen.add(key))  # type: ignore[func-returns-value]
    return made


def inside(place: str, key: str) -> str:
    """The place of a field of a record."""
    return f"{place}.{_shown(key)}" if place else _shown(key)


def _shown(key: str) -> str:
    """A key that is fit to be shown, whatever a stranger wrote there."""
    line = one_line(key)
    return line if len(line) <= 40 else f"{line[:40]}…"


# Single values


def text(value: Any, place: str) -> None:
    """Any text that `clean` would leave alone: it is sealed by its version's hash, so it can't be cleaned here."""
    if not isinstance(value, str):
        raise Wrong(f"{place} is not text")
    if clean(value) != value:
        raise Wrong(f"{place} holds characters that a terminal would obey or that are half of one")


def name(value: Any, place: str) -> None:
    """Text that says something."""
    text(value, place)
    if not value.strip():
        raise Wrong(f"{place} is empty")


def label(value: Any, place: str) -> None:
    """An id: short and on one line."""
    name(value, place)
    if len(value) > LABEL or one_line(value) != value:
        raise Wrong(f"{place} is no id: one line of at most {LABEL} characters")


def number(value: Any, place: str) -> None:
    """A whole number from 1."""
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value < 1_000_000:
        raise Wrong(f"{place} is not a whole number from 1")


def moment(value: Any, place: str) -> None:
    """A moment with its time zone."""
    text(value, place)
    try:
        when = datetime.fromisoformat(value)
    except ValueError:
        when = None
    if when is None or when.tzinfo is None or when.year not in YEARS:
        raise Wrong(f"{place} is not a moment like 2026-03-12T12:00:00+00:00")


def day(value: Any, place: str) -> None:
    """A day."""
    text(value, place)
    try:
        when = date.fromisoformat(value)
    except ValueError:
        when = None
    if when is None or when.year not in YEARS:
        raise Wrong(f"{place} is not a day like 2026-03-12")


def one_of(*allowed: str) -> Check:
    """One of a few words."""

    def check(value: Any, place: str) -> None:
        """See to it."""
        if not isinstance(value, str) or value not in allowed:
            raise Wrong(f"{place} is none of {', '.join(allowed)}")

    return check


def maybe(check: Check) -> Check:
    """Null, or what another check takes."""
    return lambda value, place: None if value is None else check(value, place)


# Values made of others


def record(*may_lack: str, **fields: Check) -> Check:
    """An object with these fields, some of which it `may_lack`; one beyond them is for `same` to find."""

    def check(value: Any, place: str) -> None:
        """See to it."""
        for field, within in _object(value, place).items():
            if field in fields:
                fields[field](within, inside(place, field))
        for field in fields:
            if field not in value and field not in may_lack:
                raise Wrong(f"{inside(place, field)} is missing")

    return check


def never(_value: Any, place: str) -> None:
    """A field that what is signed does not have."""
    raise Wrong(f"{place} has no place in what is signed")


def mapping(keys: Collection[str], check: Check, whole: bool = False) -> Check:
    """An object with some of these keys, all of them if `whole`."""

    def checks(value: Any, place: str) -> None:
        """See to it."""
        for key, within in _object(value, place).items():
            if key not in keys:
                raise Wrong(f"{inside(place, key)} is not known here")
            check(within, inside(place, key))
        for key in keys if whole else ():
            if key not in value:
                raise Wrong(f"{inside(place, key)} is missing")

    return checks


def listing(check: Check, *unique: str) -> Check:
    """A list of what another check takes; together, the fields named in `unique` come once only."""

    def checks(value: Any, place: str) -> None:
        """See to it."""
        if not isinstance(value, list):
            raise Wrong(f"{place} is not a list")
        seen = set()
        for index, within in enumerate(value):
            check(within, f"{place}[{index}]")
            mark = tuple(within[field] for field in unique)
            if unique and mark in seen:
                raise Wrong(f"{place}[{index}] is there twice (same {' and '.join(unique)})")
            seen.add(mark)

    return checks


def _object(value: Any, place: str) -> dict[str, Any]:
    """The value, if it is an object."""
    if isinstance(value, Twice):
        raise Wrong(f"{inside(place, value.key)} is given twice")
    if not isinstance(value, dict):
        raise Wrong(f"{place or 'the whole'} is not an object")
    return value


def all_texts(value: Any, place: str) -> None:
    """Every text in a value is one that `clean` leaves alone, and every object has each key once."""
    if isinstance(value, str):
        text(value, place)
    elif isinstance(value, dict):
        for key, within in _object(value, place).items():
            text(key, inside(place, key))
            all_texts(within, inside(place, key))
    elif isinstance(value, list):
        for index, within in enumerate(value):
            all_texts(within, f"{place}[{index}]")


def same(given: Any, written: Any, place: str) -> None:
    """Refuse what this program would write otherwise than it was given, or would not write at all."""
    if isinstance(given, dict) and isinstance(written, dict):
        for key, within in given.items():
            if key not in written:
                raise Wrong(f"{inside(place, key)} is not known here")
            same(within, written[key], inside(place, key))
    elif isinstance(given, list) and isinstance(written, list) and len(given) == len(written):
        for index, within in enumerate(given):
            same(within, written[index], f"{place}[{index}]")
    elif given != written or isinstance(given, bool | float):
        raise Wrong(f"{place} is not written as this program writes it")
