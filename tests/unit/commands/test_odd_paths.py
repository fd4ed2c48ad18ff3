"""Every place where a person names a file or folder, given what is none: a sentence each, and nothing is changed."""

from __future__ import annotations

import io
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from alliance_tui import cli
from alliance_tui.domain.errors import AllianceError
from alliance_tui.services.alliances import Preparation, begin_alliance
from alliance_tui.services.banks import banks_preferring
from tests.unit.clock import NOON
from tests.unit.test_cli import Cli

ODD = {
    "a home of nobody": "~nosuchuser/x.html",
    "below a loop": "loop/x.html",
    "a loop": "loop",
    "too long": f"{'x' * 300}.html",
    "too long a folder": f"{'x' * 300}/x.html",
    "nothing": "",
    "a NUL": "a\0b.html",
    "half of a character": "\ud800.html",
    "a folder": "folder",
    "below a file": "file/x.html",
    "a pipe": "pipe",
    "a device": "/dev/full",
}
COMMANDS = (
    ["export", "ada", "--format", "html", "--force", "--output"],
    ["import"],
    ["invite"],
    ["questions", "--check"],
)
FAULTS = ("fault of its own", "That could not be done")


@pytest.fixture
def alliance(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Cli:
    """The command over a store with one alliance, in a folder with odd things in it."""
    here = tmp_path / "here"
    (here / "folder").mkdir(parents=True)
    (here / "loop").symlink_to("loop")
    (here / "file").write_text("x")
    os.mkfifo(here / "pipe")
    monkeypatch.chdir(here)
    given = Cli(tmp_path / "store", capsys)
    begin_alliance(given.library, Preparation("Ada", "Grace"), NOON)
    return given


def files(folder: Path) -> set[Path]:
    """What is there, the locks apart."""
    return {path for path in folder.rglob("*") if not path.name.endswith(".lock")}


@pytest.mark.parametrize("path", ODD.values(), ids=ODD.keys())
@pytest.mark.parametrize("words", COMMANDS, ids=[words[0] for words in COMMANDS])
def test_an_odd_path(alliance: Cli, tmp_path: Path, words: list[str], path: str) -> None:
    """Of an export, an import, a key, a bank."""
    before = files(tmp_path)
    out = alliance(*words, path, *(["ada"] if words[0] == "invite" else []), code=1)
    assert_sentence(out + alliance.err)
    assert files(tmp_path) == before
    assert alliance("check").startswith("1 alliance")


def assert_sentence(said: str) -> None:
    """Something is said, on a line or two, and not in place of a traceback."""
    assert 10 < len(said.strip()) < 2000
    assert not any(fault in said for fault in FAULTS), said


@pytest.mark.parametrize(
    "path", [path for path in ODD.values() if path], ids=[name for name, path in ODD.items() if path]
)
@pytest.mark.parametrize("words", ["list", "check", "due", "show ada", "search x"])
def test_an_odd_store(alliance: Cli, tmp_path: Path, capsys: pytest.CaptureFixture[str], words: str, path: str) -> None:
    """One that can't be there is an error or an empty one, and nothing is made of it."""
    before = files(tmp_path)
    assert cli.main([*words.split(), "--store", path], clock=alliance.clock) in (0, 1)
    said = capsys.readouterr()
    assert not any(fault in said.out + said.err for fault in FAULTS), said
    assert files(tmp_path) == before


def test_a_store_in_nobodys_home(alliance: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is not made in the folder one happens to be in."""
    monkeypatch.setenv("ALLIANCE_STORE", "~nosuchuser/store")
    assert cli.main(["list"]) == 1


@pytest.mark.parametrize("path", ODD.values(), ids=ODD.keys())
def test_an_odd_bank(alliance: Cli, path: str) -> None:
    """For the run, and to be printed."""
    with pytest.raises(AllianceError) as error:
        banks_preferring(path)
    assert_sentence(str(error.value))
    assert cli.main(["questions", path or "nowhere.toml"]) == 1


def test_a_folder_that_was_removed(
    alliance: Cli, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The folder one is in: whole paths lead on, a name alone does not, and it is said."""
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    for words in (["export", "ada"], ["export", "ada", "--output", "x.html"]):
        assert alliance(*words, code=1) == ""
        assert "started in is not there any more" in alliance.err
    alliance("export", "ada", "--output", str(tmp_path / "x.html"))
    for words in (["import", "x.json"], ["questions", "--check", "x.toml"], ["invite", "x.pub", "ada"]):
        assert_sentence(alliance(*words, code=1) + alliance.err)
    assert cli.main(["list", "--store", "store"]) == 1
    assert "started in is not there any more" in capsys.readouterr().err
    with pytest.raises(AllianceError):
        banks_preferring("x.toml")


def test_nobody_may_read_it(alliance: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests may run as root, so the refusal is made here."""

    def refusing(real: Callable[..., Any]) -> Callable[..., Any]:
        def refuse(path: object, *more: object, **named: object) -> Any:
            if (tmp_path / "here") in Path(str(path)).absolute().parents:
                raise PermissionError(13, "Permission denied")
            return real(path, *more, **named)

        return refuse

    Path("x.toml").write_text("")
    monkeypatch.setattr(os, "open", refusing(os.open))
    monkeypatch.setattr(io, "open", refusing(io.open))
    for words in (
        ["export", "ada", "--output", "x.html"],
        ["questions", "--check", "x.toml"],
        ["invite", "file", "ada"],
    ):
        said = alliance(*words, code=1) + alliance.err
        assert "Permission denied" in said or "not allowed" in said
        assert_sentence(said)
