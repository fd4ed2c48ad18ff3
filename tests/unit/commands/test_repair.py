"""`alliance repair`: damaged files."""

from __future__ import annotations

import errno
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from alliance_tui.services import drafts
from alliance_tui.services.drafts import Form
from alliance_tui.storage import disk
from tests.tables import write
from tests.unit.samples import LEFT
from tests.unit.test_cli import Cli


def bitten(path: Path) -> bytes:
    """Change one bit of a file; returns what it then holds."""
    raw = bytearray(path.read_bytes())
    raw[len(raw) // 2] ^= 1
    path.write_bytes(raw)
    return bytes(raw)


def contents(root: Path) -> dict[str, bytes]:
    """Every file below, but for the locks."""
    return {str(path): path.read_bytes() for path in root.rglob("*") if path.is_file() and path.suffix != ".lock"}


def test_nothing_damaged(alliance: Cli) -> None:
    """Said, and the exit code is 0."""
    name = alliance.two_versions()
    before = contents(alliance.root)
    assert alliance("repair", name) == f"Nothing is damaged in {name}. Nothing was changed.\n"
    assert contents(alliance.root) == before


def test_a_damaged_session_is_repaired(alliance: Cli, answers: Callable[[str], list[str]]) -> None:
    """What is wrong, what would be put back, the question; then where the damaged file is."""
    name = alliance.begin()
    alliance.say(name, "hopes", LEFT, "first")
    alliance.say(name, "hopes", LEFT, "second")
    path = alliance.root / name / "session.json"
    generation = json.loads(path.read_bytes().split(b"\n")[0])["generation"]
    damaged = bitten(path)
    assert f"`alliance repair {name}` restores it" in alliance("check", code=1)
    asked = answers("n")
    out = alliance("repair", name, code=1)
    assert f"session.json is damaged: it is not what was saved. Generation {generation - 1}, in session.json.1," in out
    assert out.endswith("Nothing was changed.\n")
    assert asked == ["Put it back? y/N "]
    assert path.read_bytes() == damaged

    answers("y")
    out = alliance("repair", name)
    kept = path.with_name("session.json.damaged-1")
    assert f"session.json is back, as generation {generation - 1} had it. The damaged file is kept: {kept}." in out
    assert kept.read_bytes() == damaged
    assert "first" in alliance("show", name)
    assert "all is well" in alliance("check")


def test_a_damaged_alliance_is_found_by_its_folder_and_repaired(alliance: Cli) -> None:
    """Both files at once, without a question; whatever reads them leads there."""
    name = alliance.two_versions()
    alliance.revisit(name)
    for file in ("alliance.json", "session.json"):
        bitten(alliance.root / name / file)
    alliance("show", name, code=1)
    assert f"`alliance repair {name}`" in alliance.err.replace("\n", " ")
    assert alliance("repair", name, code=1)
    assert "--yes" in alliance.err
    assert alliance("repair", "ADA-AND", "--yes").count("is back, as generation") == 2
    assert "version 1 of 1" in alliance("show", name)


def test_a_missing_file_is_repaired(alliance: Cli) -> None:
    """There is then no damaged file to keep."""
    name = alliance.two_versions()
    (alliance.root / name / "alliance.json").unlink()
    assert "There was no damaged file to keep" in alliance("repair", name, "--yes")
    assert "Ada" in alliance("show", name)


def test_without_a_good_copy(alliance: Cli) -> None:
    """Said plainly, with what to do; nothing is touched."""
    name = alliance.begin()
    for path in (alliance.root / name).glob("session.json*"):
        path.write_bytes(b"")
    before = contents(alliance.root)
    out = alliance("repair", name, "--yes", code=1)
    assert "session.json is damaged: it is empty. There is no good copy of it here, so it can't be repaired." in out
    assert "move it and its copies out of that folder; signed versions stay" in out
    assert contents(alliance.root) == before
    (alliance.root / name / "session.json").rename(alliance.root / "session.json")
    for path in (alliance.root / name).glob("session.json.[0-9]"):
        path.unlink()
    assert "Nothing is damaged" in alliance("repair", name)


def test_a_whole_store_is_repaired(alliance: Cli) -> None:
    """With the unfinished form, which belongs to no alliance; `check` finds that too."""
    assert "Nothing is damaged in" in alliance("repair")
    first, second = alliance.two_versions(), alliance.two_versions()
    for number in range(2):
        drafts.save_form(alliance.library, "", drafts.PREPARE, Form("a:1", {"left": f"Mei {number}"}), None)
    for path in (alliance.root / first / "alliance.json", alliance.root / "forms.json"):
        bitten(path)
    assert "store/forms.json: forms.json in" in alliance("check", code=1)
    out = alliance("repair", "--yes")
    assert f"{first}/alliance.json is back" in out
    assert "store/forms.json is back" in out
    assert second not in out
    assert drafts.form(alliance.library, "", drafts.PREPARE) == Form("a:1", {"left": "Mei 0"})
    assert "all is well" in alliance("check")


def test_damaged_drafts_are_repaired(alliance: Cli) -> None:
    """A slip not noted yet, as it was saved before; where no copy is good, the way on without it is said."""
    name, about = alliance.two_versions(), drafts.slip("a1")
    for number in range(2):
        drafts.save_form(alliance.library, name, about, Form("a:1", {"happened": f"It slipped {number}"}), None)
    path = alliance.root / name / "drafts.json"
    bitten(path)
    assert f"{name}/drafts.json: drafts.json in" in alliance("check", code=1)
    assert f"{name}/drafts.json is back" in alliance("repair", name, "--yes")
    assert drafts.form(alliance.library, name, about) == Form("a:1", {"happened": "It slipped 0"})
    assert "all is well" in alliance("check")

    for copy in path.parent.glob("drafts.json*"):
        copy.write_bytes(b"")
    assert "go on without the texts that were kept in it: move it" in alliance("repair", name, "--yes", code=1)
    for copy in path.parent.glob("drafts.json*"):
        copy.unlink()
    assert "all is well" in alliance("check")


def test_a_damaged_backup_is_said_and_left(alliance: Cli) -> None:
    """Nothing has to be done about it, and the exit code is 0."""
    name = alliance.two_versions()
    bitten(alliance.root / name / "alliance.json.2")
    before = contents(alliance.root)
    out = alliance("repair", name, "--yes")
    assert "alliance.json.2: This backup of alliance.json is damaged: it is not what was saved." in out
    assert "alliance.json itself is whole" in out
    assert "Nothing is damaged" not in out
    assert "alliance.json.2: This backup" in alliance("check", code=1)
    assert contents(alliance.root) == before


def test_an_older_copy_is_not_put_back_by_yes_alone(alliance: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    """While the newest could not be read, and may be good."""
    name = alliance.two_versions()
    bitten(alliance.root / name / "alliance.json")
    newest = alliance.root / name / "alliance.json.1"
    before = contents(alliance.root)
    read = disk._read_regular_file

    def refuse(path: Path) -> bytes | None:
        if path == newest:
            raise OSError(errno.EIO, "broken")
        return read(path)

    with monkeypatch.context() as bad:
        bad.setattr(disk, "_read_regular_file", refuse)
        out = alliance("repair", name, "--yes", code=1)
        assert "alliance.json.1, its newest copy, may be good, but the disk reported an error" in out
        assert "move alliance.json.1 out of the folder first" in out
        assert "is back" not in out
    assert contents(alliance.root) == before
    newest.rename(alliance.root / "elsewhere")
    assert "is back, as generation 1 had it" in alliance("repair", name, "--yes")


def test_what_no_copy_mends_is_said(alliance: Cli) -> None:
    """A version altered by somebody who knows how it is saved."""
    from alliance_tui.storage.cover import alliance_cover
    from alliance_tui.storage.durable_storage import DurableStorage

    name = alliance.two_versions()
    storage = DurableStorage(alliance.root / name / "alliance.json", cover=alliance_cover)
    tables = storage.read()
    assert tables is not None
    tables["versions"]["1"]["place"] = "elsewhere"
    write(storage, tables)
    out = alliance("repair", name, "--yes", code=1)
    assert "Version 1 was altered after it was signed. No copy mends that, and nothing was changed." in out
