"""The partners' own book: what each wrote under cover, is ready for and said yes to, as they would tell it.

It is kept beside the program, of what was done and what the doer's screen showed then, and compared with the files as
a stranger reads them. It asks the program nothing.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from alliance_tui.domain.alliance import SIDES, AnswerKey, Holder, Side

WORD = re.compile(r"\b(?:ada|grace|both|eva)\d+\b")
Raw = dict[str, list[dict[str, Any]]]
Wording = tuple[str, Holder]
"""The words of an agreement, and who is to keep it."""


@dataclass
class Told:
    """What a partner said besides words. None and empty where an act says nothing of that kind."""

    ready: dict[AnswerKey, bool] = field(default_factory=dict)
    apart: dict[str, bool] = field(default_factory=dict)
    uncovers: AnswerKey | None = None
    covered: tuple[AnswerKey, set[str]] | None = None
    """A field, and the words that were typed into it when the screen said that they are covered."""
    while_ready: bool = False
    """True if the screen said, too, that its partner is ready for them to be uncovered."""
    shown: set[str] = field(default_factory=set)
    """Words that their author put where the screen says that nothing is covered."""
    yes: set[tuple[Side, Wording]] = field(default_factory=set)
    adopts: str = ""
    """The agreement whose other wording was adopted."""
    begins: bool = False
    signs: bool = False


@dataclass
class Sitting:
    """What the book has of one session."""

    apart: set[str] = field(default_factory=set)
    ready: set[AnswerKey] = field(default_factory=set)
    opened: set[AnswerKey] = field(default_factory=set)
    """Fields that their author has uncovered: what a second program of the author adds there is not covered either."""


class Book:
    """All sessions of one alliance."""

    def __init__(self) -> None:
        self.sittings: dict[str, Sitting] = {}
        self.secret: dict[str, AnswerKey] = {}
        """Words that nobody but their author may see yet, with their fields."""
        self.public: set[str] = set()
        """Words that everybody could see once: to cover them again hides nothing."""
        self.yes: Counter[tuple[Side, Wording]] = Counter()

    def sitting(self, session: str) -> Sitting:
        return self.sittings.setdefault(session, Sitting())

    def note(self, session: str, told: Told) -> tuple[set[str], Told]:
        """Note what was said; return the questions that are uncovered by it, and what takes it back."""
        page = self.sitting(session)
        back = Told(yes=told.yes)
        if told.covered:
            key, words = told.covered
            since = key in page.opened or (told.while_ready and key[0] not in page.apart)
            if not since:  # else the author has uncovered it meanwhile, or both were ready
                self.secret |= dict.fromkeys({*words} - self.public, key)
        for word in told.shown:
            self.secret.pop(word, None)
        for question, wanted in told.apart.items():
            back.apart[question] = question in page.apart
            page.apart = page.apart | {question} if wanted else page.apart - {question}
            if not wanted:
                gone = {key for key in page.ready if key[0] == question}
                back.ready |= dict.fromkeys(gone, True)
                page.ready -= gone
        for key, wanted in ((key, wanted) for key, wanted in told.ready.items() if key[0] in page.apart):
            back.ready[key] = key in page.ready
            page.ready = page.ready | {key} if wanted else page.ready - {key}
        if told.uncovers:
            self._open(told.uncovers)
            page.opened.add(told.uncovers)
        self.yes.update(told.yes)
        if told.signs:
            page.apart, page.ready = set(), set()
        return self._uncover(page, back), back

    def _uncover(self, page: Sitting, back: Told) -> set[str]:
        done = {question for question in page.apart if all((question, side) in page.ready for side in SIDES)}
        for question in done:
            for side in SIDES:
                self._open((question, side))
                back.ready.setdefault((question, side), True)
            back.apart[question] = True
        page.apart -= done
        page.ready = {key for key in page.ready if key[0] not in done}
        return done

    def _open(self, key: AnswerKey) -> None:
        self.secret = {word: where for word, where in self.secret.items() if where != key}

    def take_back(self, session: str, back: Told) -> None:
        """Note that what was said was undone."""
        page = self.sitting(session)
        for question, was in back.apart.items():
            page.apart = page.apart | {question} if was else page.apart - {question}
        for key, was in back.ready.items():
            page.ready = page.ready | {key} if was else page.ready - {key}
        page.opened -= back.ready.keys()
        self.yes.subtract(back.yes)

    def hidden_from(self, side: Side | None) -> set[str]:
        """Return the words that a side must not see yet; None: whoever may look."""
        return {word for word, (_, author) in self.secret.items() if author is not side}


def words_in(thing: object) -> set[str]:
    """Every word that anybody has typed in whatever there is of a thing."""
    return set(WORD.findall(thing if isinstance(thing, str) else repr(thing)))


# What a stranger reads


def tables(path: Path) -> Raw:
    """The tables of a file of the store; none without the file."""
    if not path.exists():
        return {}
    found: dict[str, dict[str, dict[str, Any]]] = json.loads(path.read_text("utf-8").split("\n", 1)[1])
    return {name: [*records.values()] for name, records in found.items()}


def session_id(raw: Raw) -> str:
    return str(raw["session"][0]["id"]) if raw.get("session") else ""


def covered_fields(raw: Raw) -> set[AnswerKey]:
    return {(each["question"], Side(each["side"])) for each in raw.get("answers", []) if each.get("covered")}


def said_in(raw: Raw) -> Sitting:
    """Which questions a session's file has as answered apart, and who is ready for them."""
    whole = raw["session"][0]
    ready = {(question, side) for side in SIDES for question in whole.get("ready", {}).get(side, [])}
    return Sitting(set(whole.get("apart", [])), ready)


