"""Large letters, as small pictures."""

from __future__ import annotations

import pytest

from alliance_tui.domain.questions import Question
from alliance_tui.render.large_letters import large, letter
from alliance_tui.storage.bank_files import worksheet


def test_letters_of_half_blocks() -> None:
    """A line of four rows, in the middle."""
    assert large("Say it.", 30, 4) == [
        "   ▄▀▀▀             ▀ ▄       ",
        "    ▀▀▄ ▄▀▀█ █  █   █ █▀▀     ",
        "   ▄▄▄▀ ▀▄▄█ ▀▄▄█   █ ▀▄▄ ▄   ",
        "             ▄▄▄▀             ",
    ]


def test_larger_where_there_is_room() -> None:
    """Each dot two cells wide and a row high; a row between lines if that fits, too."""
    drawn = large("Say so", 34, 18)
    assert drawn and len(drawn) == 18
    assert drawn[2].rstrip() == "     ████      ██████  ██    ██"
    assert drawn[8].strip() == drawn[9].strip() == ""


@pytest.mark.parametrize("text", ["我们不会让对方措手不及。", "لن أفاجئك", "Élan", "a\u0351", "😀", "[/] x"])
def test_what_has_no_letter_is_not_drawn(text: str) -> None:
    assert large(text, 200, 60) is None


def test_letters_with_accents() -> None:
    """Above the small letters, or below them; an i loses its dot."""
    accented = letter("ä"), letter("ç"), letter("ï")
    assert all(accented) and accented[0] != letter("a") and accented[2] != letter("i")


def test_too_little_room() -> None:
    """For a word, or for all lines."""
    assert large("confidentiality", 40, 60) is None
    assert large("one two three four five", 40, 8) is None


@pytest.mark.parametrize("question", list(worksheet()), ids=lambda question: question.id)
def test_every_question_of_the_worksheet_fits_into_200_by_60(question: Question) -> None:
    drawn = large(question.text, 192, 54)
    assert drawn and {len(row) for row in drawn} == {192} and len(drawn) <= 54
