"""`alliance repair`, `alliance invite`, `alliance open --locked`, and stores this release can't read or trust."""

from __future__ import annotations

import errno
import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from alliance_tui import cli, commands, hardening, upkeep
from alliance_tui.domain.alliance import Partners
from alliance_tui.domain.errors import NewerFormat
from alliance_tui.services import alliances, drafts
from alliance_tui.services.drafts import Form
from alliance_tui.storage import files, mounts
from alliance_tui.storage.library import Library
from tests.unit.samples import LEFT
from tests.unit.test_cli import Cli, Opened


@pytest.fixture
def alliance(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Cli:
    """The command over an empty store."""
    return Cli(tmp_path / "store", capsys)


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> Opened:
    """The app, replaced, on what looks like a terminal."""
    app = Opened()
    monkeypatch.setattr(commands, "_interact", app)
    monkeypatch.setattr(cli, "_lacking_terminal", lambda: "")
    return app


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], list[str]]:
    """Somebody at a terminal who gives one answer; returns the questions asked."""

    def answer(given: str) -> list[str]:
        asked: list[str] = []

        def ask(question: str) -> str:
            asked.append(question)
            return given

        monkeypatch.setattr(sys.stdin, "isatty", lambda: True)
        monkeypatch.setattr("builtins.input", ask)
        return asked

    return answer


def bitten(path: Path) -> bytes:
    """Change one bit of a file; returns what it then holds."""
    raw = bytearray(path.read_bytes())
    raw[len(raw) // 2] ^= 1
    path.write_bytes(raw)
    return bytes(raw)


def contents(root: Path) -> dict[str, bytes]:
    """Every file below, but for the locks."""
    return {str(path): path.read_bytes() for path in root.rglob("*") if path.is_file() and path.suffix != ".lock"}


# repair


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
        drafts.keep_form(alliance.library, "", drafts.PREPARE, Form("a:1", {"left": f"Mei {number}"}), None)
    for path in (alliance.root / first / "alliance.json", alliance.root / "forms.json"):
        bitten(path)
    assert "store/forms.json: forms.json in" in alliance("check", code=1)
    out = alliance("repair", "--yes")
    assert f"{first}/alliance.json is back" in out
    assert "store/forms.json is back" in out
    assert second not in out
    assert drafts.form(alliance.library, "", drafts.PREPARE) == Form("a:1", {"left": "Mei 0"})
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
    read = files._slurp

    def refuse(path: Path) -> bytes | None:
        if path == newest:
            raise OSError(errno.EIO, "broken")
        return read(path)

    with monkeypatch.context() as bad:
        bad.setattr(files, "_slurp", refuse)
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
    from alliance_tui.storage.durable import DurableStorage

    name = alliance.two_versions()
    storage = DurableStorage(alliance.root / name / "alliance.json", cover=alliance_cover)
    tables = storage.read()
    assert tables is not None
    tables["versions"]["1"]["place"] = "elsewhere"
    storage.write(tables)
    out = alliance("repair", name, "--yes", code=1)
    assert "Version 1 was altered after it was signed. No copy mends that, and nothing was changed." in out


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
    assert json.loads(alliance("list", "--json"))[0]["read_only"]
    assert "written by a newer release" in " ".join(alliance("check", code=1).split())
    assert "Ada" in alliance("show", name)
    assert "v1" in alliance("diff", name)
    assert "newer release" in alliance("repair", name, "--yes", code=1)
    library = Library(alliance.root)
    for act in (lambda: alliances.revisit(library, name), lambda: library.rename(name, Partners("A", "B"), "")):
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
    assert "newer release" in json.loads(alliance("list", "--json"))[0]["problem"]
    for words in (("show",), ("diff",), ("open",), ("repair", "--yes")):
        assert alliance(words[0], name, *words[1:], code=1) == ""
        assert "written by a newer release. Nothing was changed. Update" in alliance.err
    assert opened.roots == []
    assert contents(alliance.root) == before


# open


def test_what_cannot_be_read_is_said_before_the_app_opens(alliance: Cli, opened: Opened) -> None:
    """Where it stays in view."""
    name = alliance.begin()
    bitten(alliance.root / name / "session.json")
    alliance("open", name, code=1)
    assert f"`alliance repair {name}`" in alliance.err
    assert opened.roots == []


def test_open_locked(alliance: Cli, opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    """That folder's name alone: not its beginning, not the partners', not the environment's store."""
    name = alliance.begin()
    confined: list[list[str]] = []
    monkeypatch.setattr(hardening, "confine", confined.append)
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


# invite


def test_invite_prints_the_line(alliance: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And with --install shows it, asks, and adds it."""
    name = alliance.begin()
    data = "AAAAC3NzaC1lZDI1NTE5AAAAI" + "A" * 43
    (tmp_path / "key.pub").write_text(f"ssh-ed25519 {data} grace@home\n")
    monkeypatch.setattr(upkeep, "_program", lambda: ["/opt/a b/alliance"])
    line = alliance("invite", str(tmp_path / "key.pub"), "ada")
    command = f"'/opt/a b/alliance' --store {alliance.root} open {name} --locked"
    assert line == f'restrict,pty,command="{command}" ssh-ed25519 {data} grace@home\n'
    keys = Path.home() / ".ssh" / "authorized_keys"
    assert not keys.exists()
    assert alliance("invite", str(tmp_path / "key.pub"), name, "--install", code=1) == line
    assert not keys.exists()
    assert alliance("invite", str(tmp_path / "key.pub"), name, "--install", "--yes").startswith(line)
    assert keys.read_text() == line
    assert "already. Nothing was changed" in alliance("invite", str(tmp_path / "key.pub"), name, "--install", "--yes")
    alliance("invite", str(tmp_path / "key.pub"), "nobody", code=1)


def test_the_program_is_named_from_the_root() -> None:
    """As it is installed beside this interpreter."""
    (program,) = upkeep._program()
    assert Path(program).is_absolute()
    assert Path(program).name == "alliance"


# Network file systems


def test_check_says_that_a_network_is_not_to_be_trusted(
    alliance: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is a warning: nothing is wrong yet."""
    (tmp_path / "mountinfo").write_text("1 0 0:1 / / rw - nfs4 server:/ rw\n")
    monkeypatch.setattr(mounts, "MOUNTS", tmp_path / "mountinfo")
    assert "network file system (nfs4)" in alliance("check")
