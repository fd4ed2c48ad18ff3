"""Two versions compared, as small text pictures."""

from __future__ import annotations

from dataclasses import replace

import pytest

from alliance_tui.domain.alliance import Agreement, Answer, Answers, AnswerState, Holder, Proposal, Verdict, Version
from alliance_tui.domain.changes import compare
from alliance_tui.render.diff import Style, difference
from tests.unit.clock import FakeClock
from tests.unit.render.pictures import picture
from tests.unit.samples import CORPUS, LEFT, RIGHT, version

KEPT = "We rest on Sundays, whatever is on fire."


def said(text: str) -> Answer:
    """An answer in words."""
    return Answer(AnswerState.TEXT, text)


def with_answers(number: int, answers: Answers, *agreements: Agreement) -> Version:
    """A version with just these."""
    return replace(version(number), answers=answers, agreements=agreements)


def shown(
    old: Version, new: Version, width: int = 80, inline: bool = False, ascii_only: bool = False, signed: bool = True
) -> str:
    """The difference as a pipe gets it."""
    style = Style(inline, ascii_only, signed)
    return picture(difference(old, new, compare(old, new), FakeClock(), style), width)


OLD = with_answers(
    1,
    {
        ("tone", LEFT): said(KEPT),
        ("count-on", RIGHT): said("That I never surprise you in front of the board. You hear it from me first."),
        ("feedback", LEFT): Answer(AnswerState.SPOKEN),
    },
    Agreement("one", "Grace tells Ada the same day.", "count-on", Holder.RIGHT, 1, {LEFT: Verdict.LIVING}),
)
NEW = with_answers(
    2,
    {
        ("tone", LEFT): said(KEPT),
        ("count-on", RIGHT): said("That I never surprise you in front of the team. You hear it from me first."),
        ("feedback", LEFT): said("At the bench."),
    },
    Agreement("one", "Grace tells Ada the same day.", "count-on", Holder.RIGHT, 1, {LEFT: Verdict.SLIPPED}),
    Agreement("two", "Nothing by e-mail.", "feedback", Holder.BOTH, 2),
)


def test_side_by_side() -> None:
    """Two columns, unchanged answers counted, signs at the changed words."""
    assert (
        shown(OLD, NEW)
        == """
Diff · Ada & Grace · v1 (12 Mar) → v2 (12 Mar)
1 kept  1 reworded  1 new answer  1 added  1 verdict changed
[-taken out-]  {+put in+}

Responsibility · What can you count on from each other? Be specific!
  v1 · Grace                            │ v2 · Grace · reworded
 ───────────────────────────────────────┼───────────────────────────────────────
  That I never surprise you in front of │ That I never surprise you in front of
  the [-board-]. You hear it from me    │ the {+team+}. You hear it from me
  first.                                │ first.

Responsibility · How do you offer and receive feedback?
  v1 · Ada                              │ + v2 · Ada · new answer
 ───────────────────────────────────────┼───────────────────────────────────────
  (spoken, not written down)            │ At the bench.

Agreements
  v1 · Grace                            │ v2 · Grace · verdict changed
 ───────────────────────────────────────┼───────────────────────────────────────
  Grace tells Ada the same day.  (Ada   │ Grace tells Ada the same day.  (Ada
  living)                               │ slipped)
  v1 · both                             │ + v2 · both · added
 ───────────────────────────────────────┼───────────────────────────────────────
  (not there)                           │ Nothing by e-mail.

1 unchanged answer
"""
    )


def test_inline() -> None:
    """One text each, a swap as old and new together."""
    assert (
        shown(OLD, NEW, 60, inline=True)
        == """
Diff · Ada & Grace · v1 (12 Mar) → v2 (12 Mar)
1 kept  1 reworded  1 new answer  1 added  1 verdict changed
[-taken out-]  {+put in+}

Responsibility · What can you count on from each other? Be
specific!
  Grace · reworded
  That I never surprise you in front of the
  [-board-]{+team+}. You hear it from me first.

Responsibility · How do you offer and receive feedback?
  Ada · new answer
  + v2 │ At the bench.

Agreements
  Grace · verdict changed
  Grace tells Ada the same day.  (Ada living → Ada slipped)
  both · added
  + v2 │ Nothing by e-mail.

1 unchanged answer
"""
    )


def test_removed_answers_inline_say_what_there_is_now() -> None:
    """Words that were taken back, and words that are only said from now on."""
    picture = shown(NEW, OLD, 60, inline=True)
    assert "  Ada · removed\n  − v2 │ At the bench.\n  (spoken, not written down)\n" in picture
    assert "  both · retired\n  − v2 │ Nothing by e-mail.\n" in picture


