"""Question banks: TOML files, the worksheet's own being package data."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from importlib import resources

from alliance_tui.domain.countdown import LENGTH, RESERVE
from alliance_tui.domain.questions import SECTIONS, Question, QuestionBank, Section
from alliance_tui.domain.terms import Side
from alliance_tui.text.characters import one_line

WORKSHEET = "designed_alliance.toml"
BUILT_IN = (
    WORKSHEET,
    "short_revisit.toml",
    "coach_and_client.toml",
    "cofounders.toml",
    "manager_and_report.toml",
    "mentor_and_mentee.toml",
    "weekly_talk.toml",
)
TEMPLATE = "template.toml"


@dataclass(frozen=True)
class Offer:
    """A bank to choose, and what it suggests: `length` and `reserve` in seconds, `revisit` if it needs a version."""

    bank: QuestionBank
    length: int = LENGTH
    reserve: int = RESERVE
    revisit: bool = False


def worksheet() -> QuestionBank:
    """Return the built-in bank: the worksheet's 15 questions, word for word."""
    return read_offer(built_in_text(WORKSHEET)).bank


def built_in_text(file: str) -> str:
    """Return a bank that comes with the program, or the template, as TOML."""
    return resources.files("alliance_tui").joinpath("banks", file).read_text("utf-8")


def read_offer(text: str) -> Offer:
    """Read a bank with what it suggests, from TOML that was checked; without a reserve, the worksheet's share."""
    data = tomllib.loads(text)
    sections = {Section(part["section"]): part for part in data["sections"]}
    in_order = [section for section in SECTIONS if section in sections]
    bank = QuestionBank(
        id=data["id"],
        title=one_line(data["title"]),
        credit=one_line(data.get("credit", "")),
        adapted_from=one_line(data.get("adapted_from", "")),
        headings={section: one_line(sections[section].get("heading", section.label)) for section in in_order},
        questions=tuple(
            Question(
                question["id"],
                section,
                one_line(question["text"]),
                Side(question["for"]) if "for" in question else None,
            )
            for section in in_order
            for question in sections[section]["questions"]
        ),
    )
    length = data.get("minutes", LENGTH // 60) * 60
    reserve = data.get("reserve", length * RESERVE // LENGTH // 60) * 60
    return Offer(bank, length, reserve, data.get("revisit", False))
