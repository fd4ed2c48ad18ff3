"""The built-in bank is the worksheet, word for word."""

from __future__ import annotations

from importlib import resources

import pytest

from alliance_tui.domain.questions import SECTIONS, Section
from alliance_tui.storage.bank_files import read_offer, worksheet

WORKSHEET = {
    "Identifying Intentions": [
        "What assumptions do you have of each other?",
        "Name your highest hopes and dreams for this partnership.",
    ],
    "Creating the Atmosphere": [
        "What is the tone or relational environment you want to create?",
        "How do you each contribute in creating the experience you want?",
    ],
    "Sharing Responsibility": [
        "What expectations do you have of each other?",
        "What can you count on from each other? Be specific!",
        "What requests do you have of each other?",
        "What commitments do you want to make regarding confidentiality in this space?",
        "How do you offer and receive feedback?",
    ],
    "Creating A Backup Plan": [
        "How do you choose to be with each other when conflict arises?",
        "What discussion do you want to have if one – or both – of you breaks an agreement?",
        "What will help you get back to your alliance if it gets slippery or starts to break?",
        "If one – or both – of you chooses to break the alliance, what is important to remember/to occur in that "
        "discussion?",
    ],
    "Closing": [
        "How do you appreciate and fiercely support one another?",
        "Acknowledge or champion each other now",
    ],
}
"""Copied from the worksheet, not from the bank."""

BANK = worksheet()


def test_the_questions_are_the_worksheets_word_for_word() -> None:
    """15 questions, in order, each under its heading."""
    found = {BANK.headings[section]: [question.text for question in BANK.section(section)] for section in SECTIONS}
    assert found == WORKSHEET
    assert list(found) == list(WORKSHEET)
    assert [question.text for question in BANK] == [text for texts in WORKSHEET.values() for text in texts]
    assert len(BANK.questions) == 15


def test_the_credit_is_given() -> None:
    """Who made the worksheet, and from what it was adapted."""
    assert "zestWELLNESS" in BANK.credit
    assert BANK.adapted_from == (
        "https://nlp-leadership-coaching.com/"
        "designing-the-alliance-how-to-create-healthier-personal-and-professional-relationships/"
    )


def test_the_worksheets_explanation_is_not_copied() -> None:
    """Only the questions and headings are word for word; the rest the app tells in its own words."""
    text = resources.files("alliance_tui").joinpath("banks", "designed_alliance.toml").read_text("utf-8")
    assert "Imagine a world" not in text


def test_ids_are_unique_and_lead_to_their_question() -> None:
    """An answer is kept under its question's id for good."""
    assert len({question.id for question in BANK}) == 15
    for place, question in enumerate(BANK):
        assert question.id in BANK
        assert BANK[question.id] is question
        assert BANK.position(question.id) == place


def test_closing_is_always_asked_and_the_rest_is_chosen() -> None:
    """Two closing questions; thirteen to choose from."""
    assert [question.text for question in BANK.closing] == WORKSHEET["Closing"]
    assert len(BANK.choosable) == 13
    assert set(BANK.choosable).isdisjoint(BANK.closing)
    assert {question.section for question in BANK.choosable} == set(SECTIONS) - {Section.CLOSING}


def test_sections_have_short_names() -> None:
    """The tabs, in the worksheet's order."""
    assert [section.label for section in SECTIONS] == [
        "Intentions",
        "Atmosphere",
        "Responsibility",
        "Backup plan",
        "Closing",
    ]


def test_a_question_the_bank_has_not() -> None:
    """It is not in there, and asking for it is an error."""
    assert "weather" not in BANK
    with pytest.raises(KeyError):
        BANK["weather"]
    with pytest.raises(KeyError):
        BANK.position("weather")


def test_a_bank_of_an_unknown_section_is_refused() -> None:
    """A typing error in a bank file is found when it is read."""
    part = '[[sections]]\nsection = "weather"\nquestions = [{ id = "rain", text = "Rain?" }]'
    with pytest.raises(ValueError, match="weather"):
        read_offer(f'id = "b"\ntitle = "B"\n{part}')
