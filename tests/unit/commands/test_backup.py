"""`alliance backup` and `alliance restore`."""

from __future__ import annotations

import hashlib
import io
import json
import math
import os
import random
import shutil
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path, PurePosixPath
from typing import Any

import pytest

from alliance_tui import cli
from alliance_tui.storage.backup import MANIFEST, read_backup
from tests.unit.clock import NOON
from tests.unit.samples import LEFT
from tests.unit.test_cli import Cli

EMPTY = hashlib.sha256(b"").hexdigest()


def content(alliance: Cli) -> dict[Path, bytes]:
    """The files of all alliances, but for older saves."""
    paths = [path for file in ("alliance", "session") for path in alliance.root.glob(f"*/{file}.json")]
    return {path: path.read_bytes() for path in paths}


def manifest_of(file: Path) -> dict[str, Any]:
    """What a backup says of itself."""
    with zipfile.ZipFile(file) as archive:
        manifest: dict[str, Any] = json.loads(archive.read(MANIFEST))
    return manifest


@pytest.fixture
def saved(alliance: Cli, tmp_path: Path) -> tuple[str, str, Path]:
    """Two alliances and their backup."""
    signed, other = alliance.two_versions(), alliance.begin("Ines", "Tomás")
    alliance.say(other, "assumptions", LEFT, "That you know what I am afraid of.")
    file = tmp_path / "alliances.zip"
    assert alliance("backup", str(file)) == f"Written: {file}, with 2 alliances. `alliance restore` brings them back.\n"
    return signed, other, file


def test_into_an_empty_store(alliance: Cli, saved: tuple[str, str, Path]) -> None:
    """Byte for byte, and it can be signed on; a second time it changes nothing."""
    before = content(alliance)
    shutil.rmtree(alliance.root)
    assert alliance("restore", str(saved[2])) == f"{saved[0]} is back.\n{saved[1]} is back.\n"
    assert content(alliance) == before
    assert "all is well" in alliance("check")
    assert "is here as it was" in alliance("restore", str(saved[2]))
    assert content(alliance) == before
    alliance.sign(saved[1])


