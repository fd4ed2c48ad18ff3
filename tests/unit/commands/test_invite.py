"""`alliance invite`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from alliance_tui.commands import invite
from alliance_tui.storage.authorized_keys import authorized_keys
from tests.unit.test_cli import Cli

DATA = "AAAAC3NzaC1lZDI1NTE5AAAAI" + "A" * 43
SHOWN = "SHA256:kmYcvdi2GkPeWxB6XLjrZB8JHsy2Hm8luHMFp9GMvqk"
"""What ssh-keygen -l prints of it."""


@pytest.fixture
def key(tmp_path: Path) -> Path:
    """The file of a public key."""
    (tmp_path / "key.pub").write_text(f"ssh-ed25519 {DATA} grace@home\n")
    return tmp_path / "key.pub"


def test_invite_prints_the_line(alliance: Cli, key: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And with --install shows it, asks, and adds it."""
    name = alliance.begin()
    monkeypatch.setattr(invite, "_program", lambda: ["/opt/a b/alliance"])
    line = alliance("invite", str(key), "ada")
    command = f"'/opt/a b/alliance' --store {alliance.root} open {name} --locked"
    assert line == f'restrict,pty,command="{command}" ssh-ed25519 {DATA} grace@home\n'
    keys = Path.home() / ".ssh" / "authorized_keys"
    assert not keys.exists()
    assert alliance("invite", str(key), name, "--install", code=1) == line
    assert not keys.exists()
    assert alliance("invite", str(key), name, "--install", "--yes").startswith(line)
    assert keys.read_text() == line
    assert "already. Nothing was changed" in alliance("invite", str(key), name, "--install", "--yes")
    alliance("invite", str(key), "nobody", code=1)


def test_invite_for_one_partner(alliance: Cli, key: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The line carries the side, which no later name can change; without one, a note says so."""
    name = alliance.begin()
    monkeypatch.setattr(invite, "_program", lambda: ["alliance"])
    line = alliance("invite", str(key), "--as", "gra", name)
    assert line.startswith(f'restrict,pty,command="alliance --store {alliance.root} open {name} --locked --as right" ')
    assert alliance.err == f"This key opens {name} for Grace alone.\n"
    assert " --as" not in alliance("invite", str(key), name)
    assert alliance.err.startswith(f"This key serves both sides of {name}. ")
    assert alliance("invite", str(key), name, "--as", "Eve", code=1) == ""
    assert "Ada, on the left, and Grace, on the right" in alliance.err


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        ([], "KEY.pub and NAME"),
        (["key.pub"], "KEY.pub and NAME"),
        (["key.pub", "ada", "more"], "KEY.pub and NAME"),
        (["key.pub", "ada", "--json"], "--json is for --list"),
        (["--list", "key.pub", "ada"], "--list invites nobody"),
        (["--list", "--as", "Grace"], "--list invites nobody"),
        (["--list", "--install"], "--list invites nobody"),
        (["--list", "--dance"], "unrecognized arguments: --dance"),
    ],
)
def test_what_cannot_be_meant(alliance: Cli, words: list[str], complaint: str) -> None:
    """Exit code 2, and what is meant instead."""
    assert alliance("invite", *words, code=2) == ""
    assert complaint in alliance.err


def test_list(alliance: Cli, key: Path) -> None:
    """Whose keys open which alliance, those of both partners too, and what is gone."""
    assert alliance("invite", "--list") == f"{authorized_keys()} lets no key into {alliance.root}.\n"
    names = alliance.begin(), alliance.begin("Mei", "Noor")
    data = key.read_text().split()[1]
    other = f"{data[:-1]}B"
    key.with_name("other.pub").write_text(f"ssh-ed25519 {other} mei\n")
    alliance("invite", str(key), names[0], "--as", "Grace", "--install", "--yes")
    alliance("invite", str(key.with_name("other.pub")), names[1], "--install", "--yes")
    for_grace = f"{names[0]} · for Grace, right · {SHOWN} grace@home (ED25519)"
    shown = alliance("invite", "--list").splitlines()
    assert shown[0] == for_grace
    assert shown[1].startswith(f"{names[1]} · for both sides · SHA256:")
    assert alliance("invite", "--list", "ada").splitlines() == [for_grace]
    assert alliance("invite", "--list", "nobody", code=1) == ""
    (alliance.root / names[0]).rename(alliance.root / ".gone")
    assert alliance("invite", names[0], "--list").startswith(f"{names[0]} · not here any more · for the right side · ")
    found = json.loads(alliance("invite", "--list", "--json"))["invitations"]
    assert found[0] == {
        "alliance": names[0],
        "gone": True,
        "as": "right",
        "side": "right",
        "partner": None,
        "type": "ssh-ed25519",
        "comment": "grace@home",
        "fingerprint": SHOWN,
        "line": 1,
    }
    assert (found[1]["side"], found[1]["gone"], found[1]["line"]) == (None, False, 2)
    elsewhere = Cli(alliance.root / "elsewhere", alliance._capsys)
    assert "lets no key into" in elsewhere("invite", "--list")
    assert "keys into other stores, too (2)" in elsewhere.err


def test_the_program_is_named_from_the_root() -> None:
    """As it is installed beside this interpreter."""
    (program,) = invite._program()
    assert Path(program).is_absolute()
    assert Path(program).name == "alliance"
