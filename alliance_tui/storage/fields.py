"""Descriptions of values in a file: how they are checked, read and written.

A file may hold anything, so a value is checked before it is read. A place reads like `versions[1].answers[3].text`.
Messages name places, never their contents. A place is built only when an error passes through its containers, so that
a valid record costs nothing for it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager, suppress
from enum import StrEnum
from operator import attrgetter, itemgetter
from typing import Any, Generic, NamedTuple, TypeVar

from alliance_tui.domain.errors import StoreError
from alliance_tui.text.characters import clean, one_line

T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)
Check = Callable[[Any], None]
"""Takes a value as it is in a file, and raises InvalidRecord if it is invalid."""
LABEL = 1000
"""Characters of an id at most."""


class InvalidRecord(StoreError):
    """A record is not as this program writes it: at `place`, "" for none, and `what` is wrong there."""

    def __init__(self, what: str, place: str = "") -> None:
        """`what` is wrong at `place`; in the message it follows the place."""
        super().__init__(what, place)
        self.what, self.place = what, place

    def __str__(self) -> str:
        return " ".join(filter(None, (self.place, self.what)))

    def within(self, outer: str) -> InvalidRecord:
        """Return the error with `outer`, a key or an index in brackets, before its place."""
        gap = "." if self.place and self.place[0] != "[" else ""
        return InvalidRecord(self.what, f"{printable_key(outer)}{gap}{self.place}")


@contextmanager
def within(outer: str) -> Iterator[None]:
    """Add `outer`, a key or an index in brackets, before the place of errors inside the block."""
    try:
        yield
    except InvalidRecord as wrong:
        raise wrong.within(outer) from None


class DuplicateKey(dict[str, Any]):
    """A JSON object in which a key was given more than once; `key` is the first such."""

    key = ""


def object_from_pairs(given: list[tuple[str, Any]]) -> dict[str, Any]:
    """Make a JSON object; a `DuplicateKey` when a key comes twice, which json itself would pass over."""
    made = DuplicateKey(given)
    if len(made) == len(given):
        return dict(given)
    counts = Counter(key for key, _ in given)
    made.key = next(key for key in made if counts[key] > 1)
    return made


def printable_key(key: str) -> str:
    """Return a key as it may be shown: cleaned, on one line, cut short."""
    line = one_line(key)
    return line if len(line) <= 40 else f"{line[:40]}…"


def identity(value: Any) -> Any:
    return value


class Field(NamedTuple, Generic[T]):
    """How a value of the program is stored in a file."""

    check: Check
    read: Callable[[Any], T] = identity
    """Makes the value of what was checked."""
    write: Callable[[T], Any] = identity
    """Makes JSON of the value."""
    may_lack: bool = False
    """True if a record lacks the field where the value is empty."""
    attribute: str = ""
    """The attribute, dotted or not, that a record is written from, if it has not the field's name."""


def optional(field: Field[T]) -> Field[T]:
    """Return the field for a record that lacks it if it is empty."""
    return field._replace(may_lack=True)


# Single values


def _check_text(value: Any) -> None:
    if not isinstance(value, str):
        raise InvalidRecord("is not text")


def _check_name(value: Any) -> None:
    _check_text(value)
    if not value or value.isspace():
        raise InvalidRecord("is empty")


def _check_label(value: Any) -> None:
    _check_name(value)
    if len(value) > LABEL or one_line(value) != value:
        raise InvalidRecord(f"is no id: one line of at most {LABEL} characters")


text: Field[str] = Field(_check_text)
name: Field[str] = Field(_check_name)
"""Text that is not empty."""
label: Field[str] = Field(_check_label)
"""An id: short and on one line."""


def whole_number(least: int, most: int) -> Field[int]:
    """Describe a whole number in this range."""

    def check(value: Any) -> None:
        if type(value) is not int or not least <= value <= most:
            raise InvalidRecord(f"is not a whole number from {least}" + (f" to {most}" if type(value) is int else ""))

    return Field(check)


number = whole_number(1, 999_999)


def _check_flag(value: Any) -> None:
    if type(value) is not bool:
        raise InvalidRecord("is neither true nor false")


flag: Field[bool] = Field(_check_flag)


def one_of(words: type[E]) -> Field[E]:
    """Describe one of a few words."""
    known = {word: word for word in words}

    def check(value: Any) -> None:
        if not isinstance(value, str) or value not in known:
            raise InvalidRecord(f"is none of {', '.join(known)}")

    return Field(check, known.__getitem__)


def nullable(field: Field[T]) -> Field[T | None]:
    """Describe null, which stands for None, or what another field describes."""

    def unless_none(act: Callable[[Any], Any]) -> Callable[[Any], Any]:
        return lambda value: None if value is None else act(value)

    return Field(unless_none(field.check), unless_none(field.read), unless_none(field.write))


# Values made of others


def remembering(act: Callable[[Any], T]) -> Callable[[Any], T]:
    """Return the act; for a value that is equal to the last one it returns the last result again.

    Nothing but texts is remembered: true is equal to 1, but not the same.
    """
    last: tuple[Any, T] | None = None

    def remembered(value: Any) -> T:
        nonlocal last
        known = last
        if known and known[0] == value:
            return known[1]
        result = act(value)
        with suppress(TypeError):
            last = _copy_of_texts(value), result
        return result

    return remembered


