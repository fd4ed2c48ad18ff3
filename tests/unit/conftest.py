"""Keeps these tests quick: they start no process and do not wait for the disk."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator

import pytest

PROCESSES = {"subprocess.Popen", "os.fork", "os.forkpty", "os.posix_spawn", "os.exec", "os.system"}
"""Audit events that say that a process is started."""
_started: list[str] | None = None


def _watch(event: str, _: object) -> None:
    """Note and refuse a process that a test of this folder starts; an audit hook stays, and other folders may."""
    if event in PROCESSES and _started is not None:
        _started.append(event)
        raise RuntimeError(f"{event}: tests that start processes belong to tests/faults")


sys.addaudithook(_watch)


@pytest.fixture(autouse=True)
def _no_process() -> Iterator[None]:
    """Fail a test that starts a process, even if the program makes up for the refusal."""
    global _started
    _started = []
    yield
    started, _started = _started, None
    assert not started, started


@pytest.fixture(autouse=True)
def _no_fsync(monkeypatch: pytest.MonkeyPatch) -> None:
    """Do not wait for the disk; tests/faults looks at what a power cut leaves."""
    monkeypatch.setattr(os, "fsync", lambda descriptor: None)
