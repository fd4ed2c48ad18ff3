"""No command prints, exports or counts what is answered apart, nor depends on it; one line on stderr says so."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from alliance_tui.domain.alliance import SIDES, AnswerState
from alliance_tui.domain.rivals import Resolution
from alliance_tui.domain.viewer import Viewer
from alliance_tui.services import sealing, sessions
from alliance_tui.services.acts import SeenText
from alliance_tui.services.export_import import ExportRequest, Format, export
from alliance_tui.storage.library import Library
from tests.unit.samples import LEFT, RIGHT
from tests.unit.sealing import without_scrypt
from tests.unit.test_cli import Cli

MARK = "MARK-OF-A-COVERED-ANSWER"
NOTE = "Some answers are covered until both are ready; they are not shown here.\n"
APART = ("count-on", "conflict", "hopes")
EXPORTS_OF_THE_OPEN_SESSION = (
    ("export", "ada", "--version", "open", "--output", "-"),
    ("export", "ada", "--version", "open", "--with-diff", "--output", "-", "--format", "html"),
)
COMMANDS: Sequence[tuple[str, ...]] = [
    ("list",),
    ("list", "--json"),
    ("due",),
    ("due", "--json"),
    ("check",),
    ("undelete",),
    ("show", "ada"),
    ("show", "ada", "--json"),
    ("diff", "ada"),
    ("diff", "ada", "--json"),
    ("diff", "ada", "1", "open"),
    ("diff", "ada", "1", "open", "--json"),
    ("history", "ada"),
    ("history", "ada", "--json"),
    ("search", "mark-of"),
    ("search", "mark-of", "--json", "--in", "ada"),
    ("search", "what"),
    *EXPORTS_OF_THE_OPEN_SESSION,
    *(("export", "ada", "--output", "-", "--format", form) for form in ("html", "markdown", "text", "json", "ics")),
]
OF_THE_OPEN_SESSION = {
    ("show", "ada"),
    ("diff", "ada", "1", "open"),
    ("history", "ada"),
    *EXPORTS_OF_THE_OPEN_SESSION,
}
"""Those that print something of the open session where there is a version."""


def say_covered(alliance: Cli, name: str, sealed: bool = False) -> None:
    """Both answer apart: in words, spoken, and twice at the same time."""
    for side in SIDES:
        own = Library(alliance.root, viewer=Viewer(side))
        if sealed:
            sealing.unlock(own, name, side)
        sessions.answer(own, name, "count-on", side, f"{MARK} {side}")
        sessions.mark(own, name, "conflict", side, AnswerState.SPOKEN)
        for edit in ("one:1", "two:1"):
            sessions.answer(own, name, "hopes", side, f"{MARK} {edit}", SeenText("", edit))
    sessions.say_ready(Library(alliance.root, viewer=Viewer(LEFT)), name, "hopes", LEFT, True)


def outputs(alliance: Cli) -> dict[tuple[str, ...], tuple[int, str, str]]:
    """The exit code, stdout and stderr of every command that prints."""
    found = {}
    for words in COMMANDS:
        code = alliance.run(*words)
        found[words] = code, alliance.out, alliance.err
    return found


@pytest.mark.parametrize("versions", [0, 2])
@pytest.mark.parametrize("sealed", [False, True])
def test_no_output_depends_on_what_is_covered(
    alliance: Cli, versions: int, sealed: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nor what it says on stderr."""
    without_scrypt(monkeypatch)
    name = alliance.two_versions() if versions else alliance.begin()
    if versions:
        alliance.revisit(name)
    sessions.choose_apart(alliance.library, name, (), sealed)
    sessions.set_apart(alliance.library, name, APART, True)
    before = outputs(alliance)
    say_covered(alliance, name, sealed)
    assert (MARK in (alliance.root / name / "session.json").read_text()) is not sealed
    assert outputs(alliance) == before
    noted = {words for words, (_, _, err) in before.items() if NOTE in err}
    if versions:
        assert {tuple(word for word in words if word != "--json") for words in noted} == OF_THE_OPEN_SESSION
    else:
        assert {words[0] for words in noted} == {"show", "history", "export"}
    assert all(err.count("\n") < 2 for _, _, err in before.values())


@pytest.mark.parametrize("form", ["html", "markdown", "text"])
def test_an_export_leaves_out_what_its_own_author_covered(alliance: Cli, form: str) -> None:
    """A file is read by anybody."""
    name = alliance.begin()
    sessions.set_apart(alliance.library, name, APART, True)
    say_covered(alliance, name)
    own = Library(alliance.root, viewer=Viewer(LEFT))
    raw, _ = export(own, name, ExportRequest(Format(form)), alliance.clock)
    assert MARK.encode() not in raw


def test_once_uncovered_it_is_printed(alliance: Cli) -> None:
    """And nothing more is said."""
    name = alliance.begin()
    sessions.set_apart(alliance.library, name, APART, True)
    say_covered(alliance, name)
    for question in APART:
        for side in SIDES:
            sessions.say_ready(Library(alliance.root, viewer=Viewer(side)), name, question, side, True)
    assert alliance("show", name).count(MARK) == 4
    assert alliance.err == ""
    shown = json.loads(alliance("show", name, "--json"))
    answers = next(each for each in shown["questions"] if each["question"] == "count-on")
    assert [answers[side]["text"] for side in ("left", "right")] == [f"{MARK} left", f"{MARK} right"]


def test_what_was_signed_with_sides_is_imported_again(alliance: Cli, tmp_path: Path) -> None:
    """Whole, with its hashes; the open session and what is covered in it stay here."""
    name = alliance.begin()
    sessions.set_apart(alliance.library, name, APART, True)
    say_covered(alliance, name)
    own = {side: Library(alliance.root, viewer=Viewer(side)) for side in SIDES}
    for question in APART:
        for side in SIDES:
            sessions.say_ready(own[side], name, question, side, True)
    for side in SIDES:
        sessions.resolve(own[side], name, "hopes", side, Resolution.MINE, "")
    alliance.sign(name)
    alliance.revisit(name)
    sessions.set_apart(alliance.library, name, ["tone"], True)
    sessions.answer(own[RIGHT], name, "tone", RIGHT, f"{MARK} again")
    exported = alliance("export", name, "--output", "-", "--format", "json")
    assert MARK in exported
    assert "again" not in exported
    (tmp_path / "file.json").write_text(exported)
    other = Cli(tmp_path / "other", alliance._capsys)
    assert "Every hash fits" in other("import", str(tmp_path / "file.json"))
    assert other("show", name).count(MARK) == 4
    assert other("check").endswith("all is well\n")
    hidden = json.loads(exported)
    hidden["versions"][0]["answers"][0]["covered"] = True
    (tmp_path / "file.json").write_text(json.dumps(hidden))
    assert other("import", str(tmp_path / "file.json"), code=1) == ""
