"""Words written over each other on two terminals: both are kept until the partners put them together."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliance_tui.domain.alliance import Answer, AnswerState
from alliance_tui.domain.errors import NotAllowed
from alliance_tui.domain.session import Session
from tests.unit.clock import NOON
from tests.unit.samples import LEFT, chosen

TONE = ("tone", LEFT)


def begun() -> Session:
    """A session in which the talk has started."""
    return chosen().begin(NOON)


def texts(session: Session) -> list[str]:
    """The field's text, then its rivals'."""
    given = session.answers.get(TONE)
    return [given.text, *(rival.text for rival in given.rivals)] if given else []


def test_writing_on_over_what_one_saw_is_no_conflict() -> None:
    """One terminal alone, letter by letter."""
    session = begun().write(TONE, "wa", "", "a").write(TONE, "warm", "wa", "a")
    assert texts(session) == ["warm"]


def test_without_looking_it_is_written_in_any_case() -> None:
    """The demo and an undo know what they do."""
    assert texts(begun().write(TONE, "cool", "", "a").write(TONE, "warm", None, "")) == ["warm"]


def test_two_texts_over_the_same_empty_field_are_both_kept() -> None:
    """The first stays where it is, the second beside it, and goes on growing there."""
    session = begun().write(TONE, "cool", "", "a").write(TONE, "wa", "", "b").write(TONE, "warm", "", "b")
    assert texts(session) == ["cool", "warm"]
    assert texts(session.write(TONE, "cooler", "cool", "a")) == ["cooler", "warm"]


def test_the_same_words_on_both_terminals_are_one_text() -> None:
    """Nothing to put together."""
    assert texts(begun().write(TONE, "warm", "", "a").write(TONE, "warm", "", "b")) == ["warm"]


def test_words_win_over_an_emptied_field_and_over_a_mark() -> None:
    """Somebody deleted, or said "spoken", while the other wrote."""
    emptied = begun().write(TONE, "warm", "", "a").write(TONE, "", "warm", "a").write(TONE, "warmer", "warm", "b")
    assert texts(emptied) == ["warmer"]
    spoken = begun().answer(TONE, Answer(AnswerState.SPOKEN)).write(TONE, "warm", "", "b")
    assert texts(spoken) == ["warm"]


def test_a_new_spell_of_writing_leaves_an_old_rival_alone() -> None:
    """The terminal that came second sees the first one's words now, and writes on from them."""
    session = begun().write(TONE, "cool", "", "a").write(TONE, "warm", "", "b")
    assert texts(session.write(TONE, "cool, mostly", "cool", "b2")) == ["cool, mostly", "warm"]


def test_putting_together_keeps_every_word() -> None:
    """Below each other, and no rival is left."""
    session = begun().write(TONE, "cool", "", "a").write(TONE, "warm", "", "b").join_rivals(TONE)
    assert texts(session) == ["cool\n\nwarm"]
    with pytest.raises(NotAllowed, match="nothing to put together"):
        session.join_rivals(TONE)


def test_two_texts_are_put_together_before_anybody_signs() -> None:
    """A version holds one text; the refusal says where to look."""
    session = begun().write(TONE, "cool", "", "a").write(TONE, "warm", "", "b")
    with pytest.raises(NotAllowed, match="Ada’s answer to “What is the tone"):
        session.sign(LEFT, NOON)
    assert session.join_rivals(TONE).sign(LEFT, NOON).signatures


@given(st.lists(st.tuples(st.sampled_from("abc"), st.booleans()), max_size=12))
def test_no_word_is_lost_whoever_looks_when(acts: list[tuple[str, bool]]) -> None:
    """Three terminals add a word each to what they saw, some of them without having looked again."""
    session = begun()
    seen = dict.fromkeys("abc", "")
    for number, (who, looks) in enumerate(acts):
        if looks or not number:
            seen[who] = texts(session)[0] if texts(session) else ""
        session = session.write(TONE, f"{seen[who]} w{number}", seen[who], f"{who}{number}")
    kept = " ".join(texts(session)).split()
    assert {f"w{number}" for number in range(len(acts))} <= set(kept)
