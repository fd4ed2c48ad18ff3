"""The lines that let keys in, read back as sshd and the program read them."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliance_tui.domain.alliance import Alliance, Partners
from alliance_tui.domain.errors import NotAllowed
from alliance_tui.services.invitations import invitations
from alliance_tui.services.invite import command_for, line_for
from alliance_tui.storage.library import Library
from tests.unit.clock import NOON
from tests.unit.samples import LEFT, RIGHT, rich_session
from tests.unit.services.test_invite import ED, KEY

OPEN = "/bin/alliance --store STORE open ada-and-grace --locked"


@pytest.fixture
def library(tmp_path: Path) -> Library:
    """A store with Ada & Grace in it."""
    library = Library(tmp_path / "store")
    library.add(Alliance(library.new_id(), "", Partners("Ada", "Grace"), "", NOON), rich_session())
    return library


def read(library: Library, *lines: str) -> list[tuple[int, str | None]]:
    """The numbers of the lines that are ours, and for whom they are."""
    found, _ = invitations([line.replace("STORE", str(library.root)) for line in lines], library)
    return [(each.line, each.who) for each in found]


@pytest.mark.parametrize(
    "line",
    [
        f'restrict,pty,command="{OPEN} --as right" ssh-ed25519 {ED} grace@home',
        f'  command="{OPEN} --as=right",pty,restrict\tssh-ed25519  {ED}\r',
        f'PTY,from="1, x\\"y",Command="{OPEN} --as right",environment="A=\\" command=\\"id" ssh-ed25519 {ED} "b" #c',
        f"command=\"/bin/alliance 'open' --as 'right' '--locked' ada-and-grace --store='STORE'\" ssh-ed25519 {ED}",
        f'command="/opt/py -E -P -m alliance_tui --no-mouse --store STORE/../store --bank b open --locked --as right '
        f'--plain-output -- ada-and-grace" ssh-ed25519 {ED}',
        f'command="exec {OPEN} --as right" ssh-ed25519 {ED}',
    ],
)
def test_what_is_ours(library: Library, line: str) -> None:
    """Options and words in any order, whoever wrote the line."""
    assert read(library, "# mine", "", line) == [(3, "right")]


@pytest.mark.parametrize(
    "line",
    [
        f"ssh-ed25519 {ED} alliance open ada-and-grace --locked",
        f'# command="{OPEN}" ssh-ed25519 {ED}',
        f'command="{OPEN}" ssh-ed25519 {ED[:-4]}',
        f'command="{OPEN}" ssh-rsa {ED}',
        f'command="{OPEN}" ssh-ed25519',
        f'command="{OPEN}',
        f'command="{OPEN} \'" ssh-ed25519 {ED}',
        f'environment="command={OPEN}" ssh-ed25519 {ED}',
        f'environment="A=\\" command=\\"{OPEN}\\"" ssh-ed25519 {ED}',
        f'command="{OPEN.replace("--locked", "")}" ssh-ed25519 {ED}',
        f'command="{OPEN.replace("open", "show")}" ssh-ed25519 {ED}',
        f'command="{OPEN.replace("alliance", "dance", 1)}" ssh-ed25519 {ED}',
        f'command="{OPEN.replace("STORE", "STORE/other")}" ssh-ed25519 {ED}',
        f'command="{OPEN.replace("--store STORE", "")}" ssh-ed25519 {ED}',
    ],
)
def test_what_is_not(library: Library, line: str) -> None:
    """Other commands, other stores, comments, and lines that let nobody in."""
    assert read(library, line) == []


def test_for_whom(library: Library) -> None:
    """By the alliance as it is now; a name that fits nobody opens nothing."""
    whom = ("", " --as left", " --as Grace", " --as Eve")
    lines = [f'command="{OPEN}{who}" ssh-ed25519 {ED}'.replace("STORE", str(library.root)) for who in whom]
    found, elsewhere = invitations([*lines, lines[0].replace(str(library.root), "/elsewhere")], library)
    assert elsewhere == 1
    assert [(each.who, each.side) for each in found] == [(None, None), ("left", LEFT), ("Grace", RIGHT), ("Eve", None)]
    assert all(each.is_here and each.partners == ("Ada", "Grace") for each in found)


@given(st.text(min_size=1, max_size=12), st.text(max_size=12), st.sampled_from([None, LEFT, RIGHT]))
def test_what_invite_writes_is_read_back(program: str, name: str, side: str | None) -> None:
    """With any name that a line can carry."""
    library = Library(Path("/nowhere at all"))
    try:
        command = command_for([f"/{program}/alliance"], library.root, f"a{name}", side)  # type: ignore[arg-type]
        line = line_for(KEY, command)
    except NotAllowed:
        return
    (found,), elsewhere = invitations([line], library)
    assert (found.name, found.side, found.key, found.is_here) == (f"a{name}", side, KEY, False)
    assert elsewhere == 0
