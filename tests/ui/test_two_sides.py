"""Two partners, a program each: one's own side, ready to begin, news with a name, and going on for both."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace

import pytest

from alliance_tui.domain.alliance import Side
from alliance_tui.domain.carry_over import without_earlier
from alliance_tui.domain.viewer import Viewer
from alliance_tui.screens import session_page
from alliance_tui.screens.alliance import AllianceScreen
from alliance_tui.screens.choose import ChooseScreen
from alliance_tui.screens.review import ReviewScreen
from alliance_tui.screens.section import SectionScreen
from alliance_tui.screens.signing import SignedScreen
from alliance_tui.services import alliances, drafts, sessions
from alliance_tui.services.alliances import Preparation
from alliance_tui.storage.library import Library
from tests.ui.driver import BANK, Desk, Room

ADA, GRACE = Side


@asynccontextmanager
async def two(room: Room, name: str, size: tuple[int, int] = (100, 30)) -> AsyncIterator[tuple[Desk, Desk]]:
    """Ada's program and Grace's, at the open session."""
    async with AsyncExitStack() as stack:
        ada, grace = [await stack.enter_async_context(room.desk(size, opening=name, side=side)) for side in Side]
        await look(ada, grace)
        yield ada, grace


async def look(*desks: Desk) -> None:
    """A second passes on these screens."""
    for desk in desks:
        await desk.tick()


def talk(desk: Desk) -> SectionScreen:
    return desk.on(SectionScreen)


# One's own side


@pytest.mark.parametrize("size", [(100, 30), (70, 24), (40, 12)], ids=["wide", "stacked", "single"])
async def test_no_key_or_click_writes_on_the_others_side(room: Room, size: tuple[int, int]) -> None:
    """Whose turn it is makes no difference: what is typed and marked is one's own."""
    name = room.begun()
    room.say(name, "hopes", "Ada’s own words.")
    async with room.desk(size, opening=name, side=GRACE) as grace:
        await grace.see("Grace  you")
        for key in ("left", "tab", "h", "right", "tab"):
            await grace.press(key)
            assert talk(grace).side is GRACE
        await grace.pilot.click("AnswerPane#left" if size[0] > 40 else "AnswerPane.-viewed")
        await grace.press("tab")
        await grace.write("Grace’s.")
        await grace.press("n")
        assert talk(grace).side is GRACE
        await grace.press("s")
    session = room.session(name)
    assert {key: answer.text for key, answer in session.answers.items() if key[1] is ADA} == {
        ("hopes", ADA): "Ada’s own words."
    }
    assert room.written(name, "hopes", GRACE) == "Grace’s."
    assert len(session.answers) == 3


async def test_the_other_pane_is_looked_at_on_a_narrow_screen(room: Room) -> None:
    """Own pane first; tab shows the other, and writing comes back to one's own."""
    name = room.begun()
    room.say(name, "hopes", "Ada’s own words.")
    async with room.desk((40, 12), opening=name, side=GRACE) as grace:
        await grace.see("Grace  you")
        await grace.press("tab")
        await grace.see("Ada’s own words.")
        await grace.see_no_more("Grace  you")
        await grace.press("enter")
        await grace.see("Grace  writing · you")


async def test_next_is_ones_own_turn(room: Room) -> None:
    """n walks through the turns that wait for oneself, N through everybody's."""
    name = room.begun()
    async with room.desk(opening=name, side=GRACE) as grace:
        page = talk(grace)
        asked = [turn.question for turn in page.session.all_turns if GRACE in turn.answerers]
        seen = set()
        for _ in asked:
            await grace.press("n")
            assert page.question.id in asked
            seen.add(page.question.id)
            await grace.press("s")
        assert seen == {*asked}
        await grace.press("n")
        await grace.see_notice("N: the next turn of either of you")
        here = page.question.id
        await grace.press("N")
        assert page.question.id not in {here, *asked} or ADA in page.session.turn(page.question.id).answerers  # type: ignore[union-attr]


