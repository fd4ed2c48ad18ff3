"""`alliance --diagnostic`: what to send with a report of a fault; no name and no word of anybody is in it."""

from __future__ import annotations

import os
import platform
import sys
from importlib.metadata import version

from alliance_tui import __version__
from alliance_tui.commands import Request
from alliance_tui.commands.console import print_json, print_line
from alliance_tui.domain.errors import AllianceError
from alliance_tui.storage.library import Library
from alliance_tui.storage.mounts import file_system

LIBRARIES = ("textual", "rich", "tinydb", "platformdirs", "icalendar", "pyrage", "regex", "budoux")
SURROUNDINGS = ("TERM", "COLORTERM", "TERM_PROGRAM", "NO_COLOR", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "ALLIANCE_STORE")
"""Variables of the environment; of the store's it is only told whether it is set."""


def run(request: Request) -> int:
    """Print a line for each fact."""
    facts = {**_program(), **_terminal(), **_store(request.library)}
    if request.args.json:
        return print_json(facts)
    for name, fact in facts.items():
        print_line(f"{name}: {fact}")
    return 0


def _program() -> dict[str, object]:
    host = os.uname()
    return {
        "alliance": __version__,
        "python": platform.python_version(),
        "system": " ".join((host.sysname, host.release, host.machine)),
        **{name: version(name) for name in LIBRARIES},
    }


def _terminal() -> dict[str, object]:
    given = {name: os.environ.get(name, "") for name in SURROUNDINGS}
    given["ALLIANCE_STORE"] = "set" if given["ALLIANCE_STORE"] else ""
    size = "none"
    if sys.stdout.isatty():
        size = "{}x{}".format(*os.get_terminal_size(sys.stdout.fileno()))
    return {
        "terminal": size,
        "encoding": sys.stdout.encoding,
        "over ssh": bool(os.environ.get("SSH_CONNECTION")),
        "in tmux": bool(os.environ.get("TMUX")),
        **given,
    }


def _store(library: Library) -> dict[str, object]:
    """Return the store's kind and health, in numbers."""
    facts: dict[str, object] = {"file system": file_system(library.root) or "not known"}
    try:
        summaries = library.summaries()
        facts |= {
            "alliances": len(summaries),
            "versions": sum(each.versions for each in summaries),
            "open sessions": sum(each.session is not None for each in summaries),
            "in the trash": len(library.trash()),
            "findings of check": sum(1 for _ in library.check()),
        }
    except AllianceError as error:
        facts["store"] = f"can’t be read: {type(error).__name__}"
    return facts
