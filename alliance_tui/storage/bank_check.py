"""Whether a TOML text is a question bank, and if not, every reason with its line.

The template (`banks/template.toml`) explains the format; the rules are here.
"""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any, TypeGuard

from alliance_tui.domain.countdown import LENGTH, RESERVE
from alliance_tui.domain.questions import SECTIONS, Section
from alliance_tui.domain.session import FEWEST
from alliance_tui.storage.toml_lines import Place, excess, lines_of
from alliance_tui.text.characters import clean, one_line

BANK_KEYS = ("id", "title", "credit", "adapted_from", "minutes", "reserve", "revisit", "sections")
SECTION_KEYS = ("section", "heading", "questions")
QUESTION_KEYS = ("id", "text")
LONGEST = {"id": 40, "title": 60, "heading": 60, "credit": 300, "adapted_from": 300, "text": 500}
"""Characters a value takes at most; a title and a heading fit one line of a screen, a question some lines of it."""
MOST = 100
"""Questions a bank has at most."""
MOST_SAID = 100
"""Problems listed of a bank at most."""
SHORTEST_SESSION, LONGEST_SESSION = 5, 24 * 60
"""Minutes."""

_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_WHERE = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)$")


@dataclass(frozen=True, order=True)
class Problem:
    """What is wrong on a line, from 1. A `note` is a wish; the bank can be used all the same."""

    line: int
    words: str
    note: bool = False

    def __str__(self) -> str:
        return f"line {self.line}: {self.words}"


def check(text: str, taken: Mapping[str, str] | None = None) -> tuple[Problem, ...]:
    """Every problem in the order of lines. `taken`: ids of other banks, with whose they are."""
    if found := excess(text):
        return (Problem(*found),)
    try:
        data = tomllib.loads(text)
    except ValueError as error:
        return (_not_toml(text, str(error)),)
    problems = _Check(data, lines_of(text.replace("\r\n", "\n")), taken or {}).problems()
    listed = sorted({*islice(problems, MOST_SAID)})
    if next(problems, None):
        more = f"after {MOST_SAID} problems no more are listed; check again once these are gone"
        listed.append(Problem(listed[-1].line, more))
    return tuple(listed)


def _not_toml(text: str, message: str) -> Problem:
    where = _WHERE.search(message)
    end = text.rstrip().count("\n") + 1
    line = int(where[1]) if where and where[1] else end
    words = one_line(_WHERE.sub("", message))
    return Problem(line, f"this is not TOML: {words[:1].lower()}{words[1:]}")


