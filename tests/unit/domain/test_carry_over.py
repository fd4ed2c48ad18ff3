"""Going on with another question bank, by the banks alone."""

from __future__ import annotations

from dataclasses import replace

from alliance_tui.domain.carry_over import carry_over, without_earlier
from alliance_tui.domain.questions import Question, QuestionBank, Section
from tests.unit.samples import BANK


def bank(id_: str, **questions: str) -> QuestionBank:
    """A bank that asks these, by id, under Atmosphere."""
    asked = tuple(Question(question, Section.ATMOSPHERE, text) for question, text in questions.items())
    return QuestionBank(id_, id_.upper(), "", "", {Section.ATMOSPHERE: f"{id_}’s"}, asked)


OURS = bank("ours", tone="How loud?", pace="How fast?")


def test_nothing_said_nothing_carried() -> None:
    """The bank is what it was."""
    assert carry_over(OURS, [BANK], set()) == OURS


def test_what_was_said_keeps_its_question() -> None:
    """In reach and with its own heading, but neither to be chosen nor Closing's."""
    drawn = carry_over(OURS, [BANK], {"hopes", "appreciation"})
    [earlier] = drawn.earlier
    assert [question.id for question in drawn] == ["tone", "pace", "hopes", "appreciation"]
    assert drawn["hopes"] == BANK["hopes"]
    assert drawn.home("hopes") == earlier
    assert drawn.home("tone") is drawn
    assert (drawn.closing, drawn.choosable) == ((), OURS.questions)
    assert drawn.section(Section.INTENTIONS) == (BANK["hopes"],)
    assert drawn.heading(Section.INTENTIONS) == "Identifying Intentions"
    assert drawn.heading(Section.ATMOSPHERE) == "ours’s"
    assert drawn.heading(Section.BACKUP_PLAN) == "Backup plan"
    assert drawn.credits == ("OURS", BANK.credit)
    assert [drawn.position(question.id) for question in drawn] == [0, 1, 2, 3]
    assert without_earlier(drawn) == OURS


def test_another_question_of_the_same_id_is_another_question() -> None:
    """The new one gets a longer id, and keeps it in every session to come."""
    second = carry_over(OURS, [BANK], {"tone"})
    assert [question.id for question in second] == ["ours:tone", "pace", "tone"]
    assert second["tone"] == BANK["tone"]
    third = carry_over(OURS, [second], {"tone", "ours:tone"})
    assert third == second
    assert [question.id for question in carry_over(OURS, [second], set())] == ["ours:tone", "pace"]


def test_reworded_in_its_own_bank_it_stays_itself() -> None:
    """And so does one that is in both, word for word."""
    new = bank("ours", tone="How loud, or how quiet?")
    assert [question.id for question in carry_over(new, [OURS], {"tone", "pace"})] == ["tone", "pace"]
    same = bank("theirs", tone="How loud?")
    assert carry_over(same, [OURS], {"tone"}) == same


def test_back_to_the_first_bank() -> None:
    """Its questions are its own again; the second's stay in reach."""
    second = carry_over(OURS, [BANK], {"hopes"})
    third = carry_over(BANK, [second], {"hopes", "pace"})
    assert without_earlier(third) == BANK
    assert [(earlier.id, [question.id for question in earlier.questions]) for earlier in third.earlier] == [
        ("ours", ["pace"])
    ]
    assert all(not earlier.earlier for earlier in third.earlier)


def test_a_question_its_own_bank_has_dropped() -> None:
    """It is from an earlier edition of the same bank."""
    shorter = replace(OURS, questions=OURS.questions[:1])
    [earlier] = carry_over(shorter, [OURS], {"tone", "pace"}).earlier
    assert (earlier.id, [question.id for question in earlier.questions]) == ("ours", ["pace"])
