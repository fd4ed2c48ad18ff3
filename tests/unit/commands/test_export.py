"""`alliance export` and `alliance import` as they are typed."""

from __future__ import annotations

import json
import stat
from datetime import date
from pathlib import Path

import pytest

from alliance_tui import cli
from alliance_tui.services import alliances, sessions
from alliance_tui.services.alliances import Preparation
from tests.unit.clock import NOON
from tests.unit.samples import LEFT
from tests.unit.test_cli import COUNT_ON, Cli


@pytest.fixture
def alliance(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Cli:
    """The command over an empty store, in a folder of its own."""
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    return Cli(tmp_path / "store", capsys)


def test_the_file_says_what_it_is(alliance: Cli) -> None:
    """By its ending, by --format, or a page with a name of its own where nothing is said."""
    alliance.two_versions()
    assert alliance("export", "ada").endswith("here/ada-and-grace-v2.html\n")
    page = Path("ada-and-grace-v2.html").read_text()
    assert "in front of the team" in page
    assert "<del>" not in page
    assert stat.S_IMODE(Path("ada-and-grace-v2.html").stat().st_mode) == 0o600
    alliance("export", "ada", "--version", "v1", "--format", "markdown")
    assert COUNT_ON in Path("ada-and-grace-v1.md").read_text()
    alliance("export", "ada", "--output", "x.txt")
    assert "Version 2, signed 12 March 2026" in Path("x.txt").read_text()
    alliance("export", "ada", "--output", "x.html", "--with-diff")
    assert "<del>board</del><ins>team</ins>" in Path("x.html").read_text()


def test_stdout(alliance: Cli) -> None:
    """The file's own bytes and nothing else."""
    alliance.two_versions()
    assert alliance("export", "ada", "--output", "-").startswith("Ada & Grace\n====")
    assert alliance("export", "ada", "--output", "-", "--format", "html").startswith("<!DOCTYPE html>")
    assert len(json.loads(alliance("export", "ada", "--output", "-", "--format", "json"))["versions"]) == 2
    assert [*Path().iterdir()] == []


def test_no_file_is_overwritten_unasked(alliance: Cli) -> None:
    """It says how."""
    alliance.two_versions()
    Path("x.html").write_text("mine")
    assert alliance("export", "ada", "--output", "x.html", code=1) == ""
    assert "--force" in alliance.err
    assert Path("x.html").read_text() == "mine"
    alliance("export", "ada", "--output", "x.html", "--force")
    assert Path("x.html").read_text() != "mine"


def test_what_cannot_be_exported(alliance: Cli) -> None:
    """Each with its reason, and no file."""
    name = alliance.two_versions()
    for words in (
        ["--output", "x.pdf"],
        ["--version", "9"],
        ["--format", "ics"],
        ["--format", "text", "--with-diff"],
        ["--format", "json", "--version", "1"],
        ["--output", str(alliance.root / name / "alliance.json"), "--force"],
        ["--output", "nowhere/x.html"],
    ):
        assert alliance("export", "ada", *words, code=1) == ""
        assert alliance.err.strip().endswith(".")
    assert alliance("export", "ada", "--format", "pdf", code=2) == ""
    assert [*Path().iterdir()] == []
    assert alliance("check").startswith("1 alliance")


def test_the_dates(alliance: Cli) -> None:
    """A planned session and the day of the review, for a calendar."""
    ready = Preparation("Ada", "Grace", "cofounders", "Rosa’s", planned=NOON)
    name = alliances.begin_alliance(alliance.library, ready, NOON).name
    out = alliance("export", name, "--format", "ics", "--output", "-")
    assert "DTSTART:20260312T120000Z" in out
    assert "DURATION:PT1H30M" in out
    alliance("export", name, "--format", "ics")
    assert Path("ada-and-grace.ics").exists()
    two = alliance.begin("Mei", "Noor")
    sessions.set_review(alliance.library, two, date(2026, 9, 1))
    alliance.sign(two)
    assert "DTSTART;VALUE=DATE:20260901" in alliance("export", two, "--output", "-", "--format", "ics")


def test_a_round_trip(alliance: Cli, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Acceptance 5: export, import into an empty store, export again: byte-identical."""
    alliance.two_versions()
    alliance("export", "ada", "--output", "a.json")
    other = ["--store", str(tmp_path / "other")]
    assert cli.main(["import", "a.json", *other]) == 0
    assert capsys.readouterr().out == "Ada & Grace are here as ada-and-grace, with 2 versions. Every hash fits.\n"
    assert cli.main(["export", "ada", "--output", "b.json", *other]) == 0
    assert Path("a.json").read_bytes() == Path("b.json").read_bytes()
    assert cli.main(["import", "a.json", *other]) == 1
    assert "here already" in capsys.readouterr().err


def test_what_cannot_be_imported(alliance: Cli) -> None:
    """The field is named, and no store is made."""
    Path("x.json").write_text('{"alliance_export": 1, "alliance": {"id": 3}, "versions": []}')
    assert alliance("import", "x.json", code=1) == ""
    assert "x.json can’t be imported: alliance.id is not text. Nothing was changed." in alliance.err
    alliance("import", "nowhere.json", code=1)
    assert "no file" in alliance.err
    assert not alliance.root.exists()


def test_an_open_session_as_a_draft(alliance: Cli) -> None:
    """What is not signed says so; it is no part of the JSON."""
    name = alliance.begin()
    alliance.say(name, "hopes", LEFT, "<b>To be still here.</b>")
    alliance("export", name)
    page = Path("ada-and-grace-draft.html").read_text()
    assert "Not signed yet" in page
    assert "&lt;b&gt;To be still here.&lt;/b&gt;" in page
    alliance("export", name, "--format", "json", code=1)


def test_an_open_session_beside_signed_versions(alliance: Cli) -> None:
    """By the word that `show` and `diff` take; with what would change by it."""
    name = alliance.two_versions()
    alliance("export", name, "--version", "open", code=1)
    assert "have no session open" in alliance.err
    alliance.revisit(name)
    alliance.say(name, "hopes", LEFT, "To be still here.")
    alliance("export", name, "--version", "open", "--with-diff")
    page = Path("ada-and-grace-draft.html").read_text()
    assert "Not signed yet" in page
    assert page.count("To be still here.") == 2
    alliance("export", name, "--version", "open", "--format", "json", code=1)
    assert "Leave the version out" in alliance.err


def test_all_of_them(alliance: Cli) -> None:
    """Each to a file in a folder; one that can't be written stops no other, and is named."""
    alliance.two_versions()
    name = alliance.begin("Ines", "Tomás")
    alliance("export", "--all", "--output", "out/pages")
    assert {path.name for path in Path("out/pages").iterdir()} == {"ada-and-grace-v2.html", f"{name}-draft.html"}
    alliance("export", "--all", "--output", "out/json", "--format", "json", code=1)
    assert [path.name for path in Path("out/json").iterdir()] == ["ada-and-grace.json"]
    assert f"{name}: Ines & Tomás have signed no version yet" in alliance.err
    for words in (["--all"], ["--all", "ada"], [], ["--all", "--output", "-"]):
        alliance("export", *words, code=2)
