"""Check whether a TOML text is a question bank, and list every problem with its line.

The template (`banks/template.toml`) explains the format; the rules are here.
"""

from __future__ import annotations

import difflib
import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from alliance_tui.domain.choosing import FEWEST
from alliance_tui.domain.countdown import LENGTH
from alliance_tui.domain.questions import SECTIONS, Section
from alliance_tui.domain.terms import SIDES, Side
from alliance_tui.storage.fields import printable_key
from alliance_tui.storage.toml_lines import Place, find_excess, lines_of
from alliance_tui.text.characters import clean, one_line
from alliance_tui.text.search import folded

BANK_KEYS = ("id", "title", "credit", "adapted_from", "minutes", "reserve", "revisit", "sections")
SECTION_KEYS = ("section", "heading", "questions")
QUESTION_KEYS = ("id", "text", "for")
LONGEST = {"id": 40, "title": 60, "heading": 60, "credit": 300, "adapted_from": 300, "text": 500}
"""Characters a value takes at most; a title and a heading fit one line of a screen, a question some lines of it."""
MOST = 100
"""Questions a bank has at most."""
MOST_SAID = 100
"""Problems listed of a bank at most."""
MINUTES = range(5, 24 * 60 + 1)
"""The possible lengths of a session, in minutes."""

_MAY_BE_EMPTY = ("credit", "adapted_from")
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_LINE = re.compile(r"line (\d+)")

Table = dict[str, Any]
Found = Iterator[tuple[Place, str]]
"""Places in the text and what is wrong there."""


@dataclass(frozen=True, order=True)
class Problem:
    """A problem on a line, from 1. A `note` is advice: the bank can be used nevertheless."""

    line: int
    words: str
    note: bool = False

    def __str__(self) -> str:
        return f"line {self.line}: {self.words}"


def check(text: str, taken: Mapping[str, str] | None = None) -> tuple[Problem, ...]:
    """Return every problem in the order of lines. `taken`: ids of other banks, with whose they are."""
    if found := find_excess(text):
        return (Problem(*found),)
    try:
        data = tomllib.loads(text)
    except ValueError as error:
        return (_not_toml(text, str(error)),)
    problems = _Check(lines_of(text), taken or {}).problems(data)
    listed = sorted({*islice(problems, MOST_SAID)})
    if next(problems, None):
        more = f"after {MOST_SAID} problems no more are listed; check again once these are gone"
        listed.append(Problem(listed[-1].line, more))
    return tuple(listed)


def _not_toml(text: str, message: str) -> Problem:
    what, _, where = message.rpartition(" (at ")
    line = _LINE.match(where)
    words = one_line(what or message)
    at = int(line[1]) if line else text.rstrip().count("\n") + 1
    return Problem(at, f"this is not TOML: {words[:1].lower()}{words[1:]}")


