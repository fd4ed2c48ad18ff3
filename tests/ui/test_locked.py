"""`alliance open NAME --locked` on screen: one alliance, and no way to another."""

from __future__ import annotations

import pytest

from alliance_tui.domain.alliance import Partners, Side
from alliance_tui.domain.errors import StoreError
from alliance_tui.domain.trash import Kind, Trashed
from alliance_tui.screens.alliance import AllianceScreen
from alliance_tui.screens.library import LibraryScreen
from alliance_tui.screens.locked_home import LockedHomeScreen
from alliance_tui.screens.prepare import PrepareScreen
from alliance_tui.screens.section import SectionScreen
from alliance_tui.services import sessions
from alliance_tui.storage.library import Library
from tests.ui.driver import Desk, Room


class LockedDesk(Desk):
    """The program locked to one alliance."""

    def __init__(self, room: Room, name: str, warning: str = "", side: Side | None = None) -> None:
        """Not open yet."""
        super().__init__(room, (100, 30), opening=name, locked=True, side=side, warning=warning)

    async def ended(self) -> None:
        """Wait for the program's end."""
        await self.until(lambda: not self.app.is_running or self.app._exit, "the end")

    def no_library(self) -> bool:
        """Whether no library is there, seen or unseen."""
        return not any(isinstance(screen, LibraryScreen) for screen in self.app.screen_stack)


async def test_leaving_the_session_ends_the_program(room: Room) -> None:
    """It opens straight into it."""
    name = room.begun()
    async with LockedDesk(room, name) as desk:
        await desk.see_screen(SectionScreen)
        assert desk.no_library()
        desk.post("q")
        await desk.ended()


async def test_the_alliance_and_its_next_session(room: Room) -> None:
    """A revisit stays within it; only leaving that ends the program."""
    name = room.signed(tone="Calm.")
    async with LockedDesk(room, name) as desk:
        await desk.see_screen(AllianceScreen)
        await desk.press("r")
        await desk.see_screen(PrepareScreen)
        assert desk.alive
        assert desk.no_library()
        desk.post("escape")
        await desk.ended()


async def test_an_abandoned_session_can_be_brought_back(room: Room) -> None:
    """The door stays open for that."""
    name = room.begun()
    async with LockedDesk(room, name) as desk:
        await desk.see_screen(SectionScreen)
        await desk.app.screen.run_action("set_aside")
        await desk.see("abandon")
        await desk.press("a")
        await desk.see_screen(LockedHomeScreen)
        await desk.press("u")
        await desk.see_screen(SectionScreen)
        desk.post("q")
        await desk.ended()


async def test_a_key_of_one_partner_neither_renames_nor_abandons(room: Room) -> None:
    """The next session has no fields for the names; stopping sets the session aside, and no more."""
    name = room.signed(tone="Calm.")
    async with LockedDesk(room, name, side=Side.RIGHT) as desk:
        assert (desk.app.side, desk.app.library.viewer.invited) == (Side.RIGHT, True)
        await desk.press("r")
        await desk.see_screen(PrepareScreen)
        await desk.see("Where", "Minutes in all")
        assert "One of you" not in desk.text()
        room.library.record(name).rename(Partners("Ada", "Grace"), "founders")
        await desk.press("ctrl+g")
        await desk.see_notice("Your names or what you are changed on the other screen")
        await desk.press("escape")
    alliance, session = room.library.load(name)
    assert (alliance.partners, alliance.partnership) == (("Ada", "Grace"), "founders")
    assert session
    room.choose(name)
    sessions.begin(room.library, name, room.clock.now())
    async with LockedDesk(room, name, side=Side.RIGHT) as desk:
        await desk.see_screen(SectionScreen)
        await desk.app.screen.run_action("set_aside")
        await desk.see("set aside")
        assert "abandon" not in desk.text()
        desk.post("a")
        await desk.wait_until_idle()
        assert room.library.load(name)[1]


async def test_an_undo_that_failed_begins_nothing_new(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    """It stays offered, and the place of the session stays free for it."""
    name = room.begun()
    async with LockedDesk(room, name) as desk:
        await desk.see_screen(SectionScreen)
        await desk.app.screen.run_action("set_aside")
        await desk.see("abandon")
        await desk.press("a")
        await desk.see_screen(LockedHomeScreen)
        with monkeypatch.context() as patch:

            def full(*_: object) -> None:
                raise StoreError("The disk is full.")

            patch.setattr(Library, "restore_session", full)
            await desk.press("u")
            await desk.see_notice("The disk is full.")
        desk.on(LockedHomeScreen)
        assert room.library.load(name)[1] is None
        await desk.press("u")
        await desk.see_screen(SectionScreen)


@pytest.mark.parametrize("keys", ["n", "s", "U", "D", "slash", "d", "v", "r", "b"])
async def test_the_door_has_none_of_the_librarys_keys(room: Room, keys: str) -> None:
    """No new alliance, no sample, no delete, no search."""
    name = room.begun()
    async with LockedDesk(room, name) as desk:
        await desk.see_screen(SectionScreen)
        await desk.app.pop_screen()
        desk.app.deletions.add(room.library, Trashed("item", Kind.SESSION, name))
        await desk.see_screen(LockedHomeScreen)
        await desk.press(keys)
        desk.on(LockedHomeScreen)
        assert {command.title for command in desk.app.get_system_commands(desk.screen)} == {
            "Open the alliance again",
            "Bring back the session that was abandoned",
            "Quit",
            "Every key of this screen",
            "Draw the screen anew, when something else wrote on it",
            "Theme",
        }


async def test_an_alliance_that_cannot_be_opened(room: Room) -> None:
    """It is said, and there is nothing else to see."""
    name = room.begun()
    for path in (room.library.root / name).glob("alliance.json*"):
        path.write_bytes(b"")
    async with LockedDesk(room, name) as desk:
        await desk.see_notice("is damaged")
        desk.on(LockedHomeScreen)
        desk.post("q")
        await desk.ended()


async def test_a_warning_about_the_store_is_given_once(room: Room) -> None:
    """At the start."""
    name = room.begun()
    async with LockedDesk(room, name, "The store is on a network.") as desk:
        await desk.see_notice("on a network")
        assert len(desk.said) == 1
