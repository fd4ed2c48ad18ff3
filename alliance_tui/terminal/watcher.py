"""A second process that gives the terminal back when this one is killed, which this one can't do itself."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TextIO


class Watcher:
    """A shell that waits for the end of this process, and then for nothing else; it takes nothing from anybody."""

    def __init__(self, terminal: TextIO, back: str) -> None:
        """Watch from now on; `back` is what to send. Without a shell to do it, nobody does."""
        ours, self._end = os.pipe()
        script = f"trap '' HUP INT TERM; read _ || printf '{back}'".replace("\x1b", r"\033")
        out = terminal.fileno()
        try:
            self._pid: int | None = os.posix_spawn(
                "/bin/sh",
                ["sh", "-c", script],
                {},
                file_actions=[
                    (os.POSIX_SPAWN_DUP2, ours, 0),
                    (os.POSIX_SPAWN_DUP2, out, 1),
                    (os.POSIX_SPAWN_DUP2, out, 2),
                ],
                setsid=True,  # what ends all that belongs to the terminal does not end it
            )
        except (OSError, NotImplementedError):
            self._pid = None
        os.close(ours)

    def end(self) -> None:
        """Watch no more: the terminal is given back."""
        with suppress(OSError):  # it is gone already
            os.write(self._end, b"\n")
            if self._pid is not None:
                os.waitpid(self._pid, 0)
        os.close(self._end)
