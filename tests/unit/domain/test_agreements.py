"""What both have said yes to, and what is proposed in its place."""

from __future__ import annotations

from dataclasses import replace

import pytest

from alliance_tui.domain import agreements
from alliance_tui.domain.agreements import adopt, awaits, consent, propose, require_agreed, reword, withdraw, worded
from alliance_tui.domain.alliance import SIDES, Agreement, Holder, Proposal
from alliance_tui.domain.errors import NotAllowed
from alliance_tui.domain.session import Session
from tests.unit.samples import chosen

ADA, GRACE = SIDES
CALL = Agreement("call", "We call on Fridays.", "tone")
DAILY = Proposal("We call daily.", edit="g:1")
GIVEN = replace(DAILY, given=True)


def with_agreement(**fields: object) -> Session:
    """A session with `CALL`, changed so."""
    return chosen().agree(replace(CALL, **fields))  # type: ignore[arg-type]  # replace() cannot check a dict


def call(session: Session) -> Agreement:
    return session.agreement("call")


def test_words_that_nobody_else_said_yes_to_are_changed_as_they_are() -> None:
    hers = reword(with_agreement(waiting=(GRACE,)), "call", ADA, DAILY, SIDES)
    assert (call(hers).text, call(hers).waiting, call(hers).proposals) == (DAILY.text, SIDES, {})


def test_where_the_other_said_yes_they_become_a_proposal() -> None:
    """What it says already is none."""
    his = reword(with_agreement(), "call", GRACE, DAILY, SIDES)
    assert (call(his).text, call(his).proposals) == (CALL.text, {GRACE: DAILY})
    assert worded(call(his), GRACE) == DAILY
    assert worded(call(his), ADA).text == CALL.text
    assert reword(his, "call", GRACE, replace(DAILY, text=CALL.text), SIDES) == with_agreement()


def test_one_keyboard_rewords_what_both_agreed() -> None:
    both = reword(with_agreement(), "call", None, DAILY, SIDES)
    assert (call(both).text, call(both).waiting) == (DAILY.text, SIDES)
    assert call(consent(both, "call", None)).stands


def test_the_holder_alone_asks_for_a_yes_and_a_reason_alone_does_not() -> None:
    words = worded(CALL, None)
    assert call(reword(with_agreement(), "call", None, replace(words, holder=Holder.LEFT), SIDES)).waiting == SIDES
    reason = reword(with_agreement(), "call", None, replace(words, reason="shorter"), SIDES)
    assert (call(reason).reason, call(reason).stands) == ("shorter", True)


def test_taking_out_is_proposed_where_the_other_said_yes() -> None:
    """The same again takes that back."""
    assert not withdraw(with_agreement(waiting=(GRACE,)), "call", ADA).agreements
    his = withdraw(with_agreement(), "call", GRACE)
    assert call(his).proposals == {GRACE: Proposal("", given=True)}
    assert worded(call(his), GRACE).text == CALL.text
    assert withdraw(his, "call", GRACE) == with_agreement()
    assert not adopt(his, "call", ADA).agreements


def test_a_yes_to_the_agreement_gives_up_ones_own_proposal() -> None:
    proposed = propose(with_agreement(waiting=(GRACE,)), "call", GRACE, replace(DAILY, given=True))
    assert call(adopt(proposed, "call", GRACE)) == CALL


def test_a_yes_to_the_others_words_gives_up_ones_own() -> None:
    his = propose(with_agreement(), "call", GRACE, replace(DAILY, given=True))
    each = propose(his, "call", ADA, Proposal("We write.", given=True))
    taken = call(adopt(each, "call", ADA))
    assert (taken.text, taken.stands) == (DAILY.text, True)


def test_one_keyboard_adopts_a_proposal_but_not_two() -> None:
    """Two are decided by writing what both agree to."""
    his = propose(with_agreement(), "call", GRACE, replace(DAILY, given=True))
    assert call(adopt(his, "call", None)).text == DAILY.text
    with pytest.raises(NotAllowed, match="Each of you proposes"):
        adopt(propose(his, "call", ADA, Proposal("We write.", given=True)), "call", None)
    assert call(consent(his, "call", None)) == CALL


@pytest.mark.parametrize(
    ("agreement", "by"),
    [
        (CALL, ()),
        (replace(CALL, waiting=SIDES), (ADA, GRACE, None)),
        (replace(CALL, waiting=(GRACE,)), (GRACE, None)),
        (replace(CALL, proposals={GRACE: replace(DAILY, given=True)}), (ADA, None)),
        (replace(CALL, proposals={GRACE: DAILY}), ()),
        (replace(CALL, waiting=(GRACE,), proposals={GRACE: replace(DAILY, given=True)}), (ADA, None)),
    ],
)
def test_whose_yes_is_awaited(agreement: Agreement, by: tuple[object, ...]) -> None:
    assert tuple(side for side in (*SIDES, None) if awaits(agreement, side)) == by


def test_what_is_not_agreed_is_not_signed() -> None:
    """The refusal says which, and why."""
    require_agreed(with_agreement())
    for fields, lack in (
        ({"waiting": (GRACE,)}, "waits for Grace’s yes"),
        ({"waiting": SIDES}, "waits for Ada’s and Grace’s yes"),
        (
            {"waiting": (GRACE,), "proposals": {GRACE: GIVEN}},
            "waits for Grace’s yes, and Grace proposes something else",
        ),
        ({"proposals": {GRACE: GIVEN}}, "was agreed, but Grace proposes something else"),
        ({"proposals": {ADA: GIVEN, GRACE: GIVEN}}, "was agreed, but Ada and Grace propose something else"),
    ):
        with pytest.raises(NotAllowed, match=f"“We call on Fridays.” {lack}.*say yes there"):
            require_agreed(with_agreement(**fields))


def test_what_is_half_written_is_not_signed() -> None:
    """The other can't say yes to it, so the refusal says what its author does."""
    for proposals, who in (({GRACE: DAILY}, "Grace is"), ({ADA: GIVEN, GRACE: DAILY}, "Ada and Grace are")):
        with pytest.raises(
            NotAllowed, match=f"{who} writing something else.*says yes to it there, or takes it out"
        ) as found:
            require_agreed(with_agreement(proposals=proposals))
        assert "y there" not in str(found.value)


def test_who_is_still_writing_is_not_asked_to_decide() -> None:
    writing = propose(with_agreement(), "call", GRACE, DAILY)
    with pytest.raises(NotAllowed, match="Grace is still writing"):
        adopt(writing, "call", ADA)
    assert agreements.has_stake(writing, "call", GRACE)
