"""Keys that a person has given acts: they act, the others do not, and every word about keys names them."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from textual.actions import parse
from textual.binding import Binding

import alliance_tui
from alliance_tui.app import AllianceApp
from alliance_tui.domain.alliance import SIDES
from alliance_tui.domain.errors import NotAllowed
from alliance_tui.screens.base import BaseScreen
from alliance_tui.screens.choose import ChooseScreen
from alliance_tui.screens.diff import DiffScreen
from alliance_tui.screens.key_table import EDITING, acts, all_screens, check_keys
from alliance_tui.screens.library import LibraryScreen
from alliance_tui.screens.page import Page
from alliance_tui.screens.palette import Palette
from alliance_tui.screens.review import ReviewScreen
from alliance_tui.screens.revisit import RevisitScreen
from alliance_tui.screens.section import SectionScreen
from alliance_tui.screens.signing import SignedScreen, SigningDialog
from alliance_tui.terminal import keymap
from alliance_tui.terminal.keymap import declared, defaults, known_keys, shown, text_keys
from alliance_tui.widgets.key_bar import KeyBar, own_bindings
from tests.ui.driver import Desk, Room
from tests.ui.test_keys import in_box
from tests.ui.tour import furnish, whole_tour

Keys = dict[str, tuple[str, ...]]
COLEMAK = {
    "below": ("n", "down"),
    "above": ("e", "up"),
    "first-side": ("h",),
    "second-side": ("i",),
    "after": ("i", "right"),
    "other-after": ("i", "right"),
    "newer-columns": ("i",),
    "option-below": ("n",),
    "option-above": ("e",),
    "carry-later": ("N", ">"),
    "carry-earlier": ("E", "<"),
    "next-agreement": ("k", "n", "down"),
    "next-turn": ("k",),
    "next-of-anybody": ("K",),
    "found-next": ("k", "enter"),
    "found-last": ("K",),
    "next-change": ("k",),
    "previous-change": ("K",),
    "newer": ("k", "]"),
    "older": ("K", "["),
    "new": ("k",),
    "write": ("enter", "l"),
    "extend": ("j",),
    "export": ("j",),
}
"""h n e i where h j k l are on another keyboard, and what that displaces: next is k, write l, and e's acts are on j."""


@pytest.fixture(autouse=True)
def _own_keys_end() -> Iterator[None]:
    yield
    keymap.put_in_force({})


def bindings() -> Iterator[tuple[type[BaseScreen[Any]], Binding]]:
    """Each binding with an id, of each screen."""
    for kind in all_screens():
        for each in declared(kind):
            if each.id:
                yield kind, each


def fresh_keys() -> Keys:
    """Give each act a key of its own on each of its screens, which no act of the screen has by itself if one is left.

    Those of acts that work while somebody types are no text.
    """
    screens: dict[str, set[type[Any]]] = {"palette": {*all_screens()}, "repaint": {*all_screens()}}
    typing = {"palette"}
    for kind, each in bindings():
        screens.setdefault(each.id or "", set()).add(kind)
        if each.action.partition("(")[0] in kind.WHILE_TYPING | {"help_typing"}:
            typing.add(each.id or "")
    not_free = EDITING | {"escape", "ctrl+home", "ctrl+end", "slash"}  # a footer has / between keys
    free = [key for key in dict.fromkeys(known_keys().values()) if key not in not_free]
    taken: dict[type[Any], set[str]] = {kind: set() for kind in all_screens()}
    found: Keys = {}
    for id_ in sorted(screens, key=lambda id_: (id_ not in typing, -len(screens[id_]), id_)):
        used = set().union(*(taken[kind] for kind in screens[id_]), defaults[id_])
        usable = [key for key in free if key not in used and (id_ not in typing or key not in text_keys())]
        found[id_] = (usable[0],)
        for kind in screens[id_]:
            taken[kind].add(usable[0])
    return found


class MovedDesk(Desk):
    """A desk that presses, for the keys of the tour, those that its acts have."""

    async def press(self, *keys: str) -> None:
        for key in keys:
            await super().press(self.moved(key))

    def moved(self, key: str) -> str:
        for each in (*declared(type(self.screen)), *declared(AllianceApp)):
            if each.key == key and each.id and allowed(self.screen, each):
                return self.app.config.keys[each.id][0]
        return key


def allowed(screen: Any, binding: Binding) -> bool:
    _, name, parameters = parse(binding.action)
    return bool(screen.check_action(name, parameters))


