"""Which key bindings of Textual's classes work in the program: those of the table, and no other."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest
from textual.binding import Binding
from textual.dom import DOMNode

from alliance_tui.app import AllianceApp
from alliance_tui.screens.base import BaseScreen
from alliance_tui.screens.library import LibraryScreen
from alliance_tui.screens.palette import Palette
from alliance_tui.screens.prepare import PrepareScreen
from alliance_tui.screens.review import ReviewScreen
from alliance_tui.screens.section import SectionScreen
from alliance_tui.screens.signing import SigningDialog
from alliance_tui.terminal.modes_and_keys import KEPT, kept_keys
from tests.ui.driver import Room
from tests.ui.test_keys import classes
from tests.ui.tour import furnish, tour


def textual_binding(kind: type[Any], binding: Binding) -> str:
    """Return the Textual class that a class has a binding from; "" if it is our own."""
    for base in kind.__mro__:
        if not base.__module__.startswith("alliance_tui") and "BINDINGS" in vars(base):
            for each in Binding.make_bindings(vars(base)["BINDINGS"]):
                if (each.key, each.action) == (binding.key, binding.action):
                    return base.__name__
    return ""


def inherited(kind: type[Any], bindings: Iterable[Binding]) -> set[tuple[str, str]]:
    """Return the Textual class and key of each binding that is not our own."""
    found = {(textual_binding(kind, each), each.key) for each in bindings}
    if issubclass(kind, AllianceApp) and any(each.action == "command_palette" for each in bindings):
        found.add(("App", "ctrl+p"))
    return {(base, key) for base, key in found if base}


def all_of(kind: type[DOMNode]) -> list[Binding]:
    """Every binding that the objects of a class begin with."""
    return [each for bindings in kind._merge_bindings().key_to_bindings.values() for each in bindings]


def widget_classes() -> list[type[DOMNode]]:
    """Every class of ours that can have bindings."""
    waiting, found = [DOMNode], list[type[DOMNode]]()
    while waiting:
        for kind in waiting.pop().__subclasses__():
            waiting.append(kind)
            if kind.__module__.startswith("alliance_tui"):
                found.append(kind)
    return found


_live = set[tuple[type[DOMNode], Binding]]()


async def live(room: Room) -> set[tuple[type[DOMNode], Binding]]:
    """The bindings of the app, its screens and all that is in them, at every stop of a tour, and with the palette open.

    The tour is made for the first test that asks.
    """
    if not _live:
        furnish(room)
        found = set[tuple[type[DOMNode], Binding]]()
        async with room.desk() as desk:

            def collect() -> None:
                for root in (desk.app, *desk.app.screen_stack):
                    for node in root.walk_children(with_self=True):
                        found.update((type(node), each) for _, each in node._bindings)

            async for _ in tour(desk):
                collect()
            await desk.press("ctrl+p")
            await desk.see_screen(Palette)
            collect()
        _live.update(found)
    return _live


BASES = {"ThemedApp", "NoticeApp", "RestrictedApp", "NoTracebackApp", "OrderedApp", "LightApp", "LightScreen"}
"""Classes of ours between Textual's and those that say which bindings stay."""


async def test_every_binding_of_textuals_is_in_the_table(room: Room) -> None:
    """Of every class of ours, and of every object on the screen, Textual's own ones too; and nothing else is in it."""
    assert len(classes()) > 20
    found = set[tuple[str, str]]()
    for kind, binding in await live(room):
        found |= inherited(kind, [binding])
    for kind in widget_classes():
        if kind.__name__ not in BASES:
            found |= inherited(kind, all_of(kind))
    assert found == {(name, key) for name in KEPT for key in kept_keys(name)}


async def test_no_object_has_a_key_that_is_lost_or_surprises(room: Room) -> None:
    """No ctrl+q, no Alt, no function key, no tab but the screens' own."""
    bound = {binding for _, binding in await live(room)}
    keys = {each.key for each in bound}
    assert not {key for key in keys if key == "ctrl+q" or key.startswith(("alt+", "super+", "meta+", "f6", "f7"))}
    assert not {each.action for each in bound if "focus" in each.action}