class _Check:
    """One check of a bank."""

    def __init__(self, lines: dict[Place, int], taken: Mapping[str, str]) -> None:
        """`lines`: the line of everything in the text."""
        self._lines, self._taken = lines, taken
        self._first: dict[tuple[str, str], Place] = {}
        """The place of the first use of each id, text and section."""
        self._counts: Counter[str] = Counter()
        """How many questions each section has."""
        self._pickable: Counter[Side] = Counter()
        """How many questions each partner may pick."""

    def problems(self, data: Table) -> Iterator[Problem]:
        for place, words in self._bank(data):
            yield Problem(self._line(place), words)
        if not data.get("credit"):
            yield Problem(self._line(("credit",)), "credit: say who wrote these questions, if you know", note=True)

    def _bank(self, data: Table) -> Found:
        yield from self._unknown((), data, BANK_KEYS)
        yield from _problem_with(("id",), "id", _wrong_id(data, self._taken))
        yield from _problem_with(("title",), "the bank’s title", _wrong_text(data, "title"))
        for key in _MAY_BE_EMPTY:
            if key in data:
                yield from _problem_with((key,), key, _wrong_text(data, key))
        if not isinstance(data.get("revisit", False), bool):
            yield ("revisit",), "revisit is true or false"
        yield from self._times(data)
        sections = data.get("sections")
        if not isinstance(sections, list) or not all(isinstance(part, dict) for part in sections):
            yield ("sections",), "a bank has its questions in [[sections]]"
            return
        for index, part in enumerate(sections):
            yield from self._section(("sections", index), part)
        yield from self._whole(("sections", len(sections) - 1))

    def _times(self, data: Table) -> Found:
        """Check the minutes Prepare suggests."""
        minutes, reserve = data.get("minutes", LENGTH // 60), data.get("reserve", 0)
        is_sound = type(minutes) is int and minutes in MINUTES
        if not is_sound:
            yield ("minutes",), f"minutes is a whole number from {MINUTES[0]} to {MINUTES[-1]}"
        if type(reserve) is not int or reserve < 0 or (is_sound and reserve >= minutes):
            below = f" ({minutes})" if is_sound else ""
            yield ("reserve",), f"reserve is a whole number of minutes, less than the session’s{below}"

    def _whole(self, last: Place) -> Found:
        """Check whether a session can be held with what there is; `last` is the last section's place."""
        count, closing = self._counts.total(), self._counts[Section.CLOSING]
        fewest = min(self._pickable[side] for side in SIDES)
        if not closing:
            yield last, "there is no question in a section “closing”; both are asked those at the end"
        if fewest < FEWEST:
            yield last, f"{fewest} to choose from, outside “closing”; each partner chooses {FEWEST} at least"
        if count > MOST:
            yield last, f"{count} questions; {MOST} are the most"

    def _section(self, place: Place, part: Table) -> Found:
        """Check one section with its questions."""
        yield from self._unknown(place, part, SECTION_KEYS)
        given, at = part.get("section"), (*place, "section")
        is_known = given in SECTIONS
        if is_known:
            yield from self._again("section", str(given), at, f"section “{given}” was there")
        else:
            what = "a section without its name" if given is None else f"section “{printable_key(str(given))}”"
            yield at, f"{what} is none of {', '.join(SECTIONS)}{_guess(given, SECTIONS)}"
        if "heading" in part:
            yield from _problem_with((*place, "heading"), "the heading", _wrong_text(part, "heading"))
        questions = part.get("questions")
        if not isinstance(questions, list) or not questions:
            yield (*place, "questions"), "this section has no questions"
            return
        for index, question in enumerate(questions):
            at = (*place, "questions", index)
            if not isinstance(question, dict):
                yield at, 'a question is written as { id = "...", text = "..." }'
                continue
            if is_known:
                self._counts[str(given)] += 1
            if is_known and given != Section.CLOSING:
                self._pickable.update(side for side in SIDES if side != question.get("for"))
            yield from self._question(at, question)

    def _question(self, place: Place, question: Table) -> Found:
        """Check one question."""
        yield from self._unknown(place, question, QUESTION_KEYS)
        id_, at = question.get("id"), (*place, "id")
        yield from _problem_with(at, "question id", _wrong_id(question, {}))
        if isinstance(id_, str):
            yield from self._again("id", id_, at, f"question id “{printable_key(id_)}” was used")
        if question.get("for", Side.LEFT) not in SIDES:
            yield (*place, "for"), "for is “left” or “right”: the partner whom the other asks this"
        wrong, at = _wrong_text(question, "text"), (*place, "text")
        yield from _problem_with(at, "the question’s text", wrong)
        if not wrong:
            yield from self._again("text", folded(one_line(question["text"])), at, "this question was asked")

    def _unknown(self, place: Place, table: Table, known: tuple[str, ...]) -> Found:
        """Find keys that mean nothing here."""
        for key in table:
            if key not in known:
                guess = _guess(key, known) or f"; there are {', '.join(known)}"
                yield (*place, key), f"“{printable_key(key)}” means nothing here{guess}"

    def _again(self, kind: str, value: str, place: Place, what: str) -> Found:
        """Find what may come once."""
        first = self._first.setdefault((kind, value), place)
        if first != place:
            yield place, f"{what} in line {self._line(first)} already"

    def _line(self, place: Place) -> int:
        """Return the line of a place, or of the nearest place around it that is there."""
        while place and place not in self._lines:
            place = place[:-1]
        return self._lines.get(place, 1)


def _problem_with(place: Place, what: str, wrong: str) -> Found:
    """Yield what is wrong with a value, if anything is."""
    if wrong:
        yield place, f"{what} {wrong}"


def _wrong_id(table: Table, taken: Mapping[str, str]) -> str:
    """Return what is wrong with an id, "" if nothing is: it is of small letters, digits and hyphens."""
    value = table.get("id")
    if value is None:
        return "is missing"
    if not isinstance(value, str) or not _ID.fullmatch(value):
        return f"“{printable_key(str(value))}” is not of small letters, digits and single hyphens"
    if value in taken:
        return f"“{value}” is that of {taken[value]}; give this bank another"
    return _too_long(value, "id")


def _wrong_text(table: Table, key: str) -> str:
    """Return what is wrong with a text, "" if nothing is: it is of one line, once white space is put in order."""
    value = table.get(key)
    if value is None:
        return "is missing"
    if not isinstance(value, str):
        return "is not a text in quotes"
    if clean(value) != value.replace("\r\n", "\n"):
        return "has characters in it that can’t be shown"
    if not any(map(str.isalnum, value)) and (value.strip() or key not in _MAY_BE_EMPTY):
        return "has no words"
    return _too_long(one_line(value), key)


def _too_long(line: str, key: str) -> str:
    return f"has {len(line)} characters; {LONGEST[key]} are the most" if len(line) > LONGEST[key] else ""


def _guess(word: object, known: tuple[str, ...]) -> str:
    close = difflib.get_close_matches(str(word)[:40], known, 1)
    return f"; did you mean “{close[0]}”?" if close else ""
