"""Keys: all of them in the help and the palette, a footer that fits, none that a terminal can't send."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from textual.binding import Binding
from textual.command import CommandPalette
from textual.geometry import Size
from textual.screen import Screen

import alliance_tui.screens
from alliance_tui.app import AllianceApp
from alliance_tui.domain.alliance import Side
from alliance_tui.screens.choose import ChooseScreen
from alliance_tui.screens.library import LibraryScreen
from alliance_tui.screens.page import Page
from alliance_tui.screens.prepare import PrepareScreen
from alliance_tui.screens.review import ReviewScreen
from alliance_tui.screens.section import SectionScreen
from alliance_tui.terminal import keymap
from alliance_tui.terminal.modes_and_keys import kept_bindings
from alliance_tui.widgets.key_bar import KeyBar
from tests.ui.driver import Desk, Room
from tests.ui.tour import furnish, tour

for _module in pkgutil.iter_modules(alliance_tui.screens.__path__):
    importlib.import_module(f"alliance_tui.screens.{_module.name}")

PAGES = {"library", "section", "choose", "review", "alliance", "version", "diff", "over time"}
"""Names of the tour's stops that are screens of their own, with nothing being typed."""


def declared(screen: type[Any]) -> Iterator[Binding]:
    """The bindings our own classes declare for a screen, one a key."""
    for kind in screen.__mro__:
        if kind.__module__.startswith("alliance_tui"):
            for each in vars(kind).get("BINDINGS", []):
                assert isinstance(each, Binding)
                yield from Binding.make_bindings([each])


def classes() -> list[type[Any]]:
    """The app and every screen and dialog."""
    found: list[type[Any]] = [AllianceApp]
    waiting: list[type[Any]] = [Screen]
    while waiting:
        for kind in waiting.pop().__subclasses__():
            waiting.append(kind)
            if kind.__module__.startswith("alliance_tui"):
                found.append(kind)
    return found


def offered(page: Page) -> list[Binding]:
    """The bindings that work on a page now."""
    found = {}
    for each in declared(type(page)):
        action, _, rest = each.action.partition("(")
        if each.description and page.check_action(action, (rest.rstrip(")").strip("'"),)):
            found[each.key] = each
    return [*found.values()]


def in_box(desk: Desk, title: str) -> list[str]:
    """The rows inside the bordered box with this title."""
    rows = desk.lines()
    top = next(index for index, row in enumerate(rows) if f"╭─ {title}" in row)
    left, right = rows[top].index(f"╭─ {title}"), rows[top].index("╮", rows[top].index(title))
    return [row[left + 1 : right] for row in rows[top + 1 :] if len(row) > right and row[left] == "│"]


def test_no_key_that_a_terminal_keeps_for_itself() -> None:
    """Nothing on ctrl+s, q, z, a, b, on alt or on a function key."""
    bound = [(kind.__name__, each.key, each.action) for kind in classes() for each in declared(kind)]
    assert len(bound) > 100
    for name, key, _ in bound:
        assert key not in {"ctrl+s", "ctrl+q", "ctrl+z", "ctrl+a", "ctrl+b", "ctrl+h", "ctrl+i", "ctrl+m"}, (name, key)
        assert not re.fullmatch(r"f\d+|(alt|meta|super)\+.*|ctrl\+(shift|alt)\+.*|ctrl\+(enter|tab)|shift\+enter", key)


def test_every_key_has_words() -> None:
    """Each binding that is not a second way to do the same, nor Textual's, has a description."""
    textual = [each for kind in (Screen, CommandPalette) for each in kept_bindings(kind)]
    for kind in classes():
        actions = [each.action.split("(")[0] for each in declared(kind) if each.description]
        for each in declared(kind):
            action = each.action.split("(")[0]
            known = action in actions or action in {"side", "leave_search", "give", "close", "app.say_how_to_quit"}
            assert each.description or known or each in textual, (kind.__name__, each)


@dataclass(frozen=True)
class Seen:
    """What a stop of the tour has to do with keys."""

    footers: dict[int, str]
    """By the width of the terminal, in cells, the widest first."""
    offered: list[tuple[str, str, str]]
    """Each key that works on a page, its action, and the words for it."""
    help: list[str]
    """The rows of a page's help."""
    commands: set[str]
    """The actions in a page's palette."""


_seen = dict[str, Seen]()