@asynccontextmanager
async def listening(desk: Desk) -> AsyncIterator[list[str]]:
    """Note the actions that keys lead to, and do none of them."""
    found: list[str] = []

    async def note(action: Any, *_: Any, **__: Any) -> bool:
        namespace, name, parameters = parse(action)
        node = desk.app if namespace == "app" or action == "command_palette" else desk.screen
        if namespace in ("", "app") and node.check_action(name, parameters) and hasattr(node, f"action_{name}"):
            found.append(action)
            return True
        return False

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(desk.app, "run_action", note)
        yield found


async def does(desk: Desk, key: str) -> str:
    """The action that a key leads to on the screen in view; "" for none."""
    async with listening(desk) as found:
        await Desk.press(desk, key)
    return (found or [""])[0]


def hints(footer: KeyBar) -> Iterator[tuple[str, str]]:
    """Each key that the last line names, with the words behind it."""
    for hint in str(footer.render()).split("  "):
        keys, _, words = hint.partition(" ")
        for key in keys.split("/") if len(keys) > 1 else [keys]:
            yield key, words


def test_every_act_has_one_id_and_one_set_of_keys() -> None:
    """Which does not name the key; and the same id has the same keys on every screen."""
    for kind, each in bindings():
        own = defaults[each.id or ""]
        assert each.key in own, (kind, each)
        assert not {*(each.id or "").split("-")} & {*own}, (kind, each.id)
    assert {each.id for _, each in bindings()} <= {*acts()} <= {*defaults}  # other tests have keys of their own


def test_each_binding_of_each_screen_moves() -> None:
    """To any key that is free there, and away from its own."""
    for kind, each in bindings():
        used = {other.key for other in declared(kind)}
        key = next(key for key in ("f9", "f10") if key not in used)
        there = {(other.key, other.action) for other in keymap.moved(declared(kind), {each.id or "": (key,)})}
        assert (key, each.action) in there
        assert (each.key, each.action) not in there


async def test_every_key_moved(room: Room) -> None:
    """On every screen the fresh keys act, the old ones do not, and footer, help and palette name the fresh ones."""
    furnish(room)
    keys = check_keys(fresh_keys(), "config.toml")
    stops = 0
    async with MovedDesk(room, (100, 60), keys=keys) as desk:
        async for name in whole_tour(desk):
            stops += 1
            screen = desk.screen
            offered = own_bindings(screen)
            fresh = {each.key for each in offered}
            for each in offered:
                if each.key not in text_keys() or not getattr(screen, "typing", False):
                    assert await does(desk, each.key) == each.action, (name, each)
            typed = {key for key in text_keys() if screen.focused}
            for each in declared(type(screen)):
                if each.id and each.key not in fresh | typed | EDITING:
                    assert await does(desk, each.key) != each.action, (name, each)
            for footer in screen.query(KeyBar):
                for key, words in hints(footer):
                    matching = [each for each in offered if shown(each.key) == key]
                    assert [footer._caption(each) for each in matching if each.show][:1] == [words], (name, key, words)
            if isinstance(screen, Page):
                assert {each.help for each in screen.commands()} == {
                    f"key {shown(each.key)}" for each in firsts(offered)
                }
    assert stops > 25


def firsts(offered: list[Binding]) -> list[Binding]:
    """The first key of each action."""
    return [*{each.action: each for each in reversed(offered)}.values()]


async def test_a_session_with_colemak(room: Room) -> None:
    """From the names to two signatures, and a revisit, on the keys of another keyboard alone."""
    async with Desk(room, (100, 30), keys=check_keys(COLEMAK, "config.toml")) as desk:
        await desk.see("k   begin")
        assert "k new" in desk.footer
        await desk.burst("k", *"Ada", "enter", *"Grace", "ctrl+g")
        await desk.see_screen(ChooseScreen)
        await desk.burst(*["left", "right", "n"] * 3, "n", "e", "right", "enter")
        await desk.see_screen(SectionScreen)
        (name,) = room.library.names()
        turns = [turn.question for turn in room.session(name).turns]
        assert "k next" in desk.footer
        await desk.burst("l", *"We say it.", "escape", "i", "l", *"Aloud.", "escape", "k")
        page = desk.on(SectionScreen)
        await desk.until(lambda: page.question.id == turns[1], "the second turn")
        await desk.burst("n", "e")
        assert page.question.id == turns[1]
        await desk.press("j")
        await desk.see("Minutes")
        await desk.press("escape")
        await desk.burst("a", *"We walk.", "enter")
        await desk.see_screen(SectionScreen)
        await desk.press("question_mark")
        await desk.see("╭─ Keys")
        rows = " ".join(in_box(desk, "Keys"))
        assert re.search("k +Go to the next unanswered turn", rows), rows
        assert re.search("enter l +Write the marked", rows), rows
        await desk.press("q", "r")
        await desk.see_screen(ReviewScreen)
        await desk.burst("left", "enter")
        await desk.see_screen(SigningDialog)
        await desk.burst("right", "enter")
        await desk.see_screen(SignedScreen)
        assert {room.written(name, turns[0], side) for side in SIDES} == {""}  # it is signed
        assert {answer.text for answer in room.versions(name)[0].answers.values()} == {"We say it.", "Aloud."}
        await desk.press("enter", "q")
        await desk.see_screen(LibraryScreen)
        await desk.press("r", "ctrl+g")
        await desk.see_screen(RevisitScreen)
        await desk.burst("left", "right", "k")
        await desk.see("living")
        await desk.press("c")
        await desk.see_screen(ChooseScreen)
        (agreement,) = room.session(name).agreements
        assert len(agreement.verdicts) == 2


