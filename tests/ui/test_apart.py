"""Answers apart, then together: covered for the other until both are ready, then on both screens at once."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

import pytest

from alliance_tui.domain.alliance import SIDES, Side
from alliance_tui.domain.viewer import Viewer
from alliance_tui.screens.choose import ChooseScreen
from alliance_tui.screens.review import ReviewScreen
from alliance_tui.screens.section import SectionScreen
from alliance_tui.services import drafts, sessions
from alliance_tui.storage.library import Library
from tests.ui.driver import Desk, Room

ADA, GRACE = SIDES
MARKER = "Xyzzy"
"""Stands for what is covered."""


@asynccontextmanager
async def sides(room: Room, name: str, size: tuple[int, int] = (100, 30)) -> AsyncIterator[tuple[Desk, Desk]]:
    """A program for each partner, at the open session."""
    async with AsyncExitStack() as stack:
        ada, grace = [await stack.enter_async_context(room.desk(size, opening=name, side=side)) for side in SIDES]
        yield ada, grace


def of(room: Room, side: Side) -> Library:
    """The store as one partner's program has it."""
    return Library(room.library.root, viewer=Viewer(side))


async def mark_own_side(desk: Desk) -> None:
    """Make one's own side the one the keys act on."""
    if desk.on(SectionScreen).side is not desk.app.library.viewer.side:
        await desk.press("tab")


async def write_own(desk: Desk, text: str) -> None:
    await mark_own_side(desk)
    await desk.write(text)


async def both_look(*desks: Desk) -> None:
    """A second passes on all screens."""
    for desk in desks:
        await desk.tick()


@pytest.mark.parametrize("size", [(100, 30), (40, 12)], ids=str)
async def test_both_are_uncovered_when_both_are_ready(room: Room, size: tuple[int, int]) -> None:
    """Until then each sees their own answer, and of the other that it is covered, and ready."""
    name = room.begun()
    async with sides(room, name, size) as (ada, grace):
        await ada.press("v")
        await both_look(ada, grace)
        await grace.see_notice("Ada set this question apart")
        for desk, text in ((ada, f"{MARKER} of Ada"), (grace, "Grace’s own")):
            await write_own(desk, text)
            await desk.see("covered: only you see this")
            await both_look(ada, grace)
        assert MARKER not in grace.text() and "own" not in ada.text()
        await ada.press("R")
        await both_look(ada, grace)
        await ada.see("only you see this · ready", "R not ready")
        assert MARKER not in grace.text()
        await grace.press("R")
        await both_look(ada, grace)
        for desk in (ada, grace):
            await desk.see_notice("Both are uncovered.")
            await desk.see_no_more("covered: only", "· ready")
            page = desk.on(SectionScreen)
            shown = {side: pane.editor.text for side, pane in page.split.panes.items()}
            assert shown == {ADA: f"{MARKER} of Ada", GRACE: "Grace’s own"}


async def test_the_other_sees_that_it_is_covered_and_ready_and_nothing_else(room: Room) -> None:
    """The screen is the same whatever was written, as long as it is covered."""
    name = room.begun()
    seen = []
    async with sides(room, name) as (ada, grace):
        await ada.press("v")
        await both_look(ada, grace)
        await grace.clear_notices()
        pane = grace.on(SectionScreen).split.panes[ADA]
        seen.append(grace.text())
        for text in (MARKER, MARKER * 500, ""):
            await mark_own_side(ada)
            await ada.press("enter", "end", "ctrl+u")
            await ada.paste(text)
            await ada.press("escape")
            await both_look(ada, grace)
            seen.append(grace.text())
        await ada.press("s")
        await both_look(ada, grace)
        seen.append(grace.text())
        assert len({*seen}) == 1
        assert pane.given.mark == "covered"
        await ada.press("R")
        await both_look(ada, grace)
        assert pane.given.mark == "covered · ready"
        assert not grace.said


