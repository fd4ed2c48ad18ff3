"""`alliance search`."""

from __future__ import annotations

import json
import sys
from datetime import timedelta

import pytest

from alliance_tui.services import slips
from tests.unit.clock import NOON
from tests.unit.samples import LEFT
from tests.unit.test_cli import Cli


def test_each_text_with_its_line_and_its_versions(alliance: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    """Plain in a pipe; a line that wraps goes on below its first word."""
    name = alliance.two_versions()
    monkeypatch.setenv("COLUMNS", "60")
    assert alliance("search", "board").splitlines() == [
        "Ada & Grace · ada-and-grace",
        " ● Grace · What can you count on from each other? Be",
        "   specific!  v1 Mar 2026",
        "     That I never surprise you in front of the board. You",
        "     hear it from me first.",
        "",
        "1 found",
    ]
    slips.add_slip(
        alliance.library,
        name,
        alliance.library.alliance(name).versions[0].agreements[0].id,
        "A day late.",
        "",
        NOON + timedelta(days=3),
    )
    assert " ↯ slip · Grace tells Ada the same day.  15 Mar" in alliance("search", "day", "late")
    assert " ● Grace · agreement  v1 Mar 2026 – v2 Mar 2026" in alliance("search", "tells")


def test_words_or_a_phrase(alliance: Cli) -> None:
    """All words in one text; an argument with spaces is a phrase. Options may stand anywhere."""
    alliance.two_versions()
    assert alliance("search", "you", "hear", "never").endswith("\n1 found\n")
    assert alliance("search", "never you").startswith('Nothing found for “"never you"” in ')
    assert alliance("search", "hear", "--in", "ada", "me").endswith("\n1 found\n")


def test_nothing_found_says_what_was_searched(alliance: Cli) -> None:
    name = alliance.two_versions()
    alliance.sign(alliance.begin("Ines", "Tomás"))
    alliance.revisit(name)
    alliance.say(name, "tone", LEFT, "Warm.")
    searched = "2 alliances, 3 versions, 1 open session, 0 slips"
    assert alliance("search", "harbour") == f"Nothing found for “harbour” in {searched}.\n"
    assert alliance("search", "harbour", "--in", "ines") == (
        "Nothing found for “harbour” in 1 alliance, 1 version, 0 slips.\n"
    )
    assert "no alliance “nobody”" in alliance("search", "x", "--in", "nobody", code=1) + alliance.err


def test_an_empty_store(alliance: Cli) -> None:
    assert alliance("search", "harbour").startswith("Nothing found for “harbour” in 0 alliances")
    assert not alliance.root.exists()


def test_no_words_are_an_error(alliance: Cli) -> None:
    assert alliance("search", '""', code=1) == "" and "Say which words" in alliance.err
    alliance("search", code=2)


def test_as_json(alliance: Cli) -> None:
    """Exact texts, the words' places in them, and where."""
    name = alliance.two_versions()
    found = json.loads(alliance("search", "board", "surprise", "--json"))
    assert found["words"] == "board surprise"
    assert found["searched"] == {"alliances": 1, "versions": 2, "sessions": 0, "slips": 0}
    [one] = found["alliances"]
    [hit] = one["found"]
    assert (one["name"], hit["kind"], hit["question"], hit["side"]) == (name, "answer", "count-on", "right")
    assert [hit["text"][start:end] for start, end in hit["places"]] == ["surprise", "board"]
    assert hit["first"] == hit["last"] == {"version": 1, "signed": "2026-03-12T13:20:00+00:00"}
    assert json.loads(alliance("search", "harbour", "--json"))["alliances"] == []


def test_what_cannot_be_read_is_named(alliance: Cli) -> None:
    """The rest is searched."""
    alliance.two_versions()
    broken = alliance.begin("Ines", "Tomás")
    for file in (alliance.root / broken).glob("alliance.json*"):
        file.write_text("{")
    assert "surprise" in alliance("search", "board", code=1)
    assert broken in alliance.err


def test_words_are_marked_on_a_terminal(alliance: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    """Bold and underlined, and in a colour where colours are wanted."""
    alliance.two_versions()
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert "\x1b[1;4;33mboard\x1b[0m" in alliance("search", "board")
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b[1;4mboard\x1b[0m" in alliance("search", "board")
