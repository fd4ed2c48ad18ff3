"""On which line each key of a TOML document stands: `tomllib` says so only of what is not TOML at all."""

from __future__ import annotations

import re
import tomllib
from bisect import bisect
from typing import Any

Place = tuple[str | int, ...]
"""The way to a value: keys of tables and indices of arrays, from 0."""

_SPACE = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_KEY = re.compile(r'[A-Za-z0-9_-]+|"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\'')
_STRING = re.compile(
    r'"""(?:[^"\\]|\\[\s\S]|"{1,2}(?!"))*"{3,5}' + r"|'''(?:[^']|'{1,2}(?!'))*'{3,5}" + "|" + _KEY.pattern
)
_SCALAR = re.compile(r"[^,\]}#\n]*")
_TOKEN = re.compile(rf"(?P<text>{_STRING.pattern})|(?P<space>#[^\n]*|[ \t\r]+)|(?P<mark>[\s\S])")
_BARE = re.compile(r"[A-Za-z0-9_-]+")
DEEPEST = 16
"""Arrays and tables within each other, and parts of a dotted key."""
LONGEST_WORD = 100
"""Characters of a number, a date or a key without quotes."""


def excess(text: str) -> tuple[int, str] | None:
    """Return the line, from 1, where a text exceeds what a bank needs, and how; None if it does nowhere.

    Found in one pass, so that nothing is parsed that would take more time or stack than there is. What is not TOML
    is left for the parser to say.
    """
    depth = parts = 0
    for token in _TOKEN.finditer(text):
        mark, found = token["mark"], ""
        if token["text"]:
            if len(token[0]) > LONGEST_WORD and _BARE.fullmatch(token[0]):
                found = "this key or number is too long"
        elif mark == ".":
            parts += 1
        elif mark in ("[", "{"):
            depth, parts = depth + 1, 0
        elif mark in ("]", "}"):
            depth, parts = depth - 1, 0
        elif mark in ('"', "'"):  # a text without an end
            return None
        elif mark:
            parts = 0
        if max(depth, parts) > DEEPEST:
            found = "this is nested too deeply"
        if found:
            return text.count("\n", 0, token.start()) + 1, f"{found} to be a question bank"
    return None


def lines_of(text: str) -> dict[Place, int]:
    """The line, from 1, of every key, table and element in a document that `tomllib` takes."""
    scanner = _Scanner(text)
    scanner.document()
    return scanner.lines


class _Scanner:
    """Walks over a valid document once."""

    def __init__(self, text: str) -> None:
        """Start at its beginning."""
        self.text, self.at = text, 0
        self.lines: dict[Place, int] = {}
        self._counts: dict[Place, int] = {}
        self._breaks = [found.start() for found in re.finditer("\n", text)]

    def document(self) -> None:
        """Every table and pair."""
        table: Place = ()
        while self._peek():
            if self._take("[["):
                table = self._header(array=True)
            elif self._take("["):
                table = self._header(array=False)
            else:
                self._pair(table)

    def _header(self, array: bool) -> Place:
        """A table's name, an array of tables standing for its last one."""
        start = self.at
        keys = self._keys()
        self.at = self.text.index("]", self.at) + (2 if array else 1)
        place: Place = ()
        for key in keys[:-1]:
            place = (*place, key)
            place = (*place, self._counts[place]) if place in self._counts else place
        place = (*place, keys[-1])
        if array:
            self._mark(place, start)
            self._counts[place] = self._counts.get(place, -1) + 1
            place = (*place, self._counts[place])
        self._mark(place, start)
        return place

    def _pair(self, table: Place) -> None:
        """A key and its value."""
        self._peek()
        start = self.at
        place = table
        for key in self._keys():
            place = (*place, key)
            self._mark(place, start)
        self._take("=")
        self._value(place)

    def _keys(self) -> list[str]:
        """A key, dotted or not."""
        keys = []
        while True:
            self._peek()
            word = self._match(_KEY)
            keys.append(_unquoted(word))
            if not self._take("."):
                return keys

    def _value(self, place: Place) -> None:
        """Any value; what is inside it has its own lines."""
        self._peek()
        if self._take("["):
            index = 0
            while self._peek() != "]":
                self._mark((*place, index), self.at)
                self._value((*place, index))
                self._take(",")
                index += 1
            self.at += 1
        elif self._take("{"):
            while self._peek() != "}":
                self._pair(place)
                self._take(",")
            self.at += 1
        else:
            self._match(_STRING if self._peek() in "\"'" else _SCALAR)

    def _mark(self, place: Place, start: int) -> None:
        """Remember where a place begins, unless it began before."""
        self.lines.setdefault(place, bisect(self._breaks, start - 1) + 1)

    def _peek(self) -> str:
        """The next character that means something, "" at the end."""
        self._match(_SPACE)
        return self.text[self.at : self.at + 1]

    def _take(self, mark: str) -> bool:
        """Go over a mark if it is next."""
        self._peek()
        found = self.text.startswith(mark, self.at)
        self.at += len(mark) if found else 0
        return found

    def _match(self, pattern: re.Pattern[str]) -> str:
        """Go over what fits; AssertionError when nothing does, as it would in no valid document."""
        found = pattern.match(self.text, self.at)
        assert found is not None, "not TOML"
        self.at = found.end()
        return found.group()


def _unquoted(word: str) -> str:
    """A key as it is meant."""
    if word[0] not in "\"'":
        return word
    value: dict[str, Any] = tomllib.loads(f"key = {word}")
    return str(value["key"])
