"""Invited keys before other programs: ssh-keygen's keys, and a shell's reading of the line."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from alliance_tui.domain.errors import NotAllowed
from alliance_tui.domain.invitation import Invitation
from alliance_tui.render.invitations import invitation_line
from alliance_tui.services.invite import line_for, public_key
from alliance_tui.storage.authorized_keys import read_key
from tests.unit.services.test_invite import KEY, as_sshd_reads


@pytest.mark.parametrize("kind", [["ed25519"], ["rsa", "-b", "2048"], ["ecdsa", "-b", "256"], ["ecdsa", "-b", "521"]])
def test_what_ssh_keygen_makes_is_taken(tmp_path: Path, kind: list[str]) -> None:
    """Word for word, with its comment."""
    path = tmp_path / "key"
    subprocess.run(["ssh-keygen", "-q", "-N", "", "-C", "grace at home", "-f", path, "-t", *kind], check=True)
    written = (tmp_path / "key.pub").read_text()
    assert str(public_key(read_key(tmp_path / "key.pub"))) == written.strip()
    assert str(public_key(f"# mine\r\n\n{written.rstrip()}\r\n")) == written.strip()
    shown = subprocess.run(["ssh-keygen", "-l", "-f", f"{path}.pub"], capture_output=True, text=True, check=True).stdout
    line = invitation_line(Invitation(1, "ada", None, public_key(written)))
    assert line.endswith(f" · {shown.strip().partition(' ')[2]}")
    with pytest.raises(NotAllowed, match="private key"):
        public_key(read_key(path))


def test_a_real_shell_agrees() -> None:
    """With everything that a shell would act on."""
    words = ["$HOME", "`id`", "it's", 'a "b"', "\\", '\\"', "!!", "*", "ä", "a b", "-x", "", "end"]
    line = line_for(KEY, ["printf", "%s\\0", *words])
    done = subprocess.run(["sh", "-c", as_sshd_reads(line)], capture_output=True, check=True)
    assert done.stdout.decode().split("\0")[:-1] == words