def test_a_change_without_words() -> None:
    """Spoken before and passed now."""
    old = with_answers(1, {("tone", LEFT): Answer(AnswerState.SPOKEN)})
    new = with_answers(2, {("tone", LEFT): Answer(AnswerState.PASSED)})
    assert "  Ada · reworded\n  − v1 │ (spoken, not written down)\n  + v2 │ (passed)\n" in shown(old, new, inline=True)
    assert "(spoken, not written down)            │ (passed)" in shown(old, new)


def test_a_rewritten_answer_is_shown_before_and_after() -> None:
    """Two plain paragraphs, with signs and rules beside them; no word is marked."""
    old = with_answers(1, {("tone", LEFT): said("Like the workshop on a good day.")})
    new = with_answers(2, {("tone", LEFT): said("Warm tea, honest numbers.")})
    picture = shown(old, new, inline=True)
    assert "  − v1 │ Like the workshop on a good day.\n  + v2 │ Warm tea, honest numbers.\n" in picture
    picture = shown(old, new)
    assert "  − v1 · Ada                            │ + v2 · Ada · rewritten" in picture
    assert "  Like the workshop on a good day.      │ Warm tea, honest numbers." in picture


def test_with_colours_there_are_no_signs_at_words() -> None:
    """The old word and the new one stand apart."""
    picture = shown(OLD, NEW, inline=True, signed=False)
    assert "\ntaken out  put in\n" in picture
    assert "in front of the board team. You" in picture
    assert "the board. You" in shown(OLD, NEW, 120, signed=False)


def test_a_new_holder_is_named() -> None:
    """The words are the same; whose doing it is isn't."""
    old, new = (
        with_answers(number, {}, Agreement("one", "Tea at four.", "tone", whose))
        for number, whose in ((1, Holder.LEFT), (2, Holder.BOTH))
    )
    assert "Tea at four.  (Ada → both)" in shown(old, new, inline=True)


@pytest.mark.parametrize("inline", [True, False])
def test_what_is_proposed_says_so(inline: bool) -> None:
    line = Agreement("one", "Tea at four.", "tone")
    old = with_answers(1, {}, line)
    beside = replace(line, proposals={LEFT: Proposal("Tea at five.", given=True)})
    new = with_answers(2, {}, beside, Agreement("two", "Calls.", "tone", since=2, waiting=(RIGHT,)))
    picture = " ".join(shown(old, new, 200, inline).split())
    assert "2 proposed" in picture
    assert "Tea at four. (Ada proposes instead: Tea at five.)" in picture
    assert "Calls.+} (proposed by Ada · waits for Grace’s yes)" in picture


@pytest.mark.parametrize("inline", [True, False])
def test_the_same_twice_says_so(inline: bool) -> None:
    """And shows no empty ledger."""
    assert shown(OLD, OLD, inline=inline) == (
        "\nDiff · Ada & Grace · v1 (12 Mar) → v1 (12 Mar)\nNothing changed: the two versions say the same.\n"
    )


def test_without_unicode_the_divider_is_plain() -> None:
    """A terminal that knows no box characters gets bars and hyphens."""
    assert " | the {+team+}. You hear it from me" in shown(OLD, NEW, ascii_only=True)
    assert "│" not in shown(OLD, NEW, ascii_only=True)


@pytest.mark.parametrize(("width", "inline"), [(20, True), (40, True), (40, False), (80, False), (200, False)])
@pytest.mark.parametrize("text", CORPUS.values(), ids=CORPUS.keys())
def test_any_text_survives(text: str, width: int, inline: bool) -> None:
    """In an answer that changed by a word, at any width: no crash, no escape, and the new word is marked."""
    old = with_answers(1, {("tone", LEFT): said(f"{text} is what we said in the first year.")})
    new = with_answers(2, {("tone", LEFT): said(f"{text} is what we said in the second year.")})
    picture = shown(old, new, width, inline)
    assert "\x1b" not in picture
    assert "second" in "".join(picture.split())


def test_escape_sequences_in_a_store_made_by_hand_are_shown_as_marks() -> None:
    """They never reach the terminal."""
    old = with_answers(1, {("tone", LEFT): said("A \x1b]0;owned\x07title and more of the same.")})
    new = with_answers(2, {("tone", LEFT): said("A \x1b]0;owned\x07title and \x9b31mless of the same.")})
    for inline in (True, False):
        picture = shown(old, new, inline=inline)
        assert "␛]0;owned␇" in picture
        assert not {"\x1b", "\x07", "\x9b"} & {*picture}
