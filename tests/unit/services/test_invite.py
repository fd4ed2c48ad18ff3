"""The line that lets a key into one alliance: only a whole public key, quoted past sshd and the shell."""

from __future__ import annotations

import base64
import shlex
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliance_tui.domain.errors import AllianceError, NotAllowed, StoreError
from alliance_tui.domain.invitation import PublicKey
from alliance_tui.services.invite import command_for, install, line_for, public_key
from alliance_tui.storage.authorized_keys import read_key


def packed(*parts: bytes) -> str:
    """Key data of these parts."""
    return base64.b64encode(b"".join(len(part).to_bytes(4, "big") + part for part in parts)).decode()


ED = packed(b"ssh-ed25519", bytes(32))
KEY = PublicKey("ssh-ed25519", ED, "grace@home")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "hello",
        f"ssh-ed25519 {ED}\nssh-ed25519 {ED}\n",
        f"ssh-ed25519 {ED} x\rssh-ed25519 {ED}",
        f"ssh-ed25519 {ED} x\u2028ssh-ed25519 {ED}",
        f'command="sh" ssh-ed25519 {ED}',
        f"restrict ssh-ed25519 {ED}",
        f"cert-authority ssh-ed25519 {ED}",
        f"@revoked ssh-ed25519 {ED}",
        f"ssh-dss {packed(b'ssh-dss', bytes(32))}",
        "ssh-ed25519",
        f"ssh-ed25519 {ED[:-4]}",
        f"ssh-ed25519 {ED[:20]}!{ED[21:]}",
        f"ssh-ed25519 {ED}AAAA",
        f"ssh-rsa {ED}",
        f"ssh-ed25519 {packed(b'ssh-ed25519', bytes(32), b'more')}",
        f"ssh-rsa {packed(b'ssh-rsa', bytes([1, 0, 1]), bytes([1] * 128))}",
        f"ssh-ed25519 \x1b{ED}",
    ],
)
def test_anything_else_is_refused(text: str) -> None:
    """With the reason, what was kept and what to ask for."""
    with pytest.raises(NotAllowed, match=r"no public key to invite: .* Nothing was changed\. Ask for the \.pub file"):
        public_key(text)


@given(st.text())
def test_a_comment_never_does_anything(comment: str) -> None:
    """It ends up short and on the line's end, or the key is refused."""
    try:
        key = public_key(f"ssh-ed25519 {ED} {comment}")
    except NotAllowed:
        return
    line = line_for(key, ["alliance"])
    assert line.isprintable()
    assert line.startswith(f'restrict,pty,command="alliance" ssh-ed25519 {ED}')
    assert len(key.comment) <= 80


def as_sshd_reads(line: str) -> str:
    """The command in a line, by OpenSSH's opt_dequote: within quotes, only a quote can be escaped."""
    rest = line.removeprefix('restrict,pty,command="')
    command = ""
    while rest[0] != '"':
        if rest.startswith('\\"'):
            rest = rest[1:]
        command += rest[0]
        rest = rest[1:]
    assert rest == f'" {KEY}'
    return command


@given(st.lists(st.text(st.characters(categories=["L", "N", "P", "S", "Zs"]), max_size=12), min_size=1))
def test_words_arrive_as_they_were(words: list[str]) -> None:
    """Through sshd's quoting and the shell's, whatever is in them."""
    command = ["alliance", *words, "--locked"]
    try:
        line = line_for(KEY, command)
    except NotAllowed:
        return
    assert shlex.split(as_sshd_reads(line)) == command


@pytest.mark.parametrize("name", ["a\nb", "a\x1bb", "a\u202eb", "a\udcffb"])
def test_a_name_that_no_line_can_carry_is_refused(name: str) -> None:
    """A line break would begin a line of its own."""
    with pytest.raises(NotAllowed, match="control character"):
        line_for(KEY, command_for(["alliance"], Path("/store"), name))


def test_the_command() -> None:
    """The store is named, and the alliance is locked; what looks like an option is refused."""
    words = command_for(["/bin/alliance"], Path("/my store"), "ada")
    assert words == ["/bin/alliance", "--store", "/my store", "open", "ada", "--locked"]
    with pytest.raises(NotAllowed, match="hyphen"):
        command_for(["alliance"], Path("/store"), "--version")


# authorized_keys


@pytest.fixture
def keys(tmp_path: Path) -> Path:
    """An authorized_keys file that is not there yet, nor its folder."""
    return tmp_path / "home" / ".ssh" / "authorized_keys"


def test_the_first_line_makes_the_file(keys: Path) -> None:
    """For its owner's eyes alone; a second time changes nothing."""
    line = line_for(KEY, ["alliance"])
    assert install(keys, line, KEY)
    assert keys.read_text() == f"{line}\n"
    assert [stat.S_IMODE(path.stat().st_mode) for path in (keys, keys.parent)] == [0o600, 0o700]
    assert not install(keys, line, KEY)
    assert keys.read_text() == f"{line}\n"
    assert list(keys.parent.iterdir()) == [keys]


def test_what_is_there_stays(keys: Path) -> None:
    """Byte for byte, with or without a line break at its end."""
    keys.parent.mkdir(parents=True)
    before = b"# mine \xff\r\nssh-ed25519 AAAA me"
    keys.write_bytes(before)
    assert install(keys, "line", KEY)
    assert keys.read_bytes() == before + b"\nline\n"
    assert install(keys, "another", KEY)
    assert keys.read_bytes() == before + b"\nline\nanother\n"


@pytest.mark.parametrize("present", [f"ssh-ed25519 {ED}", f'restrict,command="x y" ssh-ed25519 {ED} me', f" {KEY}"])
def test_a_key_with_other_rights_is_refused(keys: Path, present: str) -> None:
    """Since sshd goes by the first line that fits; a comment is none."""
    keys.parent.mkdir(parents=True)
    keys.write_text(f"# {KEY}\n{present}\n")
    with pytest.raises(NotAllowed, match="on line 2 already, with other rights"):
        install(keys, line_for(KEY, ["alliance"]), KEY)
    assert keys.read_text() == f"# {KEY}\n{present}\n"


def test_links_are_refused(keys: Path, tmp_path: Path) -> None:
    """The file's and the folder's."""
    (tmp_path / "elsewhere").mkdir()
    keys.parent.mkdir(parents=True)
    keys.symlink_to(tmp_path / "elsewhere" / "keys")
    (tmp_path / "elsewhere" / "keys").write_text("mine\n")
    with pytest.raises(StoreError, match="symbolic link"):
        install(keys, "line", KEY)
    assert (tmp_path / "elsewhere" / "keys").read_text() == "mine\n"
    keys.unlink()
    keys.parent.rmdir()
    keys.parent.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(StoreError, match="symbolic link"):
        install(keys, "line", KEY)
    assert (tmp_path / "elsewhere" / "keys").read_text() == "mine\n"


@pytest.mark.parametrize("content", [None, "x" * 20_000])
def test_a_file_that_is_no_key(tmp_path: Path, content: str | None) -> None:
    """Missing, or far too long."""
    path = tmp_path / "key.pub"
    if content:
        path.write_text(content)
    with pytest.raises(AllianceError, match=r"Nothing was changed\."):
        public_key(read_key(path))
