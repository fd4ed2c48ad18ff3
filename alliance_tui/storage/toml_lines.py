"""Find the line of each key in a TOML document: `tomllib` gives lines only in errors."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator

Place = tuple[str | int, ...]
"""The way to a value: keys of tables and indices of arrays, from 0."""

_TOKEN = re.compile(
    r'(?P<text>"""(?:[^"\\]|\\[\s\S]|"{1,2}(?!"))*"{3,5}'
    r"|'''(?:[^']|'{1,2}(?!'))*'{3,5}"
    r'|"(?:[^"\\\n]|\\.)*"'
    r"|'[^'\n]*')"
    r"|(?P<bare>[A-Za-z0-9_-]+)|(?P<space>#[^\n]*|[ \t\r]+)|[\s\S]"
)
_NESTING = {"[": 1, "{": 1, "]": -1, "}": -1}
_ENDS_OF_VALUE = ("\n", ",", "]", "}", "")
DEEPEST = 16
"""Arrays and tables within each other, and parts of a dotted key."""
LONGEST_WORD = 100
"""Characters of a number, a date or a key without quotes."""


def find_excess(text: str) -> tuple[int, str] | None:
    """Return the line, from 1, where a text exceeds the limits of a bank, and how; None if it does not.

    Found in one pass, so that nothing is parsed that would take more time or stack than there is. What is not TOML
    is left for the parser to say.
    """
    depth = parts = 0
    for token, kind, line in _tokens(text):
        if token in ('"', "'"):  # a text without an end
            return None
        depth += _NESTING.get(token, 0)
        if token == ".":
            parts += 1
        elif not kind:
            parts = 0
        if kind == "bare" and len(token) > LONGEST_WORD:
            return line, "this key or number is too long to be a question bank"
        if max(depth, parts) > DEEPEST:
            return line, "this is nested too deeply to be a question bank"
    return None


def lines_of(text: str) -> dict[Place, int]:
    """Return the line, from 1, of every key, table and element in a document that `tomllib` takes."""
    return _Scanner(text).document()


def _tokens(text: str) -> Iterator[tuple[str, str | None, int]]:
    """Yield each token but spaces and comments with its kind, None for a mark or a line's end, and its line."""
    line = 1
    for found in _TOKEN.finditer(text):
        token = found.group()
        if found.lastgroup != "space":
            yield token, found.lastgroup, line
        line += token.count("\n")


class _Scanner:
    """Walks over a valid document once; `token` is the next one, "" at the end, and `line` its line."""

    def __init__(self, text: str) -> None:
        """Start at its beginning."""
        self.lines: dict[Place, int] = {}
        self._latest: dict[Place, int] = {}
        """The index of the last table in each array of tables."""
        self._tokens = _tokens(text)
        self._advance()

    def _advance(self) -> None:
        self.token, _, self.line = next(self._tokens, ("", None, 0))

    def _skip(self, *tokens: str) -> str:
        """Go over all of these that come next; return the token after them."""
        while self.token in tokens:
            self._advance()
        return self.token

    def document(self) -> dict[Place, int]:
        """Return the line of every table and pair."""
        table: Place = ()
        while token := self._skip("\n"):
            if token == "[":
                table = self._header()
            else:
                self._pair(table)
        return self.lines

    def _header(self) -> Place:
        """Read a table's name; return its place, an array of tables standing for its last one."""
        line = self.line
        self._advance()
        is_array = self.token == "["
        self._skip("[")
        *outer, last = self._keys()
        self._skip("]")
        place: Place = ()
        for key in outer:
            place += (key,)
            if place in self._latest:
                place += (self._latest[place],)
        place += (last,)
        if is_array:
            self.lines.setdefault(place, line)
            self._latest[place] = self._latest.get(place, -1) + 1
            place += (self._latest[place],)
        self.lines.setdefault(place, line)
        return place

    def _pair(self, place: Place) -> None:
        """Read a key and its value in the table at `place`."""
        line = self.line
        for key in self._keys():
            place += (key,)
            self.lines.setdefault(place, line)
        self._skip("=")
        self._value(place)

    def _keys(self) -> list[str]:
        """Read a key, dotted or not."""
        keys: list[str] = []
        while not keys or self.token == ".":
            word = self._skip(".")
            keys.append(tomllib.loads(f"key = {word}")["key"] if word[0] in "\"'" else word)
            self._advance()
        return keys

    def _value(self, place: Place) -> None:
        """Read any value; what is inside it has its own lines."""
        if self.token == "[":
            self._advance()
            index = 0
            while self._skip("\n", ",") != "]":
                element = (*place, index)
                self.lines.setdefault(element, self.line)
                self._value(element)
                index += 1
            self._advance()
        elif self.token == "{":
            self._advance()
            while self._skip("\n", ",") != "}":
                self._pair(place)
            self._advance()
        while self.token not in _ENDS_OF_VALUE:  # a number or a date may be of several tokens
            self._advance()
