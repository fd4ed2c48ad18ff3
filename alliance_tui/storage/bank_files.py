"""Question banks: TOML files, the worksheet's own being package data."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from importlib import resources
from typing import Any

from alliance_tui.domain.countdown import LENGTH, RESERVE
from alliance_tui.domain.questions import SECTIONS, Question, QuestionBank, Section
from alliance_tui.storage.bank_check import suggested
from alliance_tui.text.characters import one_line

WORKSHEET = "designed_alliance.toml"
BUILT_IN = (WORKSHEET, "short_revisit.toml")
TEMPLATE = "template.toml"


@dataclass(frozen=True)
class Offer:
    """A bank to choose, and what it suggests: `length` and `reserve` in seconds, `revisit` if it needs a version."""

    bank: QuestionBank
    length: int = LENGTH
    reserve: int = RESERVE
    revisit: bool = False


def worksheet() -> QuestionBank:
    """The built-in bank: the worksheet's 15 questions, word for word."""
    return read_offer(built_in_text(WORKSHEET)).bank


def built_in_text(file: str) -> str:
    """A bank that comes with the program, or the template, as TOML."""
    return resources.files("alliance_tui").joinpath("banks", file).read_text("utf-8")


def read_offer(text: str) -> Offer:
    """A bank with what it suggests, from TOML that was checked."""
    data = tomllib.loads(text)
    length, reserve = suggested(data)
    return Offer(bank_from_toml(data), length, reserve, data.get("revisit", False))


def bank_from_toml(data: dict[str, Any]) -> QuestionBank:
    """A bank from parsed TOML; KeyError or ValueError when a part is missing or unknown."""
    parts = sorted(data["sections"], key=lambda part: SECTIONS.index(Section(part["section"])))
    sections = [(Section(part["section"]), part) for part in parts]
    return QuestionBank(
        id=data["id"],
        title=one_line(data["title"]),
        credit=one_line(data.get("credit", "")),
        adapted_from=one_line(data.get("adapted_from", "")),
        headings={section: one_line(part.get("heading", section.label)) for section, part in sections},
        questions=tuple(
            Question(question["id"], section, one_line(question["text"]))
            for section, part in sections
            for question in part["questions"]
        ),
    )
