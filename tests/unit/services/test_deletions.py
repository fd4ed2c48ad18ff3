"""Undo of deletions: the last first, each once."""

from __future__ import annotations

from pathlib import Path

import pytest

from alliance_tui.domain.errors import NotFound, StoreError
from alliance_tui.domain.trash import Trashed
from alliance_tui.services import trash
from alliance_tui.services.deletions import Deletions
from alliance_tui.storage.library import Library
from tests.unit.clock import FakeClock
from tests.unit.samples import alliance, rich_session


@pytest.fixture
def library(tmp_path: Path) -> Library:
    """An empty store."""
    return Library(tmp_path)


def delete(library: Library, partner: str) -> Trashed:
    """Add an alliance and delete it."""
    added = library.add(alliance(partner), rich_session())
    return library.delete(added.name, FakeClock().now(), id=added.id)


def names(library: Library) -> list[str]:
    """Return the first partners of the alliances in the store."""
    return sorted(name.partition("-")[0] for name in library.names())


def test_the_last_comes_back_first(library: Library) -> None:
    deletions = Deletions()
    for partner in ("Ada", "Edith"):
        deletions.add(library, delete(library, partner))
    assert names(library) == []
    assert deletions.undo() == "The alliance is back."
    assert names(library) == ["edith"]
    deletions.undo()
    assert names(library) == ["ada", "edith"]
    assert not deletions
    assert deletions.undo() == "Nothing to undo."


def test_what_is_gone_for_good_is_not_offered_again(library: Library) -> None:
    deletions, item = Deletions(), delete(library, "Ada")
    deletions.add(library, item)
    trash.undelete(library, item)  # by another program
    with pytest.raises(NotFound):
        deletions.undo()
    assert not deletions


def test_what_could_not_be_brought_back_can_be_tried_again(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_args: object) -> str:
        raise StoreError("The disk is full.")

    deletions = Deletions()
    deletions.add(library, delete(library, "Ada"))
    with monkeypatch.context() as patch, pytest.raises(StoreError):
        patch.setattr(trash, "undelete", fail)
        deletions.undo()
    deletions.undo()
    assert len(names(library)) == 1