async def test_each_chooses_and_signs_for_themselves(room: Room) -> None:
    """The other's keys are neither offered nor do anything."""
    name = room.prepared()
    async with room.desk(opening=name, side=GRACE) as grace:
        await grace.press("left", "a")
        assert room.session(name).choices[ADA] == ()
        await grace.press("right")
        assert room.session(name).choices[GRACE]
        assert "Ada" not in grace.footer
    other = room.begun("Ada", "Grace")
    async with room.desk(opening=other, side=GRACE) as grace:
        await grace.press("r")
        await grace.see_screen(ReviewScreen)
        assert "Ada signs" not in grace.footer
        await grace.press("left", "s", "a", "enter")
        assert room.session(other).signatures == {}
        await grace.press("right", "enter")
        await grace.see_notice("Grace signed.")
        assert {*room.session(other).signatures} == {GRACE}


# The beginning


async def test_the_countdown_starts_with_the_second(room: Room) -> None:
    """The first waits in the talk and is told; nobody's view is moved."""
    name = room.prepared()
    room.choose(name)
    async with two(room, name) as (ada, grace):
        await ada.see("enter: ready to begin. w: answer ahead.", "v: each of you answers apart first")
        await ada.press("enter")
        await ada.see_screen(SectionScreen)
        await ada.see("waits for Grace to begin")
        assert room.session(name).countdown.started is None
        await ada.press("j")
        here = talk(ada).question
        await look(grace)
        grace.on(ChooseScreen)
        await grace.see("Ada is ready to begin")
        await grace.press("enter")
        await grace.see_screen(SectionScreen)
        await grace.see_notice("Grace began")
        await look(ada)
        await ada.see_notice("Grace began")
        await ada.see("to Closing")
        assert talk(ada).question == here
        assert room.session(name).countdown.started


async def test_who_answers_ahead_is_not_ready(room: Room) -> None:
    """w opens the talk, the other's Enter starts nothing, B does; and B again takes it back."""
    name = room.prepared()
    room.choose(name)
    async with two(room, name) as (ada, grace):
        await grace.press("w")
        await grace.see_screen(SectionScreen)
        await grace.write("Ahead.")
        await ada.press("enter")
        await grace.press("B")
        assert room.session(name).countdown.started
    assert [answer.text for answer in room.session(name).answers.values()] == ["Ahead."]


async def test_readiness_goes_with_its_program(room: Room) -> None:
    """Whoever left does not wait any more, and comes back without it."""
    name = room.prepared()
    room.choose(name)
    async with room.desk(opening=name, side=GRACE) as grace:
        async with room.desk(opening=name, side=ADA) as ada:
            await ada.press("enter")
            await ada.see("waits for Grace")
        await look(grace)
        await grace.press("enter")
        await grace.see("waits for Ada to begin")
        assert room.session(name).begun == (GRACE,)
        await grace.press("B")
        assert room.session(name).begun == ()
        async with room.desk(opening=name, side=ADA) as ada:
            await ada.press("enter")
            await ada.see("waits for Grace")
            assert room.session(name).countdown.started is None


async def test_a_question_that_goes_while_it_is_in_view(room: Room) -> None:
    """The other chose other questions before the beginning: the talk shows one that there is, and goes on."""
    name = room.prepared()
    room.choose(name)
    bank = without_earlier(BANK)
    other = replace(bank, questions=tuple(replace(each, id=f"other-{each.id}") for each in bank.questions))
    async with room.desk(opening=name, side=GRACE) as grace:
        await grace.press("w")
        gone = talk(grace).question.id
        await grace.press("enter")
        preparation = Preparation("Ada", "Grace", "cofounders", bank=other)
        alliances.prepare(room.library, name, preparation)
        await grace.type("Words for no question.")
        await grace.press("escape")
        await look(grace)
        await grace.press("j", "k", "n")
        assert grace.alive and talk(grace).question.id != gone
    assert [text.text for text in drafts.kept_texts(room.library, name)] == ["Words for no question."]


# News


