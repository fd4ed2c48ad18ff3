"""The rules of a session: choosing, turns, answers, signatures, and what becomes a version."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliance_tui.domain.alliance import SIDES, Agreement, Answer, AnswerState, Holder, Side, Turn, Verdict
from alliance_tui.domain.errors import NotAllowed
from alliance_tui.domain.questions import SECTIONS, Section
from alliance_tui.domain.session import Session, Stage
from tests.unit.clock import NOON
from tests.unit.samples import BANK, LEFT, RIGHT, chosen, session, version

CHOOSABLE = [question.id for question in BANK.choosable]
LAST = [question.id for question in BANK.closing]
PICKS = st.lists(st.sampled_from(CHOOSABLE), min_size=3, max_size=4, unique=True)
"""What one partner may choose, in the order it is clicked."""


def said(text: str) -> Answer:
    """An answer in words."""
    return Answer(AnswerState.TEXT, text)


def choosing(left: list[str], right: list[str]) -> Session:
    """A session with these choices."""
    now = session()
    for side, picks in ((LEFT, left), (RIGHT, right)):
        for question in picks:
            now = now.choose(side, question)
    return now


def asked(now: Session) -> list[str]:
    """The questions in the order of turns."""
    return [turn.question for turn in now.turns]


def begun() -> Session:
    """A session under way."""
    return chosen().begin(NOON)


def left_over(now: Session) -> int:
    """How many turns are still to come, Closing not counted."""
    return sum(not now.done(turn) for turn in now.turns)


def all_answered(now: Session) -> Session:
    """Every turn answered by everyone it asks, Closing too."""
    for turn in now.all_turns:
        for side in turn.answerers:
            now = now.answer((turn.question, side), Answer(AnswerState.SPOKEN))
    return now


# Choosing and turns


@given(PICKS, PICKS)
def test_every_combination_of_three_and_four_makes_fair_turns(left: list[str], right: list[str]) -> None:
    """Each chosen question once; a match is mutual; askers alternate to the end."""
    now = choosing(left, right).begin(NOON)
    assert sorted(asked(now)) == sorted({*left, *right})
    assert {turn.question for turn in now.turns if turn.asker is None} == {*left} & {*right}
    for side, picks in ((LEFT, left), (RIGHT, right)):
        assert {turn.question for turn in now.turns if turn.asker is side} <= {*picks}
    askers = [turn.asker for turn in now.turns if turn.asker]
    assert all(one is not next_one for one, next_one in pairwise(askers))
    assert now.current == now.turns[0].question


FEW = st.lists(st.sampled_from(CHOOSABLE), max_size=4, unique=True)


@given(FEW, FEW, st.permutations(CHOOSABLE), st.sampled_from([SIDES, (LEFT,), (RIGHT,)]))
def test_a_deal_completes_both_sets_and_takes_nothing_back(
    left: list[str], right: list[str], order: list[str], sides: tuple[Side, ...]
) -> None:
    """Whatever was picked before: 3 or 4 each, and one from each section as far as 4 questions reach."""
    before = choosing(left, right)
    now = before.deal(sides, order)
    for side in SIDES:
        picks = now.choices[side]
        assert {*before.choices[side]} <= {*picks}
        if side not in sides:
            assert picks == before.choices[side]
            continue
        assert 3 <= len(picks) <= 4
        sections = {BANK[pick].section for pick in picks}
        assert len(sections) == 4 or len(picks) == 4
        twice = len(before.choices[side]) - len({BANK[pick].section for pick in before.choices[side]})
        assert len(sections) >= min(4, 4 - twice)
    assert now.deal(sides, order) == now


def test_a_deal_gives_each_other_questions() -> None:
    """Four sections, two questions or more in each: no match comes of it."""
    dealt = session().deal(SIDES, CHOOSABLE)
    assert not {*dealt.choices[LEFT]} & {*dealt.choices[RIGHT]}


@given(PICKS, PICKS)
def test_whoever_has_more_of_their_own_begins(left: list[str], right: list[str]) -> None:
    """Else the alternation would break at the end; with as many each, the left side begins."""
    askers = [turn.asker for turn in choosing(left, right).turns if turn.asker]
    if askers:
        own = {side: askers.count(side) for side in SIDES}
        assert askers[0] is (RIGHT if own[RIGHT] > own[LEFT] else LEFT)


@given(PICKS, st.data())
def test_the_order_of_clicks_does_not_matter(picks: list[str], data: st.DataObject) -> None:
    """Each partner's questions are asked in the worksheet's order."""
    other = data.draw(st.permutations(picks))
    assert choosing(picks, CHOOSABLE[:3]).turns == choosing(other, CHOOSABLE[:3]).turns


def test_turns_of_a_plain_choice() -> None:
    """Grace has more of her own, so she begins; the match falls in where the worksheet has it."""
    assert chosen().turns == (
        Turn("hopes", RIGHT),
        Turn("assumptions", LEFT),
        Turn("tone", None),
        Turn("requests", RIGHT),
        Turn("feedback", LEFT),
        Turn("conflict", RIGHT),
    )


def test_all_four_the_same_are_four_mutual_turns() -> None:
    """Nobody asks alone; all are asked of both."""
    now = choosing(CHOOSABLE[:4], CHOOSABLE[:4])
    assert now.turns == tuple(Turn(question, None) for question in CHOOSABLE[:4])
    assert all(turn.answerers == SIDES for turn in now.turns)


def test_a_fifth_question_is_refused_with_the_reason() -> None:
    """And the four stay as they were; taking one back makes room."""
    now = choosing(CHOOSABLE[:4], [])
    with pytest.raises(NotAllowed, match=r"Ada has 4 already\. Take one back"):
        now.choose(LEFT, CHOOSABLE[4])
    freed = now.choose(LEFT, CHOOSABLE[0], False).choose(LEFT, CHOOSABLE[4])
    assert freed.choices[LEFT] == tuple(CHOOSABLE[1:5])


@pytest.mark.parametrize("question", [question.id for question in BANK.closing])
def test_closing_cannot_be_chosen(question: str) -> None:
    """It is asked anyway."""
    with pytest.raises(NotAllowed, match="always asked"):
        session().choose(LEFT, question)


@pytest.mark.parametrize(
    ("left", "right", "reason"),
    [
        (0, 3, "Ada has chosen 0; it takes 3 or 4: 3 more"),
        (1, 4, "Ada has chosen 1; it takes 3 or 4: 2 more"),
        (3, 2, "Grace has chosen 2; it takes 3 or 4: one more"),
        (4, 0, "Grace has chosen 0"),
    ],
)
def test_too_few_cannot_begin_and_hear_why(left: int, right: int, reason: str) -> None:
    """Whose choice lacks what."""
    with pytest.raises(NotAllowed, match=reason):
        choosing(CHOOSABLE[:left], CHOOSABLE[:right]).begin(NOON)


def test_what_a_choice_lacks() -> None:
    """Shown beside each partner's count."""
    now = choosing(CHOOSABLE[:2], CHOOSABLE[:3])
    assert (session().missing_choices(LEFT), now.missing_choices(LEFT), now.missing_choices(RIGHT)) == (
        "3 more",
        "one more",
        "",
    )


