"""Protect this process's memory on a shared host, and ignore the environment with --locked."""

from __future__ import annotations

import ctypes
import os
import pwd
import re
import resource
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress

KEPT = frozenset({"COLORTERM", "LANG", "LANGUAGE", "LOGNAME", "NO_COLOR", "TERM", "TZ", "USER"})
"""The variables that a locked program keeps, with LC_*. None names a store, a file or a program."""
PLAIN = re.compile(r"(?!.*\.\.)(?:[A-Za-z0-9_.@+<-][A-Za-z0-9_.@+<>,:/ -]{0,99})?")
"""The values it keeps: no absolute path, and no `..`."""
PR_SET_DUMPABLE = 4


def keep_memory_private() -> None:
    """Forbid other processes of this user to read this one's memory, and core files.

    Does nothing where the system does not offer it.
    """
    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)


def plain_environment(environ: Mapping[str, str]) -> dict[str, str]:
    """Return the variables that a locked program keeps; HOME is the one the system knows."""
    kept = {
        name: value
        for name, value in environ.items()
        if (name in KEPT or name.startswith("LC_")) and PLAIN.fullmatch(value)
    }
    with suppress(KeyError):
        kept["HOME"] = pwd.getpwuid(os.getuid()).pw_dir
    return kept


def confine(words: Sequence[str]) -> None:
    """Replace this process by `alliance WORDS` in an interpreter that ignores the environment; return if it is one.

    Whoever holds an invited key may choose some variables (sshd's AcceptEnv); TEXTUAL_* would write screens to
    files or wait for a debugger, PYTHONINSPECT would end in a prompt.
    """
    environ = plain_environment(os.environ)
    if sys.flags.ignore_environment and sys.flags.safe_path:
        os.environ.clear()
        os.environ.update(environ)
        return
    os.execve(sys.executable, [sys.executable, "-E", "-P", "-m", "alliance_tui", *words], environ)