async def test_one_uncovers_alone(room: Room) -> None:
    name = room.begun()
    async with sides(room, name) as (ada, grace):
        await ada.press("v")
        await both_look(ada, grace)
        await write_own(ada, MARKER)
        await ada.press("U")
        await both_look(ada, grace)
        await ada.see("uncovered: both of you see this")
        await grace.see(MARKER)
        await grace.see_notice("Ada’s answer is uncovered.")
        await write_own(grace, "later")
        await both_look(ada, grace)
        assert "later" not in ada.text()


async def test_what_was_begun_covered_stays_covered(room: Room) -> None:
    """Though the other sets the question together meanwhile, and all of it is deleted and typed anew."""
    name = room.begun()
    async with sides(room, name) as (ada, grace):
        await ada.press("v")
        await both_look(ada, grace)
        await mark_own_side(ada)
        await ada.press("enter")
        await grace.press("v")
        await ada.type(MARKER)
        await ada.flush()
        await ada.press("ctrl+u")
        await ada.flush()
        await ada.type(f"{MARKER} again")
        await ada.press("escape")
        await both_look(ada, grace)
        await ada.see(f"{MARKER} again", "covered: only you see this")
        await ada.see_notice("Grace set this question together")
        assert MARKER not in grace.text()
        await ada.press("U")
        await both_look(ada, grace)
        await grace.see(MARKER)


async def test_what_a_signature_sets_together_is_no_act_of_the_other(room: Room) -> None:
    name = room.begun()
    async with sides(room, name) as (ada, grace):
        await ada.press("v")
        await both_look(ada, grace)
        await ada.press("r", "left", "enter")
        await both_look(ada, grace)
        for desk in (ada, grace):
            await desk.see_notice("answered together: both see it")
            assert not any("set this question together" in words for words in desk.said)


async def test_a_setting_is_undone(room: Room) -> None:
    name = room.begun()
    async with sides(room, name) as (ada, grace):
        await ada.press("v")
        await write_own(ada, MARKER)
        await both_look(ada, grace)
        await grace.press("v", "u")
        await grace.see_notice("is answered apart as before")
        assert room.session(name).apart == ("hopes",)
        await ada.press("u")
        await both_look(ada, grace)
        assert not of(room, ADA).session(name).answers


# Choose, and ahead of the block


async def test_the_whole_session_is_answered_apart(room: Room) -> None:
    name = room.prepared()
    room.choose(name)
    async with sides(room, name) as (ada, grace):
        await ada.press("v")
        await ada.see("How do you answer?", "Covered, not encrypted")
        await ada.press("a")
        await ada.see("Answers are given apart and covered")
        await both_look(ada, grace)
        await grace.see("Answers are given apart and covered")
        assert len(room.session(name).apart) == len(room.session(name).bank.questions)
        await grace.press("v", "t")
        await grace.see_no_more("Answers are given")
        await grace.press("v", "a")
        grace.app.show_section(*grace.on(ChooseScreen).opened)
        await grace.see_screen(SectionScreen)
        await write_own(grace, MARKER)
        await grace.press("1", "2", "j", "k", "r", "escape", "q")
    assert [answer.text for answer in of(room, GRACE).session(name).answers.values()] == [MARKER]
    assert not of(room, ADA).session(name).answers
    async with room.desk(opening=name, side=ADA) as ada:
        await ada.press("enter")
        await ada.tick()
        assert MARKER not in ada.text()


# One keyboard


async def test_one_keyboard_is_told_how_to_answer_apart(room: Room) -> None:
    """It takes no text that could not be saved."""
    name = room.begun()
    async with room.desk(opening=name) as desk:
        await desk.press("v")
        await desk.see("answered apart", "alliance open ada-and-grace --as Ada")
        await desk.press("enter", "s")
        await desk.see_notice("alliance open NAME --as NAME")
        await desk.type("zz")
        assert not desk.on(SectionScreen).typing
        assert not room.session(name).answers
        await desk.press("v")
        await desk.see_no_more("answered apart, each at")
        await desk.write("Said by both.")
    assert room.session(name).answers


