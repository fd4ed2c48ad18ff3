"""Where the app can't be shown as it should be, it says so in one line and ends with 2; nothing is left running."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.e2e.conftest import OpenTerminal
from tests.e2e.session import Sitting, lay_down

POOR = {
    "TERM dumb": {"TERM": "dumb"},
    "TERM empty": {"TERM": ""},
    "TERM unset": {"TERM": None},
    "ASCII": {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    "Latin-1": {"PYTHONIOENCODING": "latin-1"},
    "a locale that is not there": {"LC_ALL": "de_DE.ISO-8859-1", "PYTHONUTF8": "0"},
}


@pytest.mark.parametrize("env", POOR.values(), ids=POOR)
@pytest.mark.parametrize("words", [[], ["demo"]], ids=str)
def test_it_is_refused_in_one_line(
    alliance: Path, store: Path, terminal: OpenTerminal, env: dict[str, str | None], words: list[str]
) -> None:
    """With what to do, in ASCII, and without a control sequence."""
    lay_down(store)
    shown = terminal([alliance, "--store", store, *words], env=env, columns=250)
    assert shown.wait_exit() == 2
    said = shown.raw.decode("ascii").strip()
    assert "\n" not in said
    assert "\x1b" not in said
    assert said.startswith("This needs a terminal")
    assert ("TERM" if "TERM" in env else "LC_ALL=C.UTF-8") in said
    assert shown.survivors() == []


@pytest.mark.parametrize("env", [{"LANG": "C"}, {"LANG": None}, {"LC_ALL": "POSIX"}], ids=str)
def test_where_python_speaks_utf_8_all_the_same_it_is_shown_right(
    alliance: Path, store: Path, terminal: OpenTerminal, env: dict[str, str | None]
) -> None:
    """The C locale alone says nothing of the terminal; Python takes it for UTF-8, and so does nearly every host."""
    lay_down(store)
    shown = terminal([alliance, "--store", store, "open", "Ada"], env=env)
    shown.wait_for("▌1 Intentions")
    shown.wait_for("enter write")


@pytest.mark.parametrize("env", POOR.values(), ids=POOR)
def test_what_needs_no_terminal_works_all_the_same(
    alliance: Path, store: Path, terminal: OpenTerminal, env: dict[str, str | None]
) -> None:
    """What the encoding lacks is plainer or an escape."""
    lay_down(store, left="Ädä", right="温かい")
    shown = terminal([alliance, "--store", store, "list"], env=env, columns=150)
    assert shown.wait_exit() == 0
    assert "1 alliance" in shown.screen()
    shown.raw.decode("utf-8" if "TERM" in env else "latin-1" if "PYTHONIOENCODING" in env else "ascii")


@pytest.mark.parametrize("words", [[], ["demo"]], ids=str)
@pytest.mark.parametrize("away", ["<&-", ">/dev/null", "2>/dev/null", "</dev/null", ">&-", "2>&-"])
def test_without_a_terminal(alliance: Path, store: Path, terminal: OpenTerminal, words: list[str], away: str) -> None:
    """Any of the three streams that is none, or closed: 2, and nothing runs on."""
    lay_down(store)
    shown = terminal(["/bin/sh", "-c", f'"$@" {away}', "sh", alliance, "--store", store, *words], columns=250)
    assert shown.wait_exit() == 2
    assert b"\x1b" not in shown.raw
    assert shown.raw.count(b"\n") == (0 if away == "2>/dev/null" else 1)
    assert shown.survivors() == []


def test_a_terminal_after_all(alliance: Path, store: Path, terminal: OpenTerminal) -> None:
    """The same store in a terminal as it should be."""
    lay_down(store)
    sitting = Sitting(terminal, [alliance, "--store", store])
    assert sitting.quit() == 0
