"""Words written over each other on two terminals: both are kept until the partners put them together."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliance_tui.domain.alliance import Answer, AnswerState
from alliance_tui.domain.errors import NotAllowed
from alliance_tui.domain.rivals import Resolution
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


def test_the_same_words_on_both_screens_stay_each_authors_own() -> None:
    """Whoever deletes theirs leaves the other's; both together are one text."""
    same = begun().write(TONE, "warm", "", "a:1").write(TONE, "warm", "", "b:1")
    assert texts(same.write(TONE, "", "warm", "b:1")) == ["warm"]
    assert texts(same.write(TONE, "", "warm", "a:1")) == ["warm"]
    assert texts(same.resolve(TONE, Resolution.BOTH, "b:2")) == ["warm"]


def test_words_win_over_an_emptied_field_and_over_a_mark() -> None:
    """Somebody deleted, or said "spoken", while the other wrote."""
    emptied = begun().write(TONE, "warm", "", "a").write(TONE, "", "warm", "a").write(TONE, "warmer", "warm", "b")
    assert texts(emptied) == ["warmer"]
    spoken = begun().answer(TONE, Answer(AnswerState.SPOKEN)).write(TONE, "warm", "", "b")
    assert texts(spoken) == ["warm"]


def test_a_new_edit_leaves_an_old_rival_alone() -> None:
    """The terminal that came second sees the first one's words now, and writes on from them."""
    session = begun().write(TONE, "cool", "", "a").write(TONE, "warm", "", "b")
    assert texts(session.write(TONE, "cool, mostly", "cool", "b2")) == ["cool, mostly", "warm"]


def rivalled() -> Session:
    """Screen a wrote "cool", screen b at the same time "warm"."""
    return begun().write(TONE, "cool", "", "a:1").write(TONE, "warm", "", "b:1")


@pytest.mark.parametrize(
    ("screen", "take", "text"),
    [
        ("a", Resolution.MINE, "cool"),
        ("a", Resolution.THEIRS, "warm"),
        ("b", Resolution.MINE, "warm"),
        ("b", Resolution.THEIRS, "cool"),
        ("a", Resolution.BOTH, "cool\n\nwarm"),
        ("b", Resolution.BOTH, "warm\n\ncool"),
        ("c", Resolution.MINE, "cool"),
    ],
)
def test_one_of_two_texts_is_taken_or_both(screen: str, take: Resolution, text: str) -> None:
    """Mine is what was written on this screen; no rival is left, and nothing more can be taken."""
    session = rivalled().resolve(TONE, take, f"{screen}:2")
    assert texts(session) == [text]
    with pytest.raises(NotAllowed, match="one text here"):
        session.resolve(TONE, take, f"{screen}:3")


@pytest.mark.parametrize(
    ("first", "other", "both"),
    [
        ("We meet.", "We meet.\nOn Tuesdays.", "We meet.\n\nOn Tuesdays."),
        ("We meet.\nOn Tuesdays.", "We meet.", "We meet.\nOn Tuesdays."),
        ("We meet on Tuesday.", "We meet on Wednesday.", "We meet on Tuesday.\n\nWe meet on Wednesday."),
    ],
)
def test_both_never_writes_a_line_twice_nor_makes_one_that_nobody_wrote(first: str, other: str, both: str) -> None:
    """Lines are what is compared."""
    session = begun().write(TONE, first, "", "a:1").write(TONE, other, "", "b:1")
    assert texts(session.resolve(TONE, Resolution.BOTH, "a:2")) == [both]


def test_an_emptied_text_leaves_its_rival() -> None:
    """Whoever wrote it goes on in the field, and so does whoever emptied theirs, beside it."""
    emptied = rivalled().write(TONE, "", "cool", "a:1")
    assert texts(emptied) == ["warm"]
    assert texts(emptied.write(TONE, "warmer", "", "b:1")) == ["warmer"]
    assert texts(emptied.write(TONE, "cold", "", "a:1")) == ["warm", "cold"]


def test_whoever_still_writes_does_not_write_over_what_the_other_has_taken() -> None:
    """Both texts were put together on screen c while a goes on writing: a's words come beside."""
    both = rivalled().resolve(TONE, Resolution.BOTH, "c:1")
    assert texts(both.write(TONE, "cooler", "cool", "a:1")) == ["cool\n\nwarm", "cooler"]


def test_an_empty_text_takes_no_mark_away() -> None:
    """The other partner said "spoken" while somebody opened the field and typed nothing."""
    spoken = begun().answer(TONE, Answer(AnswerState.SPOKEN))
    assert spoken.write(TONE, "", "", "b:1") == spoken


def test_a_screen_shows_its_own_text_and_the_others_beside_it() -> None:
    """On a third screen the first text is in the field."""
    answer = rivalled().answers[TONE]
    shown = {screen: answer.on_screen(screen) for screen in "abc"}
    assert {screen: each.text for screen, each in shown.items()} == {"a": "cool", "b": "warm", "c": "cool"}
    assert [rival.text for rival in shown["b"].rivals] == ["cool"]
    assert [rival.author for rival in shown["c"].rivals] == ["b"]


def test_no_text_is_signed_beside_another() -> None:
    """A version holds one text; the refusal says where to look."""
    with pytest.raises(NotAllowed, match="Ada’s answer to “What is the tone"):
        rivalled().sign(LEFT, NOON)
    assert rivalled().resolve(TONE, Resolution.MINE, "a:2").sign(LEFT, NOON).signatures


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
