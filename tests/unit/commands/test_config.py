"""`alliance config`, and what the file may say."""

from __future__ import annotations

import json
import tomllib

import pytest

from alliance_tui.services.config import load_config
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
    assert config_file().read_text() == TEMPLATE
    assert load_config() == Config()
    alliance("config", "--init", code=1)
    assert "There is a file" in alliance.err
    lines = (line.removeprefix("# ") for line in TEMPLATE.splitlines() if " = " in line)
    write("\n".join(lines))
    assert load_config() == Config("dark", True, "designed-alliance", zone="Europe/Berlin")
    assert "zone: Europe/Berlin\n" in alliance("config")


def test_a_city_is_enough_for_a_zone() -> None:
    """As in Prepare."""
    write('zone = "berlin"')
    assert load_config().zone == "Europe/Berlin"


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
    ],
)
def test_what_is_wrong_is_said_with_its_key(alliance: Cli, text: str, problem: str) -> None:
    """And nothing is opened."""
    write(text)
    alliance("config", code=1)
    assert problem in alliance.err
    assert tomllib.loads(TEMPLATE) == {}
