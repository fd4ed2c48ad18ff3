"""What other programs do at a session is noticed, and nothing else."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from queue import Empty, Queue

import pytest

from alliance_tui.domain.presence import Here
from alliance_tui.domain.terms import Side
from alliance_tui.storage import folder_watch
from alliance_tui.storage.catalogue import SESSION
from alliance_tui.storage.folder_watch import FolderWatch
from alliance_tui.storage.here_files import HereFile

PATIENCE = 10
ADA, GRACE = Here(Side.LEFT, "tone"), Here(Side.RIGHT, "tone")


@pytest.fixture
def news(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Queue[str]]:
    """What a watch of the program "a" has noticed; one other program, "b", is there."""
    monkeypatch.setattr(folder_watch, "OFTEN", 0.002)
    (tmp_path / SESSION).write_text("saved")
    own, other, found = HereFile("a"), HereFile("b"), Queue[str]()
    own.tell(tmp_path, ADA)
    other.tell(tmp_path, GRACE)
    watch = FolderWatch(tmp_path, own.name, lambda: found.put("news"))
    with pytest.raises(Empty):
        found.get(timeout=0.05)
    own.tell(tmp_path, ADA._replace(question="hopes"))
    with pytest.raises(Empty):
        found.get(timeout=0.05)
    yield found
    watch.stop()


def test_a_save(news: Queue[str], tmp_path: Path) -> None:
    (tmp_path / "new").write_text("saved")
    (tmp_path / "new").replace(tmp_path / SESSION)
    assert news.get(timeout=PATIENCE)


def test_another_place_and_the_end(news: Queue[str], tmp_path: Path) -> None:
    other = HereFile("c")
    other.tell(tmp_path, GRACE)
    assert news.get(timeout=PATIENCE)
    other.tell(tmp_path, GRACE._replace(doing="writing"))
    assert news.get(timeout=PATIENCE)
    assert other._file is not None
    os.close(other._file)
    assert news.get(timeout=PATIENCE)


def test_the_session_and_the_folder_go_away(news: Queue[str], tmp_path: Path) -> None:
    (tmp_path / SESSION).unlink()
    assert news.get(timeout=PATIENCE)
    tmp_path.rename(tmp_path.with_name("away"))
    assert news.get(timeout=PATIENCE)
