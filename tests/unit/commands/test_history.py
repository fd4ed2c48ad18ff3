"""`alliance history`."""

from __future__ import annotations

import json

import pytest

from tests.unit.samples import LEFT
from tests.unit.test_cli import Cli


def test_history_is_a_picture(alliance: Cli) -> None:
    """Piped: plain signs, a column for each version and one for the open session."""
    name = alliance.two_versions()
    alliance.revisit(name)
    alliance.say(name, "conflict", LEFT, "I walk twice round the house.")
    out = alliance("history", "ada")
    assert "\x1b" not in out
    assert out.splitlines()[:2] == ["History · Ada & Grace", "· kept  ░ reworded  █ rewritten  + new  × removed"]
    assert out.splitlines()[3].split() == ["v1", "v2", "open"]
    rows = {line.strip()[:20]: " ".join(line.split()) for line in out.splitlines()}
    assert rows["Grace · What can you"].endswith("+ new ░ 6% · kept")
    assert rows["Ada · How do you cho"].endswith("+ new ░ 14%")
    assert rows["• Grace tells Ada th"].endswith("+ new · kept · kept")


def test_history_in_ascii_and_narrow(alliance: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    """Versions that do not fit beside each other go below."""
    name = alliance.two_versions()
    alliance.revisit(name)
    monkeypatch.setenv("COLUMNS", "50")
    out = alliance("history", name)
    assert [line.split() for line in out.splitlines() if line.split()[:1] in (["v1"], ["open"])] == [
        ["v1", "v2"],
        ["open"],
    ]


def test_history_for_programs(alliance: Cli) -> None:
    """Every row with its place, every cell with its share of changed words."""
    name = alliance.two_versions()
    told = json.loads(alliance("history", name, "--json"))
    assert [(column["version"], column["open"]) for column in told["columns"]] == [(1, False), (2, False)]
    by_place = {(row["question"], row["side"]): row for row in told["rows"]}
    row = by_place["count-on", "right"]
    assert (row["section"], row["agreement"]) == ("responsibility", None)
    assert row["cells"][0] == {"became": "new", "share": 1.0}
    assert (row["cells"][1]["became"], 0 < row["cells"][1]["share"] < 0.1) == ("reworded", True)
    assert by_place["count-on", None]["text"] == "Grace tells Ada the same day."


def test_history_before_the_first_signature(alliance: Cli) -> None:
    """Says so; for programs there is the open session."""
    name = alliance.begin()
    assert "have signed no version yet" in alliance("history", name)
    assert [column["open"] for column in json.loads(alliance("history", name, "--json"))["columns"]] == [True]
