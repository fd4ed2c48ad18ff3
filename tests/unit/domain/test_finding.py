"""Where words stand in an alliance, and from which version to which."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from alliance_tui.domain.alliance import Agreement, Alliance, Answer, AnswerState, Holder, Slip, Version
from alliance_tui.domain.finding import Kind, find_words
from alliance_tui.domain.session import Session
from alliance_tui.text.finding import Wanted
from tests.unit.clock import NOON
from tests.unit.samples import LEFT, RIGHT, alliance, chosen, rich_session, version, with_covered_answers

SAID = "That I never surprise you in front of the board."


def signed(number: int, text: str, agreement: Agreement | None = None) -> Version:
    """A version in which the right side answered the tone."""
    answers = {("tone", RIGHT): Answer(AnswerState.TEXT, text, number)}
    return replace(version(number), answers=answers, agreements=(agreement,) if agreement else ())


def three(session: Session | None = None) -> Alliance:
    """An alliance with three versions and two slips."""
    early = Agreement("early", "Grace tells Ada the same day.", "tone", Holder.RIGHT)
    late = replace(early, text="Grace tells Ada within the hour.", reason="A day is too long for the board.")
    versions = (
        signed(1, SAID, early),
        signed(2, SAID, late),
        signed(3, SAID.replace("board", "team"), late),
    )
    slips = (
        Slip("s1", "early", NOON + timedelta(days=1), "The board heard it first.", "We sat down, and told the board."),
        Slip("s2", "gone", NOON, "Nobody knows of what: the board."),
    )
    return replace(alliance(), name="ada-and-grace", versions=versions, slips=slips)


def spots(words: str, of: Alliance, session: Session | None = None) -> list[tuple[str, str, int, int]]:
    """What is found, with where and from when to when."""
    return [(each.kind, each.at, each.first, each.last) for each in find_words(of, session, Wanted(words)).found]


def test_from_the_first_version_with_the_words_to_the_last() -> None:
    """An agreement first, with its slips; then the answers; what nobody has the agreement of any more last of those."""
    assert spots("board", three()) == [
        ("reason", "early", 2, 3),
        ("slip", "early", 3, 3),
        ("repair", "early", 3, 3),
        ("answer", "tone", 1, 2),
        ("slip", "", 3, 3),
    ]
    assert spots("tone", three()) == [("question", "tone", 1, 3)]


def test_it_is_worded_as_it_was_last() -> None:
    """With the words' places in that."""
    [found] = find_words(three(), None, Wanted("tells ada")).found
    assert (found.kind, found.first, found.last, found.text) == (
        Kind.AGREEMENT,
        1,
        3,
        "Grace tells Ada within the hour.",
    )
    assert [found.text[start:end] for start, end in found.places] == ["tells Ada"]
    assert found.agreement is not None and found.agreement.holder is Holder.RIGHT


def test_all_the_words_in_one_text() -> None:
    assert spots("surprise board", three()) == [("answer", "tone", 1, 2)]
    assert spots("surprise hour", three()) == []


def test_the_open_session_counts_with_what_it_keeps() -> None:
    """Answers from last time that were not given again are in it, too."""
    session = replace(chosen(4), answers={("hopes", LEFT): Answer(AnswerState.TEXT, "The team first.", 4)})
    assert spots("team", three(), session) == [("answer", "hopes", 4, 4), ("answer", "tone", 3, 4)]


def test_the_last_signed_version_with_the_words() -> None:
    """To read them in; none for what is in the open session alone."""
    kept = three().versions[2].agreements
    said = {("hopes", LEFT): Answer(AnswerState.TEXT, "Within reach.", 4)}
    found = find_words(three(), replace(chosen(4), answers=said, agreements=kept), Wanted("within")).found
    assert [(each.kind, each.last, each.version) for each in found] == [("agreement", 4, 3), ("answer", 4, 0)]


def test_texts_of_both_screens_and_proposals() -> None:
    """Whatever is shown of an open session; nothing of an answer without words."""
    session = with_covered_answers(rich_session(2))
    assert spots("shorter", alliance(), session) == [("proposal", "two", 2, 2)]
    spoken = replace(session, answers={("tone", LEFT): Answer(AnswerState.SPOKEN, "left over", 2)})
    assert spots("left over", alliance(), spoken) == []


def test_only_wordings_of_what_was_asked() -> None:
    """Of the bank's other questions nobody has heard."""
    assert spots("requests", alliance(), chosen()) == [("question", "requests", 1, 1)]
    assert spots("requests", alliance(), replace(chosen(), choices={LEFT: (), RIGHT: ()})) == []
