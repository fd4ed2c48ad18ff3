"""What people write is shown as they wrote it, whatever it looks like to a program."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from alliance_tui.domain.alliance import Answer, AnswerState, Side
from alliance_tui.screens.choose import ChooseScreen
from alliance_tui.screens.library import LibraryScreen
from alliance_tui.screens.prepare import PrepareScreen
from alliance_tui.screens.section import SectionScreen
from alliance_tui.services import alliances, sessions
from alliance_tui.services.alliances import Preparation
from alliance_tui.text.characters import one_line
from alliance_tui.widgets.answer_pane import AnswerPane
from tests.ui.driver import Desk, Room
from tests.ui.tour import tour
from tests.unit.samples import CORPUS, ONE_LINERS

SHORT = {name: text for name, text in ONE_LINERS.items() if len(text) < 100}
CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def beginning(text: str) -> str:
    """As much of a text as any screen has room for."""
    return one_line(text).expandtabs(4)[:12].rstrip()


def fill(room: Room, left: str, right: str, text: str, agreement: str) -> str:
    """Two versions and an open session, with these in every field."""
    library = room.library
    name = alliances.begin_alliance(library, Preparation(left, right, agreement, agreement), room.clock.now()).name
    room.choose(name)
    sessions.begin(library, name, room.clock.now())
    for number in (1, 2, 3):
        if number > 1:
            room.revisited(name)
        for side in Side:
            room.say(name, "hopes", f"{text}\n{number}", side)
            room.say(name, "tone", text, side)
        room.agree(name, agreement, "hopes", "one")
        if number < 3:
            room.sign(name)
    return name


@pytest.mark.parametrize("first", range(0, len(SHORT), 3))
async def test_on_every_screen(room: Room, first: int) -> None:
    """Names, partnership, place, answers and agreements: literal, and the app alive."""
    texts = [*SHORT.values(), *SHORT.values()]
    left, right, text = texts[first : first + 3]
    fill(room, left, right, text, f"{text} {left} {right}")
    await visit(room, text, left, right)


@pytest.mark.parametrize("kind", sorted(set(CORPUS) - set(SHORT)))
async def test_long_texts_on_every_screen(room: Room, kind: str) -> None:
    """A tab, 20,000 characters, 200 lines; on one line where a field has only one."""
    text = CORPUS[kind]
    fill(room, "Ada", "Grace", text, one_line(text))
    await visit(room, text)


async def visit(room: Room, *texts: str) -> None:
    """Every screen, with the texts on those that have them."""
    whole = {"section", "writing", "agreements", "review", "alliance", "version"}
    async with room.desk((120, 50)) as desk:
        async for name in tour(desk):
            assert desk.alive, name
            shown = desk.text()
            assert not CONTROL.search(shown.replace("\n", "")), name
            if name in whole:
                lacking = [text for text in texts if beginning(text) not in shown]
                assert not lacking, (name, lacking, shown)


async def test_typed_in_every_field(room: Room) -> None:
    """By keys and by paste, from the form to the agreement; unchanged on disk."""
    async with room.desk() as desk:
        for text in SHORT.values():
            await desk.press("n")
            await desk.see_screen(PrepareScreen)
            await desk.fill([text, f"{text} 2", text, text])
            await desk.press("ctrl+g")
            await desk.see_screen(ChooseScreen)
            await desk.see(beginning(text))
            await desk.press("q")
            await desk.see_screen(LibraryScreen)
    found = [room.library.load(name) for name in room.library.names()]
    assert {alliance.partners.left for alliance, _ in found} == set(SHORT.values())
    assert {alliance.partnership for alliance, _ in found} == set(SHORT.values())
    assert {session.place for _, session in found if session} == set(SHORT.values())


async def test_answers_typed_and_pasted(room: Room) -> None:
    """Each text of the corpus in an answer of its own, and one at a time on the screen."""
    name = room.begun()
    async with room.desk() as desk:
        await desk.open()
        await desk.press("k")
        for text in CORPUS.values():
            question = desk.on(SectionScreen).question.id
            await desk.press("enter")
            await (desk.paste(text) if len(text) > 100 else desk.type(text))
            await desk.press("escape")
            await desk.flush()
            side = desk.screen.query_one(".-active", AnswerPane).side
            assert room.written(name, question, side) == text
            assert desk.alive
            await desk.press("j")


async def test_controls_in_a_file_are_marks(room: Room) -> None:
    """Bytes a terminal would obey, put into the file by another program, are shown as marks everywhere."""
    name = room.begun()
    evil = "\x1b]0;title\x07 \x1b[31mred \x9b2J \u202eback"
    key = ("hopes", Side.LEFT)
    room.agree(name, "plain", "hopes", "one")
    room.library.change_session(
        name,
        lambda session: replace(
            session,
            answers={key: Answer(AnswerState.TEXT, evil)},
            agreements=tuple(replace(each, text=evil) for each in session.agreements),
            unsigned=evil,
        ),
    )
    async with room.desk() as desk:
        await desk.open()
        await no_controls(desk)
        await desk.press("A")
        await no_controls(desk)
        await desk.press("enter")
        await no_controls(desk)
        await desk.press("escape", "escape", "r")
        await desk.wait_until_idle()
        await no_controls(desk)


async def no_controls(desk: Desk) -> None:
    """Nothing on the screen would be obeyed, and the words are there."""
    await desk.see("red")
    found = CONTROL.search(desk.text())
    assert found is None, repr(desk.text()[found.start() - 30 : found.end() + 30])


async def test_messages_are_literal(room: Room) -> None:
    """Notices, dialogs and titles with a name that looks like markup."""
    room.prepared("[@click=app.quit]x[/]", "[/]")
    async with room.desk((120, 40)) as desk:
        await desk.press("D")
        await desk.see("Delete [@click=app.quit]x[/] & [/]?")
        await desk.press("escape")
        await desk.open()
        await desk.burst(*"cjcjcjcjcj")
        await desk.press("enter")
        await desk.see_notice("has chosen")
        assert desk.alive
        await desk.see("[@click=app.quit]x[/]")
