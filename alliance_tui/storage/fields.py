"""Checks for records from a file that may hold anything: each takes a value, and raises Wrong if its form is wrong.

A place reads like `versions[1].answers[3].text`. Messages name places, never their contents. A place is put together
on the way out of the containers around it, so that a sound record costs nothing for it.
"""

from __future__ import annotations

import marshal
from collections.abc import Callable, Collection
from datetime import UTC, date, datetime
from operator import itemgetter
from typing import Any

from alliance_tui.domain.errors import StoreError
from alliance_tui.text.characters import clean, one_line

Check = Callable[[Any], None]
LABEL = 1000
"""Characters of an id at most."""
YEARS = range(2, 9999)
"""Years of moments, in UTC too: some hours before or after them is still a moment."""


class Wrong(StoreError):
    """A record is not as this program writes it: `place`, "" for none, and `what` is wrong there."""

    def __init__(self, what: str, place: str = "") -> None:
        """Say that at `place` this is wrong; `what` goes on after the place."""
        super().__init__(what, place)
        self.what, self.place = what, place

    def __str__(self) -> str:
        return " ".join(filter(None, (self.place, self.what)))

    def within(self, outer: str) -> Wrong:
        """Return the error with `outer`, a key or an index in brackets, before its place."""
        gap = "." if self.place and self.place[0] != "[" else ""
        return Wrong(self.what, f"{outer}{gap}{self.place}")


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


def shown(key: str) -> str:
    """A key that is fit to be shown, whatever a stranger wrote there."""
    line = one_line(key)
    return line if len(line) <= 40 else f"{line[:40]}…"


# Single values


def text(value: Any) -> None:
    """Any text."""
    if not isinstance(value, str):
        raise Wrong("is not text")


def name(value: Any) -> None:
    """Text that says something."""
    text(value)
    if not value or value.isspace():
        raise Wrong("is empty")


def label(value: Any) -> None:
    """An id: short and on one line."""
    if isinstance(value, str) and 0 < len(value) <= LABEL and value.isprintable() and value == value.strip():
        return  # as nearly all are
    name(value)
    if len(value) > LABEL or one_line(value) != value:
        raise Wrong(f"is no id: one line of at most {LABEL} characters")


def whole_number(least: int, most: int) -> Check:
    """A whole number within these."""

    def check(value: Any) -> None:
        if type(value) is not int or not least <= value <= most:
            raise Wrong(f"is not a whole number from {least}" + (f" to {most}" if type(value) is int else ""))

    return check


number = whole_number(1, 999_999)


def moment(value: Any) -> None:
    """A moment with its time zone."""
    text(value)
    try:
        when = datetime.fromisoformat(value)
    except ValueError:
        when = None
    if when is None or when.tzinfo is None or when.year not in YEARS or when.astimezone(UTC).year not in YEARS:
        raise Wrong("is not a moment like 2026-03-12T12:00:00+00:00")


def day(value: Any) -> None:
    """A day."""
    text(value)
    try:
        date.fromisoformat(value)
    except ValueError:
        raise Wrong("is not a day like 2026-03-12") from None


def one_of(*allowed: str) -> Check:
    """One of a few words."""

    def check(value: Any) -> None:
        if not isinstance(value, str) or value not in allowed:
            raise Wrong(f"is none of {', '.join(allowed)}")

    return check


def maybe(check: Check) -> Check:
    """Null, or what another check takes."""
    return lambda value: None if value is None else check(value)


# Values made of others


def once(check: Check) -> Check:
    """What another check takes; a value that is equal to the last sound one is not checked again."""
    last = b""

    def checks(value: Any) -> None:
        nonlocal last
        try:
            copy = marshal.dumps(value, 2)  # equal values of the same types, and no others, give the same bytes
        except ValueError:
            copy = b""
        if not copy or copy != last:
            check(value)
            last = copy

    return checks


def record(*may_lack: str, **fields: Check) -> Check:
    """An object with these fields, some of which it `may_lack`; there may be others, of any kind."""
    checks = [*fields.items()]

    def check(value: Any) -> None:
        _object(value)
        field = ""
        try:
            for field, within in checks:
                if field in value:
                    within(value[field])
                elif field not in may_lack:
                    raise Wrong("is missing")
        except Wrong as wrong:
            raise wrong.within(field) from None

    return check


def mapping(keys: Collection[str], check: Check, whole: bool = False) -> Check:
    """An object with some of these keys, all of them if `whole`, and no others."""

    def checks(value: Any) -> None:
        _object(value)
        for key, within in value.items():
            if key not in keys:
                raise Wrong("is not known here", shown(key))
            try:
                check(within)
            except Wrong as wrong:
                raise wrong.within(key) from None
        for key in keys if whole else ():
            if key not in value:
                raise Wrong("is missing", key)

    return checks


def listing(check: Check, *unique: str, only: bool = False) -> Check:
    """A list of what another check takes, and of one if `only`; the fields named in `unique`, together, come once."""
    marks_of = itemgetter(*unique) if unique else None

    def checks(value: Any) -> None:
        if not isinstance(value, list):
            raise Wrong("is not a list")
        if only and len(value) != 1:
            raise Wrong("does not have one element")
        index = 0
        try:
            for index, within in enumerate(value):  # noqa: B007 (read below)
                check(within)
        except Wrong as wrong:
            raise wrong.within(f"[{index}]") from None
        if marks_of:
            marks = [*map(marks_of, value)]
            if len({*marks}) < len(marks):
                again = next(index for index, mark in enumerate(marks) if mark in marks[:index])
                raise Wrong(f"is there twice (same {' and '.join(unique)})", f"[{again}]")

    return checks


def _object(value: Any) -> None:
    if type(value) is dict:
        return
    if isinstance(value, Twice):
        raise Wrong("is given twice", shown(value.key))
    raise Wrong("is not an object")


# What only an import asks


def all_clean(value: Any) -> None:
    """Refuse a text that `clean` would change, and an object with a key twice, wherever they stand.

    What is imported is sealed by its versions' hashes, so it can't be cleaned.
    """
    if isinstance(value, str):
        if clean(value) != value:
            raise Wrong("holds characters that a terminal would obey or that are half of one")
    elif isinstance(value, dict):
        _object(value)
        for key, within in value.items():
            try:
                all_clean(key)
                all_clean(within)
            except Wrong as wrong:
                raise wrong.within(shown(key)) from None
    elif isinstance(value, list):
        for index, within in enumerate(value):
            try:
                all_clean(within)
            except Wrong as wrong:
                raise wrong.within(f"[{index}]") from None


def same(given: Any, written: Any) -> None:
    """Refuse what this program would write otherwise than it was given, or would not write at all."""
    if isinstance(given, dict) and isinstance(written, dict):
        for key, within in given.items():
            if key not in written:
                raise Wrong("is not known here", shown(key))
            try:
                same(within, written[key])
            except Wrong as wrong:
                raise wrong.within(shown(key)) from None
    elif isinstance(given, list) and isinstance(written, list) and len(given) == len(written):
        for index, within in enumerate(given):
            try:
                same(within, written[index])
            except Wrong as wrong:
                raise wrong.within(f"[{index}]") from None
    elif given != written or isinstance(given, bool | float):
        raise Wrong("is not written as this program writes it")
