"""`alliance agreements`."""

from __future__ import annotations

import json

import pytest

from tests.unit.test_cli import Cli


def test_the_open_session_is_the_last_column(alliance: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    """Piped: plain signs, the table, and below it the stories. Narrow, nothing is longer than a line."""
    name = alliance.two_versions()
    alliance.revisit(name)
    out = alliance("agreements", "ada")
    assert "\x1b" not in out
    assert next(line.split()[::3] for line in out.splitlines() if line.strip()[:3] == "v1 ") == ["v1", "v2", "open"]
    assert "● Grace · Grace tells Ada the same day." in out
    monkeypatch.setenv("COLUMNS", "40")
    assert max(map(len, alliance("agreements", name).splitlines())) <= 40


def test_for_programs(alliance: Cli) -> None:
    name = alliance.two_versions()
    told = json.loads(alliance("agreements", name, "--json"))
    assert [column["version"] for column in told["columns"]] == [1, 2]
    assert [[cell["became"] for cell in each["cells"]] for each in told["agreements"]] == [["new", "kept"]]


def test_only_some(alliance: Cli) -> None:
    """By whose they are and by what became of them, for people and for programs."""
    name = alliance.two_versions()
    assert len(json.loads(alliance("agreements", name, "--side", "Grace", "--json"))["agreements"]) == 1
    assert json.loads(alliance("agreements", name, "--only", "retired", "--json"))["agreements"] == []
    assert alliance("agreements", name, "--side", "Ada", "--only", "no-verdict") == "No agreement of this kind.\n"
    alliance("agreements", name, "--only", "lapsed", code=1)
    assert "slipped, no-verdict, since, retired." in alliance.err


def test_before_the_first_signature(alliance: Cli) -> None:
    name = alliance.begin()
    assert "Nothing was agreed in any version." in alliance("agreements", name)
    assert json.loads(alliance("agreements", name, "--json"))["agreements"] == []
