"""`alliance open`, with --locked too, and stores of a newer release."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from alliance_tui.commands import open as open_command
from alliance_tui.domain.alliance import Partners
from alliance_tui.domain.errors import NewerFormat
from alliance_tui.services import alliances
from alliance_tui.storage.library import Library
from tests.unit.samples import LEFT, RIGHT
from tests.unit.test_cli import Cli, Opened


def contents(root: Path) -> dict[str, bytes]:
    """Every file below, but for the locks."""
    return {str(path): path.read_bytes() for path in root.rglob("*") if path.is_file() and path.suffix != ".lock"}


# A newer release


def test_a_store_of_a_newer_release_is_read_and_left_alone(alliance: Cli, opened: Opened) -> None:
    """What can be made out is shown; whatever would change it is refused, and no byte is changed."""
    name = alliance.two_versions()
    path = alliance.root / name / "alliance.json"
    header, _, body = path.read_bytes().partition(b"\n")
    newer = {**json.loads(header), "format": 3, "sha256": "0" * 64}
    path.write_bytes(json.dumps(newer).encode() + b"\n" + body)
    before = contents(alliance.root)
    assert "newer release, to read only" in " ".join(alliance("list").split())
    assert json.loads(alliance("list", "--json"))["alliances"][0]["read_only"]
    assert "written by a newer release" in " ".join(alliance("check", code=1).split())
    assert "Ada" in alliance("show", name)
    assert "v1" in alliance("diff", name)
    assert "newer release" in alliance("repair", name, "--yes", code=1)
    library = Library(alliance.root)
    for act in (lambda: alliances.revisit(library, name), lambda: library.record(name).rename(Partners("A", "B"), "")):
        with pytest.raises(NewerFormat, match=r"Nothing was changed\. Update"):
            act()
    assert contents(alliance.root) == before


def test_what_a_newer_release_put_elsewhere_is_not_guessed_at(alliance: Cli, opened: Opened) -> None:
    """Listed, and refused by all else."""
    name = alliance.two_versions()
    path = alliance.root / name / "alliance.json"
    path.write_bytes(b'{"format":3,"generation":7,"sha256":"0","bytes":9}\n"packed" \n')
    before = contents(alliance.root)
    assert "written by a newer release" in alliance("list")
    assert "newer release" in json.loads(alliance("list", "--json"))["alliances"][0]["problem"]
    for words in (("show",), ("diff",), ("open",), ("repair", "--yes")):
        assert alliance(words[0], name, *words[1:], code=1) == ""
        assert "written by a newer release. Nothing was changed. Update" in alliance.err
    assert opened.roots == []
    assert contents(alliance.root) == before


# open


def test_what_cannot_be_read_is_said_before_the_app_opens(alliance: Cli, opened: Opened) -> None:
    """Where it stays in view."""
    name = alliance.begin()
    (alliance.root / name / "session.json").write_bytes(b"{")
    alliance("open", name, code=1)
    assert f"`alliance repair {name}`" in alliance.err
    assert opened.roots == []


def test_open_locked(alliance: Cli, opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    """That folder's name alone: not its beginning, not the partners', not the environment's store."""
    name = alliance.begin()
    confined: list[list[str]] = []
    monkeypatch.setattr(open_command, "confine", confined.append)
    alliance("open", name, "--locked")
    assert (opened.opening, opened.locked) == (name, True)
    alliance("open", name, "--locked", "--plain-output")
    words = ["--store", str(alliance.root)]
    assert confined == [
        [*words, "open", "--locked", "--", name],
        [*words, "--plain-output", "open", "--locked", "--", name],
    ]
    for wanted in ("ada", "Ada & Grace", "", ".", "..", f"{name}/", f"../store/{name}"):
        alliance("open", wanted, "--locked", code=1)
        assert "not here any more" in alliance.err
    assert len(opened.roots) == 2


def test_open_as_one_of_them(alliance: Cli, opened: Opened) -> None:
    """By a name as it is now, or by the side; whoever is neither opens nothing."""
    name = alliance.begin()
    for wanted, side in (("grace", RIGHT), ("A", LEFT), ("right", RIGHT)):
        alliance("open", "--as", wanted, name)
        assert (opened.opening, opened.locked, opened.side) == (name, False, side)
    alliance.library.record(name).rename(Partners("Grace", "Ada"), "")
    alliance("open", name, "--as=grace")
    assert opened.side is LEFT
    for nobody in ("Eve", ""):
        alliance("open", name, "--as", nobody, code=1)
        assert "Grace, on the left, and Ada, on the right" in alliance.err
    alliance("open", name)
    assert opened.side is None
    assert len(opened.roots) == 5


def test_open_locked_as_one_of_them(alliance: Cli, opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    """The word of a side stays that side, whatever somebody is called by now."""
    name = alliance.begin()
    confined: list[list[str]] = []
    monkeypatch.setattr(open_command, "confine", confined.append)
    alliance.library.record(name).rename(Partners("Right", "-Grace"), "")
    alliance("open", name, "--locked", "--as", "right")
    assert (opened.opening, opened.locked, opened.side) == (name, True, RIGHT)
    alliance("open", "--locked", "--as=-gr", name)
    assert opened.side is RIGHT
    assert [words[3:] for words in confined] == [["--locked", f"--as={who}", "--", name] for who in ("right", "-gr")]
    alliance("open", name, "--locked", "--as", "Eve", code=1)
    assert "neither of Right, on the left, and -Grace, on the right" in alliance.err
    assert len(opened.roots) == 2