def test_sections_nobody_chose_from_are_a_nudge() -> None:
    """In the worksheet's order, never Closing; it does not keep anyone from beginning."""
    assert session().sections_without_choice() == SECTIONS[:-1]
    now = choosing(["assumptions", "hopes", "tone"], ["assumptions", "hopes", "conflict"])
    assert now.sections_without_choice() == (Section.RESPONSIBILITY,)
    assert now.begin(NOON).stage is Stage.OPEN


def test_the_order_of_turns_can_be_changed() -> None:
    """Later, earlier, and as far as the ends allow."""
    first, second, third, *rest = asked(chosen())
    assert asked(chosen().move_turn(first, 1)) == [second, first, third, *rest]
    assert asked(chosen().move_turn(third, -1)) == [first, third, second, *rest]
    assert asked(chosen().move_turn(second, -99)) == [second, first, third, *rest]
    assert asked(chosen().move_turn(first, 99)) == [second, third, *rest, first]


def test_the_changed_order_survives_the_session() -> None:
    """Beginning, answering and a choice taken back and made again leave it; a new choice ends it."""
    moved = chosen().move_turn("conflict", -99)
    assert asked(moved.begin(NOON))[0] == "conflict" == moved.begin(NOON).current
    assert asked(moved.answer(("tone", LEFT), said("frank"))) == asked(moved)
    assert asked(moved.choose(RIGHT, "hopes", False).choose(RIGHT, "hopes")) == asked(moved)
    assert moved.choose(RIGHT, "hopes", False).turns == chosen().choose(RIGHT, "hopes", False).turns


