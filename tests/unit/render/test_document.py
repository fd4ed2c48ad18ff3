"""The list and a version whole, as small text pictures."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from alliance_tui.domain.alliance import Agreement, Answer, AnswerState, Holder, Partners, Turn
from alliance_tui.domain.session import Stage
from alliance_tui.domain.summary import Summary, summary_of
from alliance_tui.render.document import document
from alliance_tui.render.listing import listing
from alliance_tui.render.phrases import ordinal, session_state
from alliance_tui.render.streams import styled
from tests.unit.clock import NOON, FakeClock
from tests.unit.render.pictures import picture
from tests.unit.samples import (
    CORPUS,
    LEFT,
    ONE_LINERS,
    RIGHT,
    alliance,
    chosen,
    rich_session,
    version,
    with_covered_answers,
)

ADA = replace(alliance(), name="ada-and-grace", versions=(version(),))


def test_a_version_whole() -> None:
    """Head, agreements, and every question that was asked or answered, by section."""
    latest = replace(
        version(2),
        turns=(Turn("tone", None), Turn("feedback", LEFT)),
        answers={
            ("tone", LEFT): Answer(AnswerState.TEXT, "Frank.\nAnd warm.", 1),
            ("tone", RIGHT): Answer(AnswerState.SPOKEN, since=2),
            ("requests", LEFT): Answer(AnswerState.PASSED, since=2),
        },
        agreements=(Agreement("one", "Tea at four.", "tone", Holder.RIGHT),),
    )
    whole = replace(ADA, versions=(version(), latest))
    assert (
        picture(document(whole, latest, chosen(3), FakeClock()))
        == """
Ada & Grace · cofounders
version 2 of 2 · signed 12 Mar · review in 173 days · the café in Gràcia
Beside this version: third session prepared

Agreements
  • Tea at four.  (Grace)
  Ada and Grace said yes.

Creating the Atmosphere
  What is the tone or relational environment you want to create?
  Ada    Frank.
         And warm.  (from v1)
  Grace  (spoken, not written down)  (kept from v1)

Sharing Responsibility
  What requests do you have of each other?
  Ada    (passed)
  How do you offer and receive feedback?
  Grace  (no answer)

Closing
  How do you appreciate and fiercely support one another?
  Ada    (no answer)
  Grace  (no answer)
  Acknowledge or champion each other now
  Ada    (no answer)
  Grace  (no answer)

Questions: zestWELLNESS, Designed Alliance worksheet
"""
    )


def test_an_open_session_shows_what_would_be_signed() -> None:
    """And says that it isn't yet."""
    now = rich_session()
    shown = picture(document(alliance(), now.to_version(None), now, FakeClock()))
    assert "not signed yet · first session" in shown
    assert "  Ada    Frank,\n                 and 温かい\n" in shown


def test_an_open_session_says_what_is_only_proposed() -> None:
    now = with_covered_answers(rich_session())
    shown = picture(document(alliance(), now.to_version(None), now, FakeClock()), 200)
    waits = "proposed by Ada · waits for Grace’s yes · Ada proposes instead: We stop. · Ada · because: shorter"
    assert (
        f"\nProposed\n  • We stop when one of us is tired  (both · {waits} · Grace proposes to take it out)\n" in shown
    )
    assert "Ada and Grace said yes." in shown


@pytest.mark.parametrize("width", [20, 40, 100])
@pytest.mark.parametrize("text", CORPUS.values(), ids=CORPUS.keys())
def test_any_answer_is_shown_as_itself(text: str, width: int) -> None:
    """Every character in its order; only white space may differ."""
    shown = picture(document(ADA, version(1, text), None, FakeClock()), width)
    assert "\x1b" not in shown
    assert "".join(text.split()) in "".join(shown.split())


@pytest.mark.parametrize("name", ONE_LINERS.values(), ids=ONE_LINERS.keys())
def test_any_name_is_shown_as_itself(name: str) -> None:
    """In the list, wide and narrow, and in a version."""
    named = replace(ADA, partners=Partners(name, "Grace"), versions=(replace(version(), partners=Partners(name, "G")),))
    for width in (50, 100):
        shown = styled(listing([summary_of(named, None)], FakeClock(), width), styles=False)
        whole = picture(document(named, named.versions[0], None, FakeClock()), width)
        assert "".join(name.split()) in "".join(whole.split())
        assert len(name) > 50 or "".join(name.split()) in "".join(shown.split())


def test_escape_sequences_become_marks() -> None:
    """In every field that a hand-made store can hold."""
    evil = "x\x1b]52;c;AAAA\x07\x9b2J\u202ey"
    latest = replace(
        version(1, evil),
        place=evil,
        partners=Partners(evil, evil),
        agreements=(Agreement("one", evil, "tone", Holder.LEFT),),
    )
    hurt = replace(ADA, partners=Partners(evil, evil), partnership=evil, versions=(latest,))
    summaries = [summary_of(hurt, None)._replace(name=evil), Summary(evil, problem=evil)]
    shown = picture(document(hurt, latest, None, FakeClock()))
    shown += "".join(styled(listing(summaries, FakeClock(), width), styles=False) for width in (60, 100))
    assert not {"\x1b", "\x07", "\x9b", "\u202e"} & {*shown}
    assert "␛" in shown


def test_how_a_session_stands() -> None:
    """From planned to overtime, by the clock that is passed in."""
    clock = FakeClock()
    begun = chosen().begin(NOON)
    paused = replace(begun, countdown=begun.countdown.pause(NOON + timedelta(minutes=40)))
    over = replace(begun, countdown=begun.countdown.note(NOON + timedelta(minutes=93, seconds=12)))
    assert session_state(chosen(), clock) == "session prepared"
    assert session_state(replace(chosen(), planned=NOON), clock) == "session planned for 12 Mar, 12:00"
    clock.advance(60)
    assert session_state(begun, clock) == "session open · 89:00 left"
    assert session_state(replace(begun, stage=Stage.SET_ASIDE), clock) == "session set aside · 89:00 left"
    clock.set(NOON + timedelta(minutes=93, seconds=12))
    assert session_state(over, clock) == "session open · +03:12"
    assert session_state(paused, clock) == "session paused · 50:00 left"


def test_an_absence_that_was_not_asked_about_is_not_counted_yet() -> None:
    """A session left by a kill shows what was left then, also after the clock was set back in it."""
    clock = FakeClock()
    time = chosen().begin(NOON).countdown.note(NOON + timedelta(minutes=10))
    time = time.note(NOON - timedelta(hours=5))
    clock.set(NOON + timedelta(days=3))
    left = replace(chosen().begin(NOON), countdown=time)
    assert session_state(left, clock) == "session left open · 80:00 left"


def test_ordinals() -> None:
    """In words as far as ten."""
    assert [ordinal(n) for n in (1, 10, 11, 12, 13, 21, 22, 23, 111)] == [
        "first",
        "tenth",
        *("11th", "12th", "13th", "21st", "22nd", "23rd", "111th"),
    ]