class _Check:
    """One look through a bank."""

    def __init__(self, data: dict[str, Any], lines: dict[Place, int], taken: Mapping[str, str]) -> None:
        """The parsed document and where everything stands."""
        self.data, self.lines, self.taken = data, lines, taken
        self._ids: dict[str, int] = {}
        self._texts: dict[str, int] = {}
        self._sections: dict[str, int] = {}
        self._counts = dict.fromkeys(SECTIONS, 0)

    def problems(self) -> Iterator[Problem]:
        """Everything that is wrong."""
        yield from self._unknown((), self.data, BANK_KEYS)
        yield from self._id(("id",), self.data)
        yield from self._text(("title",), self.data, "the bank’s title")
        for key in ("credit", "adapted_from"):
            if key in self.data:
                yield from self._text((key,), self.data, key, may_be_empty=True)
        if not self.data.get("credit"):
            yield Problem(self._line(("credit",)), "credit: say who wrote these questions, if you know", note=True)
        if not isinstance(self.data.get("revisit", False), bool):
            yield Problem(self._line(("revisit",)), "revisit is true or false")
        yield from self._times()
        sections = self.data.get("sections")
        if not isinstance(sections, list) or not all(isinstance(part, dict) for part in sections):
            yield Problem(self._line(("sections",)), "a bank has its questions in [[sections]]")
            return
        for index, part in enumerate(sections):
            yield from self._section(("sections", index), part)
        yield from self._whole(sections)

    def _whole(self, sections: list[dict[str, Any]]) -> Iterator[Problem]:
        """Whether a session can be held with what there is."""
        closing = self._counts[Section.CLOSING]
        choosable = sum(self._counts.values()) - closing
        line = self._line(("sections", len(sections) - 1))
        if not closing:
            yield Problem(line, "there is no question in a section “closing”; both are asked those at the end")
        if choosable < FEWEST:
            words = f"{choosable} to choose from, outside “closing”; each partner chooses {FEWEST} at least"
            yield Problem(line, words)
        if closing + choosable > MOST:
            yield Problem(line, f"{closing + choosable} questions; {MOST} are the most")

    def _section(self, place: Place, part: dict[str, Any]) -> Iterator[Problem]:
        """One section with its questions."""
        yield from self._unknown(place, part, SECTION_KEYS)
        given, at = part.get("section"), (*place, "section")
        name = next((section for section in Section if section == given), None)
        if name is None:
            what = f"section {_shown(given)}" if given is not None else "a section without its name"
            yield Problem(self._line(at), f"{what} is none of {', '.join(Section)}{_guess(given, [*Section])}")
        elif name in self._sections:
            yield Problem(self._line(at), f"section “{name}” was there in line {self._sections[name]} already")
        else:
            self._sections[name] = self._line(at)
        if "heading" in part:
            yield from self._text((*place, "heading"), part, "the heading")
        questions = part.get("questions")
        if not isinstance(questions, list) or not questions:
            yield Problem(self._line((*place, "questions")), "this section has no questions")
            return
        for index, question in enumerate(questions):
            here = (*place, "questions", index)
            if not isinstance(question, dict):
                yield Problem(self._line(here), 'a question is written as { id = "...", text = "..." }')
                continue
            if name is not None:
                self._counts[name] += 1
            yield from self._question(here, question)

    def _question(self, place: Place, question: dict[str, Any]) -> Iterator[Problem]:
        """One question."""
        yield from self._unknown(place, question, QUESTION_KEYS)
        yield from self._id((*place, "id"), question, "question id")
        id_, at = question.get("id"), self._line((*place, "id"))
        if isinstance(id_, str) and id_ in self._ids:
            yield Problem(at, f"question id {_shown(id_)} was used in line {self._ids[id_]} already")
        elif isinstance(id_, str):
            self._ids[id_] = at
        wrong = [*self._text((*place, "text"), question, "the question’s text")]
        yield from wrong
        if not wrong:
            words, at = one_line(question["text"]).casefold(), self._line((*place, "text"))
            if words in self._texts:
                yield Problem(at, f"this question was asked in line {self._texts[words]} already")
            self._texts.setdefault(words, at)

    def _times(self) -> Iterator[Problem]:
        """The minutes Prepare suggests."""
        minutes, reserve = self.data.get("minutes", LENGTH // 60), self.data.get("reserve", 0)
        sound = _is_count(minutes) and SHORTEST_SESSION <= minutes <= LONGEST_SESSION
        if not sound:
            words = f"minutes is a whole number from {SHORTEST_SESSION} to {LONGEST_SESSION}"
            yield Problem(self._line(("minutes",)), words)
        if not _is_count(reserve) or reserve < 0 or (sound and reserve >= minutes):
            below = f" ({minutes})" if sound else ""
            words = f"reserve is a whole number of minutes, less than the session’s{below}"
            yield Problem(self._line(("reserve",)), words)

    # Values

    def _id(self, place: Place, table: dict[str, Any], what: str = "id") -> Iterator[Problem]:
        """An id: small letters, digits and hyphens."""
        if place[-1] not in table:
            yield Problem(self._line(place), f"{what} is missing")
            return
        value, line = table[str(place[-1])], self._line(place)
        if not isinstance(value, str) or not _ID.fullmatch(value):
            yield Problem(line, f"{what} {_shown(value)} is not of small letters, digits and single hyphens")
        elif len(value) > LONGEST["id"]:
            yield Problem(line, f"{what} has {len(value)} characters; {LONGEST['id']} are the most")
        elif len(place) == 1 and value in self.taken:
            yield Problem(line, f"id “{value}” is that of {self.taken[value]}; give this bank another")

    def _text(self, place: Place, table: dict[str, Any], what: str, *, may_be_empty: bool = False) -> Iterator[Problem]:
        """A text of one line, once white space is put in order."""
        key = str(place[-1])
        value, line = table.get(key), self._line(place)
        if value is None:
            yield Problem(line, f"{what} is missing")
        elif not isinstance(value, str):
            yield Problem(line, f"{what} is not a text in quotes")
        elif clean(value) != value.replace("\r\n", "\n"):
            yield Problem(line, f"{what} has characters in it that can’t be shown")
        elif not any(char.isalnum() for char in value) and not (may_be_empty and not value.strip()):
            yield Problem(line, f"{what} has no words")
        elif len(one_line(value)) > LONGEST[key]:
            yield Problem(line, f"{what} has {len(one_line(value))} characters; {LONGEST[key]} are the most")

    def _unknown(self, place: Place, table: dict[str, Any], known: tuple[str, ...]) -> Iterator[Problem]:
        """Keys that mean nothing here."""
        for key in table:
            if key not in known:
                guess = _guess(key, known) or f"; there are {', '.join(known)}"
                yield Problem(self._line((*place, key)), f"{_shown(key)} means nothing here{guess}")

    def _line(self, place: Place) -> int:
        """Where a place is, or the nearest place around it that is there."""
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place, 1)


def _is_count(value: object) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool)


def _guess(word: object, known: list[str] | tuple[str, ...]) -> str:
    close = difflib.get_close_matches(str(word)[:40], known, 1)
    return f"; did you mean “{close[0]}”?" if close else ""


def _shown(value: object) -> str:
    """A value as part of a sentence, cut short."""
    words = one_line(str(value))
    return f"“{words if len(words) <= 40 else words[:39] + '…'}”"


def suggested(data: Mapping[str, Any]) -> tuple[int, int]:
    """The length and the reserve a sound bank suggests, in seconds; without a reserve, the worksheet's share."""
    length = int(data.get("minutes", LENGTH // 60)) * 60
    reserve = data.get("reserve")
    return length, int(reserve) * 60 if reserve is not None else length * RESERVE // LENGTH // 60 * 60
