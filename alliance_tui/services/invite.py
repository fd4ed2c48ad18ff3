"""The line in `authorized_keys` that lets one key into one alliance and into nothing else.

Sources: sshd(8), "AUTHORIZED_KEYS FILE FORMAT"; RFC 4253, section 6.6, for what a public key holds.
"""

from __future__ import annotations

import base64
import shlex
from collections.abc import Sequence
from pathlib import Path

from alliance_tui.domain.errors import NotAllowed
from alliance_tui.domain.invitation import PublicKey
from alliance_tui.domain.terms import Side
from alliance_tui.storage.authorized_keys import append_line, read_lines
from alliance_tui.text.characters import clean, one_line

KINDS = {
    "ssh-ed25519": 2,
    "ecdsa-sha2-nistp256": 3,
    "ecdsa-sha2-nistp384": 3,
    "ecdsa-sha2-nistp521": 3,
    "ssh-rsa": 3,
    "sk-ssh-ed25519@openssh.com": 3,
    "sk-ecdsa-sha2-nistp256@openssh.com": 4,
}
"""The types of key taken, each with the number of parts its data has."""
RESTRICTIONS = "restrict,pty"
LONGEST_COMMENT = 80
WEAKEST_RSA = 2048 // 8
"""Bytes of an RSA key's modulus."""


def public_key(text: str) -> PublicKey:
    """Return the one key in a .pub file's text; NotAllowed, with the reason, for anything else."""
    if "PRIVATE KEY" in text:
        raise _refused("that is a private key, which nobody but its owner should have")
    lines = [line.strip() for line in clean(text).split("\n")]
    keys = [line for line in lines if line and not line.startswith("#")]
    if len(keys) != 1:
        raise _refused(f"it holds {len(keys) or 'no'} keys, and one is needed")
    kind, _, rest = keys[0].partition(" ")
    data, _, comment = rest.strip().partition(" ")
    if kind not in KINDS:
        raise _refused(f"it does not begin with a type of key that is taken here ({', '.join(KINDS)})")
    _check_data(kind, data)
    tidy = "".join(char for char in one_line(comment) if char.isprintable())
    return PublicKey(kind, data, tidy[:LONGEST_COMMENT].strip())


def _check_data(kind: str, data: str) -> None:
    """Check that a key's data is complete and of the type that its file says."""
    try:
        parts = parts_of_key(base64.b64decode(data, validate=True))
    except ValueError:
        raise _refused("the key in it is not whole") from None
    if len(parts) != KINDS[kind] or parts[0] != kind.encode():
        raise _refused("the key in it is not of the type it says it is")
    if kind == "ssh-rsa" and len(parts[2].lstrip(b"\0")) < WEAKEST_RSA:
        raise _refused("it is an RSA key of less than 2048 bits, which is too weak")


def parts_of_key(blob: bytes) -> list[bytes]:
    """Return the parts of a key's data, each led by its length in four bytes; ValueError if it is cut short."""
    parts = []
    while blob:
        end = 4 + int.from_bytes(blob[:4], "big")
        if len(blob) < max(end, 5):
            raise ValueError("cut short")
        parts.append(blob[4:end])
        blob = blob[end:]
    return parts


def _refused(why: str) -> NotAllowed:
    return NotAllowed(
        f"This is no public key to invite: {why}. Nothing was changed. "
        "Ask for the .pub file, one line such as ssh-keygen makes."
    )


def line_for(key: PublicKey, command: Sequence[str]) -> str:
    """Return the line that lets a key run these words and nothing else; NotAllowed if a line can't carry them.

    The words are quoted for a POSIX shell, which sshd gives them to, and the whole for sshd, which knows one
    escape within double quotes: a backslash before a double quote. The last word must not end in a backslash.
    """
    words = shlex.join(command)
    if clean(words) != words or "\n" in words or not words.isprintable():
        raise NotAllowed(
            "The store's or the alliance's folder has a control character in its name, which no line in "
            "authorized_keys can carry. Nothing was changed. Rename the folder, then invite again."
        )
    quoted = words.replace('"', '\\"')
    return f'{RESTRICTIONS},command="{quoted}" {key}'


def command_for(program: Sequence[str], store: Path, name: str, side: Side | None = None) -> list[str]:
    """Return what an invited key runs: this program, on one alliance, locked; NotAllowed for a name like an option.

    A side is written as "left" or "right", not as a name, because names can be changed.
    """
    if name.startswith("-"):
        raise NotAllowed(
            f"The folder “{name}” begins with a hyphen, as options do. Nothing was changed. "
            "Rename the folder, then invite again."
        )
    who = ["--as", side.value] if side else []
    return [*program, "--store", str(store), "open", name, "--locked", *who]


def install(path: Path, line: str, key: PublicKey) -> bool:
    """Add the line to an authorized_keys file; return True if it was not there yet.

    NotAllowed when the key is there on another line: sshd goes by the first that fits.
    """
    for number, present in enumerate(read_lines(path), 1):
        if present.strip() == line:
            return False
        if key.data in present.split() and not present.lstrip().startswith("#"):
            raise NotAllowed(
                f"{path} has this key on line {number} already, with other rights. sshd goes by the first line that "
                "fits, so a second would not hold it to this alliance. Nothing was changed. "
                "Take that line out, or ask for another key: one key opens one alliance."
            )
    append_line(path, line)
    return True
