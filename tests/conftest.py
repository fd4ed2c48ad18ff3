"""Keeps every test away from the person who runs it: their home, their store, their settings."""

from __future__ import annotations

import gc
import itertools
import os
import time
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tests.full import FULL

# Textual reads these when it is imported, which is before any fixture runs.
MEDDLING = {"ALLIANCE_STORE", "NO_COLOR", "FORCE_COLOR", "COLUMNS", "LINES"}
for name in [*os.environ]:
    if name in MEDDLING or name.startswith(("TEXTUAL_", "XDG_")):
        del os.environ[name]
os.environ["TZ"] = "UTC"
time.tzset()

settings.register_profile(
    "alliance",
    max_examples=200 if FULL else 25,
    deadline=None,  # a shared machine is slow at times
)
settings.load_profile("alliance")


@pytest.hookimpl(wrapper=True, optionalhook=True)
def pytest_xdist_auto_num_workers() -> Generator[None, int, int]:
    """Run one test more than there are cores, since much of it waits for terminals and clocks."""
    return (yield) + 1


@pytest.fixture(scope="session")
def _homes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The next home; `mktemp` for each would look through all that are there."""
    folder = tmp_path_factory.mktemp("homes")
    return (folder / str(number) for number in itertools.count())


@pytest.fixture(autouse=True)
def _home(_homes: Iterator[Path], monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give each test an empty home."""
    home = next(_homes)
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    for name in ("CONFIG", "DATA", "STATE", "CACHE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(home / name.lower()))
    return home


LONG = [
    "two_programs",
    "reports",
    "whole_session",
    "raw_output",
    "sizes",
    "killed",
    "two_clocks",
    "silent_line",
    "resizes",
    "hostile_text",
]
"""Modules whose tests take longest."""


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the long tests, so that the last worker does not end with one while the others have nothing left."""
    items.sort(key=lambda item: item.path.stem.removeprefix("test_") not in LONG)


def pytest_collection_finish() -> None:
    """Collect garbage less often: it was a third of the CPU of a test of a screen, most of it spent on modules."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 10, 4)
