"""Sides, answers apart, and a yes from each: what one partner may see and change."""

from __future__ import annotations

from dataclasses import replace

import pytest

from alliance_tui.domain.agreements import adopt, consent, propose, require_agreed
from alliance_tui.domain.alliance import Agreement, Answer, AnswerState, Proposal, Side
from alliance_tui.domain.covering import is_ready, require_uncovered, say_ready, set_apart, uncover
from alliance_tui.domain.errors import ChangedMeanwhile, NotAllowed
from alliance_tui.domain.ownership import require_own
from alliance_tui.domain.seen_by import seen_by
from alliance_tui.domain.session import Session
from alliance_tui.domain.steps import Step
from alliance_tui.domain.viewer import Viewer
from tests.unit.clock import NOON
from tests.unit.samples import chosen

ADA, GRACE = Side
QUESTION = "tone"
HERS, HIS = (QUESTION, ADA), (QUESTION, GRACE)


def say(session: Session, side: Side, text: str) -> Session:
    return session.answer((QUESTION, side), Answer(AnswerState.TEXT, text))


@pytest.fixture
def session() -> Session:
    return chosen()


@pytest.fixture
def apart(session: Session) -> Session:
    """Both have answered, apart."""
    return say(say(set_apart(session, [QUESTION]), ADA, "ada’s"), GRACE, "grace’s")


def may(side: Side | None, before: Session, after: Session) -> bool:
    try:
        require_own(Step.between(before, after), Viewer(side), before, after)
    except NotAllowed:
        return False
    return True


def test_a_covered_answer_is_seen_by_its_author_alone(apart: Session) -> None:
    assert {*seen_by(apart, ADA).answers} == {HERS}
    assert {*seen_by(apart, GRACE).answers} == {HIS}
    assert not seen_by(apart, None).answers


def test_both_are_uncovered_when_both_are_ready(apart: Session) -> None:
    one = say_ready(apart, QUESTION, ADA)
    assert is_ready(one, QUESTION, ADA) and {*seen_by(one, GRACE).answers} == {HIS}
    both = say_ready(one, QUESTION, GRACE)
    assert {*seen_by(both, None).answers} == {HERS, HIS}
    assert not both.apart and not both.ready


def test_an_author_uncovers_alone(apart: Session) -> None:
    one = uncover(apart, QUESTION, ADA)
    assert {*seen_by(one, GRACE).answers} == {HERS, HIS}
    assert {*seen_by(one, ADA).answers} == {HERS}


def test_what_is_covered_stays_so_when_its_question_is_not_apart_any_more(apart: Session) -> None:
    """Nobody learns by that whether there is anything; its author uncovers it."""
    together = set_apart(apart, [QUESTION], wanted=False)
    assert may(ADA, apart, together) and may(None, apart, together)
    assert {*seen_by(together, ADA).answers} == {HERS}
    assert not may(None, together, say(together, ADA, "other")) and not may(ADA, together, uncover(together, *HIS))
    one = uncover(together, *HERS)
    assert may(ADA, together, one) and {*seen_by(one, GRACE).answers} == {HERS, HIS}


def test_nothing_covered_is_signed(apart: Session) -> None:
    with pytest.raises(NotAllowed):
        require_uncovered(apart)
    require_uncovered(uncover(uncover(apart, QUESTION, ADA), QUESTION, GRACE))


def test_an_answer_of_before_stays_as_it_was(session: Session) -> None:
    before = set_apart(say(session, ADA, "said"), [QUESTION])
    assert HERS in seen_by(say(before, ADA, "said again"), GRACE).answers


def test_each_changes_what_is_their_own(apart: Session) -> None:
    mine, theirs = say(apart, ADA, "other"), say(apart, GRACE, "other")
    assert may(ADA, apart, mine) and not may(ADA, apart, theirs)
    assert not may(None, apart, mine)
    assert may(ADA, apart, uncover(apart, QUESTION, ADA)) and not may(ADA, apart, uncover(apart, QUESTION, GRACE))
    assert not may(ADA, apart, say_ready(apart, QUESTION, GRACE))
    ready = say_ready(apart, QUESTION, GRACE)
    assert not may(ADA, ready, set_apart(ready, [QUESTION], wanted=False))
    assert may(ADA, ready, say_ready(ready, QUESTION, ADA))
    assert not may(GRACE, ready, say_ready(ready, QUESTION, ADA))


def test_one_keyboard_writes_for_both(session: Session) -> None:
    assert may(None, session, say(say(session, ADA, "a"), GRACE, "b"))


def test_an_agreement_is_changed_by_both(session: Session) -> None:
    proposed = session.agree(Agreement("one", "We call on Fridays.", QUESTION, waiting=(ADA, GRACE)))
    hers = consent(proposed, "one", ADA)
    with pytest.raises(NotAllowed, match="Grace"):
        require_agreed(hers)
    other = replace(hers.agreement("one"), text="We call.")
    assert may(ADA, hers, hers.agree(other)) and not may(GRACE, hers, hers.agree(other))
    assert not may(GRACE, hers, hers.withdraw("one"))
    both = adopt(hers, "one", GRACE)
    require_agreed(both)
    assert both.agreement("one").stands and may(GRACE, hers, both)
    assert not may(ADA, hers, both)


def test_a_proposal_is_adopted_by_the_other(session: Session) -> None:
    standing = session.agree(Agreement("one", "We call on Fridays.", QUESTION))
    writing = propose(standing, "one", ADA, Proposal("We call on Mondays."))
    with pytest.raises(NotAllowed):
        adopt(writing, "one", GRACE)
    given = consent(writing, "one", ADA)
    assert given.agreement("one").text == "We call on Fridays." and not given.agreement("one").stands
    taken = adopt(given, "one", GRACE)
    assert taken.agreement("one").text == "We call on Mondays." and taken.agreement("one").stands
    assert may(GRACE, given, taken) and not may(ADA, given, taken)
    gone = adopt(propose(standing, "one", ADA, Proposal("", given=True)), "one", GRACE)
    assert not gone.agreements


def test_a_session_begins_with_both(session: Session) -> None:
    one = session.begin(NOON, ADA)
    assert one.countdown.started is None
    assert one.begin(NOON, GRACE).countdown.started == NOON
    assert one.begin(NOON, GRACE, alone=True).countdown.started is None
    assert one.wait_to_begin(ADA).begin(NOON, GRACE).countdown.started is None
    assert session.begin(NOON).countdown.started == NOON


def test_apart_is_not_undone_while_somebody_is_ready(session: Session) -> None:
    """Else they would be ready for what they write when the question is answered apart again."""
    apart = set_apart(session, [QUESTION])
    with pytest.raises(ChangedMeanwhile, match="Grace is ready"):
        Step.between(session, apart).undone(say_ready(apart, QUESTION, GRACE))
