"""Agreements over time: a cell for every version, the slips in between, and what is told of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from alliance_tui.domain.agreement_story import Fate, Stories, Story, agreement_stories
from alliance_tui.domain.alliance import Agreement, Holder, Proposal, Signature, Slip, Verdict, Version
from alliance_tui.domain.changes import Compared
from alliance_tui.domain.session import Session
from tests.unit.clock import NOON
from tests.unit.samples import ADA_AND_GRACE, BANK, LEFT, RIGHT, version

WALK = Agreement("walk", "We walk on Fridays.", "tone")
TELL = Agreement("tell", "Grace tells Ada within the week.", "count-on", Holder.RIGHT)
BOTH_OUTGROWN = dict.fromkeys((LEFT, RIGHT), Verdict.OUTGROWN)


def signed(number: int, *agreements: Agreement) -> Version:
    """A version with these, signed so many days after the first."""
    at = NOON + timedelta(days=number)
    signatures = {side: Signature(ADA_AND_GRACE[side], at) for side in (LEFT, RIGHT)}
    return replace(version(number), agreements=agreements, signatures=signatures)


def sitting(number: int, *agreements: Agreement) -> Session:
    """An open session with these."""
    return Session("", number, ADA_AND_GRACE, BANK, agreements=agreements)


def slip(agreement: str, days: float, what: str = "It slipped.") -> Slip:
    """A slip, so many days after the first version would be signed had it the number 0."""
    return Slip(f"{agreement}-{days}", agreement, NOON + timedelta(days=days), what)


def stories(*columns: Compared, slips: Sequence[Slip] = ()) -> Stories:
    return agreement_stories(columns, slips)


def one(*columns: Compared, slips: Sequence[Slip] = ()) -> Story:
    (story,) = stories(*columns, slips=slips).stories
    return story


def fates(story: Story) -> list[Fate]:
    return [cell.fate for cell in story.cells]


def test_nothing_agreed_is_no_story() -> None:
    assert not stories().stories
    assert not stories(signed(1), sitting(2)).stories


def test_one_that_is_kept_reworded_and_given_to_the_other() -> None:
    same_but_for_space = replace(TELL, text="Grace  tells Ada within the week. ")
    sooner = replace(TELL, text="Grace tells Ada the same day.")
    ours = replace(sooner, holder=Holder.BOTH)
    story = one(signed(1, TELL), signed(2, same_but_for_space), signed(3, sooner), signed(4, ours), sitting(5, ours))
    assert fates(story) == [Fate.NEW, Fate.KEPT, Fate.REWORDED, Fate.REWORDED, Fate.KEPT]
    assert story.agreement == ours
    assert story.concerns(LEFT)
    assert not one(signed(1, TELL)).concerns(LEFT)
    assert [event.before and event.before.holder for event in story.events] == [None, Holder.RIGHT, Holder.RIGHT]


def test_one_that_goes_and_comes_back() -> None:
    story = one(signed(1), signed(2, WALK), signed(3), signed(4), signed(5, WALK))
    assert fates(story) == [Fate.ABSENT, Fate.NEW, Fate.RETIRED, Fate.ABSENT, Fate.REOPENED]
    assert story.in_force
    assert story.events[-1].before == WALK


def test_taken_out_of_the_open_session_and_put_back_by_undo() -> None:
    assert fates(one(signed(1, WALK), sitting(2))) == [Fate.NEW, Fate.RETIRED]
    assert not one(signed(1, WALK), sitting(2)).in_force
    assert fates(one(signed(1, WALK), sitting(2, WALK))) == [Fate.NEW, Fate.KEPT]


def test_one_that_both_call_outgrown_is_retired_before_and_after_the_signature() -> None:
    outgrown = replace(WALK, verdicts=BOTH_OUTGROWN)
    still_open = one(signed(1, WALK), sitting(2, outgrown))
    assert fates(still_open) == [Fate.NEW, Fate.RETIRED]
    assert still_open.cells[-1].verdicts == BOTH_OUTGROWN
    assert fates(one(signed(1, WALK), signed(2))) == [Fate.NEW, Fate.RETIRED]
    by_one = replace(WALK, verdicts={LEFT: Verdict.OUTGROWN})
    assert fates(one(signed(1, WALK), sitting(2, by_one))) == [Fate.NEW, Fate.KEPT]


def test_one_that_waits_for_a_yes_is_proposed() -> None:
    new = replace(WALK, since=2, waiting=(RIGHT,))
    assert fates(one(signed(1), sitting(2, new))) == [Fate.ABSENT, Fate.PROPOSED]
    beside = replace(WALK, proposals={LEFT: Proposal("We run.", given=True)})
    assert fates(one(signed(1, WALK), sitting(2, beside))) == [Fate.NEW, Fate.PROPOSED]


def test_a_slip_belongs_to_the_version_in_force_then() -> None:
    columns = signed(1, TELL), signed(2, TELL), signed(3), sitting(4)
    at = [0.5, 1, 1.5, 2, 3.5]
    story = one(*columns, slips=[slip("tell", days) for days in reversed(at)])
    found = [[(each.at - NOON) / timedelta(days=1) for each in cell.slips] for cell in story.cells]
    assert found == [[0.5, 1, 1.5], [2], [3.5], []]
    assert story.slipped
    kinds = [("slip" if event.note else story.cells[event.column].fate, event.column) for event in story.events]
    assert kinds == [("new", 0), *[("slip", 0)] * 3, ("slip", 1), ("retired", 2), ("slip", 2)]


def test_a_slip_of_an_agreement_that_no_version_has_is_left_out() -> None:
    assert not stories(signed(1), slips=[slip("gone", 1)]).stories


def test_verdicts_and_reasons_are_told_even_of_what_was_kept() -> None:
    judged = replace(WALK, verdicts={RIGHT: Verdict.SLIPPED})
    explained = replace(WALK, reason="it rained")
    story = one(signed(1, WALK), signed(2, judged), signed(3, WALK), sitting(4, explained))
    assert fates(story) == [Fate.NEW, Fate.KEPT, Fate.KEPT, Fate.KEPT]
    assert [event.column for event in story.events] == [0, 1, 3]
    assert story.slipped
    assert not one(signed(1, WALK)).slipped


def test_order_in_force_first_then_the_last_retired() -> None:
    old, older = (Agreement(id_, id_, "tone") for id_ in ("old", "older"))
    found = stories(signed(1, older, old, TELL), signed(2, old, TELL), sitting(3, WALK, TELL))
    assert [story.id for story in found.stories] == ["walk", "tell", "old", "older"]


def test_a_verdict_is_due_on_what_is_older_than_the_newest_version() -> None:
    half = replace(WALK, verdicts={LEFT: Verdict.LIVING})
    whole = replace(TELL, verdicts=dict.fromkeys((LEFT, RIGHT), Verdict.LIVING))
    fresh = replace(WALK, id="fresh", since=2)
    found = stories(signed(1, WALK, TELL), sitting(2, half, whole, fresh))
    due = {story.id: [found.lacks_verdict(story, side) for side in (None, LEFT, RIGHT)] for story in found.stories}
    assert due == {"walk": [True, False, True], "tell": [False] * 3, "fresh": [False] * 3}
    assert not stories(signed(1, WALK)).lacks_verdict(one(signed(1, WALK)))


def test_what_is_new_since_a_version_was_read() -> None:
    judged = replace(WALK, verdicts={LEFT: Verdict.LIVING})
    columns = signed(1, WALK, TELL), signed(2, judged, TELL), signed(3, WALK, TELL)
    found = stories(*columns, slips=[slip("tell", 2.5)])
    walk, tell = found.stories
    assert [found.changed_since(walk, number) for number in (0, 1, 2, 3)] == [True, True, False, False]
    assert [found.changed_since(tell, number) for number in (1, 2, 3)] == [True, True, False]
