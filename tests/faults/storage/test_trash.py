"""Deleting and bringing back with a disk that fails at any step."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from alliance_tui.domain.errors import StoreError
from alliance_tui.domain.trash import Trashed
from alliance_tui.services import trash
from alliance_tui.storage.library import Library
from tests.unit.storage.test_trash import NAME, abandon, delete, files, stocked


@pytest.fixture
def library(tmp_path: Path) -> Library:
    """A store with one alliance and its first session, saved more than once."""
    return stocked(tmp_path / "store")


def failing(monkeypatch: pytest.MonkeyPatch, call: str, times: int) -> None:
    """Let a system call fail once it was made so many times."""
    real, made = getattr(os, call), [0]

    def fail(*args: object, **kwargs: object) -> object:
        made[0] += 1
        if made[0] > times:
            raise OSError(5, "Input/output error")
        return real(*args, **kwargs)

    monkeypatch.setattr(os, call, fail)


@pytest.mark.parametrize("act", [delete, abandon])
@pytest.mark.parametrize("call", ["fsync", "rename", "mkdir"])
def test_a_fault_leaves_it_in_one_place_and_whole(
    library: Library, monkeypatch: pytest.MonkeyPatch, act: Callable[[Library], Trashed], call: str
) -> None:
    """At any step; then it can be done, or undone."""
    before, kept = library.load(NAME), files(library.root / NAME)
    failed = 0
    for times in range(20):
        with monkeypatch.context() as patch:
            failing(patch, call, times)
            try:
                act(library)
            except StoreError:
                failed += 1
        if items := library.trash():
            assert len(items) == 1
            assert trash.undelete(library, items[0]) == NAME
        now = files(library.root / NAME)
        assert library.load(NAME) == before
        assert now.items() <= kept.items()
        assert now == kept or act is abandon, "all but older saves of the session"
        assert library.trash() == []
    assert failed


@pytest.mark.parametrize("act", [delete, abandon])
@pytest.mark.parametrize("call", ["fsync", "rename", "unlink"])
def test_a_fault_while_bringing_back_leaves_it_in_one_place_and_whole(
    library: Library, monkeypatch: pytest.MonkeyPatch, act: Callable[[Library], Trashed], call: str
) -> None:
    """A failed undo can be tried again."""
    before = library.load(NAME)
    for times in range(20):
        item = act(library)
        with monkeypatch.context() as patch:
            failing(patch, call, times)
            try:
                trash.undelete(library, item)
            except StoreError:
                if library.trash():
                    patch.undo()
                    trash.undelete(library, item)
        assert library.load(NAME) == before, times
        assert library.trash() == []
