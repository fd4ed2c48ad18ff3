"""`alliance --diagnostic`."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

from alliance_tui import __version__
from alliance_tui.commands.diagnostic import LIBRARIES
from alliance_tui.domain.terms import Side
from tests.unit.test_cli import Cli


def test_versions_and_numbers_and_nobodys_words(alliance: Cli) -> None:
    """Names and words of the store are not in it, nor where it is."""
    name = alliance.begin("Zarathustra", "Wilhelmina")
    alliance.say(name, "hopes", Side.LEFT, "Unmistakable.")
    out = alliance("--diagnostic")
    assert f"alliance: {__version__}\n" in out
    assert "open sessions: 1\n" in out
    assert "findings of check: 0\n" in out
    assert not [word for word in ("arathustra", "ilhelmina", "nmistakable", str(alliance.root)) if word in out.lower()]
    told = json.loads(alliance("--json", "--diagnostic"))
    assert (told["schema"], told["alliances"], told["terminal"]) == (1, 1, "none")


def test_every_library_is_named() -> None:
    """Those that the program is installed with."""
    project = tomllib.loads((Path(__file__).parents[3] / "pyproject.toml").read_text())["project"]
    assert {re.split("[^a-z]", each)[0] for each in project["dependencies"]} == {*LIBRARIES}


def test_a_damaged_store_is_counted(alliance: Cli) -> None:
    """By what check finds."""
    for file in (alliance.root / alliance.begin()).glob("alliance.json*"):
        file.write_text("{")
    assert "findings of check: 0" not in alliance("--diagnostic")


def test_json_before_the_command(alliance: Cli) -> None:
    """As after it; refused where nothing is printed."""
    assert json.loads(alliance("--json", "list"))["alliances"] == []
    for words in (["--json", "open", "x"], ["--json"], ["--diagnostic", "list"]):
        alliance(*words, code=2)
