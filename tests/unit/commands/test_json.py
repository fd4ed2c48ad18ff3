"""What `--json` prints is what docs/json.md says."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from alliance_tui.commands.console import JSON_SCHEMA
from alliance_tui.domain.alliance import Side, Verdict
from alliance_tui.services import slips
from alliance_tui.services.pulses import give_pulse
from tests.unit.clock import NOON
from tests.unit.test_cli import Cli

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs" / "json.md").read_text()
COMMANDS = ["list", "due", "show", "diff", "history", "agreements", "search", "questions", "check", "undelete"]


def names(line: str) -> set[str]:
    return set(re.findall(r"`([a-z_]+)`", line))


def keys(value: object) -> set[str]:
    """Every key anywhere in it."""
    if isinstance(value, dict):
        return {*value, *(key for part in value.values() for key in keys(part))}
    return {key for part in value for key in keys(part)} if isinstance(value, list) else set()


@pytest.mark.parametrize("command", COMMANDS)
def test_every_key_is_explained(alliance: Cli, command: str) -> None:
    """In the command's own row, or among those that mean the same everywhere; and there is the schema's number."""
    name = alliance.two_versions()
    [agreement, *_] = alliance.library.alliance(name).versions[0].agreements
    slips.add_slip(alliance.library, name, agreement.id, "So.", "", NOON)
    give_pulse(alliance.library, name, Side.LEFT, {agreement.id: (Verdict.LIVING, "So.")}, NOON)
    alliance.library.delete(other := alliance.begin("Ines", "Tomás"), NOON, id=alliance.library.id_of(other))
    alliance.revisit(name)
    words = {"search": ["the"], "diff": [name, "1", "open"]}.get(command, [name] if command in COMMANDS[2:6] else [])
    printed = json.loads(alliance(command, *words, "--json"))
    assert printed["schema"] == JSON_SCHEMA == int(re.findall(r"this description, (\d+)", PAGE)[0])
    common, own = PAGE.split("| command | prints |")
    [row] = [line for line in own.splitlines() if line.startswith(f"| `{command}` |")]
    assert keys(printed) <= names(common) | names(row)