def test_through_stdout_and_stdin(
    alliance: Cli, saved: tuple[str, str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`-` is no file's name, as with export and import; nothing but the backup is on stdout."""
    before = content(alliance)
    monkeypatch.chdir(tmp_path)
    out = io.TextIOWrapper(io.BytesIO())
    with monkeypatch.context() as patch:
        patch.setattr(sys, "stdout", out)
        assert cli.main(["--store", str(alliance.root), "backup", "-"]) == 0
    assert not Path("-").exists()
    shutil.rmtree(alliance.root)
    out.seek(0)
    monkeypatch.setattr(sys, "stdin", out)
    assert alliance("restore", "-") == f"{saved[0]} is back.\n{saved[1]} is back.\n"
    assert content(alliance) == before
    alliance("restore", "-", code=1)
    assert "- can’t be read as a backup" in alliance.err


def test_none_on_a_terminal(alliance: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    """A backup is no text."""
    alliance.begin()
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    assert alliance("backup", "-", code=1) == ""
    assert "alliance backup - > alliances.zip" in alliance.err


def test_where_another_alliance_has_the_folder(alliance: Cli, saved: tuple[str, str, Path]) -> None:
    """It is said under which name an alliance is here, at every restoring."""
    shutil.rmtree(alliance.root)
    assert alliance.begin() == saved[0]
    assert alliance("restore", str(saved[2])) == f"{saved[0]}-2 is back.\n{saved[1]} is back.\n"
    assert alliance("restore", str(saved[2])).startswith(f"{saved[0]}-2 is here as it was.\n")


def test_in_the_place_of_a_damaged_one(
    alliance: Cli, saved: tuple[str, str, Path], answers: Callable[[str], list[str]]
) -> None:
    """After a yes, for nothing proves that it is the same; without one it comes beside it, and both are here."""
    before = content(alliance)
    damaged = alliance.root / saved[1] / "alliance.json"
    damaged.write_bytes(b"\0" * 100)
    assert f"{saved[1]}-2 is back" in alliance("restore", str(saved[2]))
    assert damaged.read_bytes() == b"\0" * 100
    alliance.library.delete(f"{saved[1]}-2", NOON, id=alliance.library.id_of(f"{saved[1]}-2"))
    asked = answers("y")
    assert f"{saved[1]} is as it was in the backup; what was here is in the trash" in alliance("restore", str(saved[2]))
    assert asked == [f"{saved[1]} is damaged here. Replace it by the backup’s? y/N "]
    assert content(alliance) == before
    assert {item.name for item in alliance.library.trash()} == {saved[1], f"{saved[1]}-2"}


def test_what_was_saved_here_later_stays_without_a_yes(alliance: Cli, saved: tuple[str, str, Path]) -> None:
    """With one, it goes to the trash."""
    before = content(alliance)
    alliance.say(saved[1], "hopes", LEFT, "That we laugh.")
    later = content(alliance)
    assert "was saved here after the backup" in alliance("restore", str(saved[2]), code=1)
    assert content(alliance) == later
    assert "what was here is in the trash" in alliance("restore", "--yes", str(saved[2]))
    assert content(alliance) == before
    [item] = alliance.library.trash()
    assert item.name == saved[1]


def test_an_older_one_here_is_replaced_and_in_the_trash(alliance: Cli, saved: tuple[str, str, Path]) -> None:
    """Nobody need be asked, and nothing is lost."""
    before = content(alliance)
    alliance.say(saved[1], "hopes", LEFT, "That we laugh.")
    for file in (alliance.root / saved[1]).iterdir():
        os.utime(file, (0, 0))
    assert "in the trash" in alliance("restore", str(saved[2]))
    assert content(alliance) == before


def test_no_damaged_backup_changes_anything(alliance: Cli, saved: tuple[str, str, Path]) -> None:
    """Whatever byte is another one: it is refused, or what it holds is what it held."""
    whole, before = saved[2].read_bytes(), read_backup(saved[2])
    refused = 0
    for place in random.Random(7).sample(range(len(whole)), 60):
        saved[2].write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        if alliance.run("restore", str(saved[2])):
            refused += 1
            assert "can’t be read as a backup" in alliance.err
        else:
            assert read_backup(saved[2]) == before
    assert refused > 30


@pytest.mark.parametrize(
    "path",
    [
        "../alliance.json",
        "/alliance.json",
        "/etc/alliance.json",
        "ada-and-grace/run.sh",
        ".trash/alliance.json",
        "exports/alliance.json",
    ],
)
def test_a_file_that_is_no_alliances(alliance: Cli, saved: tuple[str, str, Path], path: str) -> None:
    """It is refused, and written nowhere."""
    made = io.BytesIO()
    manifest = manifest_of(saved[2])
    with zipfile.ZipFile(saved[2]) as good, zipfile.ZipFile(made, "w") as bad:
        old = next(iter(manifest["files"]))
        manifest["files"][path] = manifest["files"].pop(old)
        manifest["alliances"][PurePosixPath(path).parts[0]] = "id"
        for name in good.namelist():
            if name != MANIFEST:
                bad.writestr(f"store/{path}" if name == f"store/{old}" else name, good.read(name))
        bad.writestr(MANIFEST, json.dumps(manifest))
    saved[2].write_bytes(made.getvalue())
    before = sorted(alliance.root.parent.rglob("*"))
    alliance("restore", str(saved[2]), code=1)
    assert "can’t be read as a backup" in alliance.err
    assert sorted(alliance.root.parent.rglob("*")) == before


@pytest.mark.parametrize(
    "wrong",
    [
        {"alliances": ["ada-and-grace"]},
        {"alliances": {"ada-and-grace": 5}},
        {"files": {"ada-and-grace/alliance.json": {"sha256": EMPTY, "saved": math.inf}}},
    ],
)
def test_a_manifest_of_another_form(alliance: Cli, tmp_path: Path, wrong: dict[str, Any]) -> None:
    """It is refused as any damaged backup is."""
    known: dict[str, Any] = {"schema": 1, "made": NOON.isoformat(), "alliances": {"ada-and-grace": "id"}, "files": {}}
    with zipfile.ZipFile(tmp_path / "bad.zip", "w") as bad:
        bad.writestr("store/ada-and-grace/alliance.json", b"")
        bad.writestr(MANIFEST, json.dumps({**known, **wrong}))
    alliance("restore", str(tmp_path / "bad.zip"), code=1)
    assert "can’t be read as a backup: it is not one, or damaged" in alliance.err


def test_what_is_no_backup(alliance: Cli, tmp_path: Path) -> None:
    """It says why."""
    alliance("restore", str(tmp_path / "none.zip"), code=1)
    assert "No such file" in alliance.err
    (tmp_path / "text.zip").write_text("text")
    alliance("restore", str(tmp_path / "text.zip"), code=1)
    assert "it is not one, or damaged. Nothing was changed." in alliance.err


def test_a_file_that_is_there_is_not_replaced_unless_told(alliance: Cli, saved: tuple[str, str, Path]) -> None:
    """As with an export."""
    alliance("backup", str(saved[2]), code=1)
    assert "There is a file" in alliance.err
    alliance("backup", "--force", str(saved[2]))
