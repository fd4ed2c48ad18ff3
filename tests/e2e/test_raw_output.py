"""Hostile text in every field of the store, on every screen and in every output: none of it reaches the terminal."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from tests.e2e.conftest import OpenTerminal
from tests.e2e.hostile import lay_down_hostile, leaks
from tests.e2e.session import Sitting, run_alliance
from tests.e2e.test_sizes import TOUR, go_to

MARK = "␛]0;PWNED␇"


@pytest.mark.parametrize("size", [(200, 60), (40, 12)], ids=str)
def test_every_screen(alliance: Path, store: Path, terminal: OpenTerminal, size: tuple[int, int]) -> None:
    """All screens and dialogs, with every field poisoned."""
    lay_down_hostile(store)
    sitting = Sitting(terminal, [alliance, "--store", store], *size)
    sitting.see(MARK[:3])
    seen = set()
    for stop in TOUR:
        go_to(sitting, stop)
        screen = sitting.terminal.wait_quiet()
        assert sitting.alive, stop.name
        if "␛" in screen or "�" in screen:
            seen.add(stop.name)
    sitting.see("Library")
    assert leaks(sitting.terminal.raw) == []
    assert sitting.terminal.title == ""
    assert sitting.quit() == 0, sitting.screen
    never = {"background", "library's help", "extension", "stop", "palette", "talk's help"}
    assert {stop.name for stop in TOUR} - seen <= never


PRINTED = ["list", "show Ada", "show Ada --version 1", "diff Ada", "history Ada"]


@pytest.mark.parametrize("words", [*PRINTED, *(f"{words} --json" for words in PRINTED), "diff Ada --inline", "check"])
def test_every_output(alliance: Path, store: Path, terminal: OpenTerminal, words: str) -> None:
    """What the command line prints, on a terminal and in a pipe."""
    lay_down_hostile(store)
    argv = words.split()
    shown = terminal([alliance, "--store", store, *argv], columns=150)
    assert shown.wait_exit() == (1 if words == "check" else 0), shown.screen()
    assert leaks(shown.raw) == []
    assert shown.title == ""
    piped = run_alliance(alliance, store, *argv)
    assert leaks(piped.stdout.encode() + piped.stderr.encode()) == []
    assert "PWNED" in piped.stdout
    if words.endswith("--json"):
        assert json.loads(piped.stdout)


@pytest.mark.parametrize("words", ["show", "open"])
def test_complaints(alliance: Path, store: Path, terminal: OpenTerminal, words: str) -> None:
    """What is asked for by a hostile name is named without harm."""
    lay_down_hostile(store)
    for wanted in ("\x1b]0;PWNED\x07\u202e", "\udcff\udc9b31m"):
        shown = terminal([alliance, "--store", store, words, wanted])
        assert shown.wait_exit() == 1
        assert leaks(shown.raw) == []


def test_a_form_with_attacks_in_its_fields(alliance: Path, store: Path, terminal: OpenTerminal) -> None:
    """It is filled in with them, marked, and can be worked with."""
    lay_down_hostile(store)
    sitting = Sitting(terminal, [alliance, "--store", store], 200, 30)
    sitting.new_alliance()
    sitting.see(f"A{MARK}")
    sitting.terminal.press("enter")
    sitting.see_caret_in("right")
    sitting.terminal.type("x")
    sitting.terminal.press("ctrl+g")
    sitting.terminal.wait_quiet(0.1)
    assert sitting.alive
    assert leaks(sitting.terminal.raw) == []


def test_the_check_can_fail(tmp_path: Path) -> None:
    """Printed as it is stored, each attack is found."""
    from tests.e2e.hostile import ATTACKS

    harmless = {"zero width", "markup"}
    for name, attack in ATTACKS.items():
        script = f"import sys; sys.stdout.buffer.write({attack.encode(errors='surrogatepass')!r})"
        raw = subprocess.run(["python3", "-c", script], capture_output=True, check=True).stdout
        assert bool(leaks(raw)) is (name not in harmless), name
