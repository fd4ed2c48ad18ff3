"""`alliance invite`."""

from __future__ import annotations

from pathlib import Path

import pytest

from alliance_tui.commands import invite
from tests.unit.test_cli import Cli


def test_invite_prints_the_line(alliance: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And with --install shows it, asks, and adds it."""
    name = alliance.begin()
    data = "AAAAC3NzaC1lZDI1NTE5AAAAI" + "A" * 43
    (tmp_path / "key.pub").write_text(f"ssh-ed25519 {data} grace@home\n")
    monkeypatch.setattr(invite, "_program", lambda: ["/opt/a b/alliance"])
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
    (program,) = invite._program()
    assert Path(program).is_absolute()
    assert Path(program).name == "alliance"