def test_escape_has_priority_on_every_screen() -> None:
    """A key that a terminal sends with Escape is for what Escape brings into view, so Escape never waits in a queue."""
    found = [kind for kind in widget_classes() if issubclass(kind, BaseScreen) and "BINDINGS" in vars(kind)]
    assert {Palette, SigningDialog} <= {*found}
    for kind in found:
        escapes = [each for each in all_of(kind) if each.key == "escape"]
        assert not escapes or any(each.priority for each in escapes), kind.__name__


def test_every_kept_key_has_a_reason() -> None:
    """And is in the table once."""
    for name, rows in KEPT.items():
        keys = [key for row in rows for key in row.split()]
        assert len(keys) == len(set(keys)), name
        assert all(rows.values()), name


async def test_ctrl_q_while_writing_does_nothing(room: Room) -> None:
    """Neither in an answer, nor in a field of one line, nor while moving; no word is lost."""
    name = room.begun()
    async with room.desk() as desk:
        await desk.open()
        await desk.burst("enter", *"We", "ctrl+q", *" walk.")
        assert desk.alive
        await desk.burst("escape", "ctrl+q")
        await desk.burst("a", *"Dai", "ctrl+q", *"ly", "enter")
        await desk.see_screen(SectionScreen)
        await desk.flush()
        assert desk.alive
    assert room.written(name, "hopes") == "We walk."
    assert [each.text for each in room.session(name).agreements] == ["Daily"]


async def test_ctrl_c_says_how_to_quit(room: Room) -> None:
    """On the first screen, on a screen above it, and in a dialog; nothing else happens."""
    room.begun()
    async with room.desk() as desk:
        await desk.press("ctrl+c")
        await desk.see_notice("ctrl+c does not quit: q does.")
        await desk.open()
        await desk.clear_notices()
        await desk.press("ctrl+c")
        await desk.see_notice("q goes back, and quits from the first screen")
        await desk.press("r")
        await desk.see_screen(ReviewScreen)
        await desk.press("left")
        await desk.see_screen(SigningDialog)
        await desk.clear_notices()
        await desk.press("ctrl+c")
        await desk.see_notice("ctrl+c does not quit")
        desk.on(SigningDialog)


async def test_ctrl_c_in_a_field_copies(room: Room) -> None:
    """What is selected; without a selection it does nothing."""
    room.begun()
    async with room.desk() as desk:
        await desk.open()
        await desk.burst("enter", *"Copied", "ctrl+c", *["shift+left"] * 3, "ctrl+c")
        assert desk.app.clipboard == "ied"
        assert desk.said == []


@pytest.mark.parametrize("key", ["f6", "f7", "alt+backspace", "alt+delete", "ctrl+shift+k", "ctrl+pagedown"])
async def test_a_removed_key_and_a_letter_lose_nothing(room: Room, key: str) -> None:
    """What selected or deleted a line or all of it does nothing."""
    room.begun()
    async with room.desk() as desk:
        await desk.open()
        await desk.burst("enter", *"One two", key, "x")
        assert desk.on(SectionScreen).split.panes[desk.on(SectionScreen).side].editor.text == "One twox"


async def test_tab_goes_through_the_form(room: Room) -> None:
    """As down does, in the order of the keys."""
    async with room.desk() as desk:
        await desk.burst("n", *"Ada", "tab", *"Grace", "shift+tab", "end", "x")
        page = desk.on(PrepareScreen)
        assert [page.fields()[field] for field in ("left", "right")] == ["Adax", "Grace"]


async def test_tab_moves_nothing_where_it_has_no_meaning(room: Room) -> None:
    """In the library and in its search."""
    room.signed()
    async with room.desk() as desk:
        await desk.press("tab", "shift+tab")
        assert desk.screen.focused is None
        await desk.burst("slash", *"ad", "tab", *"a")
        assert desk.on(LibraryScreen).query_one("#search").has_focus
        await desk.see("◆ Ada & ● Grace")
