"""The screen for the table: the question in large letters, whose turn it is, and nothing else."""

from __future__ import annotations

import pytest

from alliance_tui.domain.alliance import AnswerState, Side
from alliance_tui.screens.section import SectionScreen
from alliance_tui.screens.table import TableScreen
from alliance_tui.widgets.large_text import LargeText
from tests.ui.driver import BANK, Desk, Room


async def to_table(desk: Desk) -> TableScreen:
    await desk.press("z")
    await desk.see_screen(TableScreen)
    return desk.on(TableScreen)


async def test_a_session_without_typing(room: Room) -> None:
    """s notes each answer as spoken, n goes on, until no answer is awaited."""
    name = room.begun()
    async with room.desk() as desk:
        await desk.open()
        table = await to_table(desk)
        turns = table.session.all_turns
        for turn in turns:
            assert table.question.id == turn.question
            await desk.press(*["s"] * len(turn.answerers), "n")
        await desk.see_notice("No other turn waits for an answer.")
        await desk.press("escape")
        await desk.see_screen(SectionScreen)
        assert desk.on(SectionScreen).question == table.question
    session = room.session(name)
    assert all(session.done(turn) for turn in turns)
    assert {answer.state for answer in session.answers.values()} == {AnswerState.SPOKEN}


async def test_whose_turn_it_is(room: Room) -> None:
    """The answerer's mark and name, and who asks; the arrows choose the other; s again takes it back."""
    name = room.begun()
    async with room.desk() as desk:
        await desk.open()
        table = await to_table(desk)
        asked = table.session.turns[0]
        assert asked.asker is Side.RIGHT
        await desk.see("◆ Ada answers", "● Grace asks")
        await desk.press("right")
        await desk.see("● Grace may answer, too")
        await desk.press("s")
        await desk.see("◆ Ada answers")
        assert {*room.session(name).answers} == {(asked.question, Side.RIGHT)}
        await desk.press("right")
        await desk.see("● Grace has answered, aloud")
        await desk.press("s")
        await desk.see("● Grace may answer, too")
    assert not room.session(name).answers


@pytest.mark.parametrize(("size", "large"), [((200, 60), True), ((100, 30), True), ((40, 12), False)])
async def test_letters_as_large_as_fit(room: Room, size: tuple[int, int], large: bool) -> None:
    """Where large ones do not, the words stand there in plain ones."""
    room.begun()
    async with room.desk(size) as desk:
        await desk.open()
        question = (await to_table(desk)).question.text
        assert ("█" in desk.text()) is large
        assert (question.split()[0] in desk.text()) is not large
        assert "esc back" in desk.footer
        assert desk.on(TableScreen).query_one(LargeText).size.height >= size[1] - 8


async def test_each_at_a_program_of_their_own(room: Room) -> None:
    """s is for oneself alone, n for the turns that wait for oneself."""
    name = room.begun()
    async with room.desk(opening=name, side=Side.RIGHT) as grace:
        table = await to_table(grace)
        await grace.press("left", "s")
        assert {side for _, side in room.session(name).answers} == {Side.RIGHT}
        await grace.press("n")
        turn = table.session.turn(table.question.id)
        assert turn and Side.RIGHT in turn.answerers
        assert "← Ada" not in grace.footer


async def test_a_question_that_goes_while_it_is_in_view(room: Room) -> None:
    """The other goes elsewhere: nobody's view is moved."""
    name = room.begun()
    async with room.desk() as desk:
        await desk.open()
        table = await to_table(desk)
        before = table.question
        room.say(name, "conflict", "Calmly.", Side.RIGHT)
        await desk.tick()
        assert table.question == before and before in BANK.questions


async def test_from_review(room: Room) -> None:
    room.begun()
    async with room.desk() as desk:
        await desk.open()
        await desk.press("r", "z")
        await desk.see_screen(TableScreen)
