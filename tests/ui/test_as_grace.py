"""As Grace: every key of every screen, and scripts of random keys; nothing of Ada's changes, nothing of it is shown."""

from __future__ import annotations

import random
from collections.abc import AsyncIterator
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Any

import pytest
from textual.screen import Screen

from alliance_tui import screens
from alliance_tui.domain.alliance import Side
from alliance_tui.domain.errors import AllianceError
from alliance_tui.screens.agreement import AgreementDialog
from alliance_tui.screens.alliance import AllianceScreen
from alliance_tui.screens.base import BaseScreen
from alliance_tui.screens.choose import ChooseScreen
from alliance_tui.screens.dialogs import Ask, Choice
from alliance_tui.screens.diff import DiffScreen
from alliance_tui.screens.help import HelpScreen
from alliance_tui.screens.history import HistoryScreen
from alliance_tui.screens.library import LibraryScreen
from alliance_tui.screens.over_time import OverTimeScreen
from alliance_tui.screens.page import Page
from alliance_tui.screens.prepare import PrepareScreen
from alliance_tui.screens.review import ReviewScreen
from alliance_tui.screens.revisit import RevisitScreen
from alliance_tui.screens.section import SectionScreen
from alliance_tui.screens.signing import AskReview, SigningDialog
from alliance_tui.screens.slip import SlipScreen
from alliance_tui.screens.table import TableScreen
from alliance_tui.screens.turn_order import TurnOrderDialog
from alliance_tui.services import trash
from tests.full import FULL
from tests.laws.test_whose_acts import Table
from tests.ui.driver import Desk
from tests.ui.test_output_law import KEYS, TEXTS

SCRIPTS = 200 if FULL else 6
STEPS = 12
SIZE = (100, 30)
STATES: dict[str, tuple[type[Screen[Any]], tuple[str, ...]]] = {
    "talk": (SectionScreen, ()),
    "two texts": (SectionScreen, ("j", "j", "left")),
    "table": (TableScreen, ("z",)),
    "writing": (SectionScreen, ("enter",)),
    "extend": (Ask, ("e",)),
    "agree": (AgreementDialog, ("a",)),
    "agreements": (OverTimeScreen, ("A",)),
    "stop": (Choice, ("S",)),
    "help": (HelpScreen, ("question_mark",)),
    "choose": (ChooseScreen, ("c",)),
    "order": (TurnOrderDialog, ("c", "o")),
    "review": (ReviewScreen, ("r",)),
    "revisit": (RevisitScreen, ("L",)),
    "finding": (ReviewScreen, ("r", "slash", "w", "enter")),
    "sign": (SigningDialog, ("r", "right")),
    "date": (AskReview, ("r", "d")),
    "library": (LibraryScreen, ("q",)),
    "delete": (Choice, ("q", "D")),
    "alliance": (AllianceScreen, ("q", "v")),
    "history": (HistoryScreen, ("q", "v", "h")),
    "diff": (DiffScreen, ("q", "v", "h", "enter")),
    "export": (Choice, ("q", "v", "e")),
    "slip": (SlipScreen, ("q", "v", "s", "enter")),
    "prepare": (PrepareScreen, ("q", "n")),
}
"""Screens and dialogs, and the keys that lead from the talk to each."""
ELSEWHERE = {
    "AboutScreen",
    "AbsenceDialog",
    "DiffFilterDialog",
    "KeptTextDialog",
    "LockedHomeScreen",
    "Palette",
    "PassphraseDialog",
    "PulseScreen",
    "SignedScreen",
    "ThemeDialog",
    "TrashDialog",
    "VersionScreen",
}
"""Those that change nothing in a session that is open, or are tried by tests of their own: absences, kept texts,
passphrases."""
OF_A_HOST = {"S", "D", "B"}
"""Keys by which whoever has the store may abandon or delete it whole, and go on for both; tried by name above."""
FEW = ("talk", "two texts", "agreements", "review")
"""Those of the ordinary run: each takes some seconds."""


@pytest.fixture
def table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Table:
    monkeypatch.chdir(tmp_path)  # some keys export
    return Table(tmp_path / "room", waits=False)


def desk_of(table: Table, *, invited: bool = False) -> Desk:
    return Desk(table.room, SIZE, opening=table.name, locked=invited, side=Side.RIGHT)