def test_a_question_without_a_turn_cannot_be_moved() -> None:
    """It may have been taken back on the other terminal meanwhile: the person hears so."""
    with pytest.raises(NotAllowed, match="not chosen"):
        chosen().move_turn("way-back", 1)


def test_beginning_twice_changes_nothing() -> None:
    """Two terminals may both press the key."""
    assert begun().begin(NOON + timedelta(minutes=3)) == begun()


# Going round


def test_a_turn_is_done_when_everyone_it_asks_has_answered() -> None:
    """The asker may answer too, but need not; a match needs both."""
    now = begun()
    assert now.turn("hopes") == Turn("hopes", RIGHT)
    asker_only = now.answer(("hopes", RIGHT), said("mine"))
    assert left_over(asker_only) == 6
    assert left_over(asker_only.answer(("hopes", LEFT), said("yours"))) == 5
    one = now.answer(("tone", LEFT), Answer(AnswerState.SPOKEN))
    assert left_over(one) == 6
    assert left_over(one.answer(("tone", RIGHT), Answer(AnswerState.PASSED))) == 5


def test_next_turn_goes_round() -> None:
    """Past those done, over the end to what was left out, and through Closing; None when all are done."""
    now = begun()
    following, question = [], "conflict"
    for _ in range(8):
        turn = now.next_turn(question)
        assert turn is not None
        question = turn.question
        following.append(question)
    assert following == ["appreciation", "acknowledgement", *asked(now)]
    skipping = now.answer(("assumptions", RIGHT), said("none"))
    assert skipping.next_turn("hopes") == Turn("tone", None)
    assert now.next_turn("way-back") == now.turns[0]
    assert all_answered(now).next_turn("tone") is None


def test_next_turn_of_one_side() -> None:
    """Those that ask it, until it has answered them; that it may answer too is no reason."""
    now = begun()
    for side in (LEFT, RIGHT):
        mine = [turn.question for turn in now.all_turns if side in turn.answerers]
        found, rest = [], now
        while turn := rest.next_turn("", side):
            found.append(turn.question)
            rest = rest.answer((turn.question, side), said("mine"))
        assert found == mine
        assert rest.next_turn("") is not None


def test_questions_of_a_section_with_turns_come_first() -> None:
    """Then the others, within reach."""
    now = begun().move_turn("feedback", -99)
    assert [question.id for question in now.questions(Section.RESPONSIBILITY)] == [
        "feedback",
        "requests",
        "expectations",
        "count-on",
        "confidentiality",
    ]
    assert now.turn("count-on") is None


