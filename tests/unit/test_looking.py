"""`alliance due`, `alliance history`, and slips in `alliance show`."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest

from alliance_tui.services import sessions, slips
from tests.unit.clock import NOON
from tests.unit.samples import LEFT
from tests.unit.test_cli import Cli


@pytest.fixture
def alliance(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Cli:
    """The command over an empty store."""
    return Cli(tmp_path / "store", capsys)


def reviewed(alliance: Cli, days: int, left: str = "Ada", right: str = "Grace") -> str:
    """An alliance signed at noon, to be reviewed so many days later."""
    name = alliance.begin(left, right)
    sessions.set_review(alliance.library, name, NOON.date() + timedelta(days=days))
    alliance.sign(name)
    return name


# due


def test_nothing_is_due(alliance: Cli) -> None:
    """In an empty store, before the day, and without one: silence, and 0."""
    assert alliance("due") == ""
    reviewed(alliance, 1)
    alliance.sign(alliance.begin("Ines", "Tomás"))
    assert alliance("due") == alliance.err == ""
    assert json.loads(alliance("due", "--json")) == []


def test_due_from_the_day_itself(alliance: Cli) -> None:
    """A line each, the longest due first; the revisit's state once it has begun."""
    reviewed(alliance, 10)
    other = reviewed(alliance, 3, "Ines", "Tomás")
    alliance.clock.set(NOON + timedelta(days=10))
    assert alliance("due").splitlines() == [
        "Ines & Tomás: review due since 15 Mar · alliance open ines-and-tomás",
        "Ada & Grace: review today · alliance open ada-and-grace",
    ]
    alliance.revisit(other)
    assert " · session left open · " in alliance("due").splitlines()[0]
    first, second = json.loads(alliance("due", "--json"))
    assert (first["name"], first["review"], first["days"], first["session"]) == (other, "2026-03-15", 7, True)
    assert (second["name"], second["left"], second["days"], second["session"]) == ("ada-and-grace", "Ada", 0, False)


def test_what_cannot_be_read_does_not_hide_what_is_due(alliance: Cli) -> None:
    """It goes to stderr, so that a profile or cron tells of it."""
    reviewed(alliance, 0)
    broken = alliance.begin("Ines", "Tomás")
    for file in (alliance.root / broken).glob("alliance.json*"):
        file.write_text("{")
    assert alliance("due", code=1).startswith("Ada & Grace: review today")
    assert broken in alliance.err


# slips


def test_show_tells_of_slips(alliance: Cli) -> None:
    """When, of what, what happened, how it was repaired; of an earlier version those of its own time."""
    name = alliance.two_versions()
    chain = alliance.library.alliance(name).versions
    agreement = chain[0].agreements[0].id
    slips.add_slip(alliance.library, name, agreement, "Three days [/] late.", "", NOON)
    slips.add_slip(alliance.library, name, agreement, "Late again.", "Tea.", chain[1].signed + timedelta(days=9))
    out = alliance("show", "ada")
    assert "12 Mar · Grace tells Ada the same day.\n    Three days [/] late.\n    not repaired yet\n" in out
    assert "Late again.\n    repaired: Tea.\n" in out
    first = alliance("show", "ada", "--version", "1")
    assert "Three days [/] late." in first
    assert "Late again." not in first
    shown = json.loads(alliance("show", "ada", "--json"))["slips"]
    assert [(slip["agreement"], slip["what"], slip["repaired"]) for slip in shown] == [
        (agreement, "Three days [/] late.", ""),
        (agreement, "Late again.", "Tea."),
    ]


# history


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
