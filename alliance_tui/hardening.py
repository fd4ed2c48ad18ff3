"""Keeping others on a shared host out: of this process's memory, and of what `--locked` may be talked into."""

from __future__ import annotations

import os
import pwd
import re
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress

KEPT = frozenset({"COLORTERM", "LANG", "LANGUAGE", "LOGNAME", "NO_COLOR", "TERM", "TZ", "USER"})
"""What a locked program takes from its environment, with LC_*. Nothing that names a store, a file or a program."""
PLAIN = re.compile(r"(?!.*\.\.)(?:[A-Za-z0-9_.@+<-][A-Za-z0-9_.@+<>,:/ -]{0,99})?")
"""Values it takes: no path from the root, no way up."""
PR_SET_DUMPABLE = 4


def keep_memory_private() -> None:
    """Let no other process of this user read this one's memory, and no crash leave it in a file; quiet elsewhere."""
    import resource

    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        import ctypes

        with suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)


def plain_environment(environ: Mapping[str, str]) -> dict[str, str]:
    """What of an environment a locked program takes; its home is the one the system knows."""
    kept = {
        name: value
        for name, value in environ.items()
        if (name in KEPT or name.startswith("LC_")) and PLAIN.fullmatch(value)
    }
    with suppress(KeyError):
        kept["HOME"] = pwd.getpwuid(os.getuid()).pw_dir
    return kept


def confine(words: Sequence[str]) -> None:
    """Go on with `alliance WORDS` in an interpreter that heeds no environment, or return if this is one.

    Whoever holds an invited key may choose some variables (sshd's AcceptEnv); TEXTUAL_* would write screens to
    files or wait for a debugger, PYTHONINSPECT would end in a prompt.
    """
    environ = plain_environment(os.environ)
    if sys.flags.ignore_environment and sys.flags.safe_path:
        os.environ.clear()
        os.environ.update(environ)
        return
    os.execve(sys.executable, [sys.executable, "-E", "-P", "-m", "alliance_tui", *words], environ)