async def test_shared_acts_are_said_on_both_screens_with_a_name(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the same words, once, and not those of before."""
    monkeypatch.setattr(session_page, "QUIET_TIME", 0.0)
    name = room.begun()
    async with two(room, name) as (ada, grace):
        for keys, words in [
            (["p"], "Ada paused."),
            (["p"], "Ada ended the pause."),
            (["e", "enter"], "Ada extended by 10 minutes."),
            (["r"], ""),
            (["d", *"6 weeks", "enter"], "Ada set the review date: 23 Apr."),
            (["left", "enter"], "Ada signed."),
        ]:
            await ada.press(*keys)
            await look(ada, grace)
            if words:
                assert ada.said == [words], ada.said
                assert grace.said == [words], grace.said
            await ada.clear_notices()
            await grace.clear_notices()
        talk(grace)
        async with room.desk(opening=name, side=GRACE) as again:
            await look(again)
            assert again.said == []


async def test_the_end_is_said_with_a_name(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session_page, "QUIET_TIME", 0.0)
    name = room.begun()
    async with two(room, name) as (ada, grace):
        await ada.press("r", "left", "enter")
        await grace.press("r", "right", "enter")
        await grace.see_notice("Signed by both: version 1.")
        await look(ada)
        await ada.see_notice("Grace signed: this is version 1 now.")
    assert len(room.versions(name)) == 1


async def test_the_other_s_signature_arrives_on_the_signing_screen(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    """And with the second one both programs show the version, with one fingerprint."""
    monkeypatch.setattr(session_page, "QUIET_TIME", 0.0)
    name = room.begun()
    async with two(room, name) as (ada, grace):
        await ada.press("r", "left")
        await grace.press("r", "right")
        await grace.see("◆ Ada", "● Grace →", "not signed yet")
        assert "← ◆ Ada" not in grace.text()
        await ada.press("enter")
        await look(grace)
        await grace.see("signed 12 Mar, 12:00", "not signed yet")
        await grace.press("enter")
        await look(ada)
        start = " ".join(room.versions(name)[0].hash[at : at + 4] for at in (0, 4, 8))
        for desk in (ada, grace):
            await desk.see_screen(SignedScreen)
            await desk.see("Version 1", start)
            await desk.press("enter")
            await desk.see_screen(AllianceScreen)


# Gone


async def test_one_goes_on_for_both_until_the_other_is_back(room: Room) -> None:
    """After asking; never while the other is here, and back to one's own side once nothing is being written."""
    name = room.begun()
    async with room.desk(opening=name, side=GRACE) as grace:
        async with room.desk(opening=name, side=ADA) as ada:
            await look(ada, grace)
            await grace.press("B")
            talk(grace)
        await look(grace)
        await grace.see_notice("Ada’s program is gone. B: go on for both here.")
        await grace.press("B", "y")
        await grace.see_notice("serves both of you")
        await grace.press("left", "enter")
        await grace.type("For Ada.")
        async with room.desk(opening=name, side=ADA) as ada:
            await look(grace)
            assert talk(grace).typing, "nothing is taken from under somebody who types"
            await grace.press("escape")
            await look(grace)
            await grace.see_notice("Ada is here again")
            assert talk(grace).side is GRACE
            await grace.press("left", "x")
            assert room.written(name, "hopes", ADA) == "For Ada."
            assert ada.alive


async def test_going_on_for_both_neither_shows_nor_touches_what_is_covered(room: Room) -> None:
    """Of the other's; one's own goes on."""
    name = room.begun()
    sessions.set_apart(room.library, name, ["hopes"], True)
    async with room.desk(opening=name, side=ADA) as ada:
        await ada.see("Ada  you")
        await ada.write("Ada’s secret.")
    async with room.desk(opening=name, side=GRACE) as grace:
        await look(grace)
        await grace.press("B", "y")
        await grace.see_notice("serves both of you")
        await grace.press("left", "enter", "s", "right")
        await grace.write("Grace’s.")
        await look(grace)
        assert "secret" not in grace.text()
    session = Library(room.library.root, viewer=Viewer(ADA)).session(name)
    assert session.answers["hopes", ADA].text == "Ada’s secret." and ("hopes", GRACE) not in session.answers
    session = Library(room.library.root, viewer=Viewer(GRACE)).session(name)
    assert session.answers["hopes", GRACE].text == "Grace’s."


async def test_an_invited_key_never_serves_both(room: Room) -> None:
    name = room.begun()
    async with Desk(room, (100, 30), name, side=GRACE, locked=True) as grace:
        await look(grace)
        await grace.press("B", "y")
        talk(grace)
        assert grace.app.library.viewer.acts_as is GRACE
