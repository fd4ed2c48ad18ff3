"""A yes from each: agreements that one partner proposes and the other says yes to, each at their own terminal."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

from alliance_tui.domain.alliance import SIDES, Agreement
from alliance_tui.screens.over_time import OverTimeScreen
from alliance_tui.screens.review import ReviewScreen
from alliance_tui.screens.section import SectionScreen
from tests.ui.driver import Desk, Room

ADA, GRACE = SIDES


@asynccontextmanager
async def each(room: Room, name: str) -> AsyncIterator[tuple[Desk, Desk]]:
    """Ada's program and Grace's, both at the open session."""
    async with AsyncExitStack() as stack:
        desks = [await stack.enter_async_context(room.desk(side=side, opening=name)) for side in SIDES]
        for desk in desks:
            await desk.see_screen(SectionScreen)
            desk.stop_timers()
        yield desks[0], desks[1]


def only(room: Room, name: str) -> Agreement:
    """The one agreement on disk."""
    (agreement,) = room.session(name).agreements
    return agreement


async def proposal(grace: Desk, name: str, text: str) -> None:
    """Wait until Grace's proposal says so on disk."""

    def there() -> bool:
        kept = only(grace.room, name).proposals.get(GRACE)
        return kept is not None and kept.text == text

    await grace.until(there, text)


async def test_one_keyboard_says_yes_for_both_with_enter(room: Room) -> None:
    """While it is written it waits for both on disk; no key more is asked for, and nothing more is said."""
    name = room.begun()
    async with room.desk() as desk:
        await desk.open()
        await desk.press("a")
        await desk.see("enter you both agree")
        await desk.type("We call.")
        await desk.until(lambda: room.session(name).agreements != (), "the line on disk")
        assert only(room, name).waiting == SIDES
        await desk.see("We agree ─", "We call.")
        assert "waits for" not in desk.text()
        await desk.press("enter")
        await desk.see("We agree ─", "◆● both  We call.")
        assert only(room, name).stands
        await desk.press("u")
        await desk.see_notice("Undone: An agreement as before.")
    assert room.session(name).agreements == ()


async def test_one_proposes_and_the_other_says_yes(room: Room) -> None:
    name = room.begun()
    async with each(room, name) as (ada, grace):
        await ada.press("a")
        await ada.see("enter your yes", "It stands when Grace says yes, too.")
        await ada.type("We call.")
        await ada.press("enter")
        await ada.see("Proposed ─", "proposed by Ada · waits for Grace’s yes")
        assert only(room, name).yes == (ADA,)
        assert "Y yes" not in ada.text()
        await grace.tick()
        await grace.see("waits for Grace’s yes  Y yes", "enter write  Y yes")
        await grace.see_notice("Ada proposes an agreement.")
        await grace.press("Y")
        await grace.see("We agree ─", "◆● both  We call.")
        assert only(room, name).stands
        await ada.tick()
        await ada.see("We agree ─")
        await grace.press("u")
        assert only(room, name).waiting == (GRACE,)


async def test_other_words_wait_beside_what_was_agreed(room: Room) -> None:
    """Until the other says yes to them; a cancelled proposal leaves nothing."""
    name = room.begun()
    room.agree(name, "We call.", "hopes", "call")
    async with each(room, name) as (ada, grace):
        await grace.press("A")
        await grace.see("We call.", "+ new")
        await grace.press("enter")
        await grace.see("We call.  (yes: Ada, Grace)", "Other words are a proposal beside it")
        await grace.type(" On Fridays.")
        await proposal(grace, name, "We call. On Fridays.")
        await grace.press("escape")
        assert only(room, name).stands
        await grace.press("enter")
        await grace.type(" On")
        await proposal(grace, name, "We call. On")
        await ada.tick()
        await ada.see("Grace is writing instead: We call. On")
        assert "Y yes" not in ada.text()
        await grace.type(" Mondays.")
        await proposal(grace, name, "We call. On Mondays.")
        await grace.press("tab", "tab", "enter")
        await grace.see("Grace proposes instead: We call. On Mondays. · Ada")
        assert only(room, name).text == "We call."
        await ada.tick()
        await ada.see("We agree ─", "◆● both  We call.", "instead: We call. On Mondays. · Ada  Y yes")
        await ada.press("A", "y")
        await ada.see("◆  Ada    We call. On Mondays.")
        agreement = only(room, name)
        assert agreement.stands
        assert (agreement.text, agreement.id) == ("We call. On Mondays.", "call")
        await ada.press("escape", "u")
        await ada.see_notice("it changes with a yes from both")


async def test_taking_out_needs_both(room: Room) -> None:
    name = room.begun()
    room.agree(name, "We call.", "hopes", "call")
    async with each(room, name) as (ada, grace):
        await grace.press("A", "d")
        await grace.see("Grace proposes to take it out")
        await grace.press("d")
        await grace.see_no_more("Grace proposes")
        await grace.press("enter", "backspace")
        await proposal(grace, name, "We call")
        await grace.press(*["backspace"] * 7, "enter")
        await grace.see("Grace proposes to take it out")
        await ada.tick()
        await ada.press("A", "y")
        await ada.see("No agreements yet.")
    assert room.session(name).agreements == ()


async def test_enter_says_yes_to_the_others_words(room: Room) -> None:
    """And their author may change them until then."""
    name = room.begun()
    async with each(room, name) as (ada, grace):
        await ada.press("a")
        await ada.type("We call.")
        await ada.press("enter", "A", "enter", "end", "backspace")
        await ada.type(" daily.")
        await ada.press("enter")
        assert only(room, name).text == "We call daily."
        assert only(room, name).yes == (ADA,)
        await grace.tick()
        await grace.press("A", "enter")
        await grace.see("We call daily.  (proposed by Ada · waits for Grace’s yes)")
        await grace.press("enter")
    assert only(room, name).stands


async def test_verdicts_are_ones_own(room: Room) -> None:
    name = room.begun()
    room.agree(name, "We call.", "hopes", "call")
    room.sign(name)
    room.revisited(name)
    async with room.desk(side=GRACE, opening=name) as grace:
        await grace.see_screen(SectionScreen)
        await grace.press("A")
        await grace.see_screen(OverTimeScreen)
        assert "Ada’s verdict" not in grace.text()
        await grace.press("a", "left", "right")
        await grace.see("Ada has not said  ● Grace living")
    assert only(room, name).verdicts.keys() == {GRACE}


async def test_review_says_what_is_not_agreed_and_leads_there(room: Room) -> None:
    """Nothing is signed before."""
    name = room.begun()
    async with each(room, name) as (ada, grace):
        await ada.press("a")
        await ada.type("We call.")
        await ada.press("enter", "r")
        await ada.see_screen(ReviewScreen)
        await ada.see("Proposed", "proposed by Ada · waits for Grace’s yes", "1 agreement without a yes from both")
        await ada.press("left", "enter")
        await ada.see_notice("“We call.” waits for Grace’s yes. Nothing was signed.")
        await ada.press("A")
        await ada.see_screen(OverTimeScreen)
        await ada.press("escape")
        await grace.tick()
        await grace.press("A", "y", "escape")
        await ada.tick()
        await ada.see("We agree", "Ada and Grace said yes.")
        await ada.press("left", "enter", "escape")
        await ada.see("◆ Ada signed")
    assert only(room, name).stands
