"""Commands that ask before they act: `alliance repair` and `alliance invite`."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from alliance_tui.domain.errors import NotAllowed
from alliance_tui.domain.text import one_line
from alliance_tui.services import invite as invitation
from alliance_tui.services import repair as mending
from alliance_tui.storage.authorized_keys import authorized_keys
from alliance_tui.storage.library import Library


def repair(library: Library, name: str, yes: bool) -> int:
    """Say what is damaged, in all of the store if `name` is "", and put it right once that is agreed to."""
    names = [name] if name else [*library.names(), ""]
    codes = [_repair(library, each, yes) for each in names]
    if max(codes) < 0:
        _say(f"Nothing is damaged in {name or library.root}. Nothing was changed.")
    return max(0, *codes)


def _repair(library: Library, name: str, yes: bool) -> int:
    """Repair one alliance; returns the exit code, -1 if there was nothing to do."""
    found = mending.diagnose(library, name)
    for problem in found.backups:
        _say(problem)
    if not found.damages and not found.beyond:
        return 0 if found.backups else -1
    for damage in found.damages:
        _say(damage.said)
    for problem in found.beyond:
        _say(f"{problem} No copy mends that, and nothing was changed.")
    left = len(found.damages) > len(found.mendable) or bool(found.beyond)
    if not found.mendable:
        return 1
    if not _agreed("Put it back?" if len(found.mendable) == 1 else "Put them back?", yes):
        return _say("Nothing was changed.", 1)
    for damage in found.mendable:
        _say(mending.repair(damage))
    return 1 if left or _still_wrong(library, name) else 0


def _still_wrong(library: Library, name: str) -> bool:
    """Whether something is wrong after the repair, which is said."""
    found = mending.diagnose(library, name)
    for problem in found.beyond:
        _say(problem)
    return bool(found.damages or found.beyond)


def invite(library: Library, key_file: Path, name: str, install: bool, yes: bool) -> int:
    """Print the line that lets a key into one alliance, or add it to authorized_keys once that is agreed to."""
    key = invitation.read_public_key(key_file)
    line = invitation.line_for(key, invitation.command_for(_program(), library.root, name))
    print(line)
    if not install:
        return 0
    path = authorized_keys()
    if not _agreed(f"Add this line to {path}?", yes):
        return _say("Nothing was changed.", 1)
    if not invitation.install(path, line, key):
        return _say(f"The line is in {path} already. Nothing was changed.")
    return _say(f"The line is in {path}. That key now opens {name}; take the line out to end that.")


def _program() -> list[str]:
    """How this program is called from anywhere."""
    script = Path(sys.argv[0]).absolute()
    if script.name == "alliance" and script.is_file() and os.access(script, os.X_OK):
        return [str(script)]
    beside = Path(sys.executable).with_name("alliance")
    return [str(beside)] if beside.is_file() else [sys.executable, "-m", "alliance_tui"]


def _agreed(question: str, yes: bool) -> bool:
    """Whether to go on; NotAllowed when there is nobody to ask."""
    if yes:
        return True
    if sys.stdin is None or not sys.stdin.isatty():
        raise NotAllowed("Nothing was changed. Say --yes to do it where nobody can be asked.")
    try:
        return input(f"{one_line(question)} y/N ").strip().casefold() in ("y", "yes")
    except EOFError:
        return False


def _say(message: str, code: int = 0) -> int:
    """Print a line; returns the exit code."""
    print(one_line(message))
    return code