async def seen(room: Room) -> dict[str, Seen]:
    """Every stop of one tour, which is made for the first test that asks and serves them all."""
    if not _seen:
        furnish(room)
        async with room.desk((100, 60)) as desk:
            stops = {name: await looked_at(desk, name) async for name in tour(desk)}
        _seen.update(stops)
    return _seen


async def looked_at(desk: Desk, name: str) -> Seen:
    """The screen in view, which stays in view."""
    footers = dict(footers_of(desk.screen.query_one(KeyBar)))
    if name not in PAGES:
        return Seen(footers, [], [], set())
    page = desk.on(Page)
    keys = [(each.key, each.action, page.label(each)) for each in offered(page)]
    commands = {getattr(each.callback, "args", ("",))[0] for each in desk.app.get_system_commands(page)}
    await desk.press("question_mark")
    await desk.see("╭─ Keys")
    rows = in_box(desk, "Keys")
    await desk.press("escape")
    await desk.until(lambda: desk.screen is page, "the page")
    return Seen(footers, keys, rows, commands)


def footers_of(footer: KeyBar) -> Iterator[tuple[int, str]]:
    """The footer at each width of the terminal."""
    for width in range(200, 39, -1):
        with pytest.MonkeyPatch.context() as narrow:
            narrow.setattr(KeyBar, "content_size", Size(width - 2, 1))
            yield width, str(footer.render())


async def test_help_names_every_action(room: Room) -> None:
    """On every page `?` has a line in words for each thing its keys do."""
    pages = await seen(room)
    for name in PAGES:
        shown = " ".join(" ".join(pages[name].help).split())
        assert pages[name].offered
        for _, _, words in pages[name].offered:
            if words.startswith("Go to "):  # of which the sections share a row
                words = words.removeprefix("Go to ")
            assert " ".join(words.split()) in shown, (name, words, shown)


async def test_help_names_every_key(room: Room) -> None:
    """Not only one key of each pair."""
    pages = await seen(room)
    lacking = []
    for name in PAGES:
        words = {word for row in pages[name].help for word in re.split(r" {2,}", row.strip())[0].split()}
        lacking += [(name, key) for key, _, _ in pages[name].offered if keymap.shown(key) not in words]
    assert lacking == []


async def test_palette_has_every_action(room: Room) -> None:
    """What a key does can be found by name as well."""
    pages = await seen(room)
    for name in PAGES:
        assert {action for _, action, _ in pages[name].offered} <= pages[name].commands, name


async def test_palette_acts(room: Room) -> None:
    """Found by a word of it, and done."""
    room.begun()
    async with room.desk() as desk:
        await desk.open()
        await desk.press("ctrl+p")
        await desk.see_screen(CommandPalette)
        await desk.type("pause")
        await desk.see("Pause the countdown")
        await desk.press("enter")
        await desk.see("paused · ")


async def test_palette_writes_no_pictures(room: Room) -> None:
    """A picture of private text in a file is not offered."""
    furnish(room)
    async with room.desk() as desk:
        titles = [each.title for each in desk.app.get_system_commands(desk.screen)]
        assert "Quit" in titles
        assert not [title for title in titles if "screenshot" in title.lower()]


async def test_footer_fits_at_every_width(room: Room) -> None:
    """Whole hints only, help at the end when keys are not text."""
    for name, stop in (await seen(room)).items():
        whole: set[str] = set()
        for width, shown in stop.footers.items():
            hints = {hint for hint in shown.split("  ") if hint}
            whole = whole or hints
            assert len(shown) <= width - 2, (name, width, shown)
            assert hints <= whole, (name, width, shown)
            if name in PAGES:
                assert shown.endswith("? help"), (name, width, shown)


# Keys that arrive in one burst


async def test_burst_write_leave_and_on(room: Room) -> None:
    """Enter, a text, escape, next: as if they had come one by one."""
    name = room.begun()
    async with room.desk() as desk:
        await desk.open()
        turns = [turn.question for turn in room.session(name).turns]
        await desk.burst("enter", *"One no. ", "enter", *"jkq?", "escape", "n", "enter", *"Two", "escape", "n")
        await desk.until(lambda: desk.on(SectionScreen).question.id == turns[2], "the third turn")
        await desk.flush()
    assert room.written(name, turns[0]) == "One no. \njkq?"
    second = room.session(name).turn(turns[1])
    assert second is not None
    assert {room.written(name, turns[1], side) for side in Side} == {"Two", ""}