def test_progress_of_each_section() -> None:
    """Turns done and turns in all; Closing counts from the start."""
    now = begun().answer(("feedback", RIGHT), said("kindly")).answer(("count-on", LEFT), said("not asked"))
    assert [now.progress(section) for section in SECTIONS] == [(0, 2), (0, 1), (1, 2), (0, 1), (0, 2)]
    done = all_answered(now)
    assert [done.progress(section) for section in SECTIONS] == [(2, 2), (1, 1), (2, 2), (1, 1), (2, 2)]


# Answers


def test_an_empty_answer_is_no_answer() -> None:
    """Words of white space alone take it back; said and passed need no words."""
    now = begun().answer(("tone", LEFT), said("frank"))
    assert now.answer(("tone", LEFT), said(" \n\t")).answers == {}
    assert now.answer(("tone", LEFT), None).answers == {}
    assert begun().answer(("tone", LEFT), Answer(AnswerState.PASSED)).answers[("tone", LEFT)].text == ""


def test_an_answer_is_of_the_session_it_was_given_in() -> None:
    """`since` is this session's number, whatever the answer brought along."""
    given = replace(begun(), number=3).answer(("tone", LEFT), replace(said("frank"), since=1))
    assert given.answers[("tone", LEFT)].since == 3


# Signing

ONE = Agreement("one", "Grace tells Ada the same day", "tone")


def both_signed() -> Session:
    """A session with one answer and one agreement, signed by both."""
    now = begun().answer(("tone", LEFT), said("frank")).agree(ONE).judge("one", LEFT, Verdict.LIVING)
    return now.set_review(date(2026, 9, 1)).sign(LEFT, NOON).sign(RIGHT, NOON)


def test_signing_before_the_session_has_begun_is_refused() -> None:
    """There is nothing to sign."""
    with pytest.raises(NotAllowed, match="not begun"):
        chosen().sign(LEFT, NOON)


def test_both_have_to_sign() -> None:
    """One signature is not two; one's own can be taken back."""
    one = begun().sign(LEFT, NOON)
    assert not one.signed
    assert one.sign(RIGHT, NOON).signed
    assert one.unsign(LEFT) == begun()
    assert one.unsign(RIGHT) == one


CHANGES: dict[str, tuple[Callable[[Session], Session], str]] = {
    "an answer": (lambda now: now.answer(("tone", LEFT), said("frank!")), "Ada’s answer to “What is the tone"),
    "an answer taken back": (lambda now: now.answer(("tone", LEFT), None), "Ada’s answer to"),
    "a new answer": (lambda now: now.answer(("hopes", RIGHT), said("new")), "Grace’s answer to “Name your"),
    "an answer said": (lambda now: now.answer(("hopes", LEFT), Answer(AnswerState.SPOKEN)), "Ada’s answer to"),
    "an agreement": (lambda now: now.agree(replace(ONE, id="two")), "the agreements"),
    "other words": (lambda now: now.agree(replace(ONE, text="Grace tells Ada the next day")), "the agreements"),
    "another holder": (lambda now: now.agree(replace(ONE, holder=Holder.LEFT)), "the agreements"),
    "one withdrawn": (lambda now: now.withdraw("one"), "the agreements"),
    "a reason": (lambda now: now.give_reason("one", "It grew"), "the agreements"),
    "a verdict": (lambda now: now.judge("one", RIGHT, Verdict.SLIPPED), "the verdict"),
    "a verdict taken back": (lambda now: now.judge("one", LEFT, None), "the verdict"),
    "the review date": (lambda now: now.set_review(None), "the review date"),
    "the choice": (lambda now: now.choose(LEFT, "hopes"), "the choice of questions"),
}


@pytest.mark.parametrize(("act", "what"), CHANGES.values(), ids=CHANGES)
def test_a_change_takes_the_signatures_back_and_says_why(act: Callable[[Session], Session], what: str) -> None:
    """Both names and what changed; signing again clears the reason."""
    changed = act(both_signed())
    assert changed.signatures == {}
    assert changed.unsigned.startswith(f"Ada and Grace: the signatures were taken back, because {what}")
    assert changed.unsigned.endswith("changed.")
    one = act(both_signed().unsign(LEFT))
    assert one.unsigned.startswith("Grace: the signature was taken back")
    assert changed.sign(LEFT, NOON).unsigned == ""