async def test_the_palette_moves(room: Room) -> None:
    """It opens while somebody writes, too; and it names the keys in force."""
    room.begun()
    async with Desk(room, (100, 30), keys=check_keys({"palette": ("f2",), "pause": ("!",)}, "config.toml")) as desk:
        await desk.open()
        await desk.press("enter", "ctrl+p")
        desk.on(SectionScreen)
        await desk.press("f2")
        await desk.see_screen(Palette)
        await desk.press("escape", "escape", "f2")
        await desk.type("pause")
        await desk.see("key !")


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        ({"review": ("s",)}, "keys.review: s is the key of mark-spoken too"),
        ({"review": ("f7",), "pause": ("f7",)}, "f7 is the key of"),
        ({"next-trun": ("k",)}, "keys.next-trun: there is no such act; the nearest is next-turn"),
        ({"next-turn": ("Ctrl+G",)}, "keys.next-turn: “Ctrl+G” is no key; the nearest is ctrl+g"),
        ({"next-turn": ("pgdwn",)}, "“pgdwn” is no key; the nearest is pgdn"),
        ({"next-turn": ("ctrl+m",)}, "“ctrl+m” is no key"),
        ({"done": ("x",)}, "keys.done: add a key that is no text"),
        ({"done": ("enter",)}, "keys.done: enter is for writing"),
        ({"close": ("enter",)}, "keys.close: enter is the key of confirm too"),
        ({"step-back": ("ctrl+w",)}, "keys.step-back: ctrl+w is for writing"),
        ({"palette": ("p",)}, "keys.palette: add a key that is no text"),
        ({"undo": ("ctrl+p",)}, "keys.undo: ctrl+p is the key of palette too"),
        ({"undo": ("ctrl+c",)}, "“ctrl+c” is no key"),
    ],
)
def test_what_can_not_be_used_is_refused(given: Keys, problem: str) -> None:
    """With both names, or with what there is."""
    with pytest.raises(NotAllowed) as found:
        check_keys(given, "config.toml")
    assert problem in str(found.value)
    assert str(found.value).startswith("config.toml: keys.")


def test_own_keys_are_no_clash() -> None:
    """What all acts have by themselves can be said in the file, and changes nothing."""
    own = {id_: keys for id_, keys in defaults.items() if id_ in acts()}
    assert check_keys(own, "config.toml") == own
    assert {shown(key) for key in chain(*defaults.values())} <= {*known_keys()}


def test_no_word_of_a_page_names_a_key_that_may_move() -> None:
    """What is drawn as a key, or said in a notice or a help, is asked of `key_for` or `name_keys`."""
    key = r"[a-zA-Z]|[/?←→]|esc|enter|tab|space|ctrl\+[a-z]"
    drawn = re.compile(rf'plain\("\s*({key})\s*", "[^"]*\$accent')
    said = re.compile(rf'"(?:[^"]*[.;:] )?({key})(: | (goes|shows|there|leaves|opens|takes|asks|restores|marks) )')
    own = {"ctrl+c": "copies, and does not move"}
    product = Path(alliance_tui.__file__).parent
    for path in chain.from_iterable(
        (product / room).rglob("*.py") for room in ("screens", "widgets", "render", "domain")
    ):
        text = path.read_text()
        assert [*drawn.findall(text)] == [], path
        assert {found[0] for found in said.findall(text)} <= {*own}, path


async def test_a_diff_with_other_keys(room: Room) -> None:
    """A key that two acts share at different times moves for one alone, and the other keeps it."""
    room.signed_twice("Warm.", "Frank.")
    keys = check_keys({"next-change": ("k",), "above": ("up",)}, "config.toml")
    async with Desk(room, (100, 30), keys=keys) as desk:
        await desk.press("d")
        await desk.see_screen(DiffScreen)
        assert await does(desk, "k") == "jump(1)"
        assert await does(desk, "n") == ""
        await desk.press("slash", *"frank", "enter")
        assert await does(desk, "n") == "find_next(1)"
