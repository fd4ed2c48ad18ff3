"""What a person sets by hand, in `config.toml` in the folder of the user's configuration.

It is read at each start and written by nobody but the person, and `alliance config --init` once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

from platformdirs import user_config_path

from alliance_tui.domain.errors import AllianceError, NotAllowed
from alliance_tui.storage.disk import file_errors, read_regular_file
from alliance_tui.storage.paths import expanded

THEMES = ("dark", "light", "terminal")
TEMPLATE = """\
# Settings of `alliance`. Each is what the program does without it; take the # away to set it.
# `alliance config` prints what is in force, and says what is wrong in this file.

# theme = "dark"              # dark, light, or terminal: its own colours. One chosen with ctrl+p comes first
# mouse = true                # take clicks and the wheel; without it, not over ssh. --mouse and --no-mouse come first
# bank = "designed-alliance"  # the questions of new sessions: a bank's id or a file. --bank comes first
# minutes = 90                # a session's length, where its questions suggest none of their own
# closing = 12                # how many of them are for Closing
# review = "3 months"         # the day of the next review that is proposed at signing: days, weeks, months or years
# zone = "Europe/Berlin"      # the zone of a new alliance's hours; without it, that of the machine
"""


class Config(NamedTuple):
    """The settings in force; what is "" or None is left to the program."""

    theme: str = ""
    mouse: bool | None = None
    bank: str = ""
    minutes: int = 90
    closing: int = 12
    review: str = "3 months"
    zone: str = ""
    keys: Mapping[str, tuple[str, ...]] = {}
    """The keys of acts, by their ids, as the person calls them."""


def config_file() -> Path:
    """Return where the settings are."""
    return user_config_path("alliance", appauthor=False) / "config.toml"


def read_config(file: Path) -> Config:
    """Return what the file sets; NotAllowed with every problem by its key, StoreError if it can't be read."""
    with file_errors(file, "can’t be read", "Nothing was opened."):
        raw = read_regular_file(file)
    if raw is None:
        return Config()
    import tomllib  # only who has the file pays for it

    try:
        given = tomllib.loads(raw.decode("utf-8-sig"))
    except ValueError as error:
        raise NotAllowed(f"{file}: this is not TOML: {error}. Nothing was opened. Mend it, or move it away.") from None
    problems = [problem for key, value in given.items() if (problem := _problem(key, value))]
    if not problems and given.get("closing", 12) >= given.get("minutes", 90):
        problems = ["closing: it takes less than the session’s minutes"]
    if problems:
        raise NotAllowed(f"{file}: {'; '.join(problems)}. Nothing was opened. Mend it, or move it away.")
    if "keys" in given:
        given["keys"] = {id_: _parts(keys) for id_, keys in given["keys"].items()}
    if "bank" in given:
        given["bank"] = _bank_meant(given["bank"], file.parent)
    return Config(**given)


def _bank_meant(bank: str, folder: Path) -> str:
    """Return a bank's id, or the whole path of its file, which is looked for in the folder of the settings."""
    if not (bank.endswith(".toml") or "/" in bank):
        return bank
    return str(folder / expanded(bank))


def _problem(key: str, value: object) -> str:
    """Return what is wrong with a setting, by its key; "" if nothing is."""
    if key not in _CHECKS:
        return f"{key}: there is no such setting; there are {', '.join(_CHECKS)}"
    is_sound, what = _CHECKS[key]
    try:
        return "" if is_sound(value) else f"{key}: it is {what}"
    except AllianceError as error:
        return f"{key}: {error}"


def _is_minutes(value: object) -> bool:
    return type(value) is int and 1 <= value <= 24 * 60


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _parts(keys: str | list[str]) -> tuple[str, ...]:
    """Return the keys of an act, which are separated by spaces or commas; a lone comma is that key."""
    found = [key for part in ([keys] if isinstance(keys, str) else keys) for key in part.split()]
    return tuple(each for key in found for each in (key.split(",") if len(key) > 1 else [key]) if each)


def _are_keys(value: object) -> bool:
    """Return True for a table of keys; which ids and keys there are, its screens know."""
    if not isinstance(value, dict):
        return False
    texts = [keys if isinstance(keys, list) else [keys] for keys in value.values()]
    return all(isinstance(each, str) for keys in texts for each in keys) and all(map(_parts, value.values()))


_CHECKS: dict[str, tuple[Callable[[object], bool], str]] = {
    "theme": (lambda value: value in THEMES, f"one of {', '.join(THEMES)}"),
    "mouse": (lambda value: isinstance(value, bool), "true or false"),
    "bank": (_is_text, "a bank’s id or a file, in quotes"),
    "minutes": (_is_minutes, "a whole number of minutes"),
    "closing": (_is_minutes, "a whole number of minutes"),
    "review": (_is_text, "a time like “3 months”, in quotes"),
    "zone": (_is_text, "a zone like “Europe/Berlin”, in quotes"),
    "keys": (_are_keys, 'a table of ids, each with its keys in quotes, like `next-turn = "k ctrl+n"`'),
}