NO_CHANGES: dict[str, Callable[[Session], Session]] = {
    "the same words": lambda now: now.answer(("tone", LEFT), said("frank")),
    "nothing where nothing was": lambda now: now.answer(("hopes", LEFT), said(" ")),
    "the same agreement": lambda now: now.agree(replace(ONE, verdicts={LEFT: Verdict.LIVING})),
    "the same reason": lambda now: now.give_reason("one", now.agreements[0].reason),
    "the same verdict": lambda now: now.judge("one", LEFT, Verdict.LIVING),
    "no verdict where none was": lambda now: now.judge("one", RIGHT, None),
    "the same review date": lambda now: now.set_review(date(2026, 9, 1)),
    "going elsewhere": lambda now: now.go_to("count-on"),
    "a pause": lambda now: replace(now, countdown=now.countdown.pause(NOON)),
    "an extension": lambda now: replace(now, countdown=now.countdown.extend(NOON, 600)),
    "leaving and coming back": lambda now: now.set_aside(NOON).take_up(),
}


@pytest.mark.parametrize("act", NO_CHANGES.values(), ids=NO_CHANGES)
def test_what_changes_no_content_leaves_the_signatures(act: Callable[[Session], Session]) -> None:
    """Saving the same again, moving about, and the clock."""
    after = act(both_signed())
    assert after.signatures == both_signed().signatures
    assert after.unsigned == ""


def test_the_reason_never_quotes_an_answer() -> None:
    """The question is quoted, what a partner wrote is not."""
    changed = both_signed().answer(("tone", LEFT), said("a secret"))
    assert "secret" not in changed.unsigned
    assert "frank" not in changed.unsigned


# Becoming a version


def test_the_version_holds_what_was_said_and_what_still_stands() -> None:
    """This session's answers over last time's; what was not touched keeps the version it was said for."""
    last = version(1)
    now = replace(begun(), number=2).answer(("tone", LEFT), said("franker"))
    signed = now.sign(LEFT, NOON).sign(RIGHT, NOON + timedelta(minutes=1)).to_version(last)
    assert signed.answers[("tone", LEFT)] == Answer(AnswerState.TEXT, "franker", 2)
    assert signed.answers[("feedback", RIGHT)] == last.answers[("feedback", RIGHT)]
    assert signed.answers[("feedback", RIGHT)].since == 1
    assert signed.answers == now.answers_to_sign(last)
    assert (signed.number, signed.session, signed.turns) == (2, now.id, now.turns)
    assert signed.signed == NOON + timedelta(minutes=1)
    assert signed.bank == BANK


@pytest.mark.parametrize("left", [None, *Verdict])
@pytest.mark.parametrize("right", [None, *Verdict])
def test_only_what_both_outgrew_is_retired(left: Verdict | None, right: Verdict | None) -> None:
    """One partner alone cannot end an agreement."""
    now = begun().agree(ONE).judge("one", LEFT, left).judge("one", RIGHT, right)
    retired = left is right is Verdict.OUTGROWN
    kept = now.to_version(None).agreements
    assert [agreement.id for agreement in kept] == ([] if retired else ["one"])
    assert all(agreement.outgrown is False for agreement in kept)


def test_a_verdict_can_be_changed_and_taken_back() -> None:
    """Each side has one."""
    now = begun().agree(ONE).judge("one", LEFT, Verdict.SLIPPED).judge("one", LEFT, Verdict.LIVING)
    now = now.judge("one", RIGHT, Verdict.OUTGROWN)
    assert now.agreements[0].verdicts == {LEFT: Verdict.LIVING, RIGHT: Verdict.OUTGROWN}
    assert now.judge("one", RIGHT, None).agreements[0].verdicts == {LEFT: Verdict.LIVING}


