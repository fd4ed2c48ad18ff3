"""`alliance config`, and what the file may say."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from textwrap import dedent

import pytest

from alliance_tui.screens.key_table import acts
from alliance_tui.services.config import load_config
from alliance_tui.storage.bank_files import TEMPLATE as TEMPLATE_BANK
from alliance_tui.storage.bank_files import built_in_text
from alliance_tui.storage.config import TEMPLATE, Config, config_file
from tests.unit.test_cli import Cli


def write(text: str) -> None:
    config_file().parent.mkdir(parents=True, exist_ok=True)
    config_file().write_text(text)


def test_without_a_file(alliance: Cli) -> None:
    """What is in force is what the program does anyway."""
    assert "is not there; `alliance config --init` writes it" in alliance("config")
    told = json.loads(alliance("config", "--json"))
    assert (told["file"], told["settings"]["minutes"], told["settings"]["mouse"]) == (None, 90, None)


def test_a_file_to_start_from(alliance: Cli) -> None:
    """It sets nothing until a # is taken away; then all of it is valid, and what the program does anyway."""
    alliance("config", "--init")
    text = config_file().read_text()
    assert text.startswith(TEMPLATE)
    assert load_config() == Config()
    alliance("config", "--init", code=1)
    assert "There is a file" in alliance.err
    plain = alliance("config")
    write("\n".join(line.removeprefix("# ") for line in text.splitlines() if " = " in line or line == "# [keys]"))
    found = load_config()
    assert found._replace(keys={}) == Config("dark", True, "designed-alliance", zone="Europe/Berlin")
    assert {*found.keys} == {*acts()}
    told = alliance("config")
    assert "zone: Europe/Berlin\n" in told
    assert [line for line in told.splitlines() if line.startswith("keys.")] == plain.splitlines()[8:]


def test_the_example_in_the_guide_can_be_used(alliance: Cli) -> None:
    guide = (Path(__file__).parents[3] / "docs" / "settings.md").read_text("utf-8")
    write(dedent("".join(line for line in guide.splitlines(keepends=True) if line.startswith("    "))))
    assert "keys.next-turn: f6" in alliance("config")


def test_a_city_is_enough_for_a_zone() -> None:
    """As in Prepare."""
    write('zone = "berlin"')
    assert load_config().zone == "Europe/Berlin"


@pytest.mark.parametrize("given", ["own.toml", "./own.toml", "~/own.toml"])
def test_a_bank_is_a_file_beside_this_one(
    alliance: Cli, given: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever folder one is in; ~ is one's home."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "own.toml").write_text("another")
    write(f"bank = '{given}'")
    file = Path(given).expanduser() if given.startswith("~") else config_file().with_name("own.toml")
    file.write_text(built_in_text(TEMPLATE_BANK))
    assert f"bank: {file}\n" in alliance("config")


def test_keys_are_shown_as_they_are_in_force(alliance: Cli) -> None:
    """However they are written: by their names or as they look, between spaces or commas, or as a list."""
    write("""[keys]
undo = "+ ctrl+t"
next-turn = ["&", "N"]
help = "question_mark f1"
back = "esc,q"
slip = ","
""")
    alliance("config", code=1)
    assert "keys.next-turn: N is the key of next-of-anybody too (Go to the next unanswered turn of" in alliance.err
    write(config_file().read_text().replace('"N"', '"Z"'))
    settings = json.loads(alliance("config", "--json"))["settings"]["keys"]
    assert (settings["undo"], settings["next-turn"]) == (["+", "ctrl+t"], ["&", "Z"])
    assert (settings["help"], settings["back"], settings["slip"]) == (["?", "f1"], ["esc", "q"], [","])
    assert "keys.undo: + ctrl+t " in alliance("config")


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("theme = ", "this is not TOML"),
        ('theme = "pink"', "theme: it is one of dark, light, terminal"),
        ('minutes = "90"', "minutes: it is a whole number of minutes"),
        ("minutes = true", "minutes: it is a whole number of minutes"),
        ("minutes = 10", "closing: it takes less"),
        ("mouse = 1", "mouse: it is true or false"),
        ("colour = 1", "colour: there is no such setting; there are theme, mouse"),
        ('review = "soon"', "review: That is not a day"),
        ('zone = "Atlantis"', "zone: There is no one zone of that name"),
        ('bank = "weather"', "no question bank “weather”"),
        ('keys = "n"', "keys: it is a table of ids"),
        ("[keys]\nundo = []", "keys: it is a table of ids"),
        ('[keys]\nundo = "  "', "keys: it is a table of ids"),
        ("[keys]\nundo = [1]", "keys: it is a table of ids"),
        ('[keys]\nundo = "nokey"', "keys.undo: “nokey” is no key"),
        ('[keys]\nundone = "n"', "keys.undone: there is no such act; the nearest is undo"),
        ('[keys]\nundo = "r"', "keys.undo: r is the key of review too (Review everything and sign)"),
    ],
)
def test_what_is_wrong_is_said_with_its_key(alliance: Cli, text: str, problem: str) -> None:
    """And nothing is opened."""
    write(text)
    alliance("config", code=1)
    assert problem in alliance.err
    assert tomllib.loads(TEMPLATE) == {}
