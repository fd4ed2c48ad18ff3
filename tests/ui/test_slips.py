"""Slips: written down beside the Backup plan, shown beside their agreement, looked at in the next session."""

from __future__ import annotations

import pytest

from alliance_tui.domain.alliance import Side
from alliance_tui.screens.alliance import AllianceScreen
from alliance_tui.screens.list_dialog import ListDialog
from alliance_tui.screens.section import SectionScreen
from alliance_tui.screens.slip import SlipScreen
from alliance_tui.services import drafts, slips
from tests.ui.driver import Desk, Room

SIZES = [(100, 30), (80, 24), (60, 20), (40, 12)]


@pytest.fixture
def name(room: Room) -> str:
    """An alliance with two agreements and a Backup plan."""
    name = room.begun()
    room.say(name, "conflict", "I go quiet and helpful. Ask me twice.")
    room.say(name, "conflict", "Calmly, I hope.", Side.RIGHT)
    room.agree(name, "Grace tells Ada the same day.", agreement="early")
    room.agree(name, "We walk on Fridays.", agreement="walk")
    room.sign(name)
    room.clock.advance(3 * 86400)
    return name


async def to_slip(desk: Desk) -> None:
    """From the library to a new slip of the first agreement."""
    await desk.open()
    await desk.see_screen(AllianceScreen)
    await desk.press("s")
    await desk.see_screen(ListDialog)
    await desk.press("enter")
    await desk.see_screen(SlipScreen)


@pytest.mark.parametrize("size", SIZES)
async def test_a_slip_by_keys_alone(room: Room, name: str, size: tuple[int, int]) -> None:
    """At every size: the agreement, the field, and what is typed, kept."""
    async with room.desk(size) as desk:
        await to_slip(desk)
        await desk.see("Grace tells Ada", "What happened  writing")
        await desk.type("Three days late.\nFrom Martin.")
        await desk.press("tab")
        await desk.see("How it was repaired  writing")
        await desk.type("Tea.")
        await desk.press("ctrl+g")
        await desk.see_screen(AllianceScreen)
        await desk.see_notice("Noted. It stays in the record")
        await desk.clear_notices()
        await desk.see("↯ 15 Mar  Three days late.")
    (slip,) = room.library.alliance(name).slips
    assert (slip.agreement, slip.what, slip.repaired) == ("early", "Three days late.\nFrom Martin.", "Tea.")
    assert slip.at == room.clock.now()
    assert typed(room, name) == {}


def typed(room: Room, name: str) -> dict[str, str]:
    """What was typed of a slip and not noted yet."""
    form = drafts.form(room.library, name, drafts.slip("early"))
    return form.fields if form else {}


async def test_the_backup_plan_is_beside_it(room: Room, name: str) -> None:
    """Both partners' own answers, in the words of the version in force."""
    async with room.desk((80, 24)) as desk:
        await to_slip(desk)
        await desk.see("Your backup plan, version 1", "I go quiet and helpful. Ask me", "Calmly, I hope.")
        await desk.see("ctrl+g note it", "esc done")
        await desk.press("escape", "question_mark")
        await desk.see("Scroll what you said of your backup plan")


async def test_without_a_backup_plan_it_says_so(room: Room) -> None:
    """And can be written all the same."""
    name = room.begun()
    room.agree(name, "We walk.")
    room.sign(name)
    async with room.desk() as desk:
        await to_slip(desk)
        await desk.see("No backup plan was put into words.")


async def test_half_a_slip_is_there_again(room: Room, name: str) -> None:
    """What is typed is on disk at once, though nothing is noted yet."""
    async with room.desk() as desk:
        await to_slip(desk)
        await desk.type("Three days")
        await desk.flush()
        assert typed(room, name)["what"] == "Three days"
        await desk.press("escape", "q")
        await desk.see_screen(AllianceScreen)
        assert "↯" not in desk.text()
        await desk.press("s", "j", "enter")
        await desk.see_screen(SlipScreen)
        await desk.see("We walk on Fridays.")
        assert "Three days" not in desk.text()
        await desk.press("escape", "q", "s", "enter")
        await desk.see("Three days")
        await desk.type(" late.")
        await desk.press("ctrl+g")
        await desk.see("↯ 15 Mar  Three days late.")


async def test_nothing_said_is_refused(room: Room, name: str) -> None:
    """With the reason; the screen stays."""
    async with room.desk() as desk:
        await to_slip(desk)
        await desk.press("tab")
        await desk.type("Tea.")
        await desk.press("ctrl+g")
        await desk.see_notice("A slip needs a word on what happened.")
        desk.on(SlipScreen)
    assert room.library.alliance(name).slips == ()
    assert typed(room, name)["repaired"] == "Tea."


async def test_a_repair_is_added_later(room: Room, name: str) -> None:
    """From the slip in the list."""
    slips.add_slip(room.library, name, "early", "[/] late", "", room.clock.now())
    async with room.desk() as desk:
        await desk.open()
        await desk.see("↯ 15 Mar  [/] late", "not repaired yet")
        await desk.press("s", "j", "enter")
        await desk.see_screen(SlipScreen)
        await desk.see("↯ 15 Mar  [/] late", "How it was repaired  writing")
        assert "What happened" not in desk.text()
        await desk.type("We walked.")
        await desk.press("ctrl+g")
        await desk.see("repaired: We walked.")


@pytest.mark.parametrize("repair", [False, True])
async def test_killed_between_noting_it_and_forgetting_the_form(room: Room, name: str, repair: bool) -> None:
    """What is noted is not there to be noted again."""
    form = room.library.root / name / "drafts.json"
    if repair:
        slips.add_slip(room.library, name, "early", "Late.", "", room.clock.now())
    for again in (False, True):
        async with room.desk() as desk:
            await desk.open()
            await desk.press("s", *["j"] * repair, "enter")
            await desk.see_screen(SlipScreen)
            if again:
                assert not any(editor.text for editor in desk.on(SlipScreen).editors.values())
                break
            await desk.type(" Three days late.")
            await desk.flush()
            kept = form.read_bytes()
            await desk.press("ctrl+g")
            await desk.see_screen(AllianceScreen)
        form.write_bytes(kept)
    assert typed(room, name) == {}


async def test_nothing_signed_cannot_slip(room: Room) -> None:
    """It says so."""
    room.signed(hopes="To be still here.")
    async with room.desk() as desk:
        await desk.open()
        await desk.press("s")
        await desk.see_notice("has to be signed before it can slip")


async def test_seen_at_the_next_session(room: Room, name: str) -> None:
    """Beside the agreement, under its question and in the list of all."""
    slips.add_slip(room.library, name, "early", "Three days late.", "Tea.", room.clock.now())
    room.revisited(name)
    async with room.desk() as desk:
        await desk.open()
        await desk.see_screen(SectionScreen)
        await desk.go_to("tone")
        await desk.see("↯1")
        await desk.press("A")
        await desk.see("↯ 15 Mar", "Three days late.", "repaired: Tea.")
