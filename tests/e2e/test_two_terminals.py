"""Two people at two real terminals on one store: what one does never takes a screen or a word from the other."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from alliance_tui.domain.alliance import Side
from alliance_tui.storage.library import Library
from tests.e2e.conftest import OpenTerminal
from tests.e2e.session import Sitting, lay_down

TRIES = 20
"""Acts that are refused while the other screen has just changed something are tried again."""
LETTERS = "qndDurasxy" * 6
"""Sixty keys that act on one screen or another: leave, next, delete, undo, review, sign."""


@pytest.fixture
def two(terminal: OpenTerminal, alliance: Path, store: Path) -> tuple[Sitting, Sitting]:
    """Two programs at the first question of one alliance; on the second one Ada is writing."""
    lay_down(store)
    one, other = (Sitting(terminal, [alliance, "--store", store]) for _ in range(2))
    for sitting in (one, other):
        sitting.open()
    other.start_writing()
    return one, other


def signs(one: Sitting, store: Path) -> None:
    """Both names, at the first terminal; as soon as nothing changes on the other one."""
    one.review()
    for side in Side:
        for _ in range(TRIES):
            one.terminal.press(side.value)
            one.see("signing")
            one.terminal.press("enter")
            one.terminal.wait_quiet()
            if "signing" in one.screen:
                one.terminal.press("escape")
                one.see_no_more("signing")
            if f"{one.names[side]} signed" in one.screen or "signed by both" in one.screen:
                break
    one.see("signed by both")


def deletes(one: Sitting, store: Path) -> None:
    """From the library."""
    one.leave()
    one.terminal.press("D")
    one.see("Delete Ada & Grace?")
    one.terminal.press("y")
    one.see("Design your alliance.")


def abandons(one: Sitting, store: Path) -> None:
    """As soon as it is what was seen."""
    for _ in range(TRIES):
        one.terminal.press("S")
        one.see("Stop without signing?")
        one.terminal.press("a")
        one.see_no_more("Stop without signing?")
        one.terminal.wait_quiet()
        if "Library" in one.screen:
            return
    raise AssertionError("it could not be abandoned")


def moves(one: Sitting, store: Path) -> None:
    """For a second."""
    store.rename(store.with_name("away"))


@pytest.mark.parametrize("ends", [signs, deletes, abandons, moves])
def test_who_types_keeps_every_letter(
    two: tuple[Sitting, Sitting], store: Path, ends: Callable[[Sitting, Path], None]
) -> None:
    """Sixty letters, some before and some after; none acts on any screen, and all are in the store."""
    one, other = two
    other.type(LETTERS[:20])
    other.see(LETTERS[:20])
    time.sleep(1.5)  # so that they are saved
    ends(one, store)
    other.type(LETTERS[20:])
    other.see("writing")
    other.see_that(lambda screen: "ENDED" in screen or "UNSAVED" in screen, "what became of the session")
    assert other.alive
    if ends is moves:
        time.sleep(1)
        store.with_name("away").rename(store)
        other.see_no_more("UNSAVED")
        other.stop_writing()
        session = Library(store).load("ada-and-grace")[1]
        assert session is not None
        assert LETTERS in [answer.text for answer in session.answers.values()]
        return
    other.terminal.wait_quiet()
    time.sleep(1.3)  # keys are dropped until there was a pause
    other.terminal.press("escape")
    other.see_no_more("writing")
    other.type("qqDyt")
    other.terminal.wait_quiet()
    assert other.alive
    texts = [path.read_text("utf-8") for path in store.rglob("drafts.json")]
    assert [LETTERS in text for text in texts] == [True]


def test_letters_behind_the_end_act_on_nothing(two: tuple[Sitting, Sitting], store: Path) -> None:
    """The other screen goes to the signed version while somebody there presses keys of the talk."""
    one, other = two
    other.stop_writing()
    signs(one, store)
    other.see_that(lambda screen: "signed by both" in screen, "the signed version")
    other.type("qqdrs")
    other.terminal.wait_quiet()
    assert other.alive
    assert "signed by both" in other.screen
    assert Library(store).load("ada-and-grace")[1] is None
