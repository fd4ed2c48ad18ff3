"""`alliance due`."""

from __future__ import annotations

import json
from datetime import timedelta

from alliance_tui.services import sessions
from tests.unit.clock import NOON
from tests.unit.test_cli import Cli


def reviewed(alliance: Cli, days: int, left: str = "Ada", right: str = "Grace") -> str:
    """An alliance signed at noon, to be reviewed so many days later."""
    name = alliance.begin(left, right)
    sessions.set_review(alliance.library, name, NOON.date() + timedelta(days=days))
    alliance.sign(name)
    return name


def test_nothing_is_due(alliance: Cli) -> None:
    """In an empty store, before the day, and without one: silence, and 0."""
    assert alliance("due") == ""
    reviewed(alliance, 1)
    alliance.sign(alliance.begin("Ines", "Tomás"))
    assert alliance("due") == alliance.err == ""
    assert json.loads(alliance("due", "--json"))["due"] == []


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
    first, second = json.loads(alliance("due", "--json"))["due"]
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


def test_within_a_time_and_in_one_line(alliance: Cli) -> None:
    """Days or weeks ahead; the greeting names the first and counts the others."""
    reviewed(alliance, 14)
    reviewed(alliance, 15, "Ines", "Tomás")
    assert alliance("due", "--within", "13d") == alliance("due", "--brief") == ""
    assert alliance("due", "--within", "2w") == "Ada & Grace: review in 14 days · alliance open ada-and-grace\n"
    assert alliance("due", "--within", "15", "--brief") == (
        "Alliance: Ada & Grace, review in 14 days and 1 more · alliance due\n"
    )
    alliance("due", "--within", "a fortnight", code=2)
    assert "like 14d or 2w" in alliance.err