def _copy_of_texts(value: Any) -> Any:
    """Copy texts in objects and lists; TypeError if there is anything else."""
    if type(value) is dict:
        return {key: _copy_of_texts(element) for key, element in value.items()}
    if type(value) is list:
        return [*map(_copy_of_texts, value)]
    if isinstance(value, str):
        return value
    raise TypeError


def check_once(field: Field[T]) -> Field[T]:
    """Return the field; a value that is equal to the last one is neither checked nor read again."""
    return field._replace(check=remembering(field.check), read=remembering(field.read))


def record(make: Callable[..., T], **fields: Field[Any]) -> Field[T]:
    """Describe an object with these fields, from which `make` makes a value; other keys are ignored."""
    values_of = attrgetter(*(field.attribute or key for key, field in fields.items()))
    checks = [(key, field.check, field.may_lack) for key, field in fields.items()]

    def check(value: Any) -> None:
        _check_object(value)
        key = ""
        try:
            for key, check_part, may_lack in checks:
                if key in value:
                    check_part(value[key])
                elif not may_lack:
                    raise InvalidRecord("is missing")
        except InvalidRecord as wrong:
            raise wrong.within(key) from None

    def read(value: Any) -> T:
        given = {key: field.read(value[key]) for key, field in fields.items() if key in value or not field.may_lack}
        return make(**given)

    def write(made: T) -> dict[str, Any]:
        parts = zip(fields.items(), values_of(made), strict=True)
        return {key: field.write(part) for (key, field), part in parts if part or not field.may_lack}

    return Field(check, read, write)


def mapping(keys: Collection[E], field: Field[T], whole: bool = False) -> Field[dict[E, T]]:
    """Describe an object with some of these keys, all of them if `whole`, and no others."""
    known = {key: key for key in keys}

    def check(value: Any) -> None:
        _check_object(value)
        for key, element in value.items():
            if key not in known:
                raise InvalidRecord("is not known here", printable_key(key))
            try:
                field.check(element)
            except InvalidRecord as wrong:
                raise wrong.within(key) from None
        for key in keys if whole else ():
            if key not in value:
                raise InvalidRecord("is missing", key)

    return Field(
        check,
        lambda value: {known[key]: field.read(element) for key, element in value.items()},
        lambda made: {key: field.write(element) for key, element in made.items()},
    )


def listing(
    field: Field[Any], *unique: str, only: bool = False, make: Callable[[Iterable[Any]], Any] = tuple
) -> Field[Any]:
    """Describe a list, of one element if `only`; no two elements have the same values in the fields `unique`."""
    marks_of = itemgetter(*unique) if unique else None

    def check(value: Any) -> None:
        if not isinstance(value, list):
            raise InvalidRecord("is not a list")
        if only and len(value) != 1:
            raise InvalidRecord("does not have one element")
        index = 0
        try:
            for index, element in enumerate(value):  # noqa: B007 (read below)
                field.check(element)
        except InvalidRecord as wrong:
            raise wrong.within(f"[{index}]") from None
        if marks_of:
            marks = [*map(marks_of, value)]
            if len({*marks}) < len(marks):
                again = next(index for index, mark in enumerate(marks) if mark in marks[:index])
                raise InvalidRecord(f"is there twice (same {' and '.join(unique)})", f"[{again}]")

    return Field(check, lambda value: make(map(field.read, value)), lambda made: [*map(field.write, made)])


def _check_object(value: Any) -> None:
    if type(value) is dict:
        return
    if isinstance(value, DuplicateKey):
        raise InvalidRecord("is given twice", printable_key(value.key))
    raise InvalidRecord("is not an object")


# What only an import asks


def require_clean(value: Any) -> None:
    """Raise InvalidRecord for a text that `clean` would change, and for an object with a key twice, at any depth.

    What is imported is sealed by its versions' hashes, so it can't be cleaned.
    """
    if isinstance(value, str) and clean(value) != value:
        raise InvalidRecord("holds characters that a terminal would obey or that are half of one")
    for key, element in _elements(value):
        try:  # `within` costs more than the check
            require_clean(key)
            require_clean(element)
        except InvalidRecord as wrong:
            raise wrong.within(key) from None


def require_same(given: Any, written: Any) -> None:
    """Raise InvalidRecord unless `given` is exactly what this program would write."""
    alike = type(given) is type(written)
    if (alike and isinstance(given, dict)) or (alike and isinstance(given, list) and len(given) == len(written)):
        ours = dict(_elements(written))
        for key, element in _elements(given):
            try:
                if key not in ours:
                    raise InvalidRecord("is not known here")
                require_same(element, ours[key])
            except InvalidRecord as wrong:
                raise wrong.within(key) from None
    elif given != written or isinstance(given, bool | float):
        raise InvalidRecord("is not written as this program writes it")


def _elements(value: Any) -> Iterable[tuple[str, Any]]:
    """Return what is in an object or a list, with the key or the index in brackets."""
    if isinstance(value, dict):
        _check_object(value)
        return value.items()
    return ((f"[{index}]", element) for index, element in enumerate(value)) if isinstance(value, list) else ()
