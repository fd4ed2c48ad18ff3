"""A file of each program that has an alliance's session open: what it says, and that it goes with the program."""

from __future__ import annotations

import fcntl
import json
import os
from pathlib import Path

import pytest

from alliance_tui.domain.presence import Here
from alliance_tui.domain.terms import Side
from alliance_tui.storage import here_files
from alliance_tui.storage.here_files import MOST_FILES, PREFIX, HereFile, here_names, read_here
from alliance_tui.storage.lock import wait_for

ADA = Here(Side.LEFT, "tone", "writing")
GRACE = Here(Side.RIGHT, "hopes")


def die(program: HereFile) -> None:
    """Free the lock and leave the file, as the end of a killed program does."""
    assert program._file is not None
    os.close(program._file)


def test_each_sees_the_others(tmp_path: Path) -> None:
    one, other, third = (HereFile(id) for id in "abc")
    assert one.tell(tmp_path, ADA) == ()
    assert other.tell(tmp_path, GRACE) == (ADA,)
    assert one.tell(tmp_path, ADA) == (GRACE,)
    assert {*third.tell(tmp_path, Here())} == {ADA, GRACE}
    elsewhere = GRACE._replace(question="tone", silent=True)
    other.tell(tmp_path, elsewhere)
    assert {*one.tell(tmp_path, ADA)} == {elsewhere, Here()}
    third.leave(tmp_path)
    other.leave(tmp_path)
    assert one.tell(tmp_path, ADA) == ()
    one.leave(tmp_path)
    assert here_names(tmp_path) == []


def test_the_file_is_one_line_in_its_place(tmp_path: Path) -> None:
    program, path = HereFile("a"), tmp_path / f"{PREFIX}a"
    program.tell(tmp_path, ADA)
    before = path.stat()
    assert json.loads(path.read_bytes()) == {"side": "left", "question": "tone", "doing": "writing", "silent": False}
    program.tell(tmp_path, GRACE)
    after = path.stat()
    assert (after.st_ino, after.st_size, after.st_mode & 0o777) == (before.st_ino, before.st_size, 0o600)
    assert json.loads(path.read_bytes())["question"] == "hopes"
    program.tell(tmp_path, ADA._replace(question="q" * 1000))
    program.tell(tmp_path, GRACE)
    assert path.stat().st_size == before.st_size


def test_a_program_that_died_is_gone_and_its_file_removed(tmp_path: Path) -> None:
    one, other = HereFile("a"), HereFile("b")
    one.tell(tmp_path, ADA)
    other.tell(tmp_path, GRACE)
    die(other)
    assert one.tell(tmp_path, ADA) == ()
    assert here_names(tmp_path) == [one.name]


def test_a_list_removes_it_too(tmp_path: Path) -> None:
    program = HereFile("a")
    program.tell(tmp_path, ADA)
    assert read_here(tmp_path, here_names(tmp_path)) == (ADA,)
    die(program)
    assert read_here(tmp_path, here_names(tmp_path)) == ()
    assert here_names(tmp_path) == []


def test_a_file_that_was_taken_away_is_made_again(tmp_path: Path) -> None:
    one, other = HereFile("a"), HereFile("b")
    one.tell(tmp_path, ADA)
    (tmp_path / one.name).unlink()
    one.tell(tmp_path, ADA)
    assert other.tell(tmp_path, GRACE) == (ADA,)


def test_a_file_that_is_removed_before_it_is_locked_is_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = HereFile("a"), HereFile("b")
    removed: list[tuple[Here, ...]] = []

    def remove_first(file: int, kind: int, deadline: float) -> bool:
        if kind == fcntl.LOCK_EX and not removed:
            removed.append(read_here(tmp_path, here_names(tmp_path)))
        return wait_for(file, kind, deadline)

    monkeypatch.setattr(here_files, "wait_for", remove_first)
    one.tell(tmp_path, ADA)
    assert other.tell(tmp_path, GRACE) == (ADA,)
    assert removed == [()]


def test_a_program_is_at_one_alliance_at_a_time(tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    for folder in (first, second):
        folder.mkdir()
    program = HereFile("a")
    program.tell(first, ADA)
    program.tell(second, ADA)
    assert (here_names(first), here_names(second)) == ([], [program.name])
    program.leave(first)  # of a screen that was closed meanwhile
    assert here_names(second) == [program.name]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\0" * 256,
        b"[]",
        b"{}",
        b"{" * 5000,
        b'{"side": "up", "question": "", "doing": "", "silent": false}',
        b'{"side": null, "question": 1, "doing": "", "silent": false}',
        b'{"side": null, "question": "", "doing": "rm -rf", "silent": false}',
        b'{"side": null, "question": "", "doing": [], "silent": false}',
        b'{"side": null, "question": "", "doing": "", "silent": 0}',
    ],
)
def test_what_cannot_be_read_is_somebody(tmp_path: Path, content: bytes) -> None:
    program, path = HereFile("a"), tmp_path / f"{PREFIX}b"
    path.write_bytes(content)
    with path.open() as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        assert program.tell(tmp_path, ADA) == (Here(),)


@pytest.mark.parametrize("kind", ["link", "pipe", "folder"])
def test_what_is_no_file_is_left_alone(tmp_path: Path, kind: str) -> None:
    target, folder = tmp_path / "target", tmp_path / "alliance"
    target.write_bytes(b"kept")
    folder.mkdir()
    for name in (f"{PREFIX}a", f"{PREFIX}b"):
        if kind == "link":
            (folder / name).symlink_to(target)
        elif kind == "pipe":
            os.mkfifo(folder / name)
        else:
            (folder / name).mkdir()
    program = HereFile("a")
    assert program.tell(folder, ADA) == ()
    program.leave(folder)
    assert len(here_names(folder)) == 2
    assert target.read_bytes() == b"kept"


def test_a_folder_that_is_gone_is_not_made(tmp_path: Path) -> None:
    program = HereFile("a")
    assert program.tell(tmp_path / "gone", ADA) == ()
    program.leave(tmp_path / "gone")
    assert [*tmp_path.iterdir()] == []


def test_many_files_cost_no_more(tmp_path: Path) -> None:
    programs = [HereFile(str(number)) for number in range(MOST_FILES + 3)]
    for each in programs:
        each.tell(tmp_path, GRACE)
    assert HereFile("a").tell(tmp_path, ADA) == (GRACE,) * MOST_FILES