def parts_of(raw: Raw, side: Side) -> dict[tuple[str, ...], Any]:
    """All that belongs to one partner in a session's file."""
    whole = raw["session"][0]
    found: dict[tuple[str, ...], Any] = {}
    for each in raw["answers"]:
        if each["side"] == side:
            found["answer", each["question"]] = {key: value for key, value in each.items() if key != "since"}
    for each in raw["agreements"]:
        if side not in each.get("waiting", []):
            found["yes", each["id"]] = True
        for kind in ("verdicts", "proposals"):
            if side in each.get(kind, {}):
                found[kind, each["id"]] = each[kind][side]
    found |= {("choice", question): True for question in whole["choices"][side]}
    found |= {("ready", question): True for question in whole.get("ready", {}).get(side, [])}
    if side in whole.get("begun", []):
        found["begun",] = True
    if side in whole["signatures"]:
        found["signature",] = whole["signatures"][side]
    return found


def changes(before: Raw, after: Raw, side: Side, told: Told, uncovered: Iterable[str] = ()) -> list[tuple[str, ...]]:
    """Return what of one partner's changed by an act of the other's, but for what follows from both partners' words."""
    old, new = parts_of(before, side), parts_of(after, side)
    return [
        part
        for part in {**old, **new}
        if old.get(part) != new.get(part)
        and not _follows(part, old.get(part), new.get(part), told, {*uncovered})
        and not _is_adopted(part, before, after, side, told)
    ]


def _follows(part: tuple[str, ...], old: Any, new: Any, told: Told, uncovered: set[str]) -> bool:
    kind, about = (*part, "")[:2]
    if kind == "signature":
        return new is None  # taken back, because of what changed
    if kind == "begun":
        return told.begins and new is None
    if kind == "ready":
        return new is None and (told.signs or about in uncovered)
    if kind == "answer" and old and new and about in uncovered:
        return bool({key: value for key, value in old.items() if key != "covered"} == new)
    return False


def _is_adopted(part: tuple[str, ...], before: Raw, after: Raw, side: Side, told: Told) -> bool:
    """Return True if this follows from the other's yes to what this partner proposes."""
    kind, about = (*part, "")[:2]
    if kind not in ("yes", "verdicts", "proposals") or not told.adopts or about != told.adopts:
        return False
    known = next(each for each in before["agreements"] if each["id"] == about)
    proposal = known.get("proposals", {}).get(side)
    stands = next((each for each in after["agreements"] if each["id"] == about), None)
    if not proposal or not proposal.get("given"):
        return False
    if not proposal["text"]:
        return stands is None
    return (
        stands is not None and stands["text"] == proposal["text"] and not stands.get("waiting") and kind != "verdicts"
    )