def require_hers(table: Table, before: dict[tuple[str, ...], Any], what: object) -> None:
    """Nothing of Ada's changed in the file, nor in the trash if the session was put there."""
    for item in table.room.library.trash():
        try:
            trash.undelete(table.room.library, item)
        except AllianceError:
            continue
    assert table.of_ada() == before, what


async def arrive(desk: Desk, keys: tuple[str, ...]) -> Screen[Any]:
    """Go to the talk from wherever that is, then on by these keys."""
    for _ in range(12):
        if isinstance(desk.screen, SectionScreen) and not desk.screen.typing:
            break
        in_list = isinstance(desk.screen, LibraryScreen) and not desk.screen.focused and desk.screen.rows.listed
        if in_list or isinstance(desk.screen, ChooseScreen):  # where a filter leaves nothing, escape ends it
            await desk.press("enter")
        else:
            await desk.press("escape")
            if isinstance(desk.screen, Page) and not isinstance(desk.screen, SectionScreen | LibraryScreen):
                await desk.press("q")
    desk.on(SectionScreen)
    await desk.press("home", *keys) if keys else await desk.wait_until_idle()
    return desk.screen


def keys_of(desk: Desk) -> list[str]:
    """Every key that is bound in what is in view."""
    nodes = [desk.app, *desk.screen.walk_children(with_self=True)]
    return sorted({key for node in nodes for key, _ in node._bindings} - {"ctrl+c"})


async def presses(desk: Desk, keys: tuple[str, ...]) -> AsyncIterator[str]:
    """Press each key that is bound where these keys lead; yields it when it has acted."""
    await arrive(desk, keys)
    for key in keys_of(desk):
        screen = await arrive(desk, keys)
        await desk.press(key)
        if isinstance(desk.screen, Page) or desk.screen is screen:
            yield key
            continue
        await desk.press("enter")  # what it asks is answered
        yield key


@pytest.mark.parametrize("state", STATES if FULL else FEW)
async def test_every_key_leaves_ada_s_as_it_is(table: Table, state: str) -> None:
    before = table.of_ada()
    async with desk_of(table) as desk:
        await desk.see_screen(SectionScreen)
        kind, keys = STATES[state]
        assert type(await arrive(desk, keys)) is kind
        async for key in presses(desk, keys):
            require_hers(table, before, (state, key))
            assert "quince" not in desk.text() and "quince" not in " ".join(desk.said), (state, key)
            if not desk.alive or desk.app._exit:
                break
    require_hers(table, before, state)


def test_every_screen_is_tried() -> None:
    """A new one is missing here, until it is among the states or said to be elsewhere."""
    modules = [import_module(each.name) for each in iter_modules(screens.__path__, f"{screens.__name__}.")]
    found = {thing for module in modules for thing in vars(module).values() if isinstance(thing, type)}
    ours = {each for each in found if issubclass(each, BaseScreen) and each.__module__.startswith(screens.__name__)}
    leaves = {each for each in ours if not any(other is not each and issubclass(other, each) for other in ours)}
    leaves.add(Ask)  # the review date is asked for by a kind of it
    assert {each.__name__ for each in leaves} == {kind.__name__ for kind, _ in STATES.values()} | ELSEWHERE


@pytest.mark.parametrize("invited", [True, False])
async def test_random_keys_leave_ada_s_as_it_is(table: Table, invited: bool) -> None:
    """Keys, words and pastes at random; nothing of hers changes, and nothing covered is in view."""
    chance, before, left = random.Random(invited), table.of_ada(), SCRIPTS // 2
    while left:
        async with desk_of(table, invited=invited) as desk:
            while left and desk.alive and not desk.app._exit:
                left -= 1
                for _ in range(STEPS):
                    await step(desk, chance)
                    if not desk.alive or desk.app._exit:
                        break
                    assert "quince" not in desk.text()
                require_hers(table, before, left)


async def step(desk: Desk, chance: random.Random) -> None:
    kind = chance.random()
    if kind < 0.7:
        keys = [key for key in (*KEYS, *"vRUVYyNo", *keys_of(desk)) if key not in OF_A_HOST]
        await desk.press(*chance.choices(keys, k=chance.randint(1, 3)))
    elif kind < 0.9:
        await desk.type(chance.choice(TEXTS))
    else:
        await desk.paste(chance.choice(TEXTS))