def test_different_verdicts_are_marked_until_talked_about_or_equal() -> None:
    """Having talked holds until another verdict is given, takes no signature back, and is not signed."""
    once = begun().agree(ONE).judge("one", LEFT, Verdict.LIVING)
    with pytest.raises(NotAllowed, match="do not differ"):
        once.talk_about("one")
    differ = once.judge("one", RIGHT, Verdict.SLIPPED)
    assert differ.agreements[0].unsettled
    assert not differ.judge("one", RIGHT, Verdict.LIVING).agreements[0].unsettled
    talked = differ.sign(LEFT, NOON).talk_about("one")
    assert talked.signatures
    assert talked.agreements[0].disputed and not talked.agreements[0].unsettled
    assert talked.judge("one", RIGHT, Verdict.SLIPPED) == talked
    assert talked.talk_about("one", False).agreements[0].unsettled
    assert talked.judge("one", RIGHT, Verdict.OUTGROWN).agreements[0].unsettled
    assert talked.to_version(None).agreements == differ.to_version(None).agreements


def test_rewording_keeps_an_agreements_place() -> None:
    """The second stays the second."""
    now = begun().agree(ONE).agree(replace(ONE, id="two")).agree(replace(ONE, text="new words"))
    assert [(agreement.id, agreement.text) for agreement in now.agreements] == [("one", "new words"), ("two", ONE.text)]


@pytest.mark.parametrize(
    "act",
    [
        lambda now: now.judge("gone", LEFT, Verdict.LIVING),
        lambda now: now.withdraw("gone"),
        lambda now: now.give_reason("gone", "why"),
    ],
)
def test_an_agreement_that_was_taken_out_is_not_acted_on(act: Callable[[Session], Session]) -> None:
    """The other screen was quicker."""
    with pytest.raises(NotAllowed, match="taken out on the other screen"):
        act(begun().agree(ONE))


# Leaving


def test_setting_aside_stops_the_clock_and_keeps_everything() -> None:
    """Taken up days later it is where it was, still paused."""
    aside = both_signed().set_aside(NOON + timedelta(minutes=20))
    assert aside.stage is Stage.SET_ASIDE
    days_later = NOON + timedelta(days=3)
    back = aside.take_up()
    assert back.stage is Stage.OPEN
    assert back.countdown.paused
    assert back.countdown.left(days_later) == 70 * 60
    assert replace(back, countdown=both_signed().countdown) == both_signed()


def test_setting_aside_before_it_began_and_twice() -> None:
    """A prepared session goes back to being prepared; a second time changes nothing."""
    assert chosen().set_aside(NOON).take_up() == chosen()
    aside = begun().set_aside(NOON)
    assert aside.set_aside(NOON + timedelta(hours=1)) == aside


@pytest.mark.parametrize("side", SIDES)
def test_sides_have_names_and_a_partner(side: Side) -> None:
    """For good."""
    assert side.other.other is side
    assert session().partners[side] == ("Ada" if side is LEFT else "Grace")


def test_a_question_for_one_partner() -> None:
    """Only the other picks it, by hand or dealt; at Closing only the one is asked."""
    ids = {"tone", *LAST}
    questions = tuple(replace(each, only=LEFT) if each.id in ids else each for each in BANK.questions)
    now = replace(session(), bank=replace(BANK, questions=questions))
    with pytest.raises(NotAllowed, match="is for Ada, so Grace picks it"):
        now.choose(LEFT, "tone")
    assert now.choose(RIGHT, "tone").choices[RIGHT] == ("tone",)
    dealt = now.deal(SIDES, ["tone", *CHOOSABLE])
    assert "tone" not in dealt.choices[LEFT]
    assert "tone" in dealt.choices[RIGHT]
    assert {turn.answerers for turn in now.all_turns} == {(LEFT,)}
