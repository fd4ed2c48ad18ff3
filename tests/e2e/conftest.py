"""Fixtures for tests that run the installed command in a real terminal."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Protocol

import pytest

from tests.e2e.sshd import Sshd, run_sshd
from tests.e2e.terminal import Terminal


class OpenTerminal(Protocol):
    """Starts a program in a terminal that is closed when the test ends."""

    def __call__(
        self,
        argv: Sequence[str | os.PathLike[str]],
        *,
        columns: int = 100,
        rows: int = 30,
        env: Mapping[str, str | None] | None = None,
        cwd: str | os.PathLike[str] | None = None,
        answers_after: float = 0,
    ) -> Terminal:
        """Start it; the arguments are `Terminal`'s."""


@pytest.fixture(scope="session")
def alliance() -> Path:
    """The installed `alliance` command of the environment the tests run in."""
    command = Path(sys.executable).with_name("alliance")
    if not command.exists():
        pytest.fail(f"{command} is missing: run {sys.executable} -m pip install -e '.[test]'", pytrace=False)
    return command


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """A place for a store that does not exist yet."""
    return tmp_path / "store"


@pytest.fixture
def terminal() -> Iterator[OpenTerminal]:
    """Open terminals; each is closed, and its processes gone, when the test ends."""
    with ExitStack() as opened:

        def open_terminal(
            argv: Sequence[str | os.PathLike[str]],
            *,
            columns: int = 100,
            rows: int = 30,
            env: Mapping[str, str | None] | None = None,
            cwd: str | os.PathLike[str] | None = None,
            answers_after: float = 0,
        ) -> Terminal:
            """Start a program in a terminal."""
            started = Terminal(argv, columns=columns, rows=rows, env=env, cwd=cwd, answers_after=answers_after)
            return opened.enter_context(started)

        yield open_terminal


@pytest.fixture(scope="session")
def sshd() -> Iterator[Sshd]:
    """One sshd for the whole run."""
    with run_sshd() as daemon:
        yield daemon


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give these up to three more tries in CI, where nobody looks at a busy machine; the report says so."""
    if os.environ.get("CI"):
        for item in items:
            if Path(__file__).parent in item.path.parents:
                item.add_marker(pytest.mark.flaky(reruns=3))