async def test_burst_both_sides(room: Room) -> None:
    """Tab between two answers goes to the other side, not into the text."""
    name = room.begun()
    async with room.desk() as desk:
        await desk.open()
        await desk.burst("enter", *"Mine", "left", "backspace", "escape", "tab", "enter", *"Yours", "escape")
        await desk.flush()
    assert (room.written(name, "hopes"), room.written(name, "hopes", Side.RIGHT)) == ("Mie", "Yours")


async def test_burst_of_choices(room: Room) -> None:
    """A whole choice, and the start, at once."""
    name = room.prepared()
    async with room.desk() as desk:
        await desk.open()
        desk.on(ChooseScreen)
        await desk.burst(*["left", "right", "j"] * 3, "j", "right", "enter")
        await desk.see_screen(SectionScreen)
    assert [len(picks) for picks in room.session(name).choices.values()] == [3, 4]


async def test_burst_from_the_library_into_the_form(room: Room) -> None:
    """Keys after n are the form's first name."""
    async with room.desk() as desk:
        await desk.burst("n", *"Ada", "enter", *"Grace", "ctrl+g")
        await desk.see_screen(ChooseScreen)
        await desk.see("● Grace →  first session")


async def test_burst_of_an_agreement(room: Room) -> None:
    """The key after the enter that ends the line is a key of the talk."""
    name = room.begun()
    async with room.desk() as desk:
        await desk.open()
        await desk.burst("a", *"We walk.", "enter", "n")
        await desk.see_screen(SectionScreen)
        await desk.wait_until_idle()
        assert [each.text for each in room.session(name).agreements] == ["We walk."]
        assert desk.on(SectionScreen).question.id == room.session(name).turns[1].question


@pytest.mark.parametrize(
    "keys",
    [
        ("left", "enter", "enter", "escape"),
        ("S", "s", "s"),
        ("e", "enter", "enter"),
    ],
)
async def test_answer_pressed_twice(room: Room, keys: tuple[str, ...]) -> None:
    """A nervous second press of a dialog's key neither leaves the screen below nor harms anything."""
    room.begun()
    async with room.desk() as desk:
        await desk.open()
        await desk.press("r")
        await desk.see_screen(ReviewScreen)
        await desk.burst(*keys)
        assert desk.alive
        assert isinstance(desk.screen, LibraryScreen if keys[0] == "S" else ReviewScreen)


async def test_burst_of_signatures(room: Room) -> None:
    """Both sign at once."""
    name = room.begun()
    async with room.desk() as desk:
        await desk.open()
        await desk.press("r")
        await desk.see_screen(ReviewScreen)
        await desk.burst("left", "enter", "right", "enter")
        await desk.wait_until_idle()
        assert len(room.versions(name)) == 1


async def test_burst_of_a_search(room: Room) -> None:
    """Typed and opened at once."""
    room.signed()
    room.clock.advance(60)
    room.signed("Mei", "Noor")
    async with room.desk() as desk:
        await desk.burst("slash", *"ada", "enter", "d")
        assert any("A diff takes two signed versions" in said for said in desk.said)
        assert desk.on(LibraryScreen).query_one("#search").display


async def test_burst_of_a_deletion(room: Room) -> None:
    """Asked, answered and undone."""
    room.signed()
    async with room.desk() as desk:
        await desk.burst("D", "y", "u")
        assert "The alliance is back." in desk.said
    assert room.library.names() == ["ada-and-grace"]


async def test_typing_is_text_in_every_field(room: Room) -> None:
    """No letter is a key while something is typed: form, answer, agreement, minutes, date, search."""
    letters = "abcdefghijklmnopqrstuvwxyzADSVNJK?/123"
    name = room.begun()
    async with room.desk() as desk:
        await desk.open()
        await desk.write(letters)
        await desk.press("a")
        await desk.type(letters)
        await desk.press("enter")
        await desk.see_screen(SectionScreen)
        await desk.press("q")
        await desk.see_screen(LibraryScreen)
        await desk.press("slash")
        await desk.type(letters)
        await desk.press("escape", "n")
        await desk.see_screen(PrepareScreen)
        await desk.type(letters)
        await desk.see(letters)
    assert room.written(name, "hopes") == letters
    assert [each.text for each in room.session(name).agreements] == [letters]
