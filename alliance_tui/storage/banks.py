"""Question banks: TOML files, the worksheet's own being package data."""

from __future__ import annotations

import tomllib
from importlib import resources
from typing import Any

from alliance_tui.domain.questions import Question, QuestionBank, Section

WORKSHEET = "designed_alliance.toml"


def worksheet() -> QuestionBank:
    """The built-in bank: the worksheet's 15 questions, word for word."""
    text = resources.files("alliance_tui").joinpath("banks", WORKSHEET).read_text("utf-8")
    return bank_from_toml(tomllib.loads(text))


def bank_from_toml(data: dict[str, Any]) -> QuestionBank:
    """A bank from parsed TOML; KeyError or ValueError when a part is missing or unknown."""
    return QuestionBank(
        id=data["id"],
        title=data["title"],
        credit=data["credit"],
        adapted_from=data["adapted_from"],
        headings={Section(part["section"]): part["heading"] for part in data["sections"]},
        questions=tuple(
            Question(question["id"], Section(part["section"]), question["text"])
            for part in data["sections"]
            for question in part["questions"]
        ),
    )
