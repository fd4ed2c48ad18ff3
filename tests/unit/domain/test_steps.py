"""Steps: an act changes only what its doer saw, and an undo only what is as the act left it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from alliance_tui.domain.alliance import Agreement, Holder, Verdict
from alliance_tui.domain.errors import ChangedMeanwhile, NotAllowed, SessionEnded
from alliance_tui.domain.session import Session
from alliance_tui.domain.steps import Step, content_changed, name_parts
from tests.unit.clock import NOON
from tests.unit.samples import LEFT, RIGHT, chosen, rich_session

TONE = ("tone", LEFT)
WALK = Agreement("walk", "We walk", "tone", Holder.BOTH)


def begun() -> Session:
    """A session in which the talk has started."""
    return chosen().begin(NOON)


def test_a_step_of_nothing_is_none() -> None:
    assert not Step.between(rich_session(), rich_session())
    assert not Step.between(begun(), begun().go_to("hopes"))


@pytest.mark.parametrize(
    "act",
    [
        lambda now: now.write(TONE, "kind", "Frank,\n\tand 温かい", "a:1"),
        lambda now: now.write(TONE, "kind", "nothing", "a:1"),
        lambda now: now.answer(("feedback", RIGHT), None),
        lambda now: now.agree(WALK),
        lambda now: now.withdraw("one"),
        lambda now: now.judge("one", RIGHT, Verdict.SLIPPED),
        lambda now: now.judge("one", LEFT, Verdict.OUTGROWN).judge("one", RIGHT, Verdict.LIVING).talk_about("one"),
        lambda now: now.give_reason("one", "It grew"),
        lambda now: now.set_review(date(2027, 1, 1)),
        lambda now: now.set_review(None),
        lambda now: now.move_turn("tone", 1),
        lambda now: now.choose(LEFT, "requests"),
    ],
)
def test_what_was_done_is_undone(act: object) -> None:
    """Every part is as before, agreements in their order, but for the signature to the other words."""
    assert callable(act)
    before = replace(rich_session(), signatures={}, unsigned="")
    after = act(before)
    step = Step.between(before, after)
    assert step
    assert step.undone(after) == before


def test_an_undo_leaves_what_is_not_as_the_step_left_it() -> None:
    before = begun().agree(WALK)
    after = before.agree(replace(WALK, text="We ring"))
    step = Step.between(before, after)
    with pytest.raises(ChangedMeanwhile, match=r"An agreement from “What is the tone.* Nothing was undone"):
        step.undone(after.agree(replace(WALK, text="We write")))
    other = after.judge("walk", RIGHT, Verdict.LIVING)
    assert step.undone(other).agreements == (replace(WALK, verdicts={RIGHT: Verdict.LIVING}),)


def test_an_agreement_stays_with_what_was_said_of_it_since() -> None:
    """Its undo would take the other's verdict along."""
    step = Step.between(begun(), begun().agree(WALK))
    with pytest.raises(ChangedMeanwhile):
        step.undone(begun().agree(WALK).judge("walk", RIGHT, Verdict.LIVING))


def test_a_choice_is_not_undone_beyond_three_or_four() -> None:
    """Somebody has picked another question since."""
    taken_back = Step.between(chosen(), chosen().choose(RIGHT, "hopes", False))
    with pytest.raises(NotAllowed, match="can’t be undone now"):
        taken_back.undone(chosen().choose(RIGHT, "hopes", False).choose(RIGHT, "way-back"))


def test_steps_in_a_row_are_one() -> None:
    """What is as it was before both is no part of it."""
    one, two = begun().agree(WALK), begun().agree(replace(WALK, text="We ring"))
    whole = Step.between(begun(), one).then(Step.between(one, two))
    assert whole.undone(two) == begun()
    assert not whole.then(Step.between(two, begun()))


def test_only_what_was_seen_may_change() -> None:
    seen = begun()
    now = seen.set_review(date(2027, 1, 1))
    Step.between(now, now.agree(WALK)).require_seen(seen, now)
    with pytest.raises(ChangedMeanwhile, match="The review date changed on the other screen"):
        Step.between(now, now.set_review(None)).require_seen(seen, now)
    with pytest.raises(SessionEnded):
        Step().require_seen(replace(seen, id="another"), now)


def test_what_changed_is_named_without_anybodys_words() -> None:
    seen = begun()
    now = seen.write(TONE, "secret", "", "a:1").agree(WALK).judge("walk", LEFT, Verdict.SLIPPED)
    words = name_parts(content_changed(seen, now), now)
    assert words.startswith("Ada’s answer to “What is the tone")
    assert "secret" not in words
    assert "walk" not in words


def test_the_yeses_to_an_agreement_are_not_named_beside_it() -> None:
    parts = content_changed(begun(), begun().agree(WALK))
    assert ("yes", "walk", LEFT) in parts
    assert name_parts(parts, begun()) == "An agreement"
    waits = begun().agree(replace(WALK, waiting=(LEFT,)))
    assert name_parts(content_changed(begun().agree(WALK), waits), waits).startswith("Ada’s yes to an agreement")
