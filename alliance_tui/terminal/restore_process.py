"""A second process that restores the terminal when this one is killed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from subprocess import PIPE, Popen
from typing import TextIO


@contextmanager
def watched(terminal: TextIO, back: str) -> Iterator[None]:
    """Have a shell send `back` to the terminal if this process ends within; without a shell, nobody does.

    The shell waits for nothing else and takes nothing from anybody. What ends all that belongs to the terminal does
    not end it.
    """
    script = f"trap '' HUP INT TERM; read _ || printf '{back}'".replace("\x1b", r"\033")
    try:
        shell = Popen(
            ["/bin/sh", "-c", script], stdin=PIPE, stdout=terminal, stderr=terminal, env={}, start_new_session=True
        )
    except OSError:
        yield
        return
    yield
    shell.communicate(b"\n")
