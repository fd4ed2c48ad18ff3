"""A way through every screen of the program, by keys."""

from __future__ import annotations

from collections.abc import AsyncIterator
from functools import partial

from alliance_tui.domain.terms import Side
from alliance_tui.screens.about import AboutScreen
from alliance_tui.screens.alliance import AllianceScreen
from alliance_tui.screens.choose import ChooseScreen
from alliance_tui.screens.dialogs import Ask, Choice
from alliance_tui.screens.diff import DiffScreen
from alliance_tui.screens.history import HistoryScreen
from alliance_tui.screens.kept_text import KeptTextDialog
from alliance_tui.screens.library import LibraryScreen
from alliance_tui.screens.list_dialog import ListDialog
from alliance_tui.screens.over_time import OverTimeScreen
from alliance_tui.screens.palette import Palette
from alliance_tui.screens.passphrase import CHOOSE, PassphraseDialog
from alliance_tui.screens.prepare import PrepareScreen
from alliance_tui.screens.pulse import PulseScreen
from alliance_tui.screens.review import ReviewScreen
from alliance_tui.screens.revisit import RevisitScreen
from alliance_tui.screens.section import SectionScreen
from alliance_tui.screens.signing import SigningDialog
from alliance_tui.screens.slip import SlipScreen
from alliance_tui.screens.table import TableScreen
from alliance_tui.screens.theme import ThemeDialog
from alliance_tui.screens.trash import TrashDialog
from alliance_tui.screens.version import VersionScreen
from alliance_tui.services.drafts import KeptText
from tests.ui.driver import Desk, Room

DIALOGS = {
    "help": "question_mark",
    "extend": "e",
    "agree": "a",
    "agreements": "A",
    "stop": "S",
}
"""Keys of the talk that open something over it."""


def furnish(room: Room) -> str:
    """An alliance with two versions and an open third session."""
    name = room.begun()
    room.say(name, "tone", "Warm and frank.")
    room.say(name, "conflict", "Calmly.")
    room.sign(name)
    room.revisited(name)
    room.say(name, "tone", "Warm and quick.")
    room.agree(name, "We ring before we write.")
    room.sign(name)
    room.revisited(name)
    room.say(name, "hopes", "To build it well.")
    room.agree(name, "We walk.", "hopes")
    return name


async def tour(desk: Desk) -> AsyncIterator[str]:
    """Each screen's name when it is in view; begins and ends in the library, at the marked alliance."""
    await desk.see_screen(LibraryScreen)
    yield "library"
    await desk.press("n")
    await desk.see_screen(PrepareScreen)
    yield "prepare"
    await desk.press("escape")
    await desk.see_screen(LibraryScreen)
    await desk.open()
    await desk.see_screen(SectionScreen)
    yield "section"
    await desk.press("enter")
    await desk.wait_until_idle()
    yield "writing"
    await desk.press("escape")
    await desk.wait_until_idle()
    for name, key in DIALOGS.items():
        await desk.press(key)
        await desk.until(lambda: not isinstance(desk.screen, SectionScreen), name)
        await desk.wait_until_idle()
        yield name
        await desk.press("escape")
        await desk.see_screen(SectionScreen)
    await desk.press("L")
    await desk.see_screen(RevisitScreen)
    yield "revisit"
    await desk.press("escape")
    await desk.see_screen(SectionScreen)
    await desk.press("z")
    await desk.see_screen(TableScreen)
    yield "table"
    await desk.press("escape")
    await desk.see_screen(SectionScreen)
    await desk.press("c")
    await desk.see_screen(ChooseScreen)
    yield "choose"
    await desk.press("o")
    await desk.wait_until_idle()
    yield "order"
    await desk.press("escape")
    await desk.see_screen(ChooseScreen)
    await desk.press("enter")
    await desk.see_screen(SectionScreen)
    await desk.press("r")
    await desk.see_screen(ReviewScreen)
    yield "review"
    await desk.press("left")
    await desk.see_screen(SigningDialog)
    yield "signing"
    await desk.press("escape")
    await desk.see_screen(ReviewScreen)
    await desk.press("q")
    await desk.see_screen(LibraryScreen)
    await desk.press("v")
    await desk.see_screen(AllianceScreen)
    yield "alliance"
    await desk.press("enter")
    await desk.see_screen(VersionScreen)
    yield "version"
    await desk.press("slash", "w")
    yield "finding"
    await desk.press("escape")
    await desk.press("q", "d")
    await desk.see_changes()
    yield "diff"
    await desk.press("v")
    await desk.wait_until_idle()
    yield "versions"
    await desk.press("escape")
    await desk.see_screen(DiffScreen)
    await desk.press("f")
    await desk.wait_until_idle()
    yield "filter"
    await desk.press("escape")
    await desk.see_screen(DiffScreen)
    await desk.press("q")
    await desk.see_screen(AllianceScreen)
    await desk.press("h")
    await desk.see_screen(HistoryScreen)
    yield "history"
    await desk.press("q")
    await desk.see_screen(AllianceScreen)
    await desk.press("s")
    await desk.see_screen(ListDialog)
    yield "slips"
    await desk.press("enter")
    await desk.see_screen(SlipScreen)
    yield "slip"
    await desk.press("escape", "q")
    await desk.see_screen(AllianceScreen)
    await desk.press("A")
    await desk.see_screen(OverTimeScreen)
    yield "over time"
    await desk.press("q")
    await desk.see_screen(AllianceScreen)
    await desk.press("q")
    await desk.see_screen(LibraryScreen)


async def whole_tour(desk: Desk) -> AsyncIterator[str]:
    """The tour, then what else may lie over a page."""
    async for name in tour(desk):
        yield name
    alliance = desk.room.library.alliance(desk.room.library.names()[0])
    text = KeptText("a:1", "tone", Side.LEFT, "Warm, and frank when it is hard, and the same day.", "s")
    passphrase = PassphraseDialog(lambda _: None, CHOOSE, choosing=True)
    for name, kind, open_it in (
        ("about", AboutScreen, partial(desk.press, "b")),
        ("trash", TrashDialog, partial(desk.press, "U")),
        ("palette", Palette, partial(desk.press, "ctrl+p")),
        ("theme", ThemeDialog, desk.app.search_themes),
        ("passphrase", PassphraseDialog, partial(desk.app.push_screen, passphrase)),
        ("pulse", PulseScreen, partial(desk.app.push_screen, PulseScreen(alliance, Side.LEFT))),
        ("kept text", KeptTextDialog, partial(desk.app.push_screen, KeptTextDialog(alliance, text, "Ada on the tone"))),
    ):
        if opening := open_it():
            await opening
        await desk.see_screen(kind)
        yield name
        await desk.press("escape")
        await desk.see_screen(LibraryScreen)
    await desk.press("v", "e")
    await desk.see_screen(Choice)
    yield "export"
    await desk.press("h")
    await desk.see_screen(Ask)
    yield "ask"
    await desk.press("escape", "escape")
