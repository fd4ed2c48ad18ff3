"""`alliance invite KEY.pub NAME`: let an ssh key into one alliance."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from alliance_tui.commands import Request
from alliance_tui.commands.console import NOTHING_CHANGED, confirm, print_line
from alliance_tui.services import invite
from alliance_tui.storage.authorized_keys import authorized_keys, read_key
from alliance_tui.storage.paths import path_meant


def run(request: Request) -> int:
    """Print the line that lets the key in; with --install, add it to authorized_keys after asking."""
    args, library = request.args, request.library
    key_file = path_meant(args.key, NOTHING_CHANGED)
    name = request.name
    key = invite.public_key(read_key(key_file))
    line = invite.line_for(key, invite.command_for(_program(), library.root, name))
    print(line)
    if not args.install:
        return 0
    path = authorized_keys()
    if not confirm(f"Add this line to {path}?", args.yes):
        return print_line(NOTHING_CHANGED, 1)
    if not invite.install(path, line, key):
        return print_line(f"The line is in {path} already. {NOTHING_CHANGED}")
    return print_line(f"The line is in {path}. That key now opens {name}; take the line out to end that.")


def _program() -> list[str]:
    """Return the words that start this program from any folder."""
    script = Path(sys.argv[0]).absolute()
    if script.name == "alliance" and script.is_file() and os.access(script, os.X_OK):
        return [str(script)]
    beside = Path(sys.executable).with_name("alliance")
    return [str(beside)] if beside.is_file() else [sys.executable, "-m", "alliance_tui"]