async def test_what_one_keyboard_types_as_a_question_is_set_apart_is_kept(room: Room) -> None:
    name = room.begun()
    async with room.desk(opening=name) as desk:
        await desk.press("enter")
        await desk.type("Half a")
        sessions.set_apart(of(room, ADA), name, ["hopes"], True)
        await desk.type(" sentence")
        await desk.press("escape")
        assert "What you typed is kept apart" in await desk.see_notice("answered apart, by each of you")
    kept = drafts.kept_texts(room.library, name)
    assert [text.text for text in kept] == ["Half a sentence"]


async def test_what_one_keyboard_types_after_it_was_told_of_that_is_kept_for_its_author(room: Room) -> None:
    name = room.begun()
    async with room.desk(opening=name) as desk:
        await desk.press("enter")
        side = desk.on(SectionScreen).side
        sessions.set_apart(of(room, side), name, ["hopes"], True)
        await desk.tick()
        await desk.type("A sentence")
        await desk.press("escape")
        assert "What you typed is kept apart" in await desk.see_notice("answered apart, by each of you")
    assert [text.text for text in drafts.kept_texts(of(room, side), name)] == ["A sentence"]
    assert not drafts.kept_texts(of(room, side.other), name) and not drafts.kept_texts(room.library, name)


async def test_what_is_kept_of_a_covered_answer_is_offered_to_its_author(room: Room) -> None:
    """The other abandons the session while it is typed."""
    name = room.begun()
    async with sides(room, name) as (ada, grace):
        await ada.press("v")
        await mark_own_side(ada)
        await ada.press("enter")
        await both_look(ada, grace)
        await grace.press("S", "a")
        await ada.type(MARKER)
        await ada.tick()
        await ada.press("escape")
    assert [text.text for text in drafts.kept_texts(of(room, ADA), name)] == [MARKER]
    assert not drafts.kept_texts(of(room, GRACE), name)
    assert not drafts.kept_texts(room.library, name)


# Review


async def test_nothing_covered_is_signed_nor_shown(room: Room) -> None:
    name = room.begun()
    async with sides(room, name) as (ada, grace):
        await ada.press("v")
        await both_look(ada, grace)
        await grace.press("r")
        await grace.see_screen(ReviewScreen)
        changed_at = grace.on(ReviewScreen).changed_at
        await write_own(ada, MARKER)
        await both_look(ada, grace)
        assert MARKER not in grace.text() and grace.on(ReviewScreen).changed_at == changed_at
        await ada.press("r")
        await ada.see("Only you see one of your answers")
        await ada.press("j", "j")
        await ada.see(MARKER)
        await both_look(ada, grace)
        assert MARKER not in grace.text()
        await grace.press("right", "enter")
        await grace.see_notice("Covered still")
        assert not room.session(name).signatures


async def test_the_whole_session_is_sealed(room: Room) -> None:
    """It is chosen where the rest is; the passphrase is asked as soon as somebody answers."""
    name = room.prepared()
    room.choose(name)
    async with room.desk(opening=name, side=ADA) as ada:
        await ada.press("v", "a")
        await ada.press("v", "s")
        await ada.until(lambda: "have them answered together first" in " ".join(ada.said), "a refusal")
        await ada.press("v", "t")
        await ada.press("v")
        await ada.see("A forgotten passphrase costs you that answer.")
        await ada.press("s")
        await ada.see("Choose a passphrase")
        await ada.press("escape")
        await ada.see("Answers are given apart, covered and sealed")
        session = room.session(name)
        assert session.sealing and len(session.apart) == len(session.bank.questions)
        await ada.press("v", "t")
        await ada.see_no_more("Answers are given")
        session = room.session(name)
        assert not session.sealing and not session.apart
